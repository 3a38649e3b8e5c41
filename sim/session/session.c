#include "session/worker.h"

#include <stdarg.h>
#include <string.h>

static size_t
round_up (size_t bytes)
{
  return (bytes + 7) & ~(size_t) 7;
}

/* The narrowest elements that hold every index, the end marker, counts, node and scope numbers. */
static uint8_t
element_width (const SessionPlan *plan)
{
  uint32_t most = MAX (plan->suite->tests + 1, plan->nodes_max + 1);
  return most <= UINT8_MAX ? 1 : most <= UINT16_MAX ? 2 : 4;
}

static size_t
coordinator_bytes (const SessionPlan *plan)
{
  bool coordinated = (plan->model->promises & ISO_BIT (ISO_SETUP_ONCE)) != 0;
  return coordinated ? plan->suite->scope_table[SCOPE_SCOPE]->scopes * sizeof (Coordination) : 0;
}

static void
lay_out (IsoSession *session)
{
  const SessionPlan *plan = session->plan;
  size_t workers = round_up (sizeof (SessionState));
  size_t judge = workers + round_up (plan->nodes_max * sizeof (Worker));
  size_t coordinator = judge + judge_layout (&session->judge, plan, NULL);
  size_t model = coordinator + coordinator_bytes (plan);
  session->block_bytes = model + round_up (plan->model->size (plan->suite, plan->nodes_max));
  unsigned char *block = g_malloc (session->block_bytes);
  session->state = (SessionState *) (void *) block;
  session->worker = (Worker *) (void *) (block + workers);
  judge_layout (&session->judge, plan, block + judge);
  session->coordinator = (Coordination *) (void *) (block + coordinator);
  session->model_state = block + model;
}

IsoSession *
session_new (const SessionPlan *plan, Driver *driver, Observer *observers)
{
  IsoSession *session = g_new0 (IsoSession, 1);
  session->plan = plan;
  session->driver = driver;
  session->observers = observers;
  session->tests = plan->suite->tests;
  session->store.width = element_width (plan);
  session->store.canonical = plan->canonical;
  session->scratch = g_new (uint32_t, MAX ((gsize) plan->suite->tests, plan->nodes_max) + 1);
  session->command = g_new (uint32_t, (gsize) plan->suite->tests + 1);
  session->node_list = g_new (uint32_t, plan->nodes_max);
  session->reported = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  lay_out (session);
  if (plan->model->open)
    plan->model->open (session);
  session_reset (session);
  return session;
}

/* Room for all that a queue can hold while nobody is sent a test twice, so that queues lie in the same place in every
 * state. */
static void
reserve_queues (IsoSession *session)
{
  uint32_t tests = session->tests, nodes = session->plan->nodes_max;
  iso_reserve (session, &session->state->messages, (tests + 4 * nodes) * MESSAGE_WORDS);
  for (unsigned node = 0; node < nodes; node++)
    {
      iso_reserve (session, &session->worker[node].queue, tests + 2);
      iso_reserve (session, &session->worker[node].inbox, 3 * tests + 4);
      iso_reserve (session, &session->worker[node].stolen, tests);
    }
}

void
session_reset (IsoSession *session)
{
  memset (session->state, 0, session->block_bytes);
  memset (session->finding, 0, sizeof session->finding);
  session->store.used = 0;
  session->store.gaps = 0;
  session->stamp = 0;
  if (session->store.canonical && session->store.room)
    memset (session->store.bytes, 0, (size_t) session->store.room * session->store.width);
  session->entries = 0;
  session->done = session->restarted = session->sent_wrongly = session->blamed = session->unreported = 0;
  session->out_of_nodes = false;
  g_array_set_size (session->reported, 0);
  session->error = 0;
  session->error_text[0] = '\0';
  session->state->next_number = session->plan->workers;
  session->state->active = session->plan->workers;
  for (unsigned node = 0; node < session->plan->workers; node++)
    session->worker[node].state = WORKER_STARTING;
  judge_init (session);
  reserve_queues (session);
  if (session->plan->model->init)
    session->plan->model->init (session, session->model_state);
}

