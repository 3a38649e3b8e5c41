#include "search/renaming.h"

#include "session/worker.h"
#include <string.h>

void
renaming_init (Renaming *renaming, const IsoSession *session)
{
  *renaming = (Renaming){ .nodes_max = session->plan->nodes_max, .tests = session->tests };
  renaming->store_used = session->store.used;
  renaming->node_to = g_new (uint32_t, renaming->nodes_max);
  renaming->test_to = g_new (uint32_t, renaming->tests + 1);
  renaming->block = g_malloc (session->block_bytes);
  renaming->store = g_malloc ((gsize) session->store.used * session->store.width);
  for (uint32_t node = 0; node < renaming->nodes_max; node++)
    renaming->node_to[node] = node;
  for (uint32_t test = 0; test <= renaming->tests; test++)
    renaming->test_to[test] = test;
}

void
renaming_clear (Renaming *renaming)
{
  g_free (renaming->node_to);
  g_free (renaming->test_to);
  g_free (renaming->block);
  g_free (renaming->store);
}

bool
renaming_is_possible (const Renaming *renaming, const IsoSession *session)
{
  return session->store.used == renaming->store_used;
}

void
renaming_find_parts (Renaming *renaming, const IsoSession *session)
{
  renaming->parts = session->plan->model->parts (session, session->model_state, renaming->part);
  g_assert (renaming->parts <= ISO_PARTS_MAX);
}

/* Whether each of COUNT numbers occurs once in TO; more than 64 are believed. */
static bool
is_permutation (const uint32_t *to, uint32_t count)
{
  uint64_t seen = 0;
  if (count > 64)
    return true;
  for (uint32_t i = 0; i < count; i++)
    seen |= UINT64_C (1) << (to[i] & 63);
  return count == 0 || seen == UINT64_MAX >> (64 - count);
}

static void
keep_state (const Renaming *renaming, const IsoSession *session)
{
  g_assert (renaming_is_possible (renaming, session));
  memcpy (renaming->block, session->state, session->block_bytes);
  memcpy (renaming->store, session->store.bytes, (size_t) session->store.used * session->store.width);
}

/* --- tests ------------------------------------------------------------------------------------------------------- */

const IsoQueue *
renaming_queue_of (const IsoPart *part, uint32_t node)
{
  const unsigned char *row = (const unsigned char *) part->at + (size_t) node * part->count;
  return (const IsoQueue *) (const void *) (row + part->queue);
}

/* Renames element I of a queue of indices or nodes. */
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

/* WORD is 0 for none, or else 1 + a number. */
static uint32_t
renamed (uint32_t word, const uint32_t *to)
{
  return word ? to[word - 1] + 1 : 0;
}

static void
rename_bytes (const Renaming *renaming, IsoSession *session, uint8_t *bytes)
{
  const uint8_t *before = renaming->block + (bytes - (unsigned char *) session->state);
  for (uint32_t test = 0; test < renaming->tests; test++)
    bytes[renaming->test_to[test]] = before[test];
}

static void
rename_tests_of_worker (const Renaming *renaming, IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  JudgeWorker *judged = &session->judge.worker[node];
  rename_queue (&session->store, &worker->queue, renaming->test_to);
  rename_queue (&session->store, &worker->stolen, renaming->test_to);
  for (uint32_t at = 0, end; at < worker->inbox.len; at = end)
    {
      Command command = worker_command_at (session, worker, at);
      for (end = command.indices; end < command.end; end++)
        rename_element (&session->store, &worker->inbox, end, renaming->test_to);
    }
  worker->died_of = renamed (worker->died_of, renaming->test_to);
  judged->running = renamed (judged->running, renaming->test_to);
  judged->last_sent = renamed (judged->last_sent, renaming->test_to);
}

static void
rename_tests_of_part (const Renaming *renaming, IsoSession *session, const IsoPart *part)
{
  if (part->kind == ISO_PART_TESTS)
    rename_queue (&session->store, part->at, renaming->test_to);
  for (uint32_t node = 0; part->kind == ISO_PART_BY_NODE && part->holds_tests && node < session->state->next_number;
       node++)
    rename_queue (&session->store, renaming_queue_of (part, node), renaming->test_to);
  if (part->kind == ISO_PART_BY_TEST)
    rename_bytes (renaming, session, part->at);
}

