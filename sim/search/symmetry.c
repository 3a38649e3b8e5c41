#include "search/symmetry.h"

#include "session/worker.h"
#include <string.h>

struct Symmetry
{
  unsigned reductions; /* those that hold */
  unsigned nodes_max;
  uint32_t tests;
  uint32_t store_used; /* at the start: no queue has moved since as long as it is the same */
  uint32_t classes;
  uint32_t *first, *member; /* [classes + 1], [tests]: tests that may change places, by class */
  uint32_t *node_to, *test_to;
  uint32_t *node_order, *list; /* [nodes_max] */
  bool *placed;                /* [nodes_max] */
  uint32_t *rank;              /* [tests] in which order they were met; ISO_NONE: not at all */
  const uint8_t *kept;         /* the bytes of ISO_PART_BY_TEST, or NULL */
  unsigned char *block, *store;
  IsoPart part[ISO_PARTS_MAX];
  unsigned parts;
};

/* --- classes ------------------------------------------------------------------------------------------------- */

static bool
is_special (const SearchPlan *plan, uint32_t test)
{
  bool special = (plan->killer && plan->killer[test]) || (plan->after && plan->after[test] != ISO_NONE);
  for (uint32_t other = 0; plan->after && other < plan->session.suite->tests; other++)
    special |= plan->after[other] == test;
  return special;
}

static bool
are_of_a_kind (const SearchPlan *plan, const IsoSession *session, uint32_t test, uint32_t other)
{
  return session->scopes->of_test[test] == session->scopes->of_test[other]
         && session->units->of_test[test] == session->units->of_test[other] && !is_special (plan, test)
         && !is_special (plan, other);
}

/* A unit's tests are sent in the order of collection: none of another kind may stand between, which the one that is
 * left would come to stand before, or behind. */
static bool
are_alike (const SearchPlan *plan, const IsoSession *session, uint32_t test, uint32_t other)
{
  for (uint32_t between = test + 1; between < other; between++)
    if (session->units->of_test[between] == session->units->of_test[test]
        && !are_of_a_kind (plan, session, test, between))
      return false;
  return are_of_a_kind (plan, session, test, other);
}

/* Those of two tests and more. */
static void
find_classes (Symmetry *alike, const SearchPlan *plan, const IsoSession *session)
{
  g_autofree bool *done = g_new0 (bool, alike->tests);
  uint32_t at = 0;
  for (uint32_t test = 0; test < alike->tests; test++)
    {
      uint32_t begin = at;
      for (uint32_t other = test; other < alike->tests && !done[test]; other++)
        if (other == test || are_alike (plan, session, test, other))
          alike->member[at++] = other;
      for (uint32_t i = begin; i < at; i++)
        done[alike->member[i]] = true;
      if (at - begin < 2)
        at = begin;
      else
        alike->first[++alike->classes] = at;
    }
}

Symmetry *
symmetry_new (const SearchPlan *plan, const SearchState *world)
{
  const IsoSession *session = world->session;
  Symmetry *alike = g_new0 (Symmetry, 1);
  bool holds = plan->session.model->parts && !plan->session.replacements_differ;
  alike->reductions = holds ? plan->reductions & (REDUCE_WORKERS | REDUCE_TESTS) : 0;
  alike->nodes_max = plan->session.nodes_max;
  alike->tests = session->tests;
  alike->store_used = session->store.used;
  alike->first = g_new0 (uint32_t, alike->tests + 1);
  alike->member = g_new (uint32_t, alike->tests);
  alike->test_to = g_new (uint32_t, alike->tests + 1);
  alike->rank = g_new (uint32_t, alike->tests);
  alike->node_to = g_new (uint32_t, alike->nodes_max);
  alike->node_order = g_new (uint32_t, alike->nodes_max);
  alike->list = g_new (uint32_t, alike->nodes_max);
  alike->placed = g_new (bool, alike->nodes_max);
  alike->block = g_malloc (session->block_bytes);
  alike->store = g_malloc ((gsize) session->store.used * session->store.width);
  find_classes (alike, plan, session);
  for (uint32_t test = 0; test <= alike->tests; test++)
    alike->test_to[test] = test; /* the end marker, too */
  return alike;
}

void
symmetry_free (Symmetry *alike)
{
  void *const owned[] = { alike->first,      alike->member, alike->test_to, alike->rank,  alike->node_to,
                          alike->node_order, alike->list,   alike->placed,  alike->block, alike->store };
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_free (owned[i]);
  g_free (alike);
}

/* --- workers in order ---------------------------------------------------------------------------------------- */

