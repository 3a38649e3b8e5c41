#include "models/nodes.h"
#include "models/places.h"
#include "models/registry.h"

/* Follows WorkStealingScheduling: tests are dealt evenly, and a node that runs short gets half of the longest queue.
 * Idle nodes (fewer than two tests pending) are kept as a set of places, so that nothing is walked while nobody is
 * idle; a node that is found to be shut down leaves the set for good. */
typedef struct
{
  IsoQueue pending; /* node2pending's value */
  uint32_t place;
  uint32_t spare;
} Node;

typedef struct
{
  IsoQueue nodes; /* node2pending's keys */
  IsoQueue pool;  /* pending: indices given to nobody */
  Collections collections;
  uint32_t loaded;     /* listed nodes with two or more tests pending */
  uint32_t scheduled;  /* the first schedule() has dealt tests */
  uint32_t steal_from; /* the node that has not answered a steal yet; ISO_NONE: none */
  uint32_t places;     /* given so far */
  Node node[];
  /* then, by place: uint32_t node_at[nodes_max], and the idle as bits */
} WorkSteal;

G_STATIC_ASSERT (sizeof (Node) == sizeof (IsoQueue) + 2 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (WorkSteal) == 2 * sizeof (IsoQueue) + 6 * sizeof (uint32_t));

static size_t
worksteal_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (WorkSteal) + nodes_max * sizeof (Node) + (nodes_max + places_words (nodes_max)) * sizeof (uint32_t);
}

static uint32_t *
node_at (const IsoSession *session, WorkSteal *sched)
{
  return (uint32_t *) &sched->node[iso_nodes_max (session)];
}

static uint32_t *
idle_places (const IsoSession *session, WorkSteal *sched)
{
  return node_at (session, sched) + iso_nodes_max (session);
}

/* To be called whenever what is pending on a listed node has changed from BEFORE. */
static void
note_pending (IsoSession *session, WorkSteal *sched, unsigned node, uint32_t before)
{
  uint32_t now = sched->node[node].pending.len;
  sched->loaded += (uint32_t) (now >= 2) - (uint32_t) (before >= 2);
  places_set (idle_places (session, sched), sched->node[node].place, now < 2);
}

static void
worksteal_init (IsoSession *session, void *model)
{
  WorkSteal *sched = model;
  sched->steal_from = ISO_NONE;
  iso_reserve (session, &sched->nodes, iso_nodes_max (session));
  iso_reserve (session, &sched->pool, iso_tests (session));
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &sched->node[node].pending, iso_tests (session));
}

static bool
worksteal_add_node (IsoSession *session, void *model, unsigned node)
{
  WorkSteal *sched = model;
  iso_queue_push (iso_store (session), &sched->nodes, node);
  node_at (session, sched)[sched->places] = node;
  sched->node[node].place = sched->places++;
  note_pending (session, sched, node, 0);
  return true;
}

static bool
worksteal_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  WorkSteal *sched = model;
  bool registered;
  return nodes_assert_listed (session, &sched->nodes, node)
         && collections_add (session, &sched->collections, node, &registered);
}

static bool
worksteal_collection_is_completed (const IsoSession *session, const void *model)
{
  return collections_complete (session, &((const WorkSteal *) model)->collections);
}

/* The first place from FROM on whose node is idle and not shut down. */
static uint32_t
next_idle (IsoSession *session, WorkSteal *sched, uint32_t from)
{
  return nodes_next_open (session, idle_places (session, sched), node_at (session, sched), from, sched->places);
}

static uint32_t
count_idle (IsoSession *session, WorkSteal *sched)
{
  uint32_t count = 0;
  for (uint32_t place = next_idle (session, sched, 0); place < sched->places;
       place = next_idle (session, sched, place + 1))
    count++;
  return count;
}

static bool
send_tests (IsoSession *session, WorkSteal *sched, unsigned node, uint32_t count)
{
  uint32_t *tests = iso_scratch (session), before = sched->node[node].pending.len;
  if (count == 0)
    return true;
  iso_queue_pop_many (iso_store (session), &sched->pool, tests, count);
  iso_queue_push_many (iso_store (session), &sched->node[node].pending, tests, count);
  note_pending (session, sched, node, before);
  return iso_send_run (session, node, tests, count);
}

/* The pool, evenly, to those that are idle. */
static bool
deal (IsoSession *session, WorkSteal *sched)
{
  uint32_t left = count_idle (session, sched);
  for (uint32_t place = next_idle (session, sched, 0); left > 0; place = next_idle (session, sched, place + 1), left--)
    if (!send_tests (session, sched, node_at (session, sched)[place], sched->pool.len / left))
      return false;
  return true;
}

/* The node that is not shut down and has the most tests pending, the first of equals; ISO_NONE when all are shut down.
 */
static uint32_t
find_victim (IsoSession *session, WorkSteal *sched)
{
  uint32_t victim = ISO_NONE, most = 0;
  for (uint32_t i = 0; i < sched->nodes.len; i++)
    {
      uint32_t node = iso_queue_get (iso_store (session), &sched->nodes, i);
      if (!iso_shutting_down (session, node) && (victim == ISO_NONE || sched->node[node].pending.len > most))
        {
          victim = node;
          most = sched->node[node].pending.len;
        }
    }
  return victim;
}

static void
shutdown_idle (IsoSession *session, WorkSteal *sched)
{
  for (uint32_t place = next_idle (session, sched, 0); place < sched->places;
       place = next_idle (session, sched, place + 1))
    iso_shutdown (session, node_at (session, sched)[place]);
}

