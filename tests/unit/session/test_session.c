/* tests/unit/session/test_session.c - the session without a clock: rewinding, and what the judge finds on broken runs.
 */
#include "session/property.h"
#include "unit/check.h"

#include "models/registry.h"
#include "session/controller.h"
#include "session/session.h"
#include "session/worker.h"
#include "unit/shapes.h"
#include <stdio.h>
#include <string.h>

/* A driver that keeps everything waiting in two plain lists, so that a test can take a step, go back, and take it
 * again. */
typedef struct
{
  Driver driver; /* first */
  Message message[256];
  unsigned messages;
  unsigned running[64];
  unsigned runs;
} Hand;

static void
hand_sent (Driver *driver, IsoSession *session, unsigned node)
{
  while (session->worker[node].inbox.len)
    worker_take_command (session, node);
  worker_advance (session, node);
}

static void
hand_begin (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
  Hand *hand = (Hand *) driver;
  hand->running[hand->runs++] = node;
}

static void
hand_leave (Driver *driver, IsoSession *session, unsigned node)
{
  worker_exit (session, node);
}

static void
hand_emit (Driver *driver, IsoSession *session, Message message)
{
  Hand *hand = (Hand *) driver;
  hand->message[hand->messages++] = message;
}

static void
hand_start (Driver *driver, IsoSession *session, unsigned node)
{
  worker_collected (session, node);
  hand_emit (driver, session, (Message){ MESSAGE_WORKERREADY, node, 0, 0 });
}

static void
hand_shuffle (Driver *driver, uint32_t *numbers, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    numbers[i] = count - 1 - i;
}

static Hand
hand_new (void)
{
  return (Hand){ .driver = { false, hand_sent, hand_begin, hand_leave, hand_emit, hand_start, hand_shuffle } };
}

static SessionPlan
plan_of (Suite *suite, const IsoModel *model, unsigned workers)
{
  SessionRules rules = session_rules_default ();
  rules.options.name_supplied = true;
  rules.max_worker_restart = 4;
  return (SessionPlan){ .suite = suite, .model = model, .rules = rules, .workers = workers, .nodes_max = workers + 4 };
}

static void
receive (IsoSession *session, MessageKind kind, unsigned node, uint32_t arg)
{
  controller_post (session, (Message){ kind, node, arg, arg % 2 ? 200000 : 1000 });
  if (controller_handle (session))
    controller_settle (session);
}

static void
admit (IsoSession *session)
{
  for (MessageKind kind = MESSAGE_WORKERREADY; kind <= MESSAGE_COLLECTIONFINISH; kind++)
    for (unsigned node = 0; node < session->plan->workers; node++)
      {
        if (kind == MESSAGE_WORKERREADY)
          worker_collected (session, node);
        receive (session, kind, node, 0);
      }
}

/* The next thing that can happen: messages first, else the run that has lasted longest ends (or, at step KILL, its
 * worker dies). False when nothing is left. */
static bool
step (IsoSession *session, Hand *hand, bool kill)
{
  if (hand->messages)
    {
      Message message = hand->message[0];
      memmove (hand->message, hand->message + 1, --hand->messages * sizeof message);
      receive (session, message.kind, message.node, message.arg);
      if (message.kind == MESSAGE_WORKERREADY && !session->state->shutdown_triggered)
        hand_emit (&hand->driver, session, (Message){ MESSAGE_COLLECTIONFINISH, message.node, 0, 0 });
      return !session->error;
    }
  if (!hand->runs)
    return false;
  unsigned node = hand->running[0];
  memmove (hand->running, hand->running + 1, --hand->runs * sizeof node);
  if (kill)
    worker_die (session, node);
  else
    {
      uint32_t index = worker_end_run (session, node);
      if (!worker_ends (session, node))
        worker_advance (session, node);
      receive (session, MESSAGE_COMPLETE, node, index);
      worker_advance (session, node);
    }
  return !session->error;
}

static bool
step_twice_alike (IsoSession *session, Hand *hand, bool kill)
{
  Hand before = *hand;
  size_t size = session_state_bytes (session);
  g_autofree unsigned char *start = g_malloc (size);
  session_save (session, start);
  bool more = step (session, hand, kill);
  size_t after = session_state_bytes (session);
  g_autofree unsigned char *first = g_malloc (after), *second = g_malloc (after);
  session_save (session, first);
  session_restore (session, start);
  *hand = before;
  session->error = 0;
  step (session, hand, kill);
  session_save (session, second);
  if (session_state_bytes (session) != after || memcmp (first, second, after) != 0)
    FAIL ("%s: a step after rewinding gave another state", session->plan->model->name);
  return more;
}

