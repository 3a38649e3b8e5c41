#include "models/nodes.h"
#include "models/registry.h"

/* Follows LoadScheduling. Only the first schedule() gives tests away by shares; after that a node gets more when it
 * completes a test and holds too few. */
typedef struct
{
  IsoQueue nodes; /* node2pending's keys */
  IsoQueue pool;  /* pending: indices given to nobody */
  Collections collections;
  uint32_t chunk;     /* maxschedchunk, or the number of tests */
  uint32_t loaded;    /* listed nodes with two or more tests pending */
  uint32_t scheduled; /* the first schedule() has dealt tests */
  IsoQueue pending[]; /* node2pending's values, by node */
} Load;

G_STATIC_ASSERT (sizeof (Load) == 2 * sizeof (IsoQueue) + 5 * sizeof (uint32_t));

static size_t
load_size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (Load) + nodes_max * sizeof (IsoQueue);
}

static void
load_init (IsoSession *session, void *model)
{
  Load *load = model;
  iso_reserve (session, &load->nodes, iso_nodes_max (session));
  iso_reserve (session, &load->pool, iso_tests (session));
  for (unsigned node = 0; node < iso_nodes_max (session); node++)
    iso_reserve (session, &load->pending[node], iso_tests (session));
}

static bool
load_add_node (IsoSession *session, void *model, unsigned node)
{
  Load *load = model;
  iso_queue_push (iso_store (session), &load->nodes, node);
  return true;
}

/* A replacement that collected something else is used all the same; real load only logs it. */
static bool
load_add_node_collection (IsoSession *session, void *model, unsigned node)
{
  Load *load = model;
  bool registered;
  return nodes_assert_listed (session, &load->nodes, node)
         && collections_add (session, &load->collections, node, &registered);
}

static bool
load_collection_is_completed (const IsoSession *session, const void *model)
{
  return collections_complete (session, &((const Load *) model)->collections);
}

static bool
send_tests (IsoSession *session, Load *load, unsigned node, uint32_t count)
{
  IsoStore *store = iso_store (session);
  IsoQueue *pending = &load->pending[node];
  uint32_t *tests = iso_scratch (session);
  count = MIN (count, load->pool.len);
  if (count == 0)
    return true;
  iso_queue_pop_many (store, &load->pool, tests, count);
  load->loaded += pending->len < 2 && pending->len + count >= 2;
  iso_queue_push_many (store, pending, tests, count);
  return iso_send_run (session, node, tests, count);
}

static bool
check_schedule (IsoSession *session, Load *load, unsigned node, uint64_t duration_us)
{
  if (iso_shutting_down (session, node))
    return true;
  if (load->pool.len == 0)
    {
      iso_shutdown (session, node);
      return true;
    }
  uint32_t held = load->pending[node].len, share = load->pool.len / load->nodes.len;
  if (held >= MAX (2, share / 4) || (duration_us >= 100000 && held >= 2))
    return true;
  uint32_t most = MAX (2, share / 2) - held;
  return send_tests (session, load, node, MIN (most, MAX (held < 2 ? 2 - held : 0, load->chunk)));
}

static bool
check_all (IsoSession *session, Load *load)
{
  for (uint32_t i = 0; i < load->nodes.len; i++)
    if (!check_schedule (session, load, iso_queue_get (iso_store (session), &load->nodes, i), 0))
      return false;
  return true;
}

static void
shutdown_all (IsoSession *session, const Load *load)
{
  for (uint32_t i = 0; i < load->nodes.len; i++)
    iso_shutdown (session, iso_queue_get (iso_store (session), &load->nodes, i));
}

/* Fewer than two tests a node: dealt one by one, each in a message of its own. */
static bool
deal_singly (IsoSession *session, Load *load)
{
  for (uint32_t i = 0; load->pool.len; i = (i + 1) % load->nodes.len)
    if (!send_tests (session, load, iso_queue_get (iso_store (session), &load->nodes, i), 1))
      return false;
  return true;
}

