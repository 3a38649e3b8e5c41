#include "models/isoscope.h"

#include "models/nodes.h"
#include "models/places.h"
#include "models/registry.h"
#include <string.h>

/* Follows IsoScopeScheduling: one scope runs at a time, spread over the workers; a fence, a test of a later scope, lets
 * a worker run the last test that it holds of the active one.
 *
 * Workers stand in the order of their admission ("places"). Two sets of places, those with nothing pending and those
 * with exactly one test, are kept as bits, so that a scope of few tests costs the few workers that it needs, however
 * many there are. A worker that is found to be shut down leaves the first set for good. */
typedef enum
{
  WAIT_READY_TO_ACTIVATE,
  ACTIVATE,
  WAIT_READY_TO_FENCE,
  FENCE
} State;

typedef struct
{
  IsoQueue tests;      /* what the scope's workset still holds; the queue's order is `worksets` */
  uint32_t high_water; /* the most that it has held since it was queued */
  uint32_t queued;
  uint32_t lent; /* fences out with workers; kept and used by the twin only */
  uint32_t spare;
} Workset;

typedef struct
{
  IsoQueue pending;   /* indices sent and not complete */
  uint32_t place;     /* 1 + its place among the admitted; 0: not admitted */
  uint32_t collected; /* its collection is here */
  uint32_t scope;     /* 1 + the scope of its last pending test; 0 nothing is pending */
  uint32_t fenced;    /* its last pending test is a fence; kept and used by the twin only */
} Node;

typedef struct
{
  IsoQueue waiting;  /* _pending_worker_by_node: nodes that are not admitted yet */
  IsoQueue worksets; /* scopes, in the order in which they will be active */
  uint32_t state;    /* State */
  uint32_t active;   /* 1 + the active scope */
  uint32_t places;   /* places given so far */
  uint32_t loaded;   /* admitted workers with more than one test pending */
  uint32_t busy;     /* admitted workers with a test pending */
  uint32_t official; /* the node whose collection is the official one; ISO_NONE: none is established yet */
  uint32_t ready;    /* nodes in waiting whose collection is here */
  uint32_t fixed;    /* isoscope-fixed: docs/twins.md says what it does instead, and why */
  uint32_t missing;  /* the twin: workers that died and whose replacements are not admitted yet */
  uint32_t spare;
  Node node[];
  /* then, see the functions below: Workset workset[scopes], node_at[nodes_max], empty and single as bits by place */
} IsoScope;

G_STATIC_ASSERT (sizeof (Workset) == sizeof (IsoQueue) + 4 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (Node) == sizeof (IsoQueue) + 4 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (IsoScope) == 2 * sizeof (IsoQueue) + 10 * sizeof (uint32_t));

static size_t
isoscope_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (IsoScope) + nodes_max * sizeof (Node) + suite->scope_table[SCOPE_SCOPE]->scopes * sizeof (Workset)
         + (nodes_max + 2 * places_words (nodes_max)) * sizeof (uint32_t);
}

static Workset *
workset_of (const IsoSession *session, const IsoScope *sched, uint32_t scope)
{
  return (Workset *) (uintptr_t) &sched->node[iso_nodes_max (session)] + scope;
}

static uint32_t *
node_at (const IsoSession *session, const IsoScope *sched)
{
  return (uint32_t *) workset_of (session, sched, iso_scopes (session)->scopes);
}

/* Places of workers with nothing pending that were not shut down when last looked at. */
static uint32_t *
empty_places (const IsoSession *session, IsoScope *sched)
{
  return node_at (session, sched) + iso_nodes_max (session);
}

/* Places of workers with exactly one test pending. */
static uint32_t *
single_places (const IsoSession *session, IsoScope *sched)
{
  return empty_places (session, sched) + places_words (iso_nodes_max (session));
}

/* To be called whenever what is pending on an admitted node has changed from BEFORE. */
static void
note_pending (IsoSession *session, IsoScope *sched, unsigned node, uint32_t before)
{
  uint32_t now = sched->node[node].pending.len, place = sched->node[node].place - 1;
  places_set (empty_places (session, sched), place, now == 0);
  places_set (single_places (session, sched), place, now == 1);
  sched->node[node].scope = now ? sched->node[node].scope : 0;
  sched->loaded += (uint32_t) (now > 1) - (uint32_t) (before > 1);
  sched->busy += (uint32_t) (now > 0) - (uint32_t) (before > 0);
}

