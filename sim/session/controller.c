#include "session/controller.h"

#include "session/session.h"
#include "session/worker_controller.h"
#include <string.h>

/* --- shutdown ------------------------------------------------------------------------------------------------ */

/* Sends shutdown to every node that the scheduler lists, in its order. */
static void
triggershutdown (IsoSession *session)
{
  if (session->state->shutdown_triggered)
    return;
  session->state->shutdown_triggered = 1;
  g_assert (session->state->shut_down <= session->state->next_number);
  unsigned count = session->plan->model->nodes (session, session->model_state, session->node_list);
  for (unsigned i = 0; i < count; i++)
    worker_controller_shutdown (session, session->node_list[i]);
}

void
controller_settle (IsoSession *session)
{
  if (session->state->stop || session->plan->model->tests_finished (session, session->model_state))
    triggershutdown (session);
}

bool
controller_session_finished (const IsoSession *session)
{
  return (session->state->shutdown_triggered && session->state->active == 0)
         || (session->state->stop && session->plan->rules.stops_at_once);
}

/* --- a worker's life ----------------------------------------------------------------------------------------- */

/* A node joins the scheduler, unless the session is ending. */
static bool
worker_workerready (IsoSession *session, unsigned node)
{
  if (node >= session->plan->workers && session->observers)
    session_tell (session, (Event){ .kind = EVENT_READY, .node = node });
  if (!session->state->shutdown_triggered)
    return session->plan->model->add_node (session, session->model_state, node);
  worker_controller_shutdown (session, node);
  return true;
}

/* A collection arrived. Once as many have arrived as there were workers at the start, each of them makes the scheduler
 * deal tests: here a replacement gets its first unit. */
static bool
worker_collectionfinish (IsoSession *session, unsigned node)
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
lists (IsoSession *session, unsigned node)
{
  unsigned count = session->plan->model->nodes (session, session->model_state, session->node_list);
  for (unsigned i = 0; i < count; i++)
    if (session->node_list[i] == node)
      return true;
  return false;
}

/* A node ended after shutdown: the scheduler forgets it, and must have nothing pending there. One that stopped by
 * itself at maxfail (STOPPED) stays listed, with what it did not run. */
static bool
worker_workerfinished (IsoSession *session, unsigned node, bool stopped)
{
  uint32_t crashed = ISO_NONE;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_WORKERFINISHED, .node = node });
  session->state->stop |= stopped;
  if (!stopped && lists (session, node)
      && !session->plan->model->remove_node (session, session->model_state, node, &crashed))
    return false;
  if (crashed != ISO_NONE)
    return session_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u finished with tests pending", node);
  session->state->active--;
  return true;
}

/* Starts a replacement. It takes the next number, and the session does not end before it has ended, too. */
static void
clone_node (IsoSession *session)
{
  if (session->state->next_number == session->plan->nodes_max)
    {
      session->out_of_nodes = true;
      return;
    }
  unsigned node = session->state->next_number++;
  g_assert (node < session->plan->nodes_max && session->worker[node].state == WORKER_ABSENT);
  session->state->shutdown_triggered = 0;
  session->state->active++;
  session->worker[node].state = WORKER_STARTING;
  session->driver->start (session->driver, session, node);
}

/* Reports the test of a crash as failed. A crash does not count for maxfail. */
static void
handle_crashitem (IsoSession *session, uint32_t test)
{
  judge_reported (session, test);
  g_array_append_val (session->reported, test);
}

/* Counts crashes that are reported for another test than the dead worker ran, or for none. */
static void
note_blame (IsoSession *session, unsigned node, uint32_t crashed)
{
  uint32_t ran = session->worker[node].died_of;
  session->blamed += crashed != ISO_NONE && crashed + 1 != ran;
  session->unreported += ran && crashed == ISO_NONE;
  session->worker[node].died_of = 0;
}

/* A node died. The scheduler takes it off its list and names the test that it died of. DSession passes over a KeyError
 * of the scheduler here, and then reports no crash. Up to max_worker_restart deaths are answered by a replacement. */
static bool
worker_errordown (IsoSession *session, unsigned node)
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
    handle_crashitem (session, crashed);
  if (++session->state->failed_nodes > session->plan->rules.max_worker_restart)
    triggershutdown (session);
  else
    clone_node (session);
  session->state->active--;
  return true;
}

/* --- tests --------------------------------------------------------------------------------------------------- */

static bool
worker_runtest_protocol_complete (IsoSession *session, unsigned node, uint32_t index, uint64_t duration_us)
{
  return session->plan->model->mark_test_complete (session, session->model_state, node, index, duration_us);
}

/* The answer to a steal: these indices left the node's queue. */
static bool
worker_unscheduled (IsoSession *session, unsigned node, uint32_t count)
{
  const IsoModel *model = session->plan->model;
  uint32_t *indices = session->command;
  iso_queue_pop_many (&session->store, &session->worker[node].stolen, indices, count);
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_UNSCHEDULED, .node = node, .tests = indices, .count = count });
  if (!model->remove_pending_tests_from_node)
    return session_fail (session, ISO_OTHER_ERROR, "NotImplementedError");
  /* The model may send, and sending uses the command buffer. */
  memcpy (session->scratch, indices, count * sizeof *indices);
  return model->remove_pending_tests_from_node (session, session->model_state, node, session->scratch, count);
}

/* Counts FAILED reports of one run. At maxfail the session stops. */
static bool
handlefailures (IsoSession *session, uint32_t failed)
{
  session->state->failures += failed;
  session->state->stop |= session->state->failures >= session->plan->rules.maxfail;
  return true;
}

/* --- messages ------------------------------------------------------------------------------------------------ */

void
controller_post (IsoSession *session, Message message)
{
  g_assert (message.node < session->state->next_number && message.kind <= MESSAGE_ERRORDOWN);
  const uint32_t words[MESSAGE_WORDS]
      = { message.kind, message.node, message.arg, message.duration_us >= MESSAGE_LONG_US };
  iso_queue_push_many (&session->store, &session->state->messages, words, MESSAGE_WORDS);
}

bool
controller_receive (IsoSession *session, Message message)
{
  switch ((MessageKind) message.kind)
    {
    case MESSAGE_WORKERREADY:
      return worker_workerready (session, message.node);
    case MESSAGE_COLLECTIONFINISH:
      return worker_collectionfinish (session, message.node);
    case MESSAGE_COMPLETE:
      return worker_runtest_protocol_complete (session, message.node, message.arg, message.duration_us);
    case MESSAGE_UNSCHEDULED:
      return worker_unscheduled (session, message.node, message.arg);
    case MESSAGE_WORKERFINISHED:
      return worker_workerfinished (session, message.node, message.arg);
    case MESSAGE_REPORTS:
      return handlefailures (session, message.arg);
    case MESSAGE_ERRORDOWN:
      return worker_errordown (session, message.node);
    }
  g_assert_not_reached ();
}

bool
controller_handle (IsoSession *session)
{
  uint32_t words[MESSAGE_WORDS];
  g_assert (session->state->messages.len % MESSAGE_WORDS == 0);
  iso_queue_pop_many (&session->store, &session->state->messages, words, MESSAGE_WORDS);
  g_assert (words[0] <= MESSAGE_ERRORDOWN && words[1] < session->state->next_number);
  g_assert (session->state->active > 0 && session->state->active <= session->state->next_number);
  return controller_receive (session, (Message){ words[0], words[1], words[2], words[3] ? MESSAGE_LONG_US : 0 });
}
