#include "models/isoscope_common.h"

#include "models/places.h"
#include <string.h>

size_t
isoscope_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (IsoScope) + nodes_max * sizeof (IsoScopeNode)
         + suite->scope_table[SCOPE_SCOPE]->scopes * sizeof (Workset)
         + (nodes_max + 2 * places_words (nodes_max)) * sizeof (uint32_t);
}

/* Places of workers with nothing pending that were not shut down when last looked at. */
static uint32_t *
empty_places (const IsoSession *session, const IsoScope *sched)
{
  return isoscope_node_at (session, sched) + iso_nodes_max (session);
}

/* Places of workers with one test pending. */
static uint32_t *
single_places (const IsoSession *session, const IsoScope *sched)
{
  return empty_places (session, sched) + places_words (iso_nodes_max (session));
}

/* Brings the counts and the sets up to date after the number of tests pending on an admitted node changed from BEFORE.
 */
static void
note_pending (IsoSession *session, IsoScope *sched, unsigned node, uint32_t before)
{
  uint32_t now = sched->node[node].pending.len, place = sched->node[node].place - 1;
  g_assert (place < sched->places && isoscope_node_at (session, sched)[place] == node);
  places_set (empty_places (session, sched), place, now == 0);
  places_set (single_places (session, sched), place, now == 1);
  sched->node[node].scope = now ? sched->node[node].scope : 0;
  sched->loaded += (uint32_t) (now > 1) - (uint32_t) (before > 1);
  sched->busy += (uint32_t) (now > 0) - (uint32_t) (before > 0);
  g_assert (sched->loaded <= sched->busy && sched->busy <= sched->places);
}

/* --- worksets ------------------------------------------------------------------------------------------------------
 */

