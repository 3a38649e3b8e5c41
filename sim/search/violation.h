/* sim/search/violation.h - which properties a session violates. docs/checking.md defines each.
 *
 * A step violates once, alive, blame, reported, and what sim/session/judge.h judges; it violates error by failing. A
 * state violates next and hang. A whole search violates livelock. The end of a session violates lost, drain, and what
 * the judge says then. */
#ifndef ISOSIM_VIOLATION_H
#define ISOSIM_VIOLATION_H

#include "search/successors.h"

G_BEGIN_DECLS

/* Forgets what earlier steps violated. */
void violation_forget (IsoSession *session);
/* Returns PROPERTY_BIT()s: what the steps since then violated. */
unsigned violation_in_step (const IsoSession *session);
/* Returns PROPERTY_BIT()s: what a session that has ended violates. */
unsigned violation_at_end (IsoSession *session);
/* Whether PROPERTY_NEXT is violated; workers have taken all commands. */
bool violation_next (const IsoSession *session);

/* Returns PROPERTY_BIT()s: what the last step violated, and what the present state violates. No livelock. */
unsigned violation_now (SearchState *now);

/* Returns a sentence on the session at the end of a schedule that violates PROPERTY; the caller frees it. */
char *violation_detail (const IsoSession *session, Property property);

G_END_DECLS

#endif