/* --- worksets ------------------------------------------------------------------------------------------------ */

/* Back to its scope's workset, at the tail. A workset that is not queued is queued anew: last, but first in the twin
 * when a dead worker leaves it, so that the rest of a scope comes while the scope may still run and need not be set up
 * again. */
static void
workset_add (IsoSession *session, IsoScope *sched, uint32_t test, bool first)
{
  uint32_t scope = iso_scopes (session)->of_test[test];
  Workset *workset = workset_of (session, sched, scope);
  if (!workset->queued)
    {
      workset->queued = 1;
      workset->high_water = workset->lent = 0;
      if (first)
        iso_queue_push_first (iso_store (session), &sched->worksets, scope);
      else
        iso_queue_push (iso_store (session), &sched->worksets, scope);
    }
  iso_queue_push (iso_store (session), &workset->tests, test);
  workset->high_water = MAX (workset->high_water, workset->tests.len);
}

/* Sends the first COUNT tests of a scope's workset. */
static bool
send_from (IsoSession *session, IsoScope *sched, unsigned node, uint32_t scope, uint32_t count)
{
  uint32_t *tests = iso_scratch (session), before = sched->node[node].pending.len;
  iso_queue_pop_many (iso_store (session), &workset_of (session, sched, scope)->tests, tests, count);
  for (uint32_t k = 0; k < count; k++)
    tests[k] = iso_index_on (session, node, tests[k]);
  iso_queue_push_many (iso_store (session), &sched->node[node].pending, tests, count);
  sched->node[node].scope = scope + 1;
  note_pending (session, sched, node, before);
  return iso_send_run (session, node, tests, count);
}

/* --- the state machine --------------------------------------------------------------------------------------- */

/* The first place from FROM on whose worker has nothing pending and is not shut down. */
static uint32_t
next_empty (IsoSession *session, IsoScope *sched, uint32_t from)
{
  return nodes_next_open (session, empty_places (session, sched), node_at (session, sched), from, sched->places);
}

/* The first place from FROM on whose worker holds one test, of SCOPE, and is not shut down. */
static uint32_t
next_single (IsoSession *session, IsoScope *sched, uint32_t from, uint32_t scope)
{
  const uint32_t *single = single_places (session, sched);
  uint32_t place = places_next (single, from, sched->places);
  for (; place < sched->places; place = places_next (single, place + 1, sched->places))
    {
      unsigned node = node_at (session, sched)[place];
      if (sched->node[node].scope == scope + 1 && !iso_shutting_down (session, node))
        break;
    }
  return place;
}

static bool
shut_down_worker_has_tests (IsoSession *session, IsoScope *sched)
{
  const uint32_t *single = single_places (session, sched);
  for (uint32_t place = places_next (single, 0, sched->places); place < sched->places;
       place = places_next (single, place + 1, sched->places))
    if (iso_shutting_down (session, node_at (session, sched)[place]))
      return true;
  return false;
}

static bool
wait_ready_to_activate (IsoSession *session, IsoScope *sched)
{
  if (sched->worksets.len == 0 || sched->loaded > 0 || shut_down_worker_has_tests (session, sched))
    return true;
  uint32_t head = iso_queue_get (iso_store (session), &sched->worksets, 0);
  if (next_empty (session, sched, 0) < sched->places || next_single (session, sched, 0, head) < sched->places)
    sched->state = ACTIVATE;
  return true;
}

static uint32_t
count_fences (IsoSession *session, IsoScope *sched, uint32_t scope)
{
  uint32_t fences = 0;
  for (uint32_t place = next_single (session, sched, 0, scope); place < sched->places;
       place = next_single (session, sched, place + 1, scope))
    fences++;
  return fences;
}

/* Up to MOST workers with nothing pending. */
static uint32_t
count_empty (IsoSession *session, IsoScope *sched, uint32_t most)
{
  uint32_t count = 0;
  for (uint32_t place = next_empty (session, sched, 0); count < most && place < sched->places;
       place = next_empty (session, sched, place + 1))
    count++;
  return count;
}

/* What is still to be shared out: tests, fences counted in, over so many workers. */
typedef struct
{
  uint32_t scope, tests, workers;
} Shares;

