/* sim/check/realizable_run.h - the run that a real pytest-xdist makes of a schedule, when only what test code can hold
 * back is held back until its turn, and all else happens as soon as it can.
 *
 * Code in tests and in a conftest.py can hold back that a worker is up, has collected, ends a test, is down, or dies;
 * it can also hold back a test's beginning, and the controller before it handles a message, but for `unscheduled` and a
 * `collectionfinish` behind shutdown, for which there is no hook. It cannot hold back a worker that takes a command or
 * an item, and not end a test in less than 0.1 s, since a test that waits for its turn takes longer. */
#ifndef ISOSIM_PROMPT_RUN_H
#define ISOSIM_PROMPT_RUN_H

#include "search/search.h"
#include "session/property.h"

G_BEGIN_DECLS

/* What is held back beside what always is. */
typedef enum
{
  HOLD_BEGIN = 1 << 0,     /* workers, before they begin a test */
  HOLD_CONTROLLER = 1 << 1 /* the controller, before it handles a message */
} HoldBits;

/* Whether an action that is about to happen is one that waits for its turn. */
bool realizable_is_held (const IsoSession *session, Action action, unsigned holds);

/* The actions of a prompt run that breaks BROKEN, held and prompt ones, in order; held are those of SCHEDULE, in its
 * order. *holds is set to the fewest HoldBits with which it succeeds. NULL: with none of them. g_array_unref it. */
GArray *realizable_run (const SearchPlan *plan, Property broken, const GArray *schedule, unsigned *holds);

G_END_DECLS

#endif