void
isoscope_workset_add (IsoSession *session, IsoScope *sched, uint32_t test, bool first)
{
  uint32_t scope = iso_scopes (session)->of_test[test];
  Workset *workset = isoscope_workset (session, sched, scope);
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

bool
isoscope_send (IsoSession *session, IsoScope *sched, unsigned node, uint32_t scope, uint32_t count)
{
  uint32_t *tests = iso_scratch (session), before = sched->node[node].pending.len;
  iso_queue_pop_many (iso_store (session), &isoscope_workset (session, sched, scope)->tests, tests, count);
  for (uint32_t k = 0; k < count; k++)
    tests[k] = iso_index_on (session, node, tests[k]);
  iso_queue_push_many (iso_store (session), &sched->node[node].pending, tests, count);
  sched->node[node].scope = scope + 1;
  note_pending (session, sched, node, before);
  return iso_send_run (session, node, tests, count);
}

/* --- workers -------------------------------------------------------------------------------------------------------
 */

uint32_t
isoscope_next_empty (IsoSession *session, IsoScope *sched, uint32_t from)
{
  return nodes_next_open (session, empty_places (session, sched), isoscope_node_at (session, sched), from,
                          sched->places);
}

uint32_t
isoscope_next_single (IsoSession *session, IsoScope *sched, uint32_t from, uint32_t scope)
{
  const uint32_t *single = single_places (session, sched);
  uint32_t place = places_next (single, from, sched->places);
  for (; place < sched->places; place = places_next (single, place + 1, sched->places))
    {
      unsigned node = isoscope_node_at (session, sched)[place];
      if (sched->node[node].scope == scope + 1 && !iso_shutting_down (session, node))
        break;
    }
  return place;
}

uint32_t
isoscope_count_fences (IsoSession *session, IsoScope *sched, uint32_t scope)
{
  uint32_t fences = 0;
  for (uint32_t place = isoscope_next_single (session, sched, 0, scope); place < sched->places;
       place = isoscope_next_single (session, sched, place + 1, scope))
    fences++;
  return fences;
}

uint32_t
isoscope_count_empty (IsoSession *session, IsoScope *sched, uint32_t most)
{
  uint32_t count = 0;
  for (uint32_t place = isoscope_next_empty (session, sched, 0); count < most && place < sched->places;
       place = isoscope_next_empty (session, sched, place + 1))
    count++;
  return count;
}

/* --- the state machine ---------------------------------------------------------------------------------------------
 */

static bool
shut_down_worker_has_tests (IsoSession *session, IsoScope *sched)
{
  const uint32_t *single = single_places (session, sched);
  for (uint32_t place = places_next (single, 0, sched->places); place < sched->places;
       place = places_next (single, place + 1, sched->places))
    if (iso_shutting_down (session, isoscope_node_at (session, sched)[place]))
      return true;
  return false;
}

bool
isoscope_wait_ready_to_activate (IsoSession *session, IsoScope *sched)
{
  if (sched->worksets.len == 0 || sched->loaded > 0 || shut_down_worker_has_tests (session, sched))
    return true;
  uint32_t head = iso_queue_get (iso_store (session), &sched->worksets, 0);
  if (isoscope_next_empty (session, sched, 0) < sched->places
      || isoscope_next_single (session, sched, 0, head) < sched->places)
    sched->state = ACTIVATE;
  return true;
}

uint32_t
isoscope_take_share (Shares *shares)
{
  g_assert (shares->workers > 0);
  uint32_t share = (shares->tests + shares->workers - 1) / shares->workers;
  shares->tests -= share;
  shares->workers--;
  return share;
}

/* A place is left before its worker is given a share, as the share makes the worker leave the set that is walked. */
bool
isoscope_distribute (IsoSession *session, IsoScope *sched, Shares *shares, IsoScopeGive give)
{
  uint32_t from = 0;
  while (shares->workers)
    {
      uint32_t place = isoscope_next_single (session, sched, from, shares->scope);
      if (place == sched->places)
        break;
      from = place + 1;
      if (!give (session, sched, isoscope_node_at (session, sched)[place], shares))
        return false;
    }
  for (from = 0; shares->workers; from++)
    {
      from = isoscope_next_empty (session, sched, from);
      if (from == sched->places)
        break; /* the rest is for replacements that are still to come */
      if (!give (session, sched, isoscope_node_at (session, sched)[from], shares))
        return false;
    }
  return true;
}

bool
isoscope_reschedule (IsoSession *session, IsoScope *sched, const IsoScopeStep step[ISOSCOPE_STATES])
{
  uint32_t previous = UINT32_MAX;
  for (unsigned traversed = 0; sched->state != previous; traversed++)
    {
      if (traversed > ISOSCOPE_STATES)
        return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: too many traversed states");
      previous = sched->state;
      if (!step[sched->state](session, sched))
        return false;
    }
  return true;
}

/* --- hooks ---------------------------------------------------------------------------------------------------------
 */

void
isoscope_init (IsoSession *session, void *model)
{
  IsoScope *sched = model;
  const ScopeTable *scopes = iso_scopes (session);
  sched->official = ISO_NONE;
  iso_reserve (session, &sched->waiting, iso_nodes_max (session));
  iso_reserve (session, &sched->worksets, scopes->scopes);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    iso_reserve (session, &isoscope_workset (session, sched, scope)->tests, scope_size (scopes, scope));
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &sched->node[node].pending, iso_tests (session));
}

bool
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
  isoscope_node_at (session, sched)[sched->places] = node;
  sched->node[node].place = ++sched->places;
  note_pending (session, sched, node, 0);
}

/* Reserves room for all tests of a scope before they arrive in shuffled order, so that no workset has to move. */
static void
queue_tests (IsoSession *session, IsoScope *sched)
{
  const ScopeTable *scopes = iso_scopes (session);
  uint32_t *order = iso_scratch (session);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    iso_queue_reserve (iso_store (session), &isoscope_workset (session, sched, scope)->tests,
                       scope_size (scopes, scope));
  iso_shuffle (session, order, iso_tests (session));
  for (uint32_t i = 0; i < iso_tests (session); i++)
    isoscope_workset_add (session, sched, order[i], false);
}

