#include "models/nodes.h"
#include "models/registry.h"

/* Follows EachScheduling: every worker runs everything. What a dead worker leaves waits for a replacement. */
typedef struct
{
  IsoQueue pending;    /* node2pending's value; of a dead node, its list that waits (_removed2pending) */
  uint32_t registered; /* in node2collection: only the initial nodes ever are */
  uint32_t started;
} Node;

typedef struct
{
  IsoQueue nodes;     /* node2pending's keys */
  IsoQueue waiting;   /* _removed2pending's keys: dead nodes whose tests wait for a replacement */
  uint32_t collected; /* len (node2collection) */
  uint32_t loaded;    /* listed nodes with two or more tests pending */
  Node node[];
} Each;

G_STATIC_ASSERT (sizeof (Node) == sizeof (IsoQueue) + 2 * sizeof (uint32_t));
G_STATIC_ASSERT (sizeof (Each) == 2 * sizeof (IsoQueue) + 2 * sizeof (uint32_t));

static size_t
each_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (Each) + nodes_max * sizeof (Node);
}

static void
each_init (IsoSession *session, void *model)
{
  Each *sched = model;
  iso_reserve (session, &sched->nodes, iso_nodes_max (session));
  iso_reserve (session, &sched->waiting, iso_nodes_max (session));
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &sched->node[node].pending, iso_tests (session));
}

static bool
each_add_node (IsoSession *session, void *model, unsigned node)
{
  iso_queue_push (iso_store (session), &((Each *) model)->nodes, node);
  return true;
}

static bool
each_collection_is_completed (const IsoSession *session, const void *model)
{
  return ((const Each *) model)->collected >= iso_workers (session);
}

static void
set_pending (IsoSession *session, Each *sched, unsigned node, const uint32_t *indices, uint32_t count)
{
  iso_queue_push_many (iso_store (session), &sched->node[node].pending, indices, count);
  sched->loaded += count >= 2;
}

/* The oldest list that waits goes to the replacement, if it collected the same. */
static void
take_waiting (IsoSession *session, Each *sched, unsigned node)
{
  IsoStore *store = iso_store (session);
  uint32_t dead = iso_queue_get (store, &sched->waiting, 0), *indices = iso_scratch (session);
  uint32_t count = sched->node[dead].pending.len;
  if (!iso_same_collection (session, node, dead))
    return;
  iso_queue_drop (store, &sched->waiting, 1);
  iso_queue_pop_many (store, &sched->node[dead].pending, indices, count);
  iso_queue_release (store, &sched->node[dead].pending);
  set_pending (session, sched, node, indices, count);
}

static bool
each_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  Each *sched = model;
  if (!nodes_assert_listed (session, &sched->nodes, node))
    return false;
  if (!each_collection_is_completed (session, model))
    {
      sched->node[node].registered = 1;
      sched->collected++;
    }
  else if (sched->waiting.len)
    take_waiting (session, sched, node);
  return true;
}

/* An original node gets everything and its shutdown; one that took over a list gets that list, and no shutdown. */
static bool
start_node (IsoSession *session, Each *sched, unsigned node)
{
  uint32_t *indices = iso_scratch (session), count = sched->node[node].pending.len;
  bool everything = count == 0;
  if (everything && !sched->node[node].registered)
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u has no collection", node);
  if (everything)
    {
      count = iso_tests (session);
      for (uint32_t i = 0; i < count; i++)
        indices[i] = i;
      set_pending (session, sched, node, indices, count);
    }
  else
    iso_queue_copy (iso_store (session), &sched->node[node].pending, 0, indices, count);
  if (!iso_send_run (session, node, indices, count))
    return false;
  if (everything)
    iso_shutdown (session, node);
  sched->node[node].started = 1;
  return true;
}

static bool
each_schedule (IsoSession *session, void *model)
{
  Each *sched = model;
  for (uint32_t i = 0; i < sched->nodes.len; i++)
    {
      uint32_t node = iso_queue_get (iso_store (session), &sched->nodes, i);
      if (!sched->node[node].started && !start_node (session, sched, node))
        return false;
    }
  return true;
}

static bool
each_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  Each *sched = model;
  IsoQueue *pending = &sched->node[node].pending;
  uint32_t place = iso_queue_find (iso_store (session), pending, index);
  if (place == pending->len)
    return iso_fail (session, ISO_OTHER_ERROR, "ValueError: test %u is not pending on gw%u", index, node);
  iso_queue_remove_at (iso_store (session), pending, place);
  sched->loaded -= pending->len == 1;
  return true;
}

/* A replacement is in no node2collection: when it dies with tests pending, the KeyError loses them (kept). */
static bool
each_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  Each *sched = model;
  IsoQueue *pending = &sched->node[node].pending;
  if (!nodes_remove (iso_store (session), &sched->nodes, node))
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  if (pending->len == 0)
    return true;
  sched->loaded -= pending->len >= 2;
  if (!sched->node[node].registered)
    {
      iso_queue_clear (iso_store (session), pending);
      return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u has no collection", node);
    }
  *crashed = iso_test_of (session, node, iso_queue_pop (iso_store (session), pending));
  if (pending->len)
    iso_queue_push (iso_store (session), &sched->waiting, node);
  return true;
}

static bool
each_tests_finished (const IsoSession *session, const void *model)
{
  const Each *sched = model;
  return each_collection_is_completed (session, model) && sched->waiting.len == 0 && sched->loaded == 0;
}

static unsigned
each_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  return nodes_copy (session, &((const Each *) model)->nodes, list);
}

const IsoModel model_each = {
  .name = "each",
  .rule = "runs every test on every worker",
  .since = 1,
  .source = "EachScheduling in xdist/scheduler/each.py, 3.8",
  .promises = ISO_BIT (ISO_ONCE),
  .scope_rule = SCOPE_SCOPE,
  .every_worker = true,
  .size = each_size,
  .init = each_init,
  .add_node = each_add_node,
  .add_node_collection = each_add_node_collection,
  .collection_is_completed = each_collection_is_completed,
  .schedule = each_schedule,
  .mark_test_complete = each_mark_test_complete,
  .remove_node = each_remove_node,
  .tests_finished = each_tests_finished,
  .nodes = each_nodes,
};
