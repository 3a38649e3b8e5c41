/* sim/session/coordinator.h - who runs Setup and Teardown of a scope: the iso_scheduling fixture of pull request 1126.
 *
 * Every worker that enters or leaves a scope comes by here, one after the other, as under the fixture's lock. Two
 * counters a scope decide, setup_count and teardown_count of the original; they know nothing of tests, schedulers or
 * other scopes. What is decided here the judge only observes (sim/session/judge.h), so that a coordinator that decides
 * wrongly is found out.
 *
 * The counters lie in the session's block, one Coordination a scope, zeroed at birth. */
#ifndef ISOSIM_COORDINATOR_H
#define ISOSIM_COORDINATOR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct
{
  uint32_t entered; /* setup_count */
  uint32_t left;    /* teardown_count; a worker that dies does not leave, but for a twin's coordinator */
} Coordination;

typedef enum
{
  COORDINATOR_SETS_UP = 1 << 0, /* Setup runs now, before the worker's first test of the scope */
  COORDINATOR_REFUSES = 1 << 1  /* somebody has left already: the original's assertion */
} CoordinatorAnswer;

/* A worker enters the scope: CoordinatorAnswer bits. With AFRESH a scope that has been torn down starts anew: so does
 * the twin's coordinator where a worker died. One that is refused counts as having entered all the same. */
unsigned coordinator_enter (Coordination *scope, bool afresh);
/* A worker leaves it. Whether Teardown runs now. */
bool coordinator_leave (Coordination *scope);

#endif
