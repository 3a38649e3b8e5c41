/* sim/session/model_calls.c - what models/model.h lets a model ask of its session, and do. */
#include "session/worker.h"

#include <stdarg.h>

/* --- what a model may ask ------------------------------------------------------------------------------------ */

IsoStore *
iso_store (IsoSession *session)
{
  return &session->store;
}

void
iso_reserve (IsoSession *session, IsoQueue *queue, uint32_t room)
{
  if (session->store.canonical)
    iso_queue_reserve (&session->store, queue, room);
}

const IsoStore *
iso_store_const (const IsoSession *session)
{
  return &session->store;
}

const IsoOptions *
iso_options (const IsoSession *session)
{
  return &session->plan->rules.options;
}

uint32_t
iso_tests (const IsoSession *session)
{
  return session->tests;
}

unsigned
iso_workers (const IsoSession *session)
{
  return session->plan->workers;
}

unsigned
iso_nodes_max (const IsoSession *session)
{
  return session->plan->nodes_max;
}

const ScopeTable *
iso_scopes (const IsoSession *session)
{
  g_assert (session->plan->model->uses_scopes); /* isosim check --certify leaves scopes out where it is not set */
  return session->judge.units;
}

uint32_t *
iso_scratch (IsoSession *session)
{
  return session->scratch;
}

static inline bool
is_down (const Worker *worker)
{
  return worker->shutdown_sent || worker->state == WORKER_GONE;
}

/* Until the first node is shut down, which is most of a run, no worker has to be looked at. */
bool
iso_shutting_down (const IsoSession *session, unsigned node)
{
  return session->state->shut_down && is_down (&session->worker[node]);
}

bool
iso_shutdown_sent (const IsoSession *session, unsigned node)
{
  return session->worker[node].shutdown_sent;
}

void
session_note_gone (IsoSession *session, unsigned node)
{
  session->state->shut_down += !is_down (&session->worker[node]);
  session->worker[node].state = WORKER_GONE;
}

bool
iso_collected_suite (const IsoSession *session, unsigned node)
{
  return !session->worker[node].differs;
}

bool
iso_same_collection (const IsoSession *session, unsigned node, unsigned other)
{
  return session->worker[node].differs == session->worker[other].differs;
}

uint32_t
iso_index_on (const IsoSession *session, unsigned node, uint32_t test)
{
  if (!session->worker[node].differs)
    return test;
  return test == 0 ? session->tests - 1 : test - 1;
}

uint32_t
iso_test_of (const IsoSession *session, unsigned node, uint32_t index)
{
  if (!session->worker[node].differs)
    return index;
  return index == session->tests - 1 ? 0 : index + 1;
}

/* --- what a model may do ------------------------------------------------------------------------------------- */

bool
iso_fail (IsoSession *session, IsoErrorKind kind, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_vsnprintf (session->error_text, sizeof session->error_text, format, args);
  va_end (args);
  session->error = kind;
  return false;
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

static bool
send_indices (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count)
{
  Worker *worker = &session->worker[node];
  if (worker->state == WORKER_GONE)
    return iso_fail (session, ISO_OTHER_ERROR, "OSError: cannot send (already closed?)");
  session->sent_wrongly += worker->shutdown_sent;
  for (uint32_t i = 0; i < count; i++)
    if (indices[i] >= session->tests)
      {
        session->sent_wrongly++;
        return iso_fail (session, ISO_OTHER_ERROR, "IndexError: there is no test %u for gw%u", indices[i], node);
      }
  if (count > session->tests)
    return iso_fail (session, ISO_OTHER_ERROR, "ValueError: more tests sent to gw%u than there are", node);
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

bool
iso_send_run (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count)
{
  return send_indices (session, node, COMMAND_RUN, indices, count);
}

bool
iso_send_steal (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count)
{
  return send_indices (session, node, COMMAND_STEAL, indices, count);
}

void
iso_shutdown (IsoSession *session, unsigned node)
{
  if (iso_shutting_down (session, node))
    return;
  session->worker[node].shutdown_sent = 1;
  session->state->shut_down++;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_SHUTDOWN, .node = node });
  send_command (session, node, COMMAND_SHUTDOWN, NULL, 0);
}

void
iso_shuffle (IsoSession *session, uint32_t *numbers, uint32_t count)
{
  session->driver->shuffle (session->driver, numbers, count);
}
