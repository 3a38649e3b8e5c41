#include "models/loadscope.h"

#include "models/nodes.h"
#include "models/registry.h"
#include <string.h>

/* Follows LoadScopeScheduling. A unit is a scope's tests with a done mark each; a node is given whole units, in the
 * order of the work queue, a new one as soon as at most two of its tests are not done. */
typedef struct
{
  IsoQueue units;      /* assigned_work's value: scopes, in the order in which they were given */
  uint32_t not_done;   /* tests in them that are not done */
  uint32_t registered; /* its collection is known */
} Node;

typedef struct
{
  IsoQueue nodes;     /* assigned_work's keys */
  IsoQueue workqueue; /* scopes */
  Collections collections;
  uint32_t loaded;    /* listed nodes with two or more tests not done */
  uint32_t scheduled; /* the first schedule() has dealt units */
  uint32_t fixed;     /* loadscope-fixed: docs/twins.md says what it does instead, and why */
  Node node[];
  /* then a done mark for each test: uint8_t done[tests] */
} LoadScope;

G_STATIC_ASSERT (sizeof (Node) == sizeof (IsoQueue) + 2 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (LoadScope) == 2 * sizeof (IsoQueue) + 5 * sizeof (uint32_t));

size_t
loadscope_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (LoadScope) + nodes_max * sizeof (Node) + suite->tests;
}

static uint8_t *
done_marks (const IsoSession *session, LoadScope *sched)
{
  return (uint8_t *) &sched->node[iso_nodes_max (session)];
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

bool
loadscope_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  LoadScope *sched = model;
  bool registered;
  if (!nodes_assert_listed (session, &sched->nodes, node)
      || !collections_add (session, &sched->collections, node, &registered))
    return false;
  /* Units are sent test by test as the node has them, so that another order is no obstacle to the twin. */
  sched->node[node].registered = registered || sched->fixed;
  return true;
}

/* In the twin, once scheduled, a worker that is gone does not undo it. */
bool
loadscope_collection_is_completed (const IsoSession *session, const void *model)
{
  const LoadScope *sched = model;
  return collections_complete (session, &sched->collections) || (sched->fixed && sched->scheduled);
}

static void
add_not_done (LoadScope *sched, unsigned node, uint32_t count)
{
  Node *entry = &sched->node[node];
  sched->loaded += entry->not_done < 2 && entry->not_done + count >= 2;
  entry->not_done += count;
}

/* The tests of a unit that are not done, in collection order. */
static uint32_t
list_not_done (IsoSession *session, LoadScope *sched, uint32_t unit, uint32_t *tests)
{
  const ScopeTable *scopes = iso_scopes (session);
  const uint8_t *done = done_marks (session, sched);
  uint32_t count = 0;
  for (uint32_t i = scopes->first[unit]; i < scopes->first[unit + 1]; i++)
    if (!done[scopes->member[i]])
      tests[count++] = scopes->member[i];
  return count;
}

/* The unit is booked before its tests are looked up, as in the original: a node without a collection keeps it. */
static bool
assign_work_unit (IsoSession *session, LoadScope *sched, unsigned node)
{
  IsoStore *store = iso_store (session);
  uint32_t *tests = iso_scratch (session);
  uint32_t unit = iso_queue_pop (store, &sched->workqueue);
  uint32_t count = list_not_done (session, sched, unit, tests);
  iso_queue_push (store, &sched->node[node].units, unit);
  add_not_done (sched, node, count);
  if (!sched->node[node].registered)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u has no registered collection", node);
  for (uint32_t k = 0; k < count; k++)
    tests[k] = iso_index_on (session, node, tests[k]);
  return iso_send_run (session, node, tests, count);
}

static bool
reschedule (IsoSession *session, LoadScope *sched, unsigned node)
{
  if (iso_shutting_down (session, node))
    return true;
  if (sched->fixed && !sched->node[node].registered)
    return true; /* its own schedule() comes when it has collected (#1189) */
  if (sched->workqueue.len == 0)
    {
      iso_shutdown (session, node);
      return true;
    }
  if (sched->node[node].not_done > 2)
    return true;
  if (!assign_work_unit (session, sched, node))
    return false;
  /* A node that holds a single test waits for a second one: it needs another unit, or its shutdown (#1327). */
  return !sched->fixed || sched->node[node].not_done > 1 || reschedule (session, sched, node);
}

/* The first unit of a node, which may have died without the controller's knowing yet: it is passed over in the twin. */
static bool
assign_first_unit (IsoSession *session, LoadScope *sched, unsigned node)
{
  if (sched->fixed && (iso_shutting_down (session, node) || !sched->node[node].registered))
    return true;
  return assign_work_unit (session, sched, node);
}

