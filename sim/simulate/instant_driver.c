#include "simulate/instant_driver.h"

#include "session/controller.h"
#include "session/worker.h"

/* --- the hooks ------------------------------------------------------------------------------------------------- */

static void
begin (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
  Simulation *simulation = simulation_of (driver);
  clock_set (&simulation->clock, node,
             simulation->clock.now_us + simulation->plan->run_us[session_test_of (session, node, current)]);
}

static void
leave (Driver *driver, IsoSession *session, unsigned node)
{
  worker_exit (session, node);
}

/* Arrives at the controller at this very time, but after all that is due by now. */
static void
emit (Driver *driver, IsoSession *session, Message message)
{
  clock_post (&simulation_of (driver)->clock, message);
}

static void
start (Driver *driver, IsoSession *session, unsigned node)
{
  Simulation *simulation = simulation_of (driver);
  simulation_watch_restarts (simulation);
  if (simulation->plan->startup_us)
    clock_set (&simulation->clock, node, simulation->clock.now_us + simulation->plan->startup_us);
  else
    clock_post (&simulation->clock, (Message){ MESSAGE_WORKERREADY, node, 0, 0 });
}

Driver
instant_driver_hooks (void)
{
  return (Driver){
    .prompt = true, .begin = begin, .leave = leave, .emit = emit, .start = start, .shuffle = simulation_shuffle
  };
}

/* --- what happens next --------------------------------------------------------------------------------------- */

/* The failed reports of a run reach the controller before its complete message does. */
static bool
hear_failures (Simulation *simulation, unsigned node, uint32_t test)
{
  IsoSession *session = simulation->session;
  if (!simulation->plan->rules.maxfail || !simulation->plan->rules.failures[test])
    return true;
  bool ok = controller_receive (session, (Message){ MESSAGE_REPORTS, node, simulation->plan->rules.failures[test], 0 });
  controller_settle (session);
  return ok;
}

/* A run is over. The worker begins its next test before the controller hears of this one. A worker that holds its end
 * marker exits after the controller has heard. */
static bool
end_run (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  uint32_t current = iso_queue_get (&session->store, &session->worker[node].queue, 0);
  uint32_t test = session_test_of (session, node, current);
  g_assert (simulation->wall_us <= simulation->clock.now_us);
  simulation->wall_us = simulation->clock.now_us;
  simulation->node_busy_us[node] += simulation->plan->run_us[test];
  if (simulation_kills_worker (simulation, test))
    {
      clock_set (&simulation->clock, node, CLOCK_NEVER);
      worker_die (session, node);
      return true;
    }
  simulation->completed++;
  worker_end_run (session, node);
  if (!worker_ends (session, node))
    worker_advance (session, node);
  bool ok
      = hear_failures (simulation, node, test)
        && controller_receive (session, (Message){ MESSAGE_COMPLETE, node, current, simulation->plan->run_us[test] });
  if (session->worker[node].state == WORKER_RUNNING)
    return ok; /* its next end is in the clock already */
  clock_set (&simulation->clock, node, CLOCK_NEVER);
  if (ok)
    worker_advance (session, node);
  return ok;
}

/* A worker is up. If collecting takes no time, its collection is due right after the controller has heard of it. A
 * worker that was sent shutdown meanwhile collects all the same. */
static bool
hear_ready (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  uint64_t collect_us = simulation->plan->collect_us;
  if (collect_us)
    worker_ready (session, node);
  else
    worker_collected (session, node);
  clock_set (&simulation->clock, node, collect_us ? simulation->clock.now_us + collect_us : CLOCK_NEVER);
  if (!controller_receive (session, (Message){ MESSAGE_WORKERREADY, node, 0, 0 }))
    return false;
  if (!collect_us && !session->state->shutdown_triggered)
    clock_post (&simulation->clock, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
  return true;
}

static bool
end_collection (Simulation *simulation, unsigned node)
{
  clock_set (&simulation->clock, node, CLOCK_NEVER);
  worker_collected (simulation->session, node);
  bool ok = controller_receive (simulation->session, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
  if (ok)
    worker_advance (simulation->session, node);
  return ok;
}

/* What the worker was doing is over: starting, collecting or a run. */
static bool
end_activity (Simulation *simulation, unsigned node)
{
  switch (simulation->session->worker[node].state)
    {
    case WORKER_STARTING:
      return hear_ready (simulation, node);
    case WORKER_COLLECTING:
      return end_collection (simulation, node);
    default:
      return end_run (simulation, node);
    }
}

static bool
deliver (Simulation *simulation, Message message)
{
  if (message.kind == MESSAGE_WORKERREADY)
    return hear_ready (simulation, message.node);
  return controller_receive (simulation->session, message);
}

/* At the start all workers report ready; then all their collections arrive. */
static bool
admit_all (Simulation *simulation)
{
  IsoSession *session = simulation->session;
  for (MessageKind kind = MESSAGE_WORKERREADY; kind <= MESSAGE_COLLECTIONFINISH; kind++)
    for (unsigned node = 0; node < simulation->plan->workers; node++)
      {
        if (kind == MESSAGE_WORKERREADY)
          worker_collected (session, node);
        if (!controller_receive (session, (Message){ kind, node, 0, 0 }))
          return false;
        controller_settle (session);
      }
  return true;
}

static bool
step (Simulation *simulation, ClockEvent event, unsigned node, Message message)
{
  simulation->session->stamp = simulation->clock.now_us;
  bool ok = event == CLOCK_WORKER ? end_activity (simulation, node) : deliver (simulation, message);
  if (ok)
    controller_settle (simulation->session);
  return ok;
}

Verdict
instant_driver_run (Simulation *simulation)
{
  IsoSession *session = simulation->session;
  if (!admit_all (simulation))
    return VERDICT_ERROR;
  while (!controller_session_finished (session))
    {
      unsigned node;
      Message message = { 0, 0, 0, 0 };
      uint64_t before_us = simulation->clock.now_us;
      if (session->state->active == 0)
        return simulation_fail_without_workers (session);
      ClockEvent event = clock_next (&simulation->clock, &node, &message);
      if (event == CLOCK_NOTHING)
        return VERDICT_HANG;
      if (simulation->events_left-- == 0)
        {
          simulation->clock.now_us = before_us;
          return VERDICT_LIVELOCK;
        }
      if (!step (simulation, event, node, message))
        return VERDICT_ERROR;
      if (simulation->livelock || session->out_of_nodes)
        return VERDICT_LIVELOCK;
    }
  return VERDICT_OK;
}
