#include "session/worker_controller.h"

#include "session/session.h"
#include "session/worker.h"

/* Until the first node is shut down, which is most of a run, no worker has to be looked at. */
bool
worker_controller_shutting_down (const IsoSession *session, unsigned node)
{
  return session->state->shut_down && worker_is_down (&session->worker[node]);
}

/* A command goes through the worker's inbox, unless it is taken at once. */
static void
send_command (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count)
{
  IsoQueue *inbox = &session->worker[node].inbox;
  if (session->driver->prompt)
    {
      worker_accept (session, node, kind, indices, count);
      worker_advance (session, node);
      return;
    }
  iso_queue_push (&session->store, inbox, kind);
  if (kind != COMMAND_SHUTDOWN)
    iso_queue_push (&session->store, inbox, count);
  iso_queue_push_many (&session->store, inbox, indices, count);
  session->driver->sent (session->driver, session, node);
}

bool
worker_controller_send (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count)
{
  Worker *worker = &session->worker[node];
  if (worker->state == WORKER_GONE)
    return session_fail (session, ISO_OTHER_ERROR, "OSError: cannot send (already closed?)");
  session->sent_wrongly += worker->shutdown_sent;
  for (uint32_t i = 0; i < count; i++)
    if (indices[i] >= session->tests)
      {
        session->sent_wrongly++;
        return session_fail (session, ISO_OTHER_ERROR, "IndexError: there is no test %u for gw%u", indices[i], node);
      }
  if (count > session->tests)
    return session_fail (session, ISO_OTHER_ERROR, "ValueError: more tests sent to gw%u than there are", node);
  if (session->observers)
    session_tell (session, (Event){ .kind = kind == COMMAND_RUN ? EVENT_RUN : EVENT_STEAL,
                                    .node = node,
                                    .tests = indices,
                                    .count = count });
  if (kind == COMMAND_RUN)
    judge_sent (session, node, indices, count);
  send_command (session, node, kind, indices, count);
  return true;
}

void
worker_controller_shutdown (IsoSession *session, unsigned node)
{
  if (worker_controller_shutting_down (session, node))
    return;
  g_assert (session->state->shut_down < session->state->next_number);
  session->worker[node].shutdown_sent = 1;
  session->state->shut_down++;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_SHUTDOWN, .node = node });
  send_command (session, node, COMMAND_SHUTDOWN, NULL, 0);
}