static bool
for_each_node (IsoSession *session, LoadScope *sched, bool (*what) (IsoSession *, LoadScope *, unsigned))
{
  for (uint32_t i = 0; i < sched->nodes.len; i++)
    if (!what (session, sched, iso_queue_get (iso_store (session), &sched->nodes, i)))
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
loadscope_schedule (IsoSession *session, void *model)
{
  LoadScope *sched = model;
  if (sched->scheduled)
    return for_each_node (session, sched, reschedule);
  if (sched->collections.differs)
    return true;
  sched->scheduled = 1;
  iso_queue_fill (iso_store (session), &sched->workqueue, iso_scopes (session)->scopes);
  if (iso_options (session)->loadscopereorder)
    sort_by_size (session, sched);
  drop_extra_nodes (session, sched);
  if (!for_each_node (session, sched, assign_first_unit) || !for_each_node (session, sched, reschedule))
    return false;
  for (uint32_t i = 0; sched->workqueue.len == 0 && i < sched->nodes.len; i++)
    iso_shutdown (session, iso_queue_get (iso_store (session), &sched->nodes, i));
  return true;
}

bool
loadscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  LoadScope *sched = model;
  Node *entry = &sched->node[node];
  uint8_t *done = done_marks (session, sched);
  uint32_t test = iso_test_of (session, node, index);
  if (!done[test])
    {
      if (entry->not_done == 0)
        return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u was not given test %u", node, test);
      done[test] = 1;
      sched->loaded -= entry->not_done-- == 2;
    }
  return reschedule (session, sched, node);
}

static uint32_t
first_not_done (IsoSession *session, LoadScope *sched, unsigned node)
{
  const IsoQueue *units = &sched->node[node].units;
  for (uint32_t i = 0; i < units->len; i++)
    if (list_not_done (session, sched, iso_queue_get (iso_store (session), units, i), iso_scratch (session)))
      return iso_scratch (session)[0];
  return ISO_NONE;
}

static bool
has_not_done (IsoSession *session, LoadScope *sched, uint32_t unit)
{
  return list_not_done (session, sched, unit, iso_scratch (session)) > 0;
}

/* All its units go back, the finished ones too, and the crashed test is not marked done: known defects (#1323, #932).
 * In the twin what is done stays done, the crashed test among it. */
static void
give_units_back (IsoSession *session, LoadScope *sched, unsigned node, uint32_t crashed)
{
  IsoStore *store = iso_store (session);
  if (sched->fixed)
    done_marks (session, sched)[crashed] = 1;
  for (IsoQueue *units = &sched->node[node].units; units->len;)
    {
      uint32_t unit = iso_queue_pop (store, units);
      if (!sched->fixed || has_not_done (session, sched, unit))
        iso_queue_push (store, &sched->workqueue, unit);
    }
}

bool
loadscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  LoadScope *sched = model;
  Node *entry = &sched->node[node];
  if (!nodes_remove (iso_store (session), &sched->nodes, node))
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  if (sched->fixed && !sched->scheduled)
    sched->collections.count -= entry->registered; /* it no longer counts as having collected (#1362) */
  entry->registered = 0;
  if (entry->not_done == 0)
    return true;
  *crashed = first_not_done (session, sched, node);
  sched->loaded -= entry->not_done >= 2;
  entry->not_done = 0;
  give_units_back (session, sched, node, *crashed);
  iso_queue_release (iso_store (session), &entry->units);
  return for_each_node (session, sched, reschedule);
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

/* A unit's tests are sent in the order of collection, those that are done left out. */
unsigned
loadscope_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  LoadScope *sched = model;
  parts[0] = (IsoPart){ ISO_PART_NODES, &sched->nodes, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_BY_NODE, sched->node, sizeof *sched->node, offsetof (Node, units), false };
  parts[2] = (IsoPart){ ISO_PART_BY_TEST, done_marks (session, sched), 0, 0, false };
  return 3;
}

const IsoModel model_loadscope = {
  .name = "loadscope",
  .rule = "gives whole scopes (class, or functions of a module) to one worker each, largest first",
  .since = 1,
  .source = "LoadScopeScheduling in xdist/scheduler/loadscope.py, 3.8",
  .scope_rule = SCOPE_SCOPE,
  .cuts_scopes = true,
  .init = loadscope_init,
  LOADSCOPE_HOOKS,
};

static void
init_fixed (IsoSession *session, void *model)
{
  loadscope_init (session, model);
  ((LoadScope *) model)->fixed = 1;
}

const IsoModel model_loadscope_fixed = {
  .name = "loadscope-fixed",
  .rule = "as loadscope, with its defects after a worker's death mended",
  .source = "loadscope, changed as docs/twins.md says",
  .scope_rule = SCOPE_SCOPE,
  .cuts_scopes = true,
  .twin = true,
  .init = init_fixed,
  LOADSCOPE_HOOKS,
};