static void
place (Symmetry *alike, uint32_t node, unsigned *count)
{
  if (alike->placed[node])
    return;
  alike->placed[node] = true;
  alike->node_order[(*count)++] = node;
}

/* Of two workers that the scheduler does not list and the controller has no message of. */
static int
compare_unlisted (const IsoSession *session, uint32_t a, uint32_t b)
{
  const Worker *x = &session->worker[a], *y = &session->worker[b];
  const uint32_t keys[][2] = { { x->state, y->state },
                               { x->shutdown_sent, y->shutdown_sent },
                               { x->taken, y->taken },
                               { x->queue.len, y->queue.len },
                               { x->inbox.len, y->inbox.len } };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i][0] != keys[i][1])
      return keys[i][0] < keys[i][1] ? -1 : 1;
  return 0;
}

static void
place_unlisted (Symmetry *alike, const IsoSession *session, unsigned *count)
{
  unsigned sorted = *count;
  for (uint32_t node = 0; node < session->state->next_number; node++)
    place (alike, node, count);
  for (unsigned i = sorted + 1; i < *count; i++)
    for (unsigned k = i; k > sorted && compare_unlisted (session, alike->node_order[k], alike->node_order[k - 1]) < 0;
         k--)
      {
        uint32_t node = alike->node_order[k];
        alike->node_order[k] = alike->node_order[k - 1];
        alike->node_order[k - 1] = node;
      }
}

/* As the scheduler lists them; then as they sent the messages that wait; then by what they are. False: nobody has to
 * be renamed. */
static bool
order_nodes (Symmetry *alike, const IsoSession *session)
{
  const IsoModel *model = session->plan->model;
  const IsoQueue *messages = &session->state->messages;
  uint32_t nodes = session->state->next_number;
  bool moves = false;
  unsigned count = 0;
  memset (alike->placed, 0, alike->nodes_max * sizeof *alike->placed);
  unsigned listed = model->nodes (session, session->model_state, alike->list);
  for (unsigned i = 0; i < listed; i++)
    place (alike, alike->list[i], &count);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    place (alike, iso_queue_get (&session->store, messages, i + 1), &count);
  place_unlisted (alike, session, &count);
  for (uint32_t i = 0; i < nodes; i++)
    {
      alike->node_to[alike->node_order[i]] = i;
      moves |= alike->node_order[i] != i;
    }
  return moves;
}

/* --- tests in order ------------------------------------------------------------------------------------------ */

static void
meet (Symmetry *alike, uint32_t test, uint32_t *met)
{
  if (test < alike->tests && alike->rank[test] == ISO_NONE)
    alike->rank[test] = (*met)++;
}

static void
meet_queue (Symmetry *alike, const IsoStore *store, const IsoQueue *queue, uint32_t *met)
{
  for (uint32_t i = 0; i < queue->len; i++)
    meet (alike, iso_queue_get (store, queue, i), met);
}

static void
meet_worker (Symmetry *alike, const IsoSession *session, const Worker *worker, uint32_t *met)
{
  const IsoQueue *inbox = &worker->inbox;
  meet_queue (alike, &session->store, &worker->queue, met);
  for (uint32_t at = 0, end; at < inbox->len; at = end)
    {
      Command command = worker_command_at (session, worker, at);
      for (end = command.indices; end < command.end; end++)
        meet (alike, iso_queue_get (&session->store, inbox, end), met);
    }
  meet_queue (alike, &session->store, &worker->stolen, met);
  meet (alike, worker->died_of - 1, met);
}

static const IsoQueue *
queue_of (const IsoPart *part, uint32_t node)
{
  const unsigned char *row = (const unsigned char *) part->at + (size_t) node * part->count;
  return (const IsoQueue *) (const void *) (row + part->queue);
}

static void
meet_part (Symmetry *alike, const IsoSession *session, const IsoPart *part, uint32_t *met)
{
  if (part->kind == ISO_PART_TESTS)
    meet_queue (alike, &session->store, part->at, met);
  for (uint32_t i = 0; part->kind == ISO_PART_BY_NODE && part->holds_tests && i < session->state->next_number; i++)
    meet_queue (alike, &session->store, queue_of (part, alike->node_order[i]), met);
  if (part->kind == ISO_PART_BY_TEST)
    alike->kept = part->at;
}

static void
meet_all (Symmetry *alike, const IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  uint32_t met = 0;
  alike->kept = NULL;
  memset (alike->rank, 0xFF, alike->tests * sizeof *alike->rank);
  for (uint32_t i = 0; i < session->state->next_number; i++)
    meet_worker (alike, session, &session->worker[alike->node_order[i]], &met);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    if (iso_queue_get (&session->store, messages, i) == MESSAGE_COMPLETE)
      meet (alike, iso_queue_get (&session->store, messages, i + 2), &met);
  for (unsigned i = 0; i < alike->parts; i++)
    meet_part (alike, session, &alike->part[i], &met);
}

