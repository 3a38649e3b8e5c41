#include "models/isoscope_common.h"
#include "models/registry.h"

/* isoscope without its defects after a worker's death; docs/twins.md tells each, and why it is mended so. After a death
 * tests of the active scope come back, and a replacement is on its way. So the scope is queued again, before all
 * others, and what is left of it is shared out while the other workers still run it. */

/* --- the state machine --------------------------------------------------------------------------------------- */

static bool
give_share (IsoSession *session, IsoScope *sched, unsigned node, Shares *shares)
{
  uint32_t share = isoscope_take_share (shares), held = sched->node[node].pending.len;
  sched->node[node].fenced = 0;
  return share <= held || isoscope_send (session, sched, node, shares->scope, share - held);
}

/* Shares are left for replacements that are on their way: the scope is then queued first. */
static bool
activate (IsoSession *session, IsoScope *sched)
{
  uint32_t scope = iso_queue_pop (iso_store (session), &sched->worksets);
  Workset *workset = isoscope_workset (session, sched, scope);
  uint32_t fences = isoscope_count_fences (session, sched, scope), tests = workset->tests.len + fences;
  uint32_t most = isoscope_workers_max (tests);
  uint32_t empty = fences < most ? isoscope_count_empty (session, sched, most - fences) : 0;
  uint32_t workers = MAX (fences, MIN (most, fences + empty + sched->missing));
  workset->queued = workset->lent = 0;
  if (!isoscope_distribute (session, sched, &(Shares){ scope, tests, workers }, give_share))
    return false;
  if (workset->tests.len)
    {
      workset->queued = 1;
      iso_queue_push_first (iso_store (session), &sched->worksets, scope);
    }
  sched->active = scope + 1;
  sched->state = WAIT_READY_TO_FENCE;
  return true;
}

/* The place of a worker that runs short of the active scope: it holds one test of it, or nothing. */
static uint32_t
next_short (IsoSession *session, IsoScope *sched)
{
  uint32_t place = isoscope_next_single (session, sched, 0, sched->active - 1);
  return place < sched->places ? place : isoscope_next_empty (session, sched, 0);
}

/* Sends NODE a share of what is left of the active scope, as if all workers were to take part. The share is large
 * enough for a test to run. It never leaves one test alone, as no worker may take part with a single one. */
static bool
give_rest (IsoSession *session, IsoScope *sched, unsigned node)
{
  Workset *workset = isoscope_workset (session, sched, sched->active - 1);
  uint32_t held = sched->node[node].pending.len, left = workset->tests.len, workers = iso_workers (session);
  uint32_t share = MIN (left, MAX (2 - held, (left + workers - 1) / workers));
  share += left - share == 1;
  if (share == left)
    {
      workset->queued = workset->lent = 0;
      iso_queue_drop (iso_store (session), &sched->worksets, 1);
    }
  return isoscope_send (session, sched, node, sched->active - 1, share);
}

static bool
share_out_rest (IsoSession *session, IsoScope *sched)
{
  while (sched->worksets.len && iso_queue_get (iso_store (session), &sched->worksets, 0) == sched->active - 1)
    {
      uint32_t place = next_short (session, sched);
      if (place == sched->places)
        break;
      if (!give_rest (session, sched, isoscope_node_at (session, sched)[place]))
        return false;
    }
  return true;
}

static bool
wait_ready_to_fence (IsoSession *session, IsoScope *sched)
{
  if (!share_out_rest (session, sched))
    return false;
  if (sched->loaded == 0)
    sched->state
        = isoscope_next_single (session, sched, 0, sched->active - 1) < sched->places ? FENCE : WAIT_READY_TO_ACTIVATE;
  return true;
}

/* Of the tests in the workset and the fences that it lent, as many as workers can take part. What dead workers held is
 * neither. */