static void
rewind_every_step (const IsoModel *model, unsigned kill_at)
{
  g_autoptr (Suite) suite = suite_of ("a4b3c1d1");
  SessionPlan plan = plan_of (suite, model, 3);
  Hand hand = hand_new ();
  g_autoptr (IsoSession) session = session_new (&plan, &hand.driver, NULL);
  session->store.canonical = true;
  admit (session);
  unsigned steps = 0;
  while (step_twice_alike (session, &hand, steps == kill_at) && steps < 500)
    steps++;
  if (steps < 9)
    FAIL ("%s: only %u steps", model->name, steps);
}

static void
a_step_after_rewinding_gives_the_same_state (void)
{
  for (const IsoModel *const *model = models; *model; model++)
    for (unsigned kill_at = 0; kill_at < 12; kill_at++)
      rewind_every_step (*model, kill_at);
}

/* loadscope sends every replacement the whole scope of 78 tests again. */
static void
answer_cache_does_not_grow_with_deaths (void)
{
  enum
  {
    DEATHS = 100,
    TESTS = 78
  };
  g_autoptr (Suite) suite = suite_of ("a~");
  SessionPlan plan = plan_of (suite, model_find ("loadscope"), 1);
  plan.nodes_max = plan.rules.max_worker_restart = DEATHS + 1;
  Hand hand = hand_new ();
  g_autoptr (IsoSession) session = session_new (&plan, &hand.driver, NULL);
  admit (session);
  while (session->state->failed_nodes < DEATHS && step (session, &hand, true))
    ;
  EQUAL_INT (session->state->failed_nodes, DEATHS);
  if (session->store.used > DEATHS * TESTS / 2)
    FAIL ("%u elements in the store after %u deaths", session->store.used, DEATHS);
}

/* Between steps of a canonical store, what is not held is zero: then equal states are equal bytes. */
static void
a_canonical_queue_clears_what_it_gives_up (void)
{
  IsoStore store = { .width = 1, .canonical = true };
  IsoQueue queue = { 0 };
  for (uint32_t i = 1; i <= 5; i++)
    iso_queue_push (&store, &queue, i);
  EQUAL_INT (iso_queue_pop (&store, &queue), 1);
  iso_queue_remove_at (&store, &queue, 1);
  iso_queue_cut (&store, &queue, 2);
  EQUAL_INT (queue.head, 0);
  EQUAL_INT (iso_queue_get (&store, &queue, 0), 2);
  EQUAL_INT (iso_queue_get (&store, &queue, 1), 4);
  for (uint32_t i = 2; i < queue.room; i++)
    EQUAL_INT (iso_store_get (&store, queue.at + i), 0);
  g_free (store.bytes);
}

static void
queues_of_every_width_keep_order_while_they_grow (void)
{
  for (uint8_t width = 1; width <= 4; width = (uint8_t) (width * 2))
    {
      IsoStore store = { .width = width };
      IsoQueue a = { 0 }, b = { 0 };
      uint32_t pushed = 0, popped = 0, most = width == 1 ? 250 : 5000;
      for (; pushed < most; pushed++)
        {
          iso_queue_push (&store, &a, pushed);
          iso_queue_push (&store, &b, most - pushed);
          if (pushed % 3 == 2)
            EQUAL_INT (iso_queue_pop (&store, &a), popped++);
        }
      while (a.len)
        EQUAL_INT (iso_queue_pop (&store, &a), popped++);
      EQUAL_INT (popped, most);
      EQUAL_INT (iso_queue_find (&store, &b, most - 7), 7);
      g_free (store.bytes);
    }
}

/* --- what the judge finds ------------------------------------------------------------------------------------ */

/* Runs by hand, as a broken scheduler would have them: "0+a1" starts a1 on gw0, "0-" ends it there with nothing to
 * follow, "0-b1" with b1 to follow, "0!a2" sends a2 to gw0. */
static void
play (IsoSession *session, const char *script)
{
  g_auto (GStrv) words = g_strsplit (script, " ", -1);
  for (char **word = words; *word; word++)
    {
      unsigned node = (unsigned) ((*word)[0] - '0');
      g_autofree char *name = (*word)[2] ? g_strdup_printf ("%c.py::%s@%c", (*word)[2], *word + 2, (*word)[2]) : NULL;
      uint32_t test = name ? suite_find (session->plan->suite, name) : ISO_NONE;
      uint32_t running = session->judge.worker[node].running - 1;
      if ((*word)[1] == '!')
        judge_sent (session, node, &test, 1);
      else if ((*word)[1] == '+')
        judge_start (session, node, test);
      else
        judge_finish (session, node, running, test);
    }
  judge_end (session);
}

