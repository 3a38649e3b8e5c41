#include "simulate/costed_driver.h"

#include "session/controller.h"
#include "session/worker.h"
#include "simulate/event_queue.h"
#include "time_model/time_model.h"
#include <string.h>

/* Where a worker is, beyond what the session knows. */
typedef enum
{
  AT_REST,
  AT_TEST,     /* in set-ups and the test itself */
  AT_TEARDOWN, /* in the tear-downs after it */
  AT_BETWEEN   /* between two runs */
} Place;

typedef struct
{
  Place place;
  uint64_t began_us; /* its run */
  GArray *set_up;    /* of uint32_t: the fixtures that are set up there, in that order; NULL until there is one */
} CostedWorker;

/* A coordinated fixture: how many workers are inside, and when its set-up was or will be done. */
typedef struct
{
  uint32_t inside;
  uint64_t ready_us;
} Gate;

struct CostedDriver
{
  const TimeModel *costs;
  EventQueue events;
  unsigned nodes;
  CostedWorker *worker; /* [nodes] */
  Gate *gate;           /* [fixtures] */
  bool handling;        /* the controller is at a message */
  uint32_t collections; /* that were handled */
  uint64_t first_us;    /* start of the first run; UINT64_MAX before */
  uint64_t ready_us;    /* when the last worker of the beginning had collected */
  uint64_t setup_us, overhead_us, held_us, setups;
};

CostedDriver *
costed_driver_new (const SimulationPlan *plan, unsigned nodes_max)
{
  CostedDriver *costed = g_new0 (CostedDriver, 1);
  costed->costs = plan->costs;
  costed->nodes = nodes_max;
  costed->worker = g_new0 (CostedWorker, nodes_max);
  costed->gate = g_new0 (Gate, plan->costs->fixtures);
  event_queue_init (&costed->events);
  return costed;
}

void
costed_driver_free (CostedDriver *costed)
{
  if (!costed)
    return;
  for (unsigned node = 0; node < costed->nodes; node++)
    if (costed->worker[node].set_up)
      g_array_unref (costed->worker[node].set_up);
  g_free (costed->worker);
  g_free (costed->gate);
  event_queue_clear (&costed->events);
  g_free (costed);
}

static void
rewind_to_start (CostedDriver *costed)
{
  event_queue_reset (&costed->events);
  for (unsigned node = 0; node < costed->nodes; node++)
    {
      costed->worker[node].place = AT_REST;
      if (costed->worker[node].set_up)
        g_array_set_size (costed->worker[node].set_up, 0);
    }
  if (costed->costs->fixtures)
    memset (costed->gate, 0, costed->costs->fixtures * sizeof *costed->gate);
  costed->handling = false;
  costed->collections = 0;
  costed->first_us = UINT64_MAX;
  costed->ready_us = costed->setup_us = costed->overhead_us = costed->held_us = costed->setups = 0;
}

static void
due_in (Simulation *simulation, uint64_t delay_us, DueKind kind, unsigned node, Message message)
{
  Due due = { .time_us = simulation->clock.now_us + delay_us, .kind = kind, .node = node, .message = message };
  event_queue_add (&simulation->costed->events, due);
}

static void
worker_due_in (Simulation *simulation, uint64_t delay_us, unsigned node)
{
  due_in (simulation, delay_us, DUE_WORKER, node, (Message){ 0, 0, 0, 0 });
}

/* --- fixtures ------------------------------------------------------------------------------------------------ */

static GArray *
set_up_on (CostedWorker *worker)
{
  if (!worker->set_up)
    worker->set_up = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  return worker->set_up;
}

/* What a worker pays to leave the fixture; of a coordinated one only the last to leave pays. */
static uint64_t
leave_fixture (CostedDriver *costed, uint32_t fixture)
{
  const FixtureCost *cost = &costed->costs->fixture[fixture];
  g_assert (!cost->coordinated || costed->gate[fixture].inside > 0);
  if (cost->coordinated && --costed->gate[fixture].inside > 0)
    return 0;
  return cost->teardown_us;
}