/* Half of the longest queue, but the victim keeps two. */
static bool
steal (IsoSession *session, WorkSteal *sched)
{
  uint32_t victim = find_victim (session, sched);
  const IsoQueue *pending = &sched->node[victim].pending;
  uint32_t count = pending->len < 2 ? 0 : MIN (pending->len / 2, pending->len - 2);
  if (count == 0)
    {
      shutdown_idle (session, sched);
      return true;
    }
  sched->steal_from = victim;
  iso_queue_copy (iso_store (session), pending, pending->len - count, iso_scratch (session), count);
  return iso_send_steal (session, victim, iso_scratch (session), count);
}

static bool
check_schedule (IsoSession *session, WorkSteal *sched)
{
  if (next_idle (session, sched, 0) == sched->places)
    return true;
  if (sched->pool.len)
    {
      if (!deal (session, sched))
        return false;
      if (next_idle (session, sched, 0) == sched->places)
        return true;
    }
  return sched->steal_from != ISO_NONE || steal (session, sched);
}

static bool
worksteal_schedule (IsoSession *session, void *model)
{
  WorkSteal *sched = model;
  if (sched->collections.differs)
    return true;
  if (!sched->scheduled)
    iso_queue_fill (iso_store (session), &sched->pool, iso_tests (session));
  sched->scheduled = 1;
  return check_schedule (session, sched);
}

static bool
worksteal_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  WorkSteal *sched = model;
  IsoQueue *pending = &sched->node[node].pending;
  uint32_t place = iso_queue_find (iso_store (session), pending, index);
  if (place == pending->len)
    return iso_fail (session, ISO_OTHER_ERROR, "ValueError: test %u is not pending on gw%u", index, node);
  iso_queue_remove_at (iso_store (session), pending, place);
  note_pending (session, sched, node, pending->len + 1);
  return check_schedule (session, sched);
}

/* Mostly the stolen tests are still the last that are pending; then they are cut off without a search. */
static void
forget (IsoSession *session, IsoQueue *pending, const uint32_t *indices, uint32_t count)
{
  IsoStore *store = iso_store (session);
  for (uint32_t k = count; k-- > 0;)
    if (pending->len && iso_queue_get (store, pending, pending->len - 1) == indices[k])
      iso_queue_cut (store, pending, pending->len - 1);
    else
      iso_queue_remove_at (store, pending, iso_queue_find (store, pending, indices[k]));
}

static bool
worksteal_remove_pending_tests_from_node (IsoSession *session, void *model, unsigned node, const uint32_t *indices,
                                          uint32_t count)
{
  WorkSteal *sched = model;
  IsoQueue *pending = &sched->node[node].pending;
  uint32_t before = pending->len;
  if (sched->steal_from != node)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u was not asked to give tests up", node);
  sched->steal_from = ISO_NONE;
  forget (session, pending, indices, count);
  note_pending (session, sched, node, before);
  iso_queue_push_many (iso_store (session), &sched->pool, indices, count);
  return check_schedule (session, sched);
}

static bool
worksteal_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  WorkSteal *sched = model;
  IsoStore *store = iso_store (session);
  IsoQueue *pending = &sched->node[node].pending;
  if (!nodes_remove (store, &sched->nodes, node))
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  sched->loaded -= pending->len >= 2;
  places_set (idle_places (session, sched), sched->node[node].place, false);
  node_at (session, sched)[sched->node[node].place] = ISO_NONE;
  sched->node[node].place = 0;
  if (pending->len)
    *crashed = iso_queue_pop (store, pending); /* an index of the official collection, whatever the node's is */
  while (pending->len)
    iso_queue_push (store, &sched->pool, iso_queue_pop (store, pending));
  iso_queue_release (store, pending);
  if (sched->steal_from == node)
    sched->steal_from = ISO_NONE;
  return check_schedule (session, sched);
}

static bool
worksteal_tests_finished (const IsoSession *session, const void *model)
{
  const WorkSteal *sched = model;
  return (sched->scheduled || collections_disagree (session, &sched->collections)) && sched->pool.len == 0
         && sched->steal_from == ISO_NONE && sched->loaded == 0;
}

static unsigned
worksteal_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  return nodes_copy (session, &((const WorkSteal *) model)->nodes, list);
}

static unsigned
worksteal_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  WorkSteal *sched = model;
  parts[0] = (IsoPart){ ISO_PART_NODES, &sched->nodes, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_TESTS, &sched->pool, 0, 0, false };
  parts[2] = (IsoPart){ ISO_PART_BY_NODE, sched->node, sizeof *sched->node, offsetof (Node, pending), true };
  parts[3] = (IsoPart){ ISO_PART_NODE_WORDS, node_at (session, sched), sched->places, 0, false };
  parts[4] = (IsoPart){ ISO_PART_NODE_WORDS, &sched->steal_from, 1, 0, false };
  return 5;
}

const IsoModel model_worksteal = {
  .name = "worksteal",
  .rule = "deals tests evenly, and lets a worker that runs short steal half of the longest queue",
  .since = 2,
  .source = "WorkStealingScheduling in xdist/scheduler/worksteal.py, 3.8",
  .promises = ISO_BIT (ISO_ONCE),
  .scope_rule = SCOPE_SCOPE,
  .size = worksteal_size,
  .init = worksteal_init,
  .add_node = worksteal_add_node,
  .add_node_collection = worksteal_add_node_collection,
  .collection_is_completed = worksteal_collection_is_completed,
  .schedule = worksteal_schedule,
  .mark_test_complete = worksteal_mark_test_complete,
  .remove_pending_tests_from_node = worksteal_remove_pending_tests_from_node,
  .remove_node = worksteal_remove_node,
  .tests_finished = worksteal_tests_finished,
  .nodes = worksteal_nodes,
  .parts = worksteal_parts,
};