static bool
deal_shares (IsoSession *session, Load *load)
{
  uint32_t share = MAX (2, MIN (iso_tests (session) / load->nodes.len / 4, load->chunk));
  for (uint32_t i = 0; i < load->nodes.len; i++)
    if (!send_tests (session, load, iso_queue_get (iso_store (session), &load->nodes, i), share))
      return false;
  return true;
}

static bool
load_schedule (IsoSession *session, void *model)
{
  Load *load = model;
  if (load->scheduled)
    return check_all (session, load);
  if (load->collections.differs)
    return true;
  uint32_t tests = iso_tests (session), chunk = iso_options (session)->maxschedchunk;
  load->scheduled = 1;
  load->chunk = chunk == ISO_NONE ? tests : chunk;
  iso_queue_fill (iso_store (session), &load->pool, tests);
  if (!(tests < 2 * load->nodes.len ? deal_singly (session, load) : deal_shares (session, load)))
    return false;
  if (load->pool.len == 0)
    shutdown_all (session, load);
  return true;
}

static bool
load_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  Load *load = model;
  IsoStore *store = iso_store (session);
  IsoQueue *pending = &load->pending[node];
  uint32_t place = iso_queue_find (store, pending, index);
  if (place == pending->len)
    return iso_fail (session, ISO_OTHER_ERROR, "ValueError: test %u is not pending on gw%u", index, node);
  iso_queue_remove_at (store, pending, place);
  load->loaded -= pending->len == 1;
  return check_schedule (session, load, node, duration_us);
}

static bool
load_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  Load *load = model;
  IsoStore *store = iso_store (session);
  IsoQueue *pending = &load->pending[node];
  if (!nodes_remove (store, &load->nodes, node))
    return iso_fail (session, ISO_KEY_ERROR, "KeyError: gw%u", node);
  if (pending->len == 0)
    return true;
  load->loaded -= pending->len >= 2;
  *crashed = iso_queue_pop (store, pending); /* an index of the official collection, whatever the node's is */
  iso_queue_copy (store, pending, 0, iso_scratch (session), pending->len);
  iso_queue_push_many (store, &load->pool, iso_scratch (session), pending->len);
  iso_queue_release (store, pending);
  return check_all (session, load);
}

static bool
load_tests_finished (const IsoSession *session, const void *model)
{
  const Load *load = model;
  return (load->scheduled || collections_disagree (session, &load->collections)) && load->pool.len == 0
         && load->loaded == 0;
}

static unsigned
load_nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  return nodes_copy (session, &((const Load *) model)->nodes, list);
}

static unsigned
load_parts (const IsoSession *session, void *model, IsoPart *parts)
{
  Load *load = model;
  parts[0] = (IsoPart){ ISO_PART_NODES, &load->nodes, 0, 0, false };
  parts[1] = (IsoPart){ ISO_PART_TESTS, &load->pool, 0, 0, false };
  parts[2] = (IsoPart){ ISO_PART_BY_NODE, load->pending, sizeof *load->pending, 0, true };
  return 3;
}

const IsoModel model_load = {
  .name = "load",
  .rule = "deals tests singly or in chunks to whoever runs short of them",
  .since = 1,
  .source = "LoadScheduling in xdist/scheduler/load.py, 3.8",
  .promises = ISO_BIT (ISO_ONCE),
  .scope_rule = SCOPE_SCOPE,
  .looks_at_duration = true,
  .size = load_size,
  .init = load_init,
  .add_node = load_add_node,
  .add_node_collection = load_add_node_collection,
  .collection_is_completed = load_collection_is_completed,
  .schedule = load_schedule,
  .mark_test_complete = load_mark_test_complete,
  .remove_node = load_remove_node,
  .tests_finished = load_tests_finished,
  .nodes = load_nodes,
  .parts = load_parts,
};
