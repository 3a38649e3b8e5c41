/* models/isoscope_common.h - what isoscope and its corrected twin share: their state, and the steps that are equal.
 *
 * One scope is active at a time, and its tests are spread over the workers. A worker runs the last test that it holds
 * only once it has another one, or its shutdown. So a worker that holds one test of the active scope is given a fence:
 * a test of a later scope.
 *
 * Four states follow each other; isoscope.c and isoscope_fixed.c each have a table of what is done in them:
 * wait until the next scope can be active, make it active, wait until its workers hold one test each, give fences.
 *
 * Workers stand in the order of their admission ("places", models/places.h). Two sets of places are kept: the workers
 * with nothing pending, and those with one test pending. A step then costs the few workers that it needs, however many
 * there are. A worker that is found to be shut down leaves the first set for good. */
#ifndef ISOSIM_ISOSCOPE_COMMON_H
#define ISOSIM_ISOSCOPE_COMMON_H

#include "models/isoscope.h"
#include "models/nodes.h"

typedef enum
{
  WAIT_READY_TO_ACTIVATE,
  ACTIVATE,
  WAIT_READY_TO_FENCE,
  FENCE,
  ISOSCOPE_STATES
} IsoScopeState;

/* The tests of a scope that no worker holds. */
typedef struct
{
  IsoQueue tests;
  uint32_t high_water; /* the most that it has held since it was queued */
  uint32_t queued;     /* the scope is in `worksets` */
  uint32_t lent;       /* the twin's: fences that workers hold; else 0 */
  uint32_t spare;
} Workset;

typedef struct
{
  IsoQueue pending;   /* indices sent and not complete */
  uint32_t place;     /* 1 + its place among the admitted; 0: not admitted */
  uint32_t collected; /* its collection arrived */
  uint32_t scope;     /* 1 + the scope of its last pending test; 0: nothing is pending */
  uint32_t fenced;    /* the twin's: its last pending test is a fence; else 0 */
} IsoScopeNode;

typedef struct
{
  IsoQueue waiting;  /* _pending_worker_by_node: nodes that are not admitted yet */
  IsoQueue worksets; /* scopes, in the order in which they will be active */
  uint32_t state;    /* IsoScopeState */
  uint32_t active;   /* 1 + the active scope; 0: none was yet */
  uint32_t places;   /* the number of places given so far */
  uint32_t loaded;   /* admitted workers with more than one test pending */
  uint32_t busy;     /* admitted workers with a test pending */
  uint32_t official; /* the node whose collection is the official one; ISO_NONE: there is none yet */
  uint32_t ready;    /* nodes in `waiting` whose collection arrived */
  uint32_t missing;  /* the twin's: workers that died and whose replacements are not admitted yet; else 0 */
  uint32_t spare[2];
  IsoScopeNode node[];
  /* then Workset workset[scopes], uint32_t node_at[nodes_max], and two sets of places: empty, single */
} IsoScope;

G_STATIC_ASSERT (sizeof (Workset) == sizeof (IsoQueue) + 4 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (IsoScopeNode) == sizeof (IsoQueue) + 4 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (IsoScope) == 2 * sizeof (IsoQueue) + 10 * sizeof (uint32_t));

static inline Workset *
isoscope_workset (const IsoSession *session, const IsoScope *sched, uint32_t scope)
{
  return (Workset *) (uintptr_t) &sched->node[iso_nodes_max (session)] + scope;
}

/* The admitted node at each place; ISO_NONE where it was removed. */
static inline uint32_t *
isoscope_node_at (const IsoSession *session, const IsoScope *sched)
{
  return (uint32_t *) isoscope_workset (session, sched, iso_scopes (session)->scopes);
}

/* --- worksets --- */

/* Puts TEST, which no worker holds any more, at the tail of its scope's workset. A scope that is not queued is queued:
 * before all others if FIRST, else after them. */
void isoscope_workset_add (IsoSession *session, IsoScope *sched, uint32_t test, bool first);
/* Sends the first COUNT tests of SCOPE's workset to NODE. */
bool isoscope_send (IsoSession *session, IsoScope *sched, unsigned node, uint32_t scope, uint32_t count);

/* --- workers --- */

