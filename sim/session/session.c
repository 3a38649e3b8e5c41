#include "session/session.h"

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
  size_t coordinator = judge + judge_layout (session, NULL);
  size_t model = coordinator + coordinator_bytes (plan);
  session->block_bytes = model + round_up (plan->model->size (plan->suite, plan->nodes_max));
  unsigned char *block = g_malloc (session->block_bytes);
  session->state = (SessionState *) (void *) block;
  session->worker = (Worker *) (void *) (block + workers);
  g_assert (judge_layout (session, block + judge) == coordinator - judge);
  session->coordinator = (Coordination *) (void *) (block + coordinator);
  session->model_state = block + model;
}

IsoSession *
session_new (const SessionPlan *plan, Driver *driver, Observer *observers)
{
  IsoSession *session = g_new0 (IsoSession, 1);
  g_assert (plan->workers >= 1 && plan->workers <= plan->nodes_max);
  g_assert (!model_has_too_many_runs (plan->model, plan->suite->tests, plan->workers));
  session->plan = plan;
  session->driver = driver;
  session->observers = observers;
  session->tests = plan->suite->tests;
  session->scopes = plan->suite->scope_table[SCOPE_SCOPE];
  session->units = plan->suite->scope_table[plan->model->scope_rule];
  g_assert (session->scopes->scopes <= session->tests && session->units->scopes <= session->tests);
  session->store.width = element_width (plan);
  session->store.canonical = plan->canonical;
  session->scratch = g_new (uint32_t, MAX ((gsize) plan->suite->tests, plan->nodes_max) + 1);
  session->command = g_new (uint32_t, (gsize) plan->suite->tests + 1);
  session->node_list = g_new (uint32_t, plan->nodes_max);
  session->reported = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  lay_out (session);
  if (plan->model->external)
    plan->model->open (session);
  session_reset (session);
  return session;
}

static void
reserve (IsoSession *session, IsoQueue *queue, uint32_t room)
{
  if (session->store.canonical)
    iso_queue_reserve (&session->store, queue, room);
}

/* Room for all that a queue can hold while nobody is sent a test twice, so that queues lie in the same place in every
 * state. */
static void
reserve_queues (IsoSession *session)
{
  uint32_t tests = session->tests, nodes = session->plan->nodes_max;
  reserve (session, &session->state->messages, (tests + 4 * nodes) * MESSAGE_WORDS);
  for (unsigned node = 0; node < nodes; node++)
    {
      reserve (session, &session->worker[node].queue, tests + 2);
      reserve (session, &session->worker[node].inbox, 3 * tests + 4);
      reserve (session, &session->worker[node].stolen, tests);
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
  if (session->plan->model->external)
    session->plan->model->close (session);
  g_array_unref (session->reported);
  g_free (session->state);
  g_free (session->store.bytes);
  g_free (session->scratch);
  g_free (session->command);
  g_free (session->node_list);
  g_free (session);
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
  g_assert (session->store.used <= session->store.room);
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
  g_assert (session->state->next_number <= session->plan->nodes_max);
  session->store.gaps = 0;                               /* they were another state's */
  iso_store_need (&session->store, session->store.used); /* and it may have been another session's */
  if (session->store.used)
    memcpy (session->store.bytes, bytes + sizeof session->store.used,
            (size_t) session->store.used * session->store.width);
}

/* --- failing --------------------------------------------------------------------------------------------------- */

bool
session_fail_va (IsoSession *session, IsoErrorKind kind, const char *format, va_list args)
{
  g_vsnprintf (session->error_text, sizeof session->error_text, format, args);
  session->error = kind;
  return false;
}

bool
session_fail (IsoSession *session, IsoErrorKind kind, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  session_fail_va (session, kind, format, args);
  va_end (args);
  return false;
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
