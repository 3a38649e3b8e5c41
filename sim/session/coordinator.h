/* sim/session/coordinator.h - who runs Setup and Teardown of a scope: the iso_scheduling fixture of pull request 1126.
 *
 * Every worker that enters or leaves a scope comes here, one at a time, as under the fixture's lock. Two counters of
 * the scope decide. They know nothing of tests, schedulers or other scopes. The judge (sim/session/judge.h) only
 * observes what is decided here, so it finds out if the coordinator decides wrongly.
 *
 * The counters lie in the session's block, one Coordination a scope, all zero at first. */
#ifndef ISOSIM_COORDINATOR_H
#define ISOSIM_COORDINATOR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct
{
  uint32_t entered; /* setup_count */
  uint32_t left;    /* teardown_count; a worker that dies does not leave, except with a twin */
} Coordination;

typedef enum
{
  COORDINATOR_SETS_UP = 1 << 0, /* Setup runs now, before the worker's first test of the scope */
  COORDINATOR_REFUSES = 1 << 1  /* a worker has left already; the original asserts that none has */
} CoordinatorAnswer;

/* A worker enters the scope. Returns CoordinatorAnswer bits. A worker that is refused has entered all the same. With
 * AFRESH a scope that was torn down begins anew: a twin does so after a death. */
unsigned coordinator_enter (Coordination *scope, bool afresh);
/* A worker that entered the scope leaves it. Returns whether Teardown runs now. */
bool coordinator_leave (Coordination *scope);

#endif
