/* sim/search/violation.h - what a search looks for, in the session as it is; part of the search. docs/checking.md
 * defines each.
 *
 * Of a step: once, alive, blame, reported and what sim/session/judge.h judges; error is the failure of the step itself.
 * Of a state: hang and livelock (the search knows), next. Of the end of a session: lost, drain, and what the judge says
 * then. */
#ifndef ISOSIM_VIOLATION_H
#define ISOSIM_VIOLATION_H

#include "search/successors.h"
#include "session/property.h"

G_BEGIN_DECLS

/* Forgets what earlier steps broke. */
void violation_forget (IsoSession *session);
/* PROPERTY_BIT()s: what the steps since broke. */
unsigned violation_in_step (const IsoSession *session);
/* What is broken in a session that has ended. */
unsigned violation_at_end (IsoSession *session);
/* PROPERTY_NEXT is broken, when workers have taken all commands. */
bool violation_next (const IsoSession *session);

/* What the last step broke, and what is broken in the session as it is; livelock is not told. */
unsigned violation_now (SearchState *world);

/* A sentence on the session at the end of a schedule that breaks it; g_free it. */
char *violation_detail (const IsoSession *session, Property broken);

G_END_DECLS

#endif