/* What a worker that arrives at AT_US spends: the set-up, or the wait until another worker has done it. */
static uint64_t
enter_fixture (CostedDriver *costed, uint32_t fixture, uint64_t at_us)
{
  const FixtureCost *cost = &costed->costs->fixture[fixture];
  Gate *gate = &costed->gate[fixture];
  if (cost->coordinated && gate->inside++ > 0)
    {
      uint64_t wait_us = gate->ready_us > at_us ? gate->ready_us - at_us : 0;
      costed->held_us += wait_us;
      return wait_us;
    }
  gate->ready_us = at_us + cost->setup_us;
  costed->setup_us += cost->setup_us;
  costed->setups++;
  return cost->setup_us;
}

/* Whether FIXTURE is set up there. The same fixture with another parameter is torn down, which adds to *spent_us. */
static bool
has_fixture (CostedDriver *costed, GArray *set_up, uint32_t fixture, uint64_t *spent_us)
{
  const FixtureCost *costs = costed->costs->fixture;
  for (guint i = 0; i < set_up->len; i++)
    {
      uint32_t other = g_array_index (set_up, uint32_t, i);
      if (other == fixture)
        return true;
      if (costs[other].slot != costs[fixture].slot)
        continue;
      uint64_t us = leave_fixture (costed, other);
      costed->setup_us += us;
      *spent_us += us;
      g_array_remove_index (set_up, i);
      return false;
    }
  return false;
}

static uint64_t
pay_setups (Simulation *simulation, unsigned node, uint32_t test)
{
  CostedDriver *costed = simulation->costed;
  const TimeModelLists *needs = &costed->costs->needs;
  uint64_t spent_us = 0;
  for (uint32_t i = needs->first[test]; i < needs->first[test + 1]; i++)
    {
      GArray *set_up = set_up_on (&costed->worker[node]);
      uint32_t fixture = needs->number[i];
      if (has_fixture (costed, set_up, fixture, &spent_us))
        continue;
      spent_us += enter_fixture (costed, fixture, simulation->clock.now_us + spent_us);
      g_array_append_val (set_up, fixture);
    }
  return spent_us;
}

/* NEXT: the test that follows, or ISO_NONE. */
static uint64_t
pay_teardowns (CostedDriver *costed, unsigned node, uint32_t next)
{
  GArray *set_up = costed->worker[node].set_up;
  uint64_t spent_us = 0;
  for (guint i = set_up ? set_up->len : 0; i-- > 0;)
    {
      uint32_t fixture = g_array_index (set_up, uint32_t, i);
      if (next != ISO_NONE && time_model_covers (costed->costs, costed->costs->fixture[fixture].base, next))
        continue;
      spent_us += leave_fixture (costed, fixture);
      g_array_remove_index (set_up, i);
    }
  costed->setup_us += spent_us;
  return spent_us;
}

/* --- the driver ---------------------------------------------------------------------------------------------- */

static void
begin (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
  (void) next;
  Simulation *simulation = simulation_of (driver);
  CostedDriver *costed = simulation->costed;
  uint32_t test = session_test_of (session, node, current);
  costed->first_us = MIN (costed->first_us, simulation->clock.now_us);
  g_assert (costed->worker[node].place == AT_REST);
  costed->worker[node].place = AT_TEST;
  costed->worker[node].began_us = simulation->clock.now_us;
  costed->overhead_us += costed->costs->overhead_us[test];
  uint64_t setups_us = pay_setups (simulation, node, test);
  worker_due_in (simulation, setups_us + costed->costs->test_us[test] + costed->costs->overhead_us[test], node);
}

/* exit_us was measured up to the arrival of workerfinished, so the message's own time is taken off. */
static void
leave (Driver *driver, IsoSession *session, unsigned node)
{
  (void) session;
  const TimeModel *costs = simulation_of (driver)->costed->costs;
  worker_due_in (simulation_of (driver), costs->exit_us - MIN (costs->exit_us, costs->message_us), node);
}

static void
emit (Driver *driver, IsoSession *session, Message message)
{
  (void) session;
  due_in (simulation_of (driver), simulation_of (driver)->costed->costs->message_us, DUE_MESSAGE, message.node,
          message);
}