/* The next worker's share; a fence that it holds is a part of it. */
static bool
give_share (IsoSession *session, IsoScope *sched, unsigned node, Shares *shares)
{
  uint32_t share = (shares->tests + shares->workers - 1) / shares->workers;
  uint32_t held = sched->node[node].pending.len;
  shares->tests -= share;
  shares->workers--;
  sched->node[node].fenced = 0;
  if (share > held)
    return send_from (session, sched, node, shares->scope, share - held);
  return sched->fixed || workset_of (session, sched, shares->scope)->high_water == 1
         || iso_fail (session, ISO_OTHER_ERROR, "AssertionError: no tests to give to gw%u", node);
}

/* Fence holders first, then empty workers, each in order. The places are found before anything is sent to them: a share
 * makes its worker leave the set that is walked. */
static bool
distribute (IsoSession *session, IsoScope *sched, Shares *shares)
{
  uint32_t from = 0;
  while (shares->workers)
    {
      uint32_t place = next_single (session, sched, from, shares->scope);
      if (place == sched->places)
        break;
      from = place + 1;
      if (!give_share (session, sched, node_at (session, sched)[place], shares))
        return false;
    }
  for (from = 0; shares->workers; from++)
    {
      from = next_empty (session, sched, from);
      if (from == sched->places)
        break; /* the rest is for workers that will come */
      if (!give_share (session, sched, node_at (session, sched)[from], shares))
        return false;
    }
  return true;
}

/* The tests of the scope, fences counted in. In the original they must be as many as its workset ever held, which a
 * crash can break; the twin takes what there is. */
static bool
count_scope (IsoSession *session, IsoScope *sched, Workset *workset, uint32_t fences, uint32_t *tests)
{
  *tests = sched->fixed ? workset->tests.len + fences : workset->high_water;
  if (workset->tests.len + fences != *tests)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: %u tests and %u fences are not %u", workset->tests.len,
                     fences, *tests);
  if (fences > isoscope_workers_max (*tests) && !sched->fixed)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: more fences (%u) than workers", fences);
  return true;
}

/* Shares a scope's tests out to those who hold its fences and to empty workers. The twin leaves shares for replacements
 * that are on their way: first in the queue. */
static bool
share_out (IsoSession *session, IsoScope *sched, uint32_t scope)
{
  Workset *workset = workset_of (session, sched, scope);
  uint32_t fences = count_fences (session, sched, scope), tests;
  workset->queued = workset->lent = 0;
  if (!count_scope (session, sched, workset, fences, &tests))
    return false;
  uint32_t most = isoscope_workers_max (tests);
  uint32_t empty = fences < most ? count_empty (session, sched, most - fences) : 0;
  uint32_t workers = MAX (fences, MIN (most, fences + empty + sched->missing));
  if (!distribute (session, sched, &(Shares){ scope, tests, workers }))
    return false;
  if (workset->tests.len)
    {
      workset->queued = 1;
      iso_queue_push_first (iso_store (session), &sched->worksets, scope);
    }
  return true;
}

static bool
activate (IsoSession *session, IsoScope *sched)
{
  uint32_t scope = iso_queue_pop (iso_store (session), &sched->worksets);
  if (!share_out (session, sched, scope))
    return false;
  sched->active = scope + 1;
  sched->state = WAIT_READY_TO_FENCE;
  return true;
}

/* The place of a worker that could do with more of the active scope: it holds one test of it, or nothing. */
static uint32_t
next_short (IsoSession *session, IsoScope *sched)
{
  uint32_t place = next_single (session, sched, 0, sched->active - 1);
  return place < sched->places ? place : next_empty (session, sched, 0);
}

/* A share of what is left of the active scope: as if all workers were to take part, but enough to run, and never such
 * that one test is left, with which nobody may take part. */
static bool
give_rest (IsoSession *session, IsoScope *sched, unsigned node)
{
  Workset *workset = workset_of (session, sched, sched->active - 1);
  uint32_t held = sched->node[node].pending.len, left = workset->tests.len, workers = iso_workers (session);
  uint32_t share = MIN (left, MAX (2 - held, (left + workers - 1) / workers));
  share += left - share == 1;
  if (share == left)
    {
      workset->queued = workset->lent = 0;
      iso_queue_drop (iso_store (session), &sched->worksets, 1);
    }
  return send_from (session, sched, node, sched->active - 1, share);
}

/* The twin: what is left of the active scope, because a worker died or is to be replaced, goes share by share to those
 * who run short, while the others still run that scope. */
