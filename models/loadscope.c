#include "models/loadscope.h"

#include "models/registry.h"

/* Follows LoadScopeScheduling. A node gets a new unit as soon as at most two of its tests are not done. The corrected
 * twin is loadscope_fixed.c; what both do alike is in loadscope_common.c. */

bool
loadscope_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  LoadScope *sched = model;
  bool registered;
  if (!nodes_assert_listed (session, &sched->nodes, node)
      || !collections_add (session, &sched->collections, node, &registered))
    return false;
  sched->node[node].registered = registered;
  return true;
}

bool
loadscope_collection_is_completed (const IsoSession *session, const void *model)
{
  return collections_complete (session, &((const LoadScope *) model)->collections);
}

static bool
reschedule (IsoSession *session, LoadScope *sched, unsigned node)
{
  if (iso_shutting_down (session, node))
    return true;
  if (sched->workqueue.len == 0)
    {
      iso_shutdown (session, node);
      return true;
    }
  if (sched->node[node].not_done > 2)
    return true;
  return loadscope_assign_work_unit (session, sched, node);
}

/* A replacement gets its first unit here, in a later call: once it is listed and holds at most two tests. */
bool
loadscope_schedule (IsoSession *session, void *model)
{
  LoadScope *sched = model;
  if (sched->scheduled)
    return loadscope_for_each_node (session, sched, reschedule);
  if (sched->collections.differs)
    return true;
  return loadscope_start (session, sched, loadscope_assign_work_unit, reschedule);
}

bool
loadscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  LoadScope *sched = model;
  return loadscope_complete (session, sched, node, index) && reschedule (session, sched, node);
}

/* All its units go back, the finished ones too, and the crashed test is not marked done: known defects (#1323, #932).
 * A replacement that is listed and has not collected may be given one of them here, and fails. */
bool
loadscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  LoadScope *sched = model;
  IsoQueue *units = &sched->node[node].units;
  uint32_t not_done;
  if (!loadscope_take_off (session, sched, node, &not_done, crashed))
    return false;
  if (not_done == 0)
    return true;
  while (units->len)
    iso_queue_push (iso_store (session), &sched->workqueue, iso_queue_pop (iso_store (session), units));
  iso_queue_release (iso_store (session), units);
  return loadscope_for_each_node (session, sched, reschedule);
}

const IsoModel model_loadscope = {
  .name = "loadscope",
  .rule = "gives whole scopes (class, or functions of a module) to one worker each, largest first",
  .since = 1,
  .source = "LoadScopeScheduling in xdist/scheduler/loadscope.py, 3.8",
  .scope_rule = SCOPE_SCOPE,
  .cuts_scopes = true,
  LOADSCOPE_HOOKS,
};