/* Whether A comes before B: as they were met, those that were not met last. Where a scheduler sends tests in the order
 * of collection, those that are not done come first, in that order. */
static bool
comes_before (const Symmetry *alike, const IsoSession *session, uint32_t a, uint32_t b)
{
  if (alike->kept && !alike->kept[a] != !alike->kept[b])
    return !alike->kept[a];
  if (alike->kept && !alike->kept[a])
    return a < b;
  if (alike->rank[a] != alike->rank[b])
    return alike->rank[a] < alike->rank[b];
  if (session->judge.mark[a] != session->judge.mark[b])
    return session->judge.mark[a] < session->judge.mark[b];
  return a < b;
}

/* Gives the members of a class their new numbers; false: they keep them. */
static bool
order_class (Symmetry *alike, const IsoSession *session, uint32_t class)
{
  uint32_t first = alike->first[class], count = alike->first[class + 1] - first;
  const uint32_t *member = alike->member + first;
  bool moves = false;
  for (uint32_t i = 0; i < count; i++)
    {
      uint32_t before = 0;
      for (uint32_t k = 0; k < count; k++)
        before += k != i && comes_before (alike, session, member[k], member[i]);
      alike->test_to[member[i]] = member[before];
      moves |= before != i;
    }
  return moves;
}

static bool
order_tests (Symmetry *alike, const IsoSession *session)
{
  bool moves = false;
  meet_all (alike, session);
  for (uint32_t class = 0; class < alike->classes; class ++)
    moves |= order_class (alike, session, class);
  return moves;
}

/* --- renaming ------------------------------------------------------------------------------------------------ */

/* An element of a queue of indices or nodes. */
static void
rename_element (IsoStore *store, const IsoQueue *queue, uint32_t i, const uint32_t *to)
{
  uint32_t at = queue->at + queue->head + i;
  iso_store_set (store, at, to[iso_store_get (store, at)]);
}

static void
rename_queue (IsoStore *store, const IsoQueue *queue, const uint32_t *to)
{
  for (uint32_t i = 0; i < queue->len; i++)
    rename_element (store, queue, i, to);
}

/* 1 + a test, or a node; 0 is none. */
static uint32_t
renamed (uint32_t word, const uint32_t *to)
{
  return word ? to[word - 1] + 1 : 0;
}

static void
rename_bytes (const Symmetry *alike, IsoSession *session, uint8_t *bytes)
{
  const uint8_t *before = alike->block + (bytes - (unsigned char *) session->state);
  for (uint32_t test = 0; test < alike->tests; test++)
    bytes[alike->test_to[test]] = before[test];
}

static void
rename_tests_of_worker (const Symmetry *alike, IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  JudgeWorker *judged = &session->judge.worker[node];
  rename_queue (&session->store, &worker->queue, alike->test_to);
  rename_queue (&session->store, &worker->stolen, alike->test_to);
  for (uint32_t at = 0, end; at < worker->inbox.len; at = end)
    {
      Command command = worker_command_at (session, worker, at);
      for (end = command.indices; end < command.end; end++)
        rename_element (&session->store, &worker->inbox, end, alike->test_to);
    }
  worker->died_of = renamed (worker->died_of, alike->test_to);
  judged->running = renamed (judged->running, alike->test_to);
  judged->last_sent = renamed (judged->last_sent, alike->test_to);
}

static void
rename_tests_of_part (const Symmetry *alike, IsoSession *session, const IsoPart *part)
{
  if (part->kind == ISO_PART_TESTS)
    rename_queue (&session->store, part->at, alike->test_to);
  for (uint32_t node = 0; part->kind == ISO_PART_BY_NODE && part->holds_tests && node < session->state->next_number;
       node++)
    rename_queue (&session->store, queue_of (part, node), alike->test_to);
  if (part->kind == ISO_PART_BY_TEST)
    rename_bytes (alike, session, part->at);
}

/* The state as it was lies in alike->block. */
static void
rename_tests (const Symmetry *alike, IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  for (unsigned node = 0; node < session->state->next_number; node++)
    rename_tests_of_worker (alike, session, node);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    if (iso_queue_get (&session->store, messages, i) == MESSAGE_COMPLETE)
      rename_element (&session->store, messages, i + 2, alike->test_to);
  rename_bytes (alike, session, session->judge.mark);
  for (unsigned i = 0; i < alike->parts; i++)
    rename_tests_of_part (alike, session, &alike->part[i]);
}