static bool
share_out_rest (IsoSession *session, IsoScope *sched)
{
  while (sched->fixed && sched->worksets.len
         && iso_queue_get (iso_store (session), &sched->worksets, 0) == sched->active - 1)
    {
      uint32_t place = next_short (session, sched);
      if (place == sched->places)
        break;
      if (!give_rest (session, sched, node_at (session, sched)[place]))
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
    sched->state = next_single (session, sched, 0, sched->active - 1) < sched->places ? FENCE : WAIT_READY_TO_ACTIVATE;
  return true;
}

/* Where fences are taken from: a place in the queue of worksets, and what that one may still lend (-1: not asked yet).
 */
typedef struct
{
  uint32_t i;
  int64_t may_lend;
} FenceSource;

static int64_t
lending_limit (const IsoScope *sched, const Workset *workset)
{
  if (!sched->fixed)
    return (int64_t) isoscope_workers_max (workset->high_water) - ((int64_t) workset->high_water - workset->tests.len);
  /* Of what is there and what is out, as many as can take part; what dead workers held is neither. */
  int64_t limit = (int64_t) isoscope_workers_max (workset->tests.len + workset->lent) - workset->lent;
  return CLAMP (limit, 0, (int64_t) workset->tests.len);
}

/* The scope that lends the next fence in *scope; ISO_NONE when none can. */
static bool
next_lender (IsoSession *session, IsoScope *sched, FenceSource *source, uint32_t *scope)
{
  for (; source->i < sched->worksets.len; source->i++, source->may_lend = -1)
    {
      *scope = iso_queue_get (iso_store (session), &sched->worksets, source->i);
      if (source->may_lend < 0)
        source->may_lend = lending_limit (sched, workset_of (session, sched, *scope));
      if (source->may_lend < 0)
        return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: number of fences below zero");
      if (source->may_lend-- > 0)
        return true;
    }
  *scope = ISO_NONE;
  return true;
}

static bool
fence (IsoSession *session, IsoScope *sched)
{
  FenceSource source = { 0, -1 };
  uint32_t scope = sched->active - 1;
  for (uint32_t place = next_single (session, sched, 0, scope); place < sched->places;
       place = next_single (session, sched, place + 1, scope))
    {
      unsigned node = node_at (session, sched)[place];
      uint32_t lender;
      if (!next_lender (session, sched, &source, &lender))
        return false;
      if (lender == ISO_NONE)
        iso_shutdown (session, node);
      else if (!send_from (session, sched, node, lender, 1))
        return false;
      else if (sched->fixed)
        {
          workset_of (session, sched, lender)->lent++;
          sched->node[node].fenced = 1;
        }
    }
  sched->state = WAIT_READY_TO_ACTIVATE;
  return true;
}

static bool
reschedule_workers (IsoSession *session, IsoScope *sched)
{
  static bool (*const handle[]) (IsoSession *, IsoScope *) = {
    [WAIT_READY_TO_ACTIVATE] = wait_ready_to_activate,
    [ACTIVATE] = activate,
    [WAIT_READY_TO_FENCE] = wait_ready_to_fence,
    [FENCE] = fence,
  };
  uint32_t previous = UINT32_MAX;
  for (unsigned traversed = 0; sched->state != previous; traversed++)
    {
      if (traversed > G_N_ELEMENTS (handle))
        return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: too many traversed states");
      previous = sched->state;
      if (!handle[sched->state](session, sched))
        return false;
    }
  return true;
}

/* --- hooks --------------------------------------------------------------------------------------------------- */

static void
isoscope_init (IsoSession *session, void *model)
{
  IsoScope *sched = model;
  const ScopeTable *scopes = iso_scopes (session);
  sched->official = ISO_NONE;
  iso_reserve (session, &sched->waiting, iso_nodes_max (session));
  iso_reserve (session, &sched->worksets, scopes->scopes);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    iso_reserve (session, &workset_of (session, sched, scope)->tests, scope_size (scopes, scope));
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &sched->node[node].pending, iso_tests (session));
}

static bool
isoscope_add_node (IsoSession *session, void *model, unsigned node)
{
  IsoScope *sched = model;
  iso_queue_push (iso_store (session), &sched->waiting, node);
  return true;
}

static void
admit (IsoSession *session, IsoScope *sched, unsigned node)
{
  nodes_remove (iso_store (session), &sched->waiting, node);
  sched->ready--;
  sched->missing -= sched->missing > 0;
  node_at (session, sched)[sched->places] = node;
  sched->node[node].place = ++sched->places;
  note_pending (session, sched, node, 0);
}

