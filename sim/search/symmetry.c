#include "search/symmetry.h"

#include "search/renaming.h"
#include "session/worker.h"
#include <string.h>

struct Symmetry
{
  unsigned reductions; /* Reduction bits: those that hold */
  Renaming renaming;
  uint32_t classes;
  uint32_t *first, *member;    /* [classes + 1], [tests]: tests that may change places, by class */
  uint32_t *node_order, *list; /* [nodes_max] */
  bool *placed;                /* [nodes_max] */
  uint32_t *rank;              /* [tests] the order in which they were met; ISO_NONE: not met */
  const uint8_t *kept;         /* the bytes of ISO_PART_BY_TEST, or NULL */
};

/* --- classes ----------------------------------------------------------------------------------------------------- */

/* What makes two tests of one suite differ. */
typedef struct
{
  const IsoSession *session;
  const bool *special; /* [tests] */
} Kinds;

static bool
are_of_a_kind (const Kinds *kinds, uint32_t test, uint32_t other)
{
  const IsoSession *session = kinds->session;
  return session->scopes->of_test[test] == session->scopes->of_test[other]
         && session->units->of_test[test] == session->units->of_test[other] && !kinds->special[test]
         && !kinds->special[other];
}

/* Two tests may be swapped only if all tests of their unit between them are of the same kind. A unit is sent in the
 * order of collection, so swapping across another test would change that test's place. */
static bool
may_swap (const Kinds *kinds, uint32_t test, uint32_t other)
{
  const uint32_t *unit = kinds->session->units->of_test;
  for (uint32_t between = test + 1; between < other; between++)
    if (unit[between] == unit[test] && !are_of_a_kind (kinds, test, between))
      return false;
  return are_of_a_kind (kinds, test, other);
}

/* Finds the classes of two or more tests that may be swapped. */
static void
find_classes (Symmetry *symmetry, const Kinds *kinds)
{
  g_autofree bool *done = g_new0 (bool, symmetry->renaming.tests);
  uint32_t at = 0;
  for (uint32_t test = 0; test < symmetry->renaming.tests; test++)
    {
      uint32_t begin = at;
      for (uint32_t other = test; other < symmetry->renaming.tests && !done[test]; other++)
        if (other == test || may_swap (kinds, test, other))
          symmetry->member[at++] = other;
      for (uint32_t i = begin; i < at; i++)
        done[symmetry->member[i]] = true;
      if (at - begin < 2)
        at = begin;
      else
        symmetry->first[++symmetry->classes] = at;
    }
}

Symmetry *
symmetry_new (const SearchPlan *plan, const IsoSession *session)
{
  Symmetry *symmetry = g_new0 (Symmetry, 1);
  bool holds = plan->session.model->parts && !plan->session.replacements_differ;
  unsigned nodes_max = plan->session.nodes_max;
  g_autofree bool *special = search_special_tests (plan);
  symmetry->reductions = holds ? plan->reductions & (REDUCE_WORKERS | REDUCE_TESTS) : 0;
  renaming_init (&symmetry->renaming, session);
  symmetry->first = g_new0 (uint32_t, session->tests + 1);
  symmetry->member = g_new (uint32_t, session->tests);
  symmetry->rank = g_new (uint32_t, session->tests);
  symmetry->node_order = g_new (uint32_t, nodes_max);
  symmetry->list = g_new (uint32_t, nodes_max);
  symmetry->placed = g_new (bool, nodes_max);
  find_classes (symmetry, &(Kinds){ session, special });
  return symmetry;
}

void
symmetry_free (Symmetry *symmetry)
{
  renaming_clear (&symmetry->renaming);
  g_free (symmetry->first);
  g_free (symmetry->member);
  g_free (symmetry->rank);
  g_free (symmetry->node_order);
  g_free (symmetry->list);
  g_free (symmetry->placed);
  g_free (symmetry);
}

/* --- workers in order -------------------------------------------------------------------------------------------- */

static void
place (Symmetry *symmetry, uint32_t node, unsigned *count)
{
  if (symmetry->placed[node])
    return;
  symmetry->placed[node] = true;
  symmetry->node_order[(*count)++] = node;
}

/* Compares two workers that the scheduler does not list and that sent no message which still waits. */
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
place_unlisted (Symmetry *symmetry, const IsoSession *session, unsigned *count)
{
  unsigned sorted = *count;
  for (uint32_t node = 0; node < session->state->next_number; node++)
    place (symmetry, node, count);
  for (unsigned i = sorted + 1; i < *count; i++)
    for (unsigned k = i;
         k > sorted && compare_unlisted (session, symmetry->node_order[k], symmetry->node_order[k - 1]) < 0; k--)
      {
        uint32_t node = symmetry->node_order[k];
        symmetry->node_order[k] = symmetry->node_order[k - 1];
        symmetry->node_order[k - 1] = node;
      }
}

/* Numbers workers as the scheduler lists them; then by their oldest waiting messages; then by their states. Returns
 * false if all keep their numbers. */
static bool
order_nodes (Symmetry *symmetry, const IsoSession *session)
{
  const IsoModel *model = session->plan->model;
  const IsoQueue *messages = &session->state->messages;
  uint32_t nodes = session->state->next_number;
  bool changes = false;
  unsigned count = 0;
  memset (symmetry->placed, 0, symmetry->renaming.nodes_max * sizeof *symmetry->placed);
  unsigned listed = model->nodes (session, session->model_state, symmetry->list);
  for (unsigned i = 0; i < listed; i++)
    place (symmetry, symmetry->list[i], &count);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    place (symmetry, iso_queue_get (&session->store, messages, i + 1), &count);
  place_unlisted (symmetry, session, &count);
  g_assert (count == nodes);
  for (uint32_t i = 0; i < nodes; i++)
    {
      symmetry->renaming.node_to[symmetry->node_order[i]] = i;
      changes |= symmetry->node_order[i] != i;
    }
  return changes;
}