static void
sent (Driver *driver, IsoSession *session, unsigned node)
{
  (void) session;
  due_in (simulation_of (driver), simulation_of (driver)->costed->costs->command_us, DUE_COMMAND, node,
          (Message){ 0, 0, 0, 0 });
}

/* The others run by then, so it has a core to itself. */
static void
start (Driver *driver, IsoSession *session, unsigned node)
{
  (void) session;
  simulation_watch_restarts (simulation_of (driver));
  worker_due_in (simulation_of (driver), simulation_of (driver)->costed->costs->startup_us, node);
}

Driver
costed_driver_hooks (void)
{
  return (Driver){
    .begin = begin, .leave = leave, .emit = emit, .start = start, .sent = sent, .shuffle = simulation_shuffle
  };
}

/* --- a worker's points --------------------------------------------------------------------------------------- */

static void
tell (Simulation *simulation, MessageKind kind, unsigned node, uint32_t arg, uint64_t duration_us)
{
  emit (&simulation->driver, simulation->session, (Message){ kind, node, arg, duration_us });
}

static void
end_run (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  CostedWorker *worker = &simulation->costed->worker[node];
  uint32_t current = iso_queue_get (&session->store, &session->worker[node].queue, 0);
  uint32_t test = session_test_of (session, node, current);
  g_assert (worker->place == AT_TEST || worker->place == AT_TEARDOWN);
  g_assert (worker->began_us <= simulation->clock.now_us && simulation->wall_us <= simulation->clock.now_us);
  uint64_t took_us = simulation->clock.now_us - worker->began_us;
  simulation->wall_us = simulation->clock.now_us;
  simulation->node_busy_us[node] += took_us;
  worker->place = AT_REST;
  if (simulation_kills_worker (simulation, test))
    {
      worker_die (session, node);
      return;
    }
  simulation->completed++;
  worker_end_run (session, node);
  uint32_t failed = simulation->plan->rules.maxfail ? simulation->plan->rules.failures[test] : 0;
  if (failed)
    tell (simulation, MESSAGE_REPORTS, node, failed, 0);
  tell (simulation, MESSAGE_COMPLETE, node, current, took_us);
  if (worker_ends (session, node))
    {
      worker_advance (session, node);
      return;
    }
  worker->place = AT_BETWEEN;
  worker_due_in (simulation, simulation->costed->costs->between_us[test], node);
}

/* The test is over. Fixtures that the next test does not need are torn down. */
static void
end_test (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  uint32_t next = iso_queue_get (&session->store, &session->worker[node].queue, 1);
  uint32_t test = next == session->tests ? ISO_NONE : session_test_of (session, node, next);
  uint64_t teardown_us = pay_teardowns (simulation->costed, node, test);
  simulation->costed->worker[node].place = AT_TEARDOWN;
  if (teardown_us)
    worker_due_in (simulation, teardown_us, node);
  else
    end_run (simulation, node);
}

/* Collections of the first workers are due already (start_all()); a replacement collects by itself. */
static void
become_ready (Simulation *simulation, unsigned node)
{
  worker_ready (simulation->session, node);
  due_in (simulation, 0, DUE_MESSAGE, node, (Message){ MESSAGE_WORKERREADY, node, 0, 0 });
  if (node >= simulation->plan->workers)
    worker_due_in (simulation, simulation->costed->costs->collect_us, node);
}