static uint32_t
may_lend (const Workset *workset)
{
  int64_t limit = (int64_t) isoscope_workers_max (workset->tests.len + workset->lent) - workset->lent;
  return (uint32_t) CLAMP (limit, 0, (int64_t) workset->tests.len);
}

/* The scope that lends the next fence: the *I-th that is queued, or a later one. ISO_NONE if none can. */
static uint32_t
next_lender (IsoSession *session, IsoScope *sched, uint32_t *i)
{
  for (; *i < sched->worksets.len; ++*i)
    {
      uint32_t scope = iso_queue_get (iso_store (session), &sched->worksets, *i);
      if (may_lend (isoscope_workset (session, sched, scope)))
        return scope;
    }
  return ISO_NONE;
}

/* A worker for which no scope can lend a fence is shut down: then it runs its last test. */
static bool
fence (IsoSession *session, IsoScope *sched)
{
  uint32_t active = sched->active - 1, i = 0;
  for (uint32_t place = isoscope_next_single (session, sched, 0, active); place < sched->places;
       place = isoscope_next_single (session, sched, place + 1, active))
    {
      unsigned node = isoscope_node_at (session, sched)[place];
      uint32_t lender = next_lender (session, sched, &i);
      if (lender == ISO_NONE)
        {
          iso_shutdown (session, node);
          continue;
        }
      if (!isoscope_send (session, sched, node, lender, 1))
        return false;
      isoscope_workset (session, sched, lender)->lent++;
      sched->node[node].fenced = 1;
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

static bool
fixed_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  IsoScope *sched = model;
  bool late = sched->official != ISO_NONE;
  if (!isoscope_collect (session, sched, node))
    return false;
  if (late)
    isoscope_admit_late (session, sched, node);
  return true;
}

static bool
fixed_schedule (IsoSession *session, void *model)
{
  return isoscope_reschedule (session, model, steps);
}

static bool
fixed_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  return isoscope_complete (session, model, node, index) && isoscope_reschedule (session, model, steps);
}

/* The removed worker died, so that a replacement will come; otherwise it had finished after its shutdown. */
static bool
was_killed (IsoSession *session, const IsoScope *sched, unsigned node)
{
  return sched->node[node].pending.len || !iso_shutdown_sent (session, node);
}

/* The test that ran does not go back: it is not run again. A test that had nothing after it, and no shutdown, cannot
 * have run; it is not blamed. */
static void
give_back (IsoSession *session, IsoScope *sched, unsigned node, uint32_t *crashed)
{
  IsoScopeNode *entry = &sched->node[node];
  bool ran = entry->pending.len > 1 || (entry->pending.len == 1 && iso_shutdown_sent (session, node));
  if (entry->fenced && entry->scope)
    isoscope_workset (session, sched, entry->scope - 1)->lent--;
  entry->fenced = entry->scope = 0;
  if (ran)
    *crashed = iso_test_of (session, node, iso_queue_pop (iso_store (session), &entry->pending));
  while (entry->pending.len)
    isoscope_workset_add (session, sched,
                          iso_test_of (session, node, iso_queue_pop (iso_store (session), &entry->pending)), true);
}

static bool
fixed_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  IsoScope *sched = model;
  bool admitted;
  if (!isoscope_dismiss (session, sched, node, &admitted))
    return false;
  if (!admitted)
    return true;
  sched->missing += was_killed (session, sched, node);
  give_back (session, sched, node, crashed);
  iso_queue_release (iso_store (session), &sched->node[node].pending);
  return isoscope_reschedule (session, sched, steps);
}

const IsoModel model_isoscope_fixed = {
  .name = "isoscope-fixed",
  .rule = "as isoscope, with its defects after a worker's death mended",
  .source = "isoscope, changed as docs/twins.md says",
  .twin = true,
  .add_node_collection = fixed_add_node_collection,
  .schedule = fixed_schedule,
  .mark_test_complete = fixed_mark_test_complete,
  .remove_node = fixed_remove_node,
  ISOSCOPE_HOOKS,
};