/* --- tests in order ---------------------------------------------------------------------------------------------- */

static void
meet (Symmetry *symmetry, uint32_t test, uint32_t *met)
{
  if (test < symmetry->renaming.tests && symmetry->rank[test] == ISO_NONE)
    symmetry->rank[test] = (*met)++;
}

static void
meet_queue (Symmetry *symmetry, const IsoStore *store, const IsoQueue *queue, uint32_t *met)
{
  for (uint32_t i = 0; i < queue->len; i++)
    meet (symmetry, iso_queue_get (store, queue, i), met);
}

static void
meet_worker (Symmetry *symmetry, const IsoSession *session, const Worker *worker, uint32_t *met)
{
  const IsoQueue *inbox = &worker->inbox;
  meet_queue (symmetry, &session->store, &worker->queue, met);
  for (uint32_t at = 0, end; at < inbox->len; at = end)
    {
      Command command = worker_command_at (session, worker, at);
      for (end = command.indices; end < command.end; end++)
        meet (symmetry, iso_queue_get (&session->store, inbox, end), met);
    }
  meet_queue (symmetry, &session->store, &worker->stolen, met);
  meet (symmetry, worker->died_of - 1, met);
}

static void
meet_part (Symmetry *symmetry, const IsoSession *session, const IsoPart *part, uint32_t *met)
{
  if (part->kind == ISO_PART_TESTS)
    meet_queue (symmetry, &session->store, part->at, met);
  for (uint32_t i = 0; part->kind == ISO_PART_BY_NODE && part->holds_tests && i < session->state->next_number; i++)
    meet_queue (symmetry, &session->store, renaming_queue_of (part, symmetry->node_order[i]), met);
  if (part->kind == ISO_PART_BY_TEST)
    symmetry->kept = part->at;
}

static void
meet_all (Symmetry *symmetry, const IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  uint32_t met = 0;
  symmetry->kept = NULL;
  memset (symmetry->rank, 0xFF, symmetry->renaming.tests * sizeof *symmetry->rank);
  for (uint32_t i = 0; i < session->state->next_number; i++)
    meet_worker (symmetry, session, &session->worker[symmetry->node_order[i]], &met);
  for (uint32_t i = 0; i < messages->len; i += MESSAGE_WORDS)
    if (iso_queue_get (&session->store, messages, i) == MESSAGE_COMPLETE)
      meet (symmetry, iso_queue_get (&session->store, messages, i + 2), &met);
  for (unsigned i = 0; i < symmetry->renaming.parts; i++)
    meet_part (symmetry, session, &symmetry->renaming.part[i], &met);
}

/* Whether A comes before B: in the order in which they were met, and tests that were not met come last. Where the
 * scheduler keeps a byte for each test, tests with byte 0 come first, in the order of collection: that is the order in
 * which it sends them. */
static bool
comes_before (const Symmetry *symmetry, const IsoSession *session, uint32_t a, uint32_t b)
{
  if (symmetry->kept && !symmetry->kept[a] != !symmetry->kept[b])
    return !symmetry->kept[a];
  if (symmetry->kept && !symmetry->kept[a])
    return a < b;
  if (symmetry->rank[a] != symmetry->rank[b])
    return symmetry->rank[a] < symmetry->rank[b];
  if (session->judge.mark[a] != session->judge.mark[b])
    return session->judge.mark[a] < session->judge.mark[b];
  return a < b;
}

/* Numbers the members of a class; returns false if all keep their numbers. */
static bool
order_class (Symmetry *symmetry, const IsoSession *session, uint32_t class)
{
  uint32_t first = symmetry->first[class], count = symmetry->first[class + 1] - first;
  const uint32_t *member = symmetry->member + first;
  bool changes = false;
  g_assert (count >= 2);
  for (uint32_t i = 0; i < count; i++)
    {
      uint32_t before = 0;
      for (uint32_t k = 0; k < count; k++)
        before += k != i && comes_before (symmetry, session, member[k], member[i]);
      symmetry->renaming.test_to[member[i]] = member[before];
      changes |= before != i;
    }
  return changes;
}

static bool
order_tests (Symmetry *symmetry, const IsoSession *session)
{
  bool changes = false;
  meet_all (symmetry, session);
  for (uint32_t class = 0; class < symmetry->classes; class ++)
    changes |= order_class (symmetry, session, class);
  return changes;
}

/* --- the canonical form ------------------------------------------------------------------------------------------ */

void
symmetry_canonicalize (Symmetry *symmetry, IsoSession *session, uint32_t *node_to)
{
  Renaming *renaming = &symmetry->renaming;
  bool holds = symmetry->reductions && renaming_is_possible (renaming, session);
  for (uint32_t node = 0; node < renaming->nodes_max; node++)
    symmetry->node_order[node] = renaming->node_to[node] = node;
  bool nodes_move = holds && symmetry->reductions & REDUCE_WORKERS && order_nodes (symmetry, session);
  if (holds)
    renaming_find_parts (renaming, session);
  if (holds && symmetry->reductions & REDUCE_TESTS && order_tests (symmetry, session))
    renaming_tests (renaming, session);
  if (nodes_move)
    renaming_nodes (renaming, session);
  if (node_to)
    memcpy (node_to, renaming->node_to, renaming->nodes_max * sizeof *node_to);
}
