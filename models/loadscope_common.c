#include "models/loadscope_common.h"

#include <string.h>

size_t
loadscope_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (LoadScope) + nodes_max * sizeof (LoadScopeNode) + suite->tests;
}

void
loadscope_init (IsoSession *session, void *model)
{
  LoadScope *sched = model;
  uint32_t units = iso_scopes (session)->scopes;
  iso_reserve (session, &sched->nodes, iso_nodes_max (session));
  iso_reserve (session, &sched->workqueue, units);
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &sched->node[node].units, units);
}

bool
loadscope_add_node (IsoSession *session, void *model, unsigned node)
{
  LoadScope *sched = model;
  iso_queue_push (iso_store (session), &sched->nodes, node);
  return true;
}

static void
add_not_done (LoadScope *sched, unsigned node, uint32_t count)
{
  LoadScopeNode *entry = &sched->node[node];
  sched->loaded += entry->not_done < 2 && entry->not_done + count >= 2;
  entry->not_done += count;
  g_assert (sched->loaded <= sched->nodes.len);
}

uint32_t
loadscope_list_not_done (IsoSession *session, LoadScope *sched, uint32_t unit, uint32_t *tests)
{
  const ScopeTable *scopes = iso_scopes (session);
  const uint8_t *done = loadscope_done (session, sched);
  uint32_t count = 0;
  for (uint32_t i = scopes->first[unit]; i < scopes->first[unit + 1]; i++)
    if (!done[scopes->member[i]])
      tests[count++] = scopes->member[i];
  return count;
}

/* The unit is booked before its tests are looked up, as in the original: a node without a collection keeps it. */
bool
loadscope_assign_work_unit (IsoSession *session, LoadScope *sched, unsigned node)
{
  IsoStore *store = iso_store (session);
  uint32_t *tests = iso_scratch (session);
  uint32_t unit = iso_queue_pop (store, &sched->workqueue);
  uint32_t count = loadscope_list_not_done (session, sched, unit, tests);
  iso_queue_push (store, &sched->node[node].units, unit);
  add_not_done (sched, node, count);
  if (!sched->node[node].registered)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u has no registered collection", node);
  for (uint32_t k = 0; k < count; k++)
    tests[k] = iso_index_on (session, node, tests[k]);
  return iso_send_run (session, node, tests, count);
}

bool
loadscope_for_each_node (IsoSession *session, LoadScope *sched, LoadScopeStep step)
{
  for (uint32_t i = 0; i < sched->nodes.len; i++)
    if (!step (session, sched, iso_queue_get (iso_store (session), &sched->nodes, i)))
      return false;
  return true;
}

/* Largest first, equals in order of first appearance: a counting sort, straight into the queue. */
static void
sort_by_size (IsoSession *session, LoadScope *sched)
{
  const ScopeTable *scopes = iso_scopes (session);
  IsoStore *store = iso_store (session);
  uint32_t *place = iso_scratch (session), next = 0;
  memset (place, 0, ((size_t) iso_tests (session) + 1) * sizeof *place);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    place[scope_size (scopes, scope)]++;
  for (uint32_t size = iso_tests (session); size > 0; size--)
    {
      uint32_t count = place[size];
      place[size] = next;
      next += count;
    }
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    iso_store_set (store, sched->workqueue.at + place[scope_size (scopes, scope)]++, scope);
}

static void
drop_extra_nodes (IsoSession *session, LoadScope *sched)
{
  while (sched->nodes.len > sched->workqueue.len)
    {
      uint32_t last = sched->nodes.len - 1, node = iso_queue_get (iso_store (session), &sched->nodes, last);
      iso_queue_cut (iso_store (session), &sched->nodes, last);
      iso_shutdown (session, node);
    }
}

bool
loadscope_start (IsoSession *session, LoadScope *sched, LoadScopeStep assign, LoadScopeStep reschedule)
{
  sched->scheduled = 1;
  iso_queue_fill (iso_store (session), &sched->workqueue, iso_scopes (session)->scopes);
  if (iso_options (session)->loadscopereorder)
    sort_by_size (session, sched);
  drop_extra_nodes (session, sched);
  if (!loadscope_for_each_node (session, sched, assign) || !loadscope_for_each_node (session, sched, reschedule))
    return false;
  for (uint32_t i = 0; sched->workqueue.len == 0 && i < sched->nodes.len; i++)
    iso_shutdown (session, iso_queue_get (iso_store (session), &sched->nodes, i));
  return true;
}

bool
loadscope_complete (IsoSession *session, LoadScope *sched, unsigned node, uint32_t index)
{
  LoadScopeNode *entry = &sched->node[node];
  uint8_t *done = loadscope_done (session, sched);
  uint32_t test = iso_test_of (session, node, index);
  if (done[test])
    return true;
  if (entry->not_done == 0)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u was not given test %u", node, test);
  done[test] = 1;
  sched->loaded -= entry->not_done-- == 2;
  return true;
}

static uint32_t
first_not_done (IsoSession *session, LoadScope *sched, unsigned node)
{
  const IsoQueue *units = &sched->node[node].units;
  for (uint32_t i = 0; i < units->len; i++)
    if (loadscope_list_not_done (session, sched, iso_queue_get (iso_store (session), units, i), iso_scratch (session)))
      return iso_scratch (session)[0];
  return ISO_NONE;
}

bool
loadscope_take_off (IsoSession *session, LoadScope *sched, unsigned node, uint32_t *not_done, uint32_t *crashed)
{
  LoadScopeNode *entry = &sched->node[node];
  if (!nodes_remove (iso_store (session), &sched->nodes, node))
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  entry->registered = 0;
  *not_done = entry->not_done;
  if (*not_done == 0)
    return true;
  *crashed = first_not_done (session, sched, node);
  g_assert (sched->loaded >= (*not_done >= 2));
  sched->loaded -= *not_done >= 2;
  entry->not_done = 0;
  return true;
}

bool
loadscope_tests_finished (const IsoSession *session, const void *model)
{
  const LoadScope *sched = model;
  return (sched->scheduled || collections_disagree (session, &sched->collections)) && sched->workqueue.len == 0
         && sched->loaded == 0;
}

unsigned
loadscope_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  return nodes_copy (session, &((const LoadScope *) model)->nodes, list);
}

/* A unit's tests are sent in the order of collection, without those that are done. */
unsigned
loadscope_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  LoadScope *sched = model;
  parts[0] = (IsoPart){ ISO_PART_NODES, &sched->nodes, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_BY_NODE, sched->node, sizeof *sched->node, offsetof (LoadScopeNode, units), false };
  parts[2] = (IsoPart){ ISO_PART_BY_TEST, loadscope_done (session, sched), 0, 0, false };
  return 3;
}