/* Admits all nodes that wait with a collection, in order, if all collected the same tests in the same order. */
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

bool
isoscope_collect (IsoSession *session, IsoScope *sched, unsigned node)
{
  if (!nodes_has (session, &sched->waiting, node))
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u collected but is not waiting", node);
  sched->node[node].collected = 1;
  sched->ready++;
  g_assert (sched->ready <= sched->waiting.len);
  if (sched->official == ISO_NONE && sched->ready >= iso_workers (session))
    establish (session, sched);
  return true;
}

void
isoscope_admit_late (IsoSession *session, IsoScope *sched, unsigned node)
{
  if (iso_same_collection (session, node, sched->official))
    admit (session, sched, node);
}

bool
isoscope_collection_is_completed (const IsoSession *session, const void *model)
{
  return ((const IsoScope *) model)->official != ISO_NONE;
}

bool
isoscope_complete (IsoSession *session, IsoScope *sched, unsigned node, uint32_t index)
{
  IsoQueue *pending = &sched->node[node].pending;
  if (!sched->node[node].place)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  if (pending->len == 0 || iso_queue_get (iso_store (session), pending, 0) != index)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: test %u is not the first pending on gw%u", index, node);
  iso_queue_drop (iso_store (session), pending, 1);
  note_pending (session, sched, node, pending->len + 1);
  return true;
}

static void
leave_place (IsoSession *session, IsoScope *sched, unsigned node)
{
  uint32_t place = sched->node[node].place - 1, pending = sched->node[node].pending.len;
  places_set (empty_places (session, sched), place, false);
  places_set (single_places (session, sched), place, false);
  isoscope_node_at (session, sched)[place] = ISO_NONE;
  g_assert (sched->loaded >= (pending > 1) && sched->busy >= (pending > 0));
  sched->loaded -= pending > 1;
  sched->busy -= pending > 0;
  sched->node[node].place = sched->node[node].collected = 0;
}

bool
isoscope_dismiss (IsoSession *session, IsoScope *sched, unsigned node, bool *admitted)
{
  *admitted = sched->node[node].place > 0;
  if (nodes_remove (iso_store (session), &sched->waiting, node))
    {
      sched->ready -= sched->node[node].collected;
      sched->node[node].collected = 0;
      return true;
    }
  if (!*admitted)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  leave_place (session, sched, node);
  return true;
}

bool
isoscope_tests_finished (const IsoSession *session, const void *model)
{
  const IsoScope *sched = model;
  return sched->official != ISO_NONE && sched->worksets.len == 0 && sched->busy == 0;
}

/* Admitted nodes first, in order, then those that wait. */
unsigned
isoscope_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  const IsoScope *sched = model;
  const uint32_t *at = isoscope_node_at (session, sched);
  unsigned count = 0;
  for (uint32_t place = 0; place < sched->places; place++)
    if (at[place] != ISO_NONE)
      list[count++] = at[place];
  return count + nodes_copy (session, &sched->waiting, list + count);
}

unsigned
isoscope_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  IsoScope *sched = model;
  uint32_t scopes = iso_scopes (session)->scopes;
  parts[0] = (IsoPart){ ISO_PART_NODES, &sched->waiting, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_BY_NODE, sched->node, sizeof *sched->node, offsetof (IsoScopeNode, pending), true };
  parts[2] = (IsoPart){ ISO_PART_NODE_WORDS, isoscope_node_at (session, sched), sched->places, 0, false };
  parts[3] = (IsoPart){ ISO_PART_NODE_WORDS, &sched->official, 1, 0, false };
  for (uint32_t scope = 0; scope < scopes; scope++)
    parts[4 + scope] = (IsoPart){ ISO_PART_TESTS, &isoscope_workset (session, sched, scope)->tests, 0, 0, false };
  return 4 + scopes;
}
