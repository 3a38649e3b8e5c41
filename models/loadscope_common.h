/* models/loadscope_common.h - what the loadscope family shares: loadscope, loadfile, loadgroup and loadscope-fixed.
 *
 * A unit is a scope: its tests, each with a done mark. A node is given whole units, in the order of the work queue. */
#ifndef ISOSIM_LOADSCOPE_COMMON_H
#define ISOSIM_LOADSCOPE_COMMON_H

#include "models/nodes.h"

typedef struct
{
  IsoQueue units;      /* assigned_work's value: scopes, in the order in which they were given */
  uint32_t not_done;   /* the number of tests in them that are not done */
  uint32_t registered; /* its collection is known */
} LoadScopeNode;

typedef struct
{
  IsoQueue nodes;     /* assigned_work's keys */
  IsoQueue workqueue; /* scopes that no node has */
  Collections collections;
  uint32_t loaded;    /* the number of listed nodes with two or more tests not done */
  uint32_t scheduled; /* the first schedule() has dealt units */
  uint32_t spare;
  LoadScopeNode node[];
  /* then a done mark for each test: uint8_t done[tests] */
} LoadScope;

G_STATIC_ASSERT (sizeof (LoadScopeNode) == sizeof (IsoQueue) + 2 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (LoadScope) == 2 * sizeof (IsoQueue) + 5 * sizeof (uint32_t));

static inline uint8_t *
loadscope_done (const IsoSession *session, LoadScope *sched)
{
  return (uint8_t *) &sched->node[iso_nodes_max (session)];
}

typedef bool (*LoadScopeStep) (IsoSession *session, LoadScope *sched, unsigned node);

/* Writes the tests of UNIT that are not done to TESTS, in collection order. Returns their number. */
uint32_t loadscope_list_not_done (IsoSession *session, LoadScope *sched, uint32_t unit, uint32_t *tests);
/* Gives the next unit of the work queue to NODE. */
bool loadscope_assign_work_unit (IsoSession *session, LoadScope *sched, unsigned node);
/* Makes the first schedule(): fills the work queue, largest units first, and drops nodes for which there is no unit.
 * Calls ASSIGN, then RESCHEDULE, for each node. Sends shutdown to all nodes if no unit is left. */
bool loadscope_start (IsoSession *session, LoadScope *sched, LoadScopeStep assign, LoadScopeStep reschedule);
bool loadscope_for_each_node (IsoSession *session, LoadScope *sched, LoadScopeStep step);
/* Marks the test that NODE completed as done. */
bool loadscope_complete (IsoSession *session, LoadScope *sched, unsigned node, uint32_t index);
/* Takes NODE off the list. *not_done is the number of its tests that are not done, and *crashed the first of them. Its
 * units are still to be given back if there is one. */
bool loadscope_take_off (IsoSession *session, LoadScope *sched, unsigned node, uint32_t *not_done, uint32_t *crashed);

/* Hooks that are equal for all. */
size_t loadscope_size (const Suite *suite, unsigned nodes_max);
void loadscope_init (IsoSession *session, void *model);
bool loadscope_add_node (IsoSession *session, void *model, unsigned node);
bool loadscope_tests_finished (const IsoSession *session, const void *model);
unsigned loadscope_nodes (const IsoSession *session, const void *model, uint32_t *list);
unsigned loadscope_parts (const IsoSession *session, void *model, IsoPart *parts);

#define LOADSCOPE_COMMON_HOOKS                                                                                         \
  .promises = ISO_BIT (ISO_ONCE) | ISO_BIT (ISO_SCOPE), .uses_scopes = true, .sorts_scopes = true,                     \
  .size = loadscope_size, .init = loadscope_init, .add_node = loadscope_add_node,                                      \
  .tests_finished = loadscope_tests_finished, .nodes = loadscope_nodes, .parts = loadscope_parts

#endif
