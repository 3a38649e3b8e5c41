#include "session/worker.h"

void
worker_mark_gone (IsoSession *session, unsigned node)
{
  session->state->shut_down += !worker_is_down (&session->worker[node]);
  session->worker[node].state = WORKER_GONE;
}

void
worker_exit (IsoSession *session, unsigned node)
{
  g_assert (session->worker[node].state == WORKER_EXITING);
  g_assert (session->judge.worker[node].running == 0);
  worker_mark_gone (session, node);
  judge_exit (session, node);
  iso_queue_release (&session->store, &session->worker[node].queue);
  iso_queue_release (&session->store, &session->worker[node].inbox);
  session->worker[node].taken = 0;
  session->driver->emit (session->driver, session,
                         (Message){ MESSAGE_WORKERFINISHED, node, session->worker[node].stopping, 0 });
}

static inline bool
ends (const IsoSession *session, const Worker *worker)
{
  return worker->stopping || iso_queue_get (&session->store, &worker->queue, 0) == session->tests;
}

bool
worker_ends (const IsoSession *session, unsigned node)
{
  g_assert (session->worker[node].taken >= 1);
  return ends (session, &session->worker[node]);
}

bool
worker_can_take_item (const IsoSession *session, unsigned node)
{
  const Worker *worker = &session->worker[node];
  return worker->state == WORKER_UP && worker->taken < 2 && worker->taken < worker->queue.len;
}

void
worker_take_item (IsoSession *session, unsigned node)
{
  g_assert (worker_can_take_item (session, node));
  Worker *worker = &session->worker[node];
  worker->taken++;
  if (!ends (session, worker))
    return;
  worker->state = WORKER_EXITING;
  session->driver->leave (session->driver, session, node);
}

bool
worker_can_begin (const IsoSession *session, unsigned node)
{
  return session->worker[node].state == WORKER_UP && session->worker[node].taken == 2;
}

void
worker_begin (IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  g_assert (worker->state == WORKER_UP && worker->taken == 2);
  uint32_t current = iso_queue_get (&session->store, &worker->queue, 0);
  uint32_t next = iso_queue_get (&session->store, &worker->queue, 1);
  worker->state = WORKER_RUNNING;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_START, .node = node, .test = current });
  judge_start (session, node, session_test_of (session, node, current));
  session->driver->begin (session->driver, session, node, current, next);
}

void
worker_advance (IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  if (worker->state != WORKER_UP || worker->queue.len == 0)
    return;
  worker->taken = (uint8_t) MIN (worker->queue.len, 2);
  if (ends (session, worker))
    {
      worker->state = WORKER_EXITING;
      session->driver->leave (session->driver, session, node);
    }
  else if (worker->taken == 2)
    worker_begin (session, node);
}

/* Whether all of the indices still wait in the queue, after current and next. */
static bool
all_wait (const IsoSession *session, const Worker *worker, const uint32_t *indices, uint32_t count)
{
  for (uint32_t k = 0; k < count; k++)
    {
      uint32_t i = worker->taken;
      while (i < worker->queue.len && iso_queue_get (&session->store, &worker->queue, i) != indices[k])
        i++;
      if (i == worker->queue.len)
        return false;
    }
  return true;
}

/* Whether they are the last of the queue, in its order. That is what worksteal asks for, and it needs no search. */
static bool
are_the_last (const IsoSession *session, const Worker *worker, const uint32_t *indices, uint32_t count)
{
  if (count > worker->queue.len - worker->taken)
    return false;
  for (uint32_t k = 0; k < count; k++)
    if (iso_queue_get (&session->store, &worker->queue, worker->queue.len - count + k) != indices[k])
      return false;
  return true;
}

static void
give_up (IsoSession *session, Worker *worker, const uint32_t *indices, uint32_t count)
{
  for (uint32_t i = worker->queue.len - 1; i >= worker->taken && i < worker->queue.len; i--)
    {
      uint32_t index = iso_queue_get (&session->store, &worker->queue, i);
      for (uint32_t k = 0; k < count; k++)
        if (indices[k] == index)
          {
            iso_queue_remove_at (&session->store, &worker->queue, i);
            break;
          }
    }
}

static uint32_t
answer_steal (IsoSession *session, Worker *worker, const uint32_t *indices, uint32_t count)
{
  if (are_the_last (session, worker, indices, count))
    {
      iso_queue_cut (&session->store, &worker->queue, worker->queue.len - count);
      iso_queue_push_many (&session->store, &worker->stolen, indices, count);
      return count;
    }
  if (!all_wait (session, worker, indices, count))
    return 0;
  uint32_t before = worker->stolen.len;
  for (uint32_t i = worker->taken; i < worker->queue.len; i++)
    {
      uint32_t index = iso_queue_get (&session->store, &worker->queue, i);
      for (uint32_t k = 0; k < count; k++)
        if (indices[k] == index)
          {
            iso_queue_push (&session->store, &worker->stolen, index);
            break;
          }
    }
  give_up (session, worker, indices, count);
  return worker->stolen.len - before;
}

