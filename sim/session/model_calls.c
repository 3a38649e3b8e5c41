/* sim/session/model_calls.c - implements models/model.h: what a model may ask of its session, and what it may do. */
#include "session/session.h"
#include "session/worker_controller.h"

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
  return session->units;
}

uint32_t *
iso_scratch (IsoSession *session)
{
  return session->scratch;
}

bool
iso_shutting_down (const IsoSession *session, unsigned node)
{
  return worker_controller_shutting_down (session, node);
}

bool
iso_shutdown_sent (const IsoSession *session, unsigned node)
{
  return session->worker[node].shutdown_sent;
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
  return session_index_on (session, node, test);
}

uint32_t
iso_test_of (const IsoSession *session, unsigned node, uint32_t index)
{
  return session_test_of (session, node, index);
}

/* --- what a model may do ------------------------------------------------------------------------------------- */

bool
iso_fail (IsoSession *session, IsoErrorKind kind, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  session_fail_va (session, kind, format, args);
  va_end (args);
  return false;
}

bool
iso_send_run (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count)
{
  return worker_controller_send (session, node, COMMAND_RUN, indices, count);
}

bool
iso_send_steal (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count)
{
  return worker_controller_send (session, node, COMMAND_STEAL, indices, count);
}

void
iso_shutdown (IsoSession *session, unsigned node)
{
  worker_controller_shutdown (session, node);
}

void
iso_shuffle (IsoSession *session, uint32_t *numbers, uint32_t count)
{
  session->driver->shuffle (session->driver, numbers, count);
}
