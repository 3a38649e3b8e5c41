#include "models/loadscope_common.h"
#include "models/registry.h"

/* loadscope without its defects after a worker's death, and without its hang when a node holds a single test;
 * docs/twins.md tells each, and why it is mended so. */

/* Units are sent test by test as the node has them, so that another order is no obstacle. */
static bool
fixed_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  LoadScope *sched = model;
  bool registered;
  if (!nodes_assert_listed (session, &sched->nodes, node)
      || !collections_add (session, &sched->collections, node, &registered))
    return false;
  sched->node[node].registered = 1;
  return true;
}

/* Once scheduled, a worker that is gone does not undo it. */
static bool
fixed_collection_is_completed (const IsoSession *session, const void *model)
{
  const LoadScope *sched = model;
  return collections_complete (session, &sched->collections) || sched->scheduled;
}

static bool
reschedule (IsoSession *session, LoadScope *sched, unsigned node)
{
  if (iso_shutting_down (session, node))
    return true;
  if (!sched->node[node].registered)
    return true; /* its own schedule() comes when it has collected (#1189) */
  if (sched->workqueue.len == 0)
    {
      iso_shutdown (session, node);
      return true;
    }
  if (sched->node[node].not_done > 2)
    return true;
  if (!loadscope_assign_work_unit (session, sched, node))
    return false;
  /* A node that holds a single test waits for a second one: it needs another unit, or its shutdown (#1327). */
  return sched->node[node].not_done > 1 || reschedule (session, sched, node);
}

/* Passes over a node that died, even if the controller does not know it yet. */
static bool
assign_first_unit (IsoSession *session, LoadScope *sched, unsigned node)
{
  if (iso_shutting_down (session, node) || !sched->node[node].registered)
    return true;
  return loadscope_assign_work_unit (session, sched, node);
}

static bool
fixed_schedule (IsoSession *session, void *model)
{
  LoadScope *sched = model;
  if (sched->scheduled)
    return loadscope_for_each_node (session, sched, reschedule);
  if (sched->collections.differs)
    return true;
  return loadscope_start (session, sched, assign_first_unit, reschedule);
}

static bool
fixed_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  LoadScope *sched = model;
  return loadscope_complete (session, sched, node, index) && reschedule (session, sched, node);
}

/* What is done stays done, the crashed test among it. */
static void
give_units_back (IsoSession *session, LoadScope *sched, unsigned node, uint32_t crashed)
{
  IsoStore *store = iso_store (session);
  IsoQueue *units = &sched->node[node].units;
  loadscope_done (session, sched)[crashed] = 1;
  while (units->len)
    {
      uint32_t unit = iso_queue_pop (store, units);
      if (loadscope_list_not_done (session, sched, unit, iso_scratch (session)))
        iso_queue_push (store, &sched->workqueue, unit);
    }
  iso_queue_release (store, units);
}

/* A node that is removed before the first schedule() no longer counts as having collected (#1362). */
static bool
fixed_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  LoadScope *sched = model;
  uint32_t registered = sched->node[node].registered, not_done;
  if (!loadscope_take_off (session, sched, node, &not_done, crashed))
    return false;
  if (!sched->scheduled)
    sched->collections.count -= registered;
  if (not_done == 0)
    return true;
  give_units_back (session, sched, node, *crashed);
  return loadscope_for_each_node (session, sched, reschedule);
}

const IsoModel model_loadscope_fixed = {
  .name = "loadscope-fixed",
  .rule = "as loadscope, with its defects after a worker's death mended",
  .source = "loadscope, changed as docs/twins.md says",
  .scope_rule = SCOPE_SCOPE,
  .cuts_scopes = true,
  .twin = true,
  .add_node_collection = fixed_add_node_collection,
  .collection_is_completed = fixed_collection_is_completed,
  .schedule = fixed_schedule,
  .mark_test_complete = fixed_mark_test_complete,
  .remove_node = fixed_remove_node,
  LOADSCOPE_COMMON_HOOKS,
};