/* The first place from FROM on whose worker has nothing pending and is not shut down; `places` if there is none. */
uint32_t isoscope_next_empty (IsoSession *session, IsoScope *sched, uint32_t from);
/* The first place from FROM on whose worker holds one test, of SCOPE, and is not shut down; `places` if there is none.
 */
uint32_t isoscope_next_single (IsoSession *session, IsoScope *sched, uint32_t from, uint32_t scope);
/* The number of workers that hold a fence of SCOPE: one test, which is of it. */
uint32_t isoscope_count_fences (IsoSession *session, IsoScope *sched, uint32_t scope);
/* The number of workers with nothing pending, at most MOST. */
uint32_t isoscope_count_empty (IsoSession *session, IsoScope *sched, uint32_t most);

/* --- the state machine --- */

/* What is to be shared out: TESTS, which count the fences that workers hold already, over WORKERS. */
typedef struct
{
  uint32_t scope, tests, workers;
} Shares;

typedef bool (*IsoScopeGive) (IsoSession *session, IsoScope *sched, unsigned node, Shares *shares);

/* Takes the next worker's share off SHARES. Returns its number of tests, which counts a fence that the worker holds. */
uint32_t isoscope_take_share (Shares *shares);
/* Calls GIVE for each worker that gets a share: the holders of the scope's fences, then workers with nothing pending,
 * each in order of their places. GIVE must call isoscope_take_share(). */
bool isoscope_distribute (IsoSession *session, IsoScope *sched, Shares *shares, IsoScopeGive give);

/* What is done in each state. */
typedef bool (*IsoScopeStep) (IsoSession *session, IsoScope *sched);

/* The step of WAIT_READY_TO_ACTIVATE, for both. */
bool isoscope_wait_ready_to_activate (IsoSession *session, IsoScope *sched);
/* Follows _reschedule_workers(): makes steps until one leaves the state as it is. */
bool isoscope_reschedule (IsoSession *session, IsoScope *sched, const IsoScopeStep step[ISOSCOPE_STATES]);

/* --- hooks, and parts of them --- */

size_t isoscope_size (const Suite *suite, unsigned nodes_max);
void isoscope_init (IsoSession *session, void *model);
bool isoscope_add_node (IsoSession *session, void *model, unsigned node);
bool isoscope_collection_is_completed (const IsoSession *session, const void *model);
bool isoscope_tests_finished (const IsoSession *session, const void *model);
unsigned isoscope_nodes (const IsoSession *session, const void *model, uint32_t *list);
unsigned isoscope_parts (const IsoSession *session, void *model, IsoPart *parts);

/* Notes NODE's collection. The first one that completes them establishes the official one and queues all tests. */
bool isoscope_collect (IsoSession *session, IsoScope *sched, unsigned node);
/* Admits a node that collected after that, a replacement, if it collected the same tests. */
void isoscope_admit_late (IsoSession *session, IsoScope *sched, unsigned node);
/* Takes a completed test off what is pending on NODE. */
bool isoscope_complete (IsoSession *session, IsoScope *sched, unsigned node, uint32_t index);
/* Takes NODE off its list. *admitted: it had a place, and what is pending on it is still to be given back. */
bool isoscope_dismiss (IsoSession *session, IsoScope *sched, unsigned node, bool *admitted);

#define ISOSCOPE_HOOKS                                                                                                 \
  .promises = ISO_BIT (ISO_ONCE) | ISO_BIT (ISO_ISOLATION) | ISO_BIT (ISO_TWO_TESTS) | ISO_BIT (ISO_FENCE_LIMIT)       \
              | ISO_BIT (ISO_SETUP_ONCE) | ISO_BIT (ISO_TEARDOWN_ONCE) | ISO_BIT (ISO_SETUP_FIRST)                     \
              | ISO_BIT (ISO_TEARDOWN_LAST) | ISO_BIT (ISO_SCOPES_APART),                                              \
  .scope_rule = SCOPE_SCOPE, .uses_scopes = true, .cuts_scopes = true, .shuffles = true, .size = isoscope_size,        \
  .init = isoscope_init, .add_node = isoscope_add_node, .collection_is_completed = isoscope_collection_is_completed,   \
  .tests_finished = isoscope_tests_finished, .nodes = isoscope_nodes, .parts = isoscope_parts

#endif