/* Room for every test of a scope, before they arrive in shuffled order: a workset's queue never has to move. */
static void
queue_tests (IsoSession *session, IsoScope *sched)
{
  const ScopeTable *scopes = iso_scopes (session);
  uint32_t *order = iso_scratch (session);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    iso_queue_reserve (iso_store (session), &workset_of (session, sched, scope)->tests, scope_size (scopes, scope));
  iso_shuffle (session, order, iso_tests (session));
  for (uint32_t i = 0; i < iso_tests (session); i++)
    workset_add (session, sched, order[i], false);
}

/* The nodes that wait with a collection, in order: all are admitted, if all collected the same. */
static void
establish (IsoSession *session, IsoScope *sched)
{
  uint32_t *nodes = iso_scratch (session), count = 0;
  for (uint32_t i = 0; i < sched->waiting.len; i++)
    {
      uint32_t node = iso_queue_get (iso_store (session), &sched->waiting, i);
      if (sched->node[node].collected)
        nodes[count++] = node;
    }
  for (uint32_t i = 1; i < count; i++)
    if (!iso_same_collection (session, nodes[i], nodes[0]))
      return;
  sched->official = nodes[0];
  for (uint32_t i = 0; i < count; i++)
    admit (session, sched, nodes[i]);
  queue_tests (session, sched);
}

static bool
isoscope_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  IsoScope *sched = model;
  if (!nodes_has (session, &sched->waiting, node))
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u collected but is not waiting", node);
  sched->node[node].collected = 1;
  sched->ready++;
  if (sched->official == ISO_NONE)
    {
      if (sched->ready >= iso_workers (session))
        establish (session, sched);
      return true;
    }
  /* The original imports this name for type checkers only, and fails when it needs it: for any replacement. */
  if (!iso_options (session)->name_supplied && !sched->fixed)
    return iso_fail (session, ISO_OTHER_ERROR, "NameError: name 'WorkerController' is not defined");
  if (iso_same_collection (session, node, sched->official))
    admit (session, sched, node);
  return true;
}

static bool
isoscope_collection_is_completed (const IsoSession *session, const void *model)
{
  return ((const IsoScope *) model)->official != ISO_NONE;
}

static bool
isoscope_schedule (IsoSession *session, void *model)
{
  return reschedule_workers (session, model);
}

static bool
isoscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  IsoScope *sched = model;
  IsoQueue *pending = &sched->node[node].pending;
  if (!sched->node[node].place)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  if (pending->len == 0 || iso_queue_get (iso_store (session), pending, 0) != index)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: test %u is not the first pending on gw%u", index, node);
  iso_queue_drop (iso_store (session), pending, 1);
  note_pending (session, sched, node, pending->len + 1);
  return reschedule_workers (session, sched);
}

/* The twin: whether a worker that is removed died, so that a replacement will come. */
static bool
was_killed (IsoSession *session, const IsoScope *sched, unsigned node)
{
  return sched->node[node].pending.len || !iso_shutdown_sent (session, node);
}

static void
dismiss (IsoSession *session, IsoScope *sched, unsigned node)
{
  uint32_t place = sched->node[node].place - 1, pending = sched->node[node].pending.len;
  places_set (empty_places (session, sched), place, false);
  places_set (single_places (session, sched), place, false);
  node_at (session, sched)[place] = ISO_NONE;
  sched->loaded -= pending > 1;
  sched->busy -= pending > 0;
  sched->node[node].place = sched->node[node].collected = 0;
}

/* Everything that was pending goes back, the crashed test too. */
static void
give_back (IsoSession *session, IsoScope *sched, unsigned node, uint32_t *crashed)
{
  IsoQueue *pending = &sched->node[node].pending;
  if (pending->len)
    *crashed = iso_test_of (session, node, iso_queue_get (iso_store (session), pending, 0));
  while (pending->len)
    workset_add (session, sched, iso_test_of (session, node, iso_queue_pop (iso_store (session), pending)), false);
}

/* The twin: a test that ran is not run again. One that had nothing to follow it cannot have run: it is not blamed. */
static void
give_back_fixed (IsoSession *session, IsoScope *sched, unsigned node, uint32_t *crashed)
{
  Node *entry = &sched->node[node];
  bool ran = entry->pending.len > 1 || (entry->pending.len == 1 && iso_shutdown_sent (session, node));
  if (entry->fenced && entry->scope)
    workset_of (session, sched, entry->scope - 1)->lent--;
  entry->fenced = entry->scope = 0;
  if (ran)
    *crashed = iso_test_of (session, node, iso_queue_pop (iso_store (session), &entry->pending));
  while (entry->pending.len)
    workset_add (session, sched, iso_test_of (session, node, iso_queue_pop (iso_store (session), &entry->pending)),
                 true);
}