void
session_free (IsoSession *session)
{
  if (!session)
    return;
  if (session->plan->model->close)
    session->plan->model->close (session);
  g_array_unref (session->reported);
  g_free (session->state);
  g_free (session->store.bytes);
  g_free (session->scratch);
  g_free (session->command);
  g_free (session->node_list);
  g_free (session);
}

/* --- the controller (dsession.py) ---------------------------------------------------------------------------- */

void
session_post (IsoSession *session, Message message)
{
  const uint32_t words[MESSAGE_WORDS]
      = { message.kind, message.node, message.arg, message.duration_us >= MESSAGE_LONG_US };
  iso_queue_push_many (&session->store, &session->state->messages, words, MESSAGE_WORDS);
}

static void
trigger_shutdown (IsoSession *session)
{
  if (session->state->shutdown_triggered)
    return;
  session->state->shutdown_triggered = 1;
  unsigned count = session->plan->model->nodes (session, session->model_state, session->node_list);
  for (unsigned i = 0; i < count; i++)
    iso_shutdown (session, session->node_list[i]);
}

void
session_settle (IsoSession *session)
{
  if (session->state->stop || session->plan->model->tests_finished (session, session->model_state))
    trigger_shutdown (session);
}

bool
session_over (const IsoSession *session)
{
  return (session->state->shutdown_triggered && session->state->active == 0)
         || (session->state->stop && session->plan->rules.stops_at_once);
}

static bool
on_workerready (IsoSession *session, unsigned node)
{
  if (node >= session->plan->workers && session->observers)
    session_tell (session, (Event){ .kind = EVENT_READY, .node = node });
  if (!session->state->shutdown_triggered)
    return session->plan->model->add_node (session, session->model_state, node);
  iso_shutdown (session, node);
  return true;
}

static bool
on_collectionfinish (IsoSession *session, unsigned node)
{
  const IsoModel *model = session->plan->model;
  if (session->state->shutdown_triggered)
    return true;
  if (!model->add_node_collection (session, session->model_state, node))
    return false;
  return !model->collection_is_completed (session, session->model_state)
         || model->schedule (session, session->model_state);
}

static bool
on_unscheduled (IsoSession *session, unsigned node, uint32_t count)
{
  const IsoModel *model = session->plan->model;
  uint32_t *indices = session->command;
  iso_queue_pop_many (&session->store, &session->worker[node].stolen, indices, count);
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_UNSCHEDULED, .node = node, .tests = indices, .count = count });
  if (!model->remove_pending_tests_from_node)
    return iso_fail (session, ISO_OTHER_ERROR, "NotImplementedError");
  /* The model may send, and sending uses the command buffer. */
  memcpy (session->scratch, indices, count * sizeof *indices);
  return model->remove_pending_tests_from_node (session, session->model_state, node, session->scratch, count);
}

static bool
lists (IsoSession *session, unsigned node)
{
  unsigned count = session->plan->model->nodes (session, session->model_state, session->node_list);
  for (unsigned i = 0; i < count; i++)
    if (session->node_list[i] == node)
      return true;
  return false;
}

/* dsession.py's _handlefailures, for all failed reports of a run at once. */
static bool
on_reports (IsoSession *session, uint32_t failed)
{
  session->state->failures += failed;
  session->state->stop |= session->state->failures >= session->plan->rules.maxfail;
  return true;
}

/* A worker that stopped by itself stays listed, with what it did not run. */
static bool
on_workerfinished (IsoSession *session, unsigned node, bool stopped)
{
  uint32_t crashed = ISO_NONE;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_WORKERFINISHED, .node = node });
  session->state->stop |= stopped;
  if (!stopped && lists (session, node)
      && !session->plan->model->remove_node (session, session->model_state, node, &crashed))
    return false;
  if (crashed != ISO_NONE)
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u finished with tests pending", node);
  session->state->active--;
  return true;
}

