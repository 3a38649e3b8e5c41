/* sim/search/violation.h - what a search looks for, in the session as it is; part of the search. docs/checking.md
 * defines each.
 *
 * Of a step: once, alive, blame, reported and what sim/session/judge.h judges; error is the failure of the step itself.
 * Of a state: hang and livelock (the search knows), next. Of the end of a session: lost, drain, and what the judge says
 * then. */
#ifndef ISOSIM_BROKEN_H
#define ISOSIM_BROKEN_H

#include "search/successors.h"

G_BEGIN_DECLS

/* Forgets what earlier steps broke. */
void broken_forget (IsoSession *session);
/* BROKEN_BIT()s: what the steps since broke. */
unsigned broken_in_step (const IsoSession *session);
/* What is broken in a session that has ended. */
unsigned broken_at_end (IsoSession *session);
/* BROKEN_NEXT is broken, when workers have taken all commands. */
bool broken_next (const IsoSession *session);

/* What the last step broke, and what is broken in the session as it is; livelock is not told. */
unsigned broken_now (SearchState *world);

/* A sentence on the session at the end of a schedule that breaks it; g_free it. */
char *broken_detail (const IsoSession *session, Broken broken);

G_END_DECLS

#endif