void
worker_accept (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count)
{
  Worker *worker = &session->worker[node];
  g_assert (worker->state != WORKER_GONE);
  if (kind == COMMAND_RUN)
    iso_queue_push_many (&session->store, &worker->queue, indices, count);
  else if (kind == COMMAND_SHUTDOWN)
    iso_queue_push (&session->store, &worker->queue, session->tests);
  else
    {
      uint32_t before = worker->queue.len, given = answer_steal (session, worker, indices, count);
      g_assert (worker->queue.len + given == before && worker->queue.len >= worker->taken);
      session->driver->emit (session->driver, session, (Message){ MESSAGE_UNSCHEDULED, node, given, 0 });
    }
}

void
worker_take_command (IsoSession *session, unsigned node)
{
  IsoQueue *inbox = &session->worker[node].inbox;
  CommandKind kind = (CommandKind) iso_queue_pop (&session->store, inbox);
  uint32_t count = kind == COMMAND_SHUTDOWN ? 0 : iso_queue_pop (&session->store, inbox);
  g_assert (kind <= COMMAND_SHUTDOWN && count <= session->tests && count <= inbox->len);
  iso_queue_pop_many (&session->store, inbox, session->command, count);
  worker_accept (session, node, kind, session->command, count);
}

void
worker_ready (IsoSession *session, unsigned node)
{
  g_assert (session->worker[node].state == WORKER_STARTING && node < session->state->next_number);
  session->worker[node].state = WORKER_COLLECTING;
}

void
worker_collected (IsoSession *session, unsigned node)
{
  const SessionPlan *plan = session->plan;
  WorkerState state = (WorkerState) session->worker[node].state;
  g_assert (state == WORKER_STARTING || state == WORKER_COLLECTING);
  g_assert (session->worker[node].taken == 0 && node < session->state->next_number);
  session->worker[node].state = WORKER_UP;
  if (!plan->replacements_differ)
    return;
  session->worker[node].differs = node >= plan->workers && session->state->collected && session->tests > 1;
  session->state->collected = 1;
}

/* Counts the failed reports of a run. Returns whether the worker reached maxfail by itself. */
static bool
report_failures (IsoSession *session, unsigned node, uint32_t test)
{
  Worker *worker = &session->worker[node];
  const SessionRules *rules = &session->plan->rules;
  uint32_t failed = rules->maxfail ? rules->failures[test] : 0;
  if (!failed)
    return false;
  worker->failures += failed;
  worker->stopping = worker->failures >= rules->maxfail && !rules->workers_go_on;
  return worker->stopping;
}

uint32_t
worker_end_run (IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  g_assert (worker->state == WORKER_RUNNING && worker->taken == 2);
  uint32_t current = iso_queue_pop (&session->store, &worker->queue);
  uint32_t next = iso_queue_get (&session->store, &worker->queue, 0), test = session_test_of (session, node, current);
  bool last = report_failures (session, node, test) || next == session->tests;
  if (session->observers)
    session_tell (session, (Event){ .kind = EVENT_FINISH, .node = node, .test = current });
  judge_finish (session, node, test, last ? ISO_NONE : session_test_of (session, node, next));
  worker->state = WORKER_UP;
  worker->taken = 1;
  return current;
}

/* Tells the judge what the worker was sent and did not complete: its queue, and run commands in its inbox. */
static void
note_requeued (IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  IsoStore *store = &session->store;
  for (uint32_t i = 0; i < worker->queue.len; i++)
    if (iso_queue_get (store, &worker->queue, i) != session->tests)
      judge_requeued (session, node, iso_queue_get (store, &worker->queue, i));
  for (uint32_t at = 0, end; at < worker->inbox.len; at = end)
    {
      Command command = worker_command_at (session, worker, at);
      g_assert (at < command.end && command.end <= worker->inbox.len);
      for (end = command.indices; end < command.end; end++)
        if (command.kind == COMMAND_RUN)
          judge_requeued (session, node, iso_queue_get (store, &worker->inbox, end));
    }
}

void
worker_die (IsoSession *session, unsigned node)
{
  Worker *worker = &session->worker[node];
  uint32_t test = ISO_NONE;
  g_assert (worker->state != WORKER_ABSENT && worker->state != WORKER_GONE && worker->died_of == 0);
  if (worker->state == WORKER_RUNNING)
    {
      uint32_t current = iso_queue_get (&session->store, &worker->queue, 0);
      test = session_test_of (session, node, current);
      session_tell (session, (Event){ .kind = EVENT_CRASH, .node = node, .test = current });
    }
  worker->died_of = test == ISO_NONE ? 0 : test + 1;
  g_assert (session->judge.worker[node].running == worker->died_of);
  note_requeued (session, node);
  judge_death (session, node, test);
  worker_mark_gone (session, node);
  worker->taken = 0;
  iso_queue_release (&session->store, &worker->queue);
  iso_queue_release (&session->store, &worker->inbox);
  session->driver->emit (session->driver, session, (Message){ MESSAGE_ERRORDOWN, node, 0, 0 });
}