static void
start_replacement (IsoSession *session)
{
  if (session->state->next_number == session->plan->nodes_max)
    {
      session->out_of_nodes = true;
      return;
    }
  unsigned node = session->state->next_number++;
  session->state->shutdown_triggered = 0;
  session->state->active++;
  session->worker[node].state = WORKER_STARTING;
  session->driver->start (session->driver, session, node);
}

/* Whether the crash is reported for the test that the worker ran when it died. */
static void
note_blame (IsoSession *session, unsigned node, uint32_t crashed)
{
  uint32_t ran = session->worker[node].died_of;
  session->blamed += crashed != ISO_NONE && crashed + 1 != ran;
  session->unreported += ran && crashed == ISO_NONE;
  session->worker[node].died_of = 0;
}

static bool
on_errordown (IsoSession *session, unsigned node)
{
  uint32_t crashed = ISO_NONE;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_ERRORDOWN, .node = node });
  if (!session->plan->model->remove_node (session, session->model_state, node, &crashed))
    {
      if (session->error != ISO_KEY_ERROR)
        return false;
      session->error = 0;
      crashed = ISO_NONE;
    }
  note_blame (session, node, crashed);
  if (crashed != ISO_NONE)
    {
      judge_reported (session, crashed);
      g_array_append_val (session->reported, crashed);
    }
  if (++session->state->failed_nodes > session->plan->rules.max_worker_restart)
    trigger_shutdown (session);
  else
    start_replacement (session);
  session->state->active--;
  return true;
}

bool
session_receive (IsoSession *session, Message message)
{
  switch ((MessageKind) message.kind)
    {
    case MESSAGE_WORKERREADY:
      return on_workerready (session, message.node);
    case MESSAGE_COLLECTIONFINISH:
      return on_collectionfinish (session, message.node);
    case MESSAGE_COMPLETE:
      return session->plan->model->mark_test_complete (session, session->model_state, message.node, message.arg,
                                                       message.duration_us);
    case MESSAGE_UNSCHEDULED:
      return on_unscheduled (session, message.node, message.arg);
    case MESSAGE_WORKERFINISHED:
      return on_workerfinished (session, message.node, message.arg);
    case MESSAGE_REPORTS:
      return on_reports (session, message.arg);
    case MESSAGE_ERRORDOWN:
      return on_errordown (session, message.node);
    }
  g_assert_not_reached ();
}

bool
session_handle (IsoSession *session)
{
  uint32_t words[MESSAGE_WORDS];
  iso_queue_pop_many (&session->store, &session->state->messages, words, MESSAGE_WORDS);
  return session_receive (session, (Message){ words[0], words[1], words[2], words[3] ? MESSAGE_LONG_US : 0 });
}

/* --- rewinding ----------------------------------------------------------------------------------------------- */

size_t
session_state_bytes (const IsoSession *session)
{
  return session->block_bytes + sizeof session->store.used + (size_t) session->store.used * session->store.width;
}

/* A store that never held anything has no bytes. */
void
session_save (const IsoSession *session, unsigned char *bytes)
{
  memcpy (bytes, session->state, session->block_bytes);
  bytes += session->block_bytes;
  memcpy (bytes, &session->store.used, sizeof session->store.used);
  if (session->store.used)
    memcpy (bytes + sizeof session->store.used, session->store.bytes,
            (size_t) session->store.used * session->store.width);
}

void
session_restore (IsoSession *session, const unsigned char *bytes)
{
  memcpy (session->state, bytes, session->block_bytes);
  bytes += session->block_bytes;
  memcpy (&session->store.used, bytes, sizeof session->store.used);
  session->store.gaps = 0;                               /* they were another state's */
  iso_store_need (&session->store, session->store.used); /* and it may have been another session's */
  if (session->store.used)
    memcpy (session->store.bytes, bytes + sizeof session->store.used,
            (size_t) session->store.used * session->store.width);
}

/* --- drivers that act from outside --------------------------------------------------------------------------- */

void
driver_wait (Driver *driver, IsoSession *session, unsigned node)
{
}

void
driver_wait_run (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
}