static bool
isoscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  IsoScope *sched = model;
  if (nodes_remove (iso_store (session), &sched->waiting, node))
    {
      sched->ready -= sched->node[node].collected;
      sched->node[node].collected = 0;
      return true;
    }
  if (!sched->node[node].place)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  dismiss (session, sched, node);
  if (!sched->fixed)
    {
      give_back (session, sched, node, crashed);
      iso_queue_release (iso_store (session), &sched->node[node].pending);
      return true;
    }
  sched->missing += was_killed (session, sched, node);
  give_back_fixed (session, sched, node, crashed);
  iso_queue_release (iso_store (session), &sched->node[node].pending);
  return reschedule_workers (session, sched);
}

static bool
isoscope_tests_finished (const IsoSession *session, const void *model)
{
  const IsoScope *sched = model;
  return sched->official != ISO_NONE && sched->worksets.len == 0 && sched->busy == 0;
}

/* Admitted nodes first, in order, then those that wait. */
static unsigned
isoscope_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  const IsoScope *sched = model;
  const uint32_t *at = node_at (session, sched);
  unsigned count = 0;
  for (uint32_t place = 0; place < sched->places; place++)
    if (at[place] != ISO_NONE)
      list[count++] = at[place];
  return count + nodes_copy (session, &sched->waiting, list + count);
}

static unsigned
isoscope_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  IsoScope *sched = model;
  uint32_t scopes = iso_scopes (session)->scopes;
  parts[0] = (IsoPart){ ISO_PART_NODES, &sched->waiting, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_BY_NODE, sched->node, sizeof *sched->node, offsetof (Node, pending), true };
  parts[2] = (IsoPart){ ISO_PART_NODE_WORDS, node_at (session, sched), sched->places, 0, false };
  parts[3] = (IsoPart){ ISO_PART_NODE_WORDS, &sched->official, 1, 0, false };
  for (uint32_t scope = 0; scope < scopes; scope++)
    parts[4 + scope] = (IsoPart){ ISO_PART_TESTS, &workset_of (session, sched, scope)->tests, 0, 0, false };
  return 4 + scopes;
}

#define ISOSCOPE_HOOKS                                                                                                 \
  .promises = ISO_BIT (ISO_ONCE) | ISO_BIT (ISO_ISOLATION) | ISO_BIT (ISO_TWO_TESTS) | ISO_BIT (ISO_FENCE_LIMIT)       \
              | ISO_BIT (ISO_SETUP_ONCE) | ISO_BIT (ISO_TEARDOWN_ONCE) | ISO_BIT (ISO_SETUP_FIRST)                     \
              | ISO_BIT (ISO_TEARDOWN_LAST) | ISO_BIT (ISO_SCOPES_APART),                                              \
  .scope_rule = SCOPE_SCOPE, .uses_scopes = true, .cuts_scopes = true, .shuffles = true, .size = isoscope_size,        \
  .add_node = isoscope_add_node, .add_node_collection = isoscope_add_node_collection,                                  \
  .collection_is_completed = isoscope_collection_is_completed, .schedule = isoscope_schedule,                          \
  .mark_test_complete = isoscope_mark_test_complete, .remove_node = isoscope_remove_node,                              \
  .tests_finished = isoscope_tests_finished, .nodes = isoscope_nodes, .parts = isoscope_parts

const IsoModel model_isoscope = {
  .name = "isoscope",
  .rule = "runs one scope at a time, spread over all workers, in shuffled order",
  .source = "IsoScopeScheduling of pull request 1126, head 95b91c8",
  .init = isoscope_init,
  ISOSCOPE_HOOKS,
};

static void
init_fixed (IsoSession *session, void *model)
{
  isoscope_init (session, model);
  ((IsoScope *) model)->fixed = 1;
}

const IsoModel model_isoscope_fixed = {
  .name = "isoscope-fixed",
  .rule = "as isoscope, with its defects after a worker's death mended",
  .source = "isoscope, changed as docs/twins.md says",
  .twin = true,
  .init = init_fixed,
  ISOSCOPE_HOOKS,
};
