#include "models/isoscope_common.h"
#include "models/registry.h"

/* Follows IsoScopeScheduling. Its corrected twin is isoscope_fixed.c; what both do alike is in isoscope_common.c. */

/* --- the state machine --------------------------------------------------------------------------------------- */

static bool
give_share (IsoSession *session, IsoScope *sched, unsigned node, Shares *shares)
{
  uint32_t share = isoscope_take_share (shares), held = sched->node[node].pending.len;
  if (share > held)
    return isoscope_send (session, sched, node, shares->scope, share - held);
  return isoscope_workset (session, sched, shares->scope)->high_water == 1
         || iso_fail (session, ISO_OTHER_ERROR, "AssertionError: no tests to give to gw%u", node);
}

/* The tests in the workset and the fences must be as many as the workset ever held. A crash can break this. */
static bool
check_scope (IsoSession *session, const Workset *workset, uint32_t fences)
{
  if (workset->tests.len + fences != workset->high_water)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: %u tests and %u fences are not %u", workset->tests.len,
                     fences, workset->high_water);
  if (fences > isoscope_workers_max (workset->high_water))
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: more fences (%u) than workers", fences);
  return true;
}

static bool
activate (IsoSession *session, IsoScope *sched)
{
  uint32_t scope = iso_queue_pop (iso_store (session), &sched->worksets);
  Workset *workset = isoscope_workset (session, sched, scope);
  uint32_t fences = isoscope_count_fences (session, sched, scope), tests = workset->high_water;
  workset->queued = 0;
  if (!check_scope (session, workset, fences))
    return false;
  uint32_t most = isoscope_workers_max (tests);
  uint32_t empty = fences < most ? isoscope_count_empty (session, sched, most - fences) : 0;
  if (!isoscope_distribute (session, sched, &(Shares){ scope, tests, fences + empty }, give_share))
    return false;
  g_assert (workset->tests.len == 0);
  sched->active = scope + 1;
  sched->state = WAIT_READY_TO_FENCE;
  return true;
}

static bool
wait_ready_to_fence (IsoSession *session, IsoScope *sched)
{
  if (sched->loaded == 0)
    sched->state
        = isoscope_next_single (session, sched, 0, sched->active - 1) < sched->places ? FENCE : WAIT_READY_TO_ACTIVATE;
  return true;
}

/* Where fences are taken from: a place in the queue of worksets, and the number that it may still lend (-1: not asked
 * yet). */
typedef struct
{
  uint32_t i;
  int64_t may_lend;
} FenceSource;

static int64_t
lending_limit (const Workset *workset)
{
  return (int64_t) isoscope_workers_max (workset->high_water) - ((int64_t) workset->high_water - workset->tests.len);
}

/* The scope that lends the next fence in *scope; ISO_NONE if none can. */
static bool
next_lender (IsoSession *session, IsoScope *sched, FenceSource *source, uint32_t *scope)
{
  for (; source->i < sched->worksets.len; source->i++, source->may_lend = -1)
    {
      *scope = iso_queue_get (iso_store (session), &sched->worksets, source->i);
      if (source->may_lend < 0)
        source->may_lend = lending_limit (isoscope_workset (session, sched, *scope));
      if (source->may_lend < 0)
        return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: number of fences below zero");
      if (source->may_lend-- > 0)
        return true;
    }
  *scope = ISO_NONE;
  return true;
}

/* A worker for which no scope can lend a fence is shut down: then it runs its last test. */
static bool
fence (IsoSession *session, IsoScope *sched)
{
  FenceSource source = { 0, -1 };
  uint32_t active = sched->active - 1;
  for (uint32_t place = isoscope_next_single (session, sched, 0, active); place < sched->places;
       place = isoscope_next_single (session, sched, place + 1, active))
    {
      unsigned node = isoscope_node_at (session, sched)[place];
      uint32_t lender;
      if (!next_lender (session, sched, &source, &lender))
        return false;
      if (lender == ISO_NONE)
        iso_shutdown (session, node);
      else if (!isoscope_send (session, sched, node, lender, 1))
        return false;
    }
  sched->state = WAIT_READY_TO_ACTIVATE;
  return true;
}

static const IsoScopeStep steps[ISOSCOPE_STATES] = {
  [WAIT_READY_TO_ACTIVATE] = isoscope_wait_ready_to_activate,
  [ACTIVATE] = activate,
  [WAIT_READY_TO_FENCE] = wait_ready_to_fence,
  [FENCE] = fence,
};

/* --- hooks --------------------------------------------------------------------------------------------------- */

/* The original imports this name for type checkers only. So it fails for any replacement: that is when it needs it. */
static bool
isoscope_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  IsoScope *sched = model;
  bool late = sched->official != ISO_NONE;
  if (!isoscope_collect (session, sched, node))
    return false;
  if (late && !iso_options (session)->name_supplied)
    return iso_fail (session, ISO_OTHER_ERROR, "NameError: name 'WorkerController' is not defined");
  if (late)
    isoscope_admit_late (session, sched, node);
  return true;
}

static bool
isoscope_schedule (IsoSession *session, void *model)
{
  return isoscope_reschedule (session, model, steps);
}

static bool
isoscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  return isoscope_complete (session, model, node, index) && isoscope_reschedule (session, model, steps);
}

/* All that was pending goes back, the crashed test too. Nothing is sent before the next message or replacement. */
static bool
isoscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  IsoScope *sched = model;
  IsoStore *store = iso_store (session);
  IsoQueue *pending = &sched->node[node].pending;
  bool admitted;
  if (!isoscope_dismiss (session, sched, node, &admitted))
    return false;
  if (!admitted)
    return true;
  if (pending->len)
    *crashed = iso_test_of (session, node, iso_queue_get (store, pending, 0));
  while (pending->len)
    isoscope_workset_add (session, sched, iso_test_of (session, node, iso_queue_pop (store, pending)), false);
  iso_queue_release (store, pending);
  return true;
}

const IsoModel model_isoscope = {
  .name = "isoscope",
  .rule = "runs one scope at a time, spread over all workers, in shuffled order",
  .source = "IsoScopeScheduling of pull request 1126, head 95b91c8",
  .add_node_collection = isoscope_add_node_collection,
  .schedule = isoscope_schedule,
  .mark_test_complete = isoscope_mark_test_complete,
  .remove_node = isoscope_remove_node,
  ISOSCOPE_HOOKS,
};