/* The queue at OFFSET of rows that change places: what it holds moves, its room stays. */
static void
move_queue (const Symmetry *alike, IsoSession *session, unsigned char *to, const unsigned char *from, size_t offset,
            const IsoQueue *room)
{
  IsoQueue *queue = (IsoQueue *) (void *) (to + offset);
  const IsoQueue *source = (const IsoQueue *) (const void *) (from + offset);
  unsigned width = session->store.width;
  g_assert (source->room == room->room && source->head == 0);
  *queue = (IsoQueue){ room->at, room->room, 0, source->len };
  memcpy (session->store.bytes + (size_t) room->at * width, alike->store + (size_t) source->at * width,
          (size_t) room->room * width);
}

/* Rows by node, with queues at some offsets. The state as it was lies in alike->block and alike->store. */
static void
move_rows (const Symmetry *alike, IsoSession *session, void *rows, size_t row_bytes, const size_t *queues,
           unsigned count)
{
  unsigned char *base = rows;
  const unsigned char *before = alike->block + (base - (unsigned char *) session->state);
  for (uint32_t node = 0; node < session->state->next_number; node++)
    {
      const unsigned char *from = before + node * row_bytes;
      const unsigned char *old = before + alike->node_to[node] * row_bytes;
      unsigned char *to = base + alike->node_to[node] * row_bytes;
      memcpy (to, from, row_bytes);
      for (unsigned i = 0; i < count; i++)
        move_queue (alike, session, to, from, queues[i], (const IsoQueue *) (const void *) (old + queues[i]));
    }
}

static void
rename_nodes_of_part (const Symmetry *alike, IsoSession *session, const IsoPart *part)
{
  const size_t queue = part->queue;
  uint32_t *words = part->at;
  if (part->kind == ISO_PART_NODES)
    rename_queue (&session->store, part->at, alike->node_to);
  if (part->kind == ISO_PART_BY_NODE)
    move_rows (alike, session, part->at, part->count, &queue, 1);
  for (uint32_t i = 0; part->kind == ISO_PART_NODE_WORDS && i < part->count; i++)
    words[i] = words[i] == ISO_NONE ? ISO_NONE : alike->node_to[words[i]];
}

static void
rename_nodes_of_judge (const Symmetry *alike, IsoSession *session)
{
  Judge *judge = &session->judge;
  uint64_t alone = 0;
  move_rows (alike, session, judge->worker, sizeof *judge->worker, NULL, 0);
  for (uint32_t unit = 0; unit < session->units->scopes; unit++)
    judge->owner[unit] = renamed (judge->owner[unit], alike->node_to);
  for (uint32_t node = 0; node < session->state->next_number; node++)
    alone |= (judge->alone[0] >> node & 1) << alike->node_to[node];
  judge->alone[0] = alone;
}

static void
rename_nodes (const Symmetry *alike, IsoSession *session)
{
  static const size_t queues[] = { offsetof (Worker, queue), offsetof (Worker, inbox), offsetof (Worker, stolen) };
  const IsoQueue *messages = &session->state->messages;
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    rename_element (&session->store, messages, i + 1, alike->node_to);
  move_rows (alike, session, session->worker, sizeof (Worker), queues, G_N_ELEMENTS (queues));
  rename_nodes_of_judge (alike, session);
  for (unsigned i = 0; i < alike->parts; i++)
    rename_nodes_of_part (alike, session, &alike->part[i]);
}

static void
keep_state (const Symmetry *alike, const IsoSession *session)
{
  memcpy (alike->block, session->state, session->block_bytes);
  memcpy (alike->store, session->store.bytes, (size_t) session->store.used * session->store.width);
}

void
symmetry_canonicalize (Symmetry *alike, SearchState *world, uint32_t *moved)
{
  IsoSession *session = world->session;
  bool holds = alike->reductions && session->store.used == alike->store_used;
  for (uint32_t node = 0; node < alike->nodes_max; node++)
    alike->node_order[node] = alike->node_to[node] = node;
  bool nodes_move = holds && alike->reductions & REDUCE_WORKERS && order_nodes (alike, session);
  if (holds)
    alike->parts = session->plan->model->parts (session, session->model_state, alike->part);
  if (holds && alike->reductions & REDUCE_TESTS && order_tests (alike, session))
    {
      keep_state (alike, session);
      rename_tests (alike, session);
    }
  if (nodes_move)
    {
      keep_state (alike, session);
      rename_nodes (alike, session);
    }
  if (moved)
    memcpy (moved, alike->node_to, alike->nodes_max * sizeof *moved);
}