void
renaming_tests (const Renaming *renaming, IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  g_assert (is_permutation (renaming->test_to, renaming->tests));
  keep_state (renaming, session);
  for (unsigned node = 0; node < session->state->next_number; node++)
    rename_tests_of_worker (renaming, session, node);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    if (iso_queue_get (&session->store, messages, i) == MESSAGE_COMPLETE)
      rename_element (&session->store, messages, i + 2, renaming->test_to);
  rename_bytes (renaming, session, session->judge.mark);
  for (unsigned i = 0; i < renaming->parts; i++)
    rename_tests_of_part (renaming, session, &renaming->part[i]);
}

/* --- workers ----------------------------------------------------------------------------------------------------- */

/* Moves what the queue at OFFSET of row FROM holds to row TO. Its room in the store stays with the row: ROOM is that of
 * the queue that row TO had. */
static void
move_queue (const Renaming *renaming, IsoSession *session, unsigned char *to, const unsigned char *from, size_t offset,
            const IsoQueue *room)
{
  IsoQueue *queue = (IsoQueue *) (void *) (to + offset);
  const IsoQueue *source = (const IsoQueue *) (const void *) (from + offset);
  unsigned width = session->store.width;
  g_assert (source->room == room->room && source->head == 0);
  *queue = (IsoQueue){ room->at, room->room, 0, source->len };
  memcpy (session->store.bytes + (size_t) room->at * width, renaming->store + (size_t) source->at * width,
          (size_t) room->room * width);
}

/* Moves rows by node, which have queues at some offsets. */
static void
move_rows (const Renaming *renaming, IsoSession *session, void *rows, size_t row_bytes, const size_t *queues,
           unsigned count)
{
  unsigned char *base = rows;
  const unsigned char *before = renaming->block + (base - (unsigned char *) session->state);
  for (uint32_t node = 0; node < session->state->next_number; node++)
    {
      const unsigned char *from = before + node * row_bytes;
      const unsigned char *old = before + renaming->node_to[node] * row_bytes;
      unsigned char *to = base + renaming->node_to[node] * row_bytes;
      memcpy (to, from, row_bytes);
      for (unsigned i = 0; i < count; i++)
        move_queue (renaming, session, to, from, queues[i], (const IsoQueue *) (const void *) (old + queues[i]));
    }
}

static void
rename_nodes_of_part (const Renaming *renaming, IsoSession *session, const IsoPart *part)
{
  const size_t queue = part->queue;
  uint32_t *words = part->at;
  if (part->kind == ISO_PART_NODES)
    rename_queue (&session->store, part->at, renaming->node_to);
  if (part->kind == ISO_PART_BY_NODE)
    move_rows (renaming, session, part->at, part->count, &queue, 1);
  for (uint32_t i = 0; part->kind == ISO_PART_NODE_WORDS && i < part->count; i++)
    words[i] = words[i] == ISO_NONE ? ISO_NONE : renaming->node_to[words[i]];
}

static void
rename_nodes_of_judge (const Renaming *renaming, IsoSession *session)
{
  Judge *judge = &session->judge;
  uint64_t alone = 0;
  move_rows (renaming, session, judge->worker, sizeof *judge->worker, NULL, 0);
  for (uint32_t unit = 0; unit < session->units->scopes; unit++)
    judge->owner[unit] = renamed (judge->owner[unit], renaming->node_to);
  for (uint32_t node = 0; node < session->state->next_number; node++)
    alone |= (judge->alone[0] >> node & 1) << renaming->node_to[node];
  judge->alone[0] = alone;
}

void
renaming_nodes (const Renaming *renaming, IsoSession *session)
{
  static const size_t queues[] = { offsetof (Worker, queue), offsetof (Worker, inbox), offsetof (Worker, stolen) };
  const IsoQueue *messages = &session->state->messages;
  g_assert (is_permutation (renaming->node_to, session->state->next_number));
  keep_state (renaming, session);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    rename_element (&session->store, messages, i + 1, renaming->node_to);
  move_rows (renaming, session, session->worker, sizeof (Worker), queues, G_N_ELEMENTS (queues));
  rename_nodes_of_judge (renaming, session);
  for (unsigned i = 0; i < renaming->parts; i++)
    rename_nodes_of_part (renaming, session, &renaming->part[i]);
}