static const struct
{
  const char *shape, *script;
  Property property;
  unsigned count;
} broken_runs[] = {
  { "a2", "0+a1 0-a1 0+a1 0-", ISO_ONCE, 1 },
  { "a2b1", "0+a1 0-b1 0+b1 0-a2 0+a2 0-", ISO_SCOPE, 1 },
  { "a2", "0+a1 1+a2 0- 1-", ISO_SCOPE, 1 },
  { "a2b1", "0+a1 1+b1 0-a2 0+a2 1- 0-", ISO_ISOLATION, 3 },
  { "a2b1", "0+a1 0-a2 0+a2 1+b1 0- 1-", ISO_ISOLATION, 2 },
  { "a3", "0+a1 0-a2 0+a2 0- 1+a3 1-", ISO_TWO_TESTS, 1 },
  { "a4b3", "0!a1 1!a2 0!b1 1!b2", ISO_FENCE_LIMIT, 1 },
  { "a2b1", "0+a1 0-b1 0+b1 0-a2 0+a2 0-", ISO_TEARDOWN_LAST, 2 },
  { "a2b2", "0+a1 0-a2 1+b1 1-b2 1+b2 1- 0+a2 0-", ISO_SCOPES_APART, 1 },
  { "a2b2", "0+a1 0-a2 0+a2", ISO_TEARDOWN_ONCE, 1 },
};

/* A run that keeps everything: a scope, then the next, two tests a worker. */
static const char *const sound_run = "0!a1 0!a2 1!a3 1!a4 0+a1 1+a3 0-a2 0+a2 1-a4 1+a4 1!b1 1-b1 0- 1+b1 1-";

static void
judge_script (const char *shape, const char *script, Property property, unsigned count)
{
  g_autoptr (Suite) suite = suite_of (shape);
  SessionPlan plan = plan_of (suite, &model_isoscope, 2);
  Hand hand = hand_new ();
  g_autoptr (IsoSession) session = session_new (&plan, &hand.driver, NULL);
  play (session, script);
  if (session->finding[property].count != count)
    FAIL ("%s, property %d: found %d times, expected %u", script, property, (int) session->finding[property].count,
          count);
}

static void
each_property_is_seen_to_break (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (broken_runs); i++)
    judge_script (broken_runs[i].shape, broken_runs[i].script, broken_runs[i].property, broken_runs[i].count);
}

static void
a_sound_run_breaks_nothing (void)
{
  for (Property property = 0; property < ISO_PROPERTIES; property++)
    if (property != ISO_SCOPE)
      judge_script ("a4b1", sound_run, property, 0);
}

/* Its queues were sent far more than a suite has. */
static void
a_session_takes_over_a_larger_state_of_another (void)
{
  g_autoptr (Suite) suite = suite_of ("a2");
  SessionPlan plan = plan_of (suite, &model_load, 1);
  plan.canonical = true;
  Hand hand = hand_new ();
  g_autoptr (IsoSession) large = session_new (&plan, &hand.driver, NULL);
  g_autoptr (IsoSession) other = session_new (&plan, &hand.driver, NULL);
  for (uint32_t i = 0; i < 10000; i++)
    iso_queue_push (&large->store, &large->worker[0].queue, i % 2);
  gsize bytes = session_state_bytes (large);
  g_autofree unsigned char *state = g_malloc (bytes), *again = g_malloc (bytes);
  session_save (large, state);
  session_restore (other, state);
  CU_ASSERT_EQUAL_FATAL (session_state_bytes (other), bytes);
  session_save (other, again);
  if (memcmp (state, again, bytes) != 0)
    FAIL ("%s", "the state is another one");
}

/* A worker that runs the same two tests for ever, as a scheduler in another process could have it. */
static void
the_judge_remembers_no_number_of_runs (void)
{
  g_autoptr (Suite) suite = suite_of ("a2");
  SessionPlan plan = plan_of (suite, &model_load, 1);
  Hand hand = hand_new ();
  g_autoptr (IsoSession) session = session_new (&plan, &hand.driver, NULL);
  g_autofree unsigned char *before = g_malloc (session->block_bytes);
  for (int round = 0; round < 4; round++)
    {
      if (round == 3)
        memcpy (before, session->state, session->block_bytes);
      for (uint32_t test = 0; test < 2; test++)
        {
          judge_start (session, 0, test);
          judge_finish (session, 0, test, !test);
        }
    }
  if (memcmp (before, session->state, session->block_bytes) != 0)
    FAIL ("%s", "a fourth round leaves another state than the third");
}

CU_TestInfo tests_of_session[] = {
  { "a step after rewinding gives the same state", a_step_after_rewinding_gives_the_same_state },
  { "memory does not grow with deaths", answer_cache_does_not_grow_with_deaths },
  { "a canonical queue clears what it gives up", a_canonical_queue_clears_what_it_gives_up },
  { "queues of every width keep order while they grow", queues_of_every_width_keep_order_while_they_grow },
  { "each property is seen to break", each_property_is_seen_to_break },
  { "a sound run breaks nothing", a_sound_run_breaks_nothing },
  { "a session takes over a larger state of another", a_session_takes_over_a_larger_state_of_another },
  { "the judge remembers no number of runs", the_judge_remembers_no_number_of_runs },
  CU_TEST_INFO_NULL,
};