static void
become_collected (Simulation *simulation, unsigned node)
{
  worker_collected (simulation->session, node);
  due_in (simulation, 0, DUE_MESSAGE, node, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
  worker_advance (simulation->session, node);
}

static void
reach_point (Simulation *simulation, unsigned node)
{
  CostedWorker *worker = &simulation->costed->worker[node];
  switch (simulation->session->worker[node].state)
    {
    case WORKER_STARTING:
      become_ready (simulation, node);
      break;
    case WORKER_COLLECTING:
      become_collected (simulation, node);
      break;
    case WORKER_EXITING:
      worker_exit (simulation->session, node);
      break;
    default:
      if (worker->place == AT_TEST)
        end_test (simulation, node);
      else if (worker->place == AT_TEARDOWN)
        end_run (simulation, node);
      else
        {
          worker->place = AT_REST;
          worker_advance (simulation->session, node);
        }
    }
}

/* A command arrives, unless its worker is gone. */
static void
take_command (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  if (!session->worker[node].inbox.len)
    return;
  worker_take_command (session, node);
  if (simulation->costed->worker[node].place == AT_REST)
    worker_advance (session, node);
}

/* --- the controller ------------------------------------------------------------------------------------------ */

static void
begin_handling (Simulation *simulation)
{
  CostedDriver *costed = simulation->costed;
  IsoSession *session = simulation->session;
  if (costed->handling || !session->state->messages.len)
    return;
  bool collection = iso_queue_get (&session->store, &session->state->messages, 0) == MESSAGE_COLLECTIONFINISH;
  bool last = collection && ++costed->collections == simulation->plan->workers;
  costed->handling = true;
  due_in (simulation, last ? costed->costs->schedule_us : costed->costs->handle_us, DUE_CONTROLLER, 0,
          (Message){ 0, 0, 0, 0 });
}

static bool
end_handling (Simulation *simulation)
{
  g_assert (simulation->costed->handling);
  simulation->costed->handling = false;
  if (!controller_handle (simulation->session))
    return false;
  controller_settle (simulation->session);
  begin_handling (simulation);
  return true;
}

static bool
step (Simulation *simulation, const Due *due)
{
  g_assert (due->time_us >= simulation->clock.now_us);
  simulation->clock.now_us = due->time_us;
  simulation->session->stamp = due->time_us;
  switch (due->kind)
    {
    case DUE_WORKER:
      reach_point (simulation, due->node);
      return true;
    case DUE_COMMAND:
      take_command (simulation, due->node);
      return true;
    case DUE_MESSAGE:
      controller_post (simulation->session, due->message);
      begin_handling (simulation);
      return true;
    case DUE_CONTROLLER:
      return end_handling (simulation);
    }
  g_assert_not_reached ();
}

/* --- the whole run ------------------------------------------------------------------------------------------- */

static void
start_all (Simulation *simulation)
{
  CostedDriver *costed = simulation->costed;
  const TimeModel *costs = costed->costs;
  unsigned workers = simulation->plan->workers;
  StartupModel starting = { workers, costs->cores, costs->ramp_us, costs->startup_us, costs->collect_us };
  g_autofree uint64_t *ready_us = g_new (uint64_t, workers), *collected_us = g_new (uint64_t, workers);
  startup_model_times (&starting, ready_us, collected_us);
  for (unsigned node = 0; node < workers; node++)
    worker_due_in (simulation, costs->before_us + ready_us[node], node);
  for (unsigned node = 0; node < workers; node++)
    worker_due_in (simulation, costs->before_us + collected_us[node], node);
  costed->ready_us = costs->before_us + collected_us[workers - 1];
}

Verdict
costed_driver_run (Simulation *simulation)
{
  IsoSession *session = simulation->session;
  Due due;
  rewind_to_start (simulation->costed);
  start_all (simulation);
  while (!controller_session_finished (session))
    {
      if (session->state->active == 0)
        return simulation_fail_without_workers (session);
      if (!event_queue_take (&simulation->costed->events, &due))
        return VERDICT_HANG;
      if (simulation->events_left-- == 0)
        return VERDICT_LIVELOCK;
      if (!step (simulation, &due))
        return VERDICT_ERROR;
      if (simulation->livelock || session->out_of_nodes)
        return VERDICT_LIVELOCK;
    }
  return VERDICT_OK;
}

void
costed_driver_fill (const Simulation *simulation, Result *result)
{
  const CostedDriver *costed = simulation->costed;
  bool ran = costed->first_us != UINT64_MAX;
  result->first_us = ran ? costed->first_us : 0;
  result->wall_us = ran && simulation->wall_us > costed->first_us ? simulation->wall_us - costed->first_us : 0;
  result->whole_us = simulation->clock.now_us + time_model_after_us (costed->costs, simulation->plan->workers);
  result->ready_us = costed->ready_us;
  result->setup_us = costed->setup_us;
  result->overhead_us = costed->overhead_us;
  result->held_us = costed->held_us;
  result->fixtures = costed->setups;
}
