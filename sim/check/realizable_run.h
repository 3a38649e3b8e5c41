/* sim/check/realizable_run.h - a run of a real pytest-xdist that violates the same property as a schedule.
 *
 * Code in tests and in a conftest.py can hold a process until its turn comes; all else happens as soon as it can. It
 * can hold a worker before it is up, has collected, ends a test, is down, or dies. It can also hold a worker before it
 * begins a test, and the controller before it handles a message, but for `unscheduled` and for a `collectionfinish`
 * after shutdown, which have no hook. It cannot hold a worker before it takes a command or an item. A test that waits
 * for its turn takes over 0.1 s. */
#ifndef ISOSIM_REALIZABLE_RUN_H
#define ISOSIM_REALIZABLE_RUN_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* What is held in addition to what always is. */
typedef enum
{
  HOLD_BEGIN = 1 << 0,     /* workers, before they begin a test */
  HOLD_CONTROLLER = 1 << 1 /* the controller, before it handles a message */
} HoldBits;

/* Whether an action, which is about to happen, waits for its turn. HOLDS: HoldBits. */
bool realizable_is_held (const IsoSession *session, Action action, unsigned holds);

/* Returns the actions, held or not, of a run that violates PROPERTY, in order; held ones come in the order of SCHEDULE.
 * Sets *holds to the fewest HoldBits that suffice. Returns NULL if none do. Release it with g_array_unref(). */
GArray *realizable_run (const SearchPlan *plan, Property property, const GArray *schedule, unsigned *holds);

G_END_DECLS

#endif
