#include "simulate/simulate.h"

#include "session/worker.h"
#include "simulate/costed_driver.h"
#include "simulate/shuffle.h"
#include <string.h>

static const char *const verdict_names[] = {
  [VERDICT_ERROR] = "error", [VERDICT_LIVELOCK] = "livelock", [VERDICT_HANG] = "hang", [VERDICT_STOPPED] = "stopped",
  [VERDICT_LOST] = "lost",   [VERDICT_REPEATED] = "repeated", [VERDICT_OK] = "ok",
};

const char *
verdict_name (Verdict verdict)
{
  return verdict_names[verdict];
}

/* --- the driver: everything that takes no time is done at once ----------------------------------------------- */

static void
begin (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
  Simulation *simulation = simulation_of (driver);
  clock_set (&simulation->clock, node,
             simulation->clock.now_us + simulation->plan->run_us[iso_test_of (session, node, current)]);
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

/* More of them in a row than there are tests and workers, nothing was done by any, and nobody runs a test whose end
 * might still change that. */
void
simulation_watch_restarts (Simulation *simulation)
{
  const SimulationPlan *plan = simulation->plan;
  uint32_t progress = simulation->session->done + simulation->deaths;
  bool others_run = *simulation->session->judge.scopes_running > 0;
  simulation->restarts = progress == simulation->progress && !others_run ? simulation->restarts + 1 : 0;
  simulation->progress = progress;
  if (!plan->like_oracle && plan->rules.max_worker_restart == ISO_NONE
      && simulation->restarts > plan->suite->tests + plan->workers)
    simulation->livelock = true;
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

void
simulation_shuffle (Driver *driver, uint32_t *numbers, uint32_t count)
{
  shuffle_like_python (simulation_of (driver)->seed, numbers, count);
}

/* --- what happens next --------------------------------------------------------------------------------------- */

bool
simulation_kills_worker (Simulation *simulation, uint32_t test)
{
  if (!simulation->kills || simulation->kills[test] == 0)
    return false;
  if (simulation->kills[test] == CRASH_ALWAYS)
    return true;
  simulation->kills[test]--;
  simulation->deaths++;
  return true;
}

/* The failed reports of a run reach the controller before its complete message does. */
static bool
hear_failures (Simulation *simulation, unsigned node, uint32_t test)
{
  IsoSession *session = simulation->session;
  if (!simulation->plan->rules.maxfail || !simulation->plan->rules.failures[test])
    return true;
  bool ok = session_receive (session, (Message){ MESSAGE_REPORTS, node, simulation->plan->rules.failures[test], 0 });
  session_settle (session);
  return ok;
}

/* A run is over. The worker goes on before the controller hears of it; a worker that now holds its end marker waits
 * until the controller has heard. */
static bool
end_run (Simulation *simulation, unsigned node)
{
  IsoSession *session = simulation->session;
  uint32_t current = iso_queue_get (&session->store, &session->worker[node].queue, 0);
  uint32_t test = iso_test_of (session, node, current);
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
  bool ok = hear_failures (simulation, node, test)
            && session_receive (session, (Message){ MESSAGE_COMPLETE, node, current, simulation->plan->run_us[test] });
  if (session->worker[node].state == WORKER_RUNNING)
    return ok; /* its next end is in the clock already */
  clock_set (&simulation->clock, node, CLOCK_NEVER);
  if (ok)
    worker_advance (session, node);
  return ok;
}

/* A worker is up. Unless it is known how long it collects, its collection is due as soon as the controller has taken
 * note of it; and a worker that was told to end meanwhile collects all the same. */
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
  if (!session_receive (session, (Message){ MESSAGE_WORKERREADY, node, 0, 0 }))
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
  bool ok = session_receive (simulation->session, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
  if (ok)
    worker_advance (simulation->session, node);
  return ok;
}

/* What a worker was doing is over. */
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
  return session_receive (simulation->session, message);
}

/* At the very beginning all workers report ready, and then all their collections. */
static bool
admit_all (Simulation *simulation)
{
  IsoSession *session = simulation->session;
  for (MessageKind kind = MESSAGE_WORKERREADY; kind <= MESSAGE_COLLECTIONFINISH; kind++)
    for (unsigned node = 0; node < simulation->plan->workers; node++)
      {
        if (kind == MESSAGE_WORKERREADY)
          worker_collected (session, node);
        if (!session_receive (session, (Message){ kind, node, 0, 0 }))
          return false;
        session_settle (session);
      }
  return true;
}

Verdict
simulation_fail_without_workers (IsoSession *session)
{
  iso_fail (session, ISO_OTHER_ERROR, "RuntimeError: no active workers");
  return VERDICT_ERROR;
}

static bool
step (Simulation *simulation, ClockEvent event, unsigned node, Message message)
{
  simulation->session->stamp = simulation->clock.now_us;
  bool ok = event == CLOCK_WORKER ? end_activity (simulation, node) : deliver (simulation, message);
  if (ok)
    session_settle (simulation->session);
  return ok;
}

static Verdict
run (Simulation *simulation)
{
  IsoSession *session = simulation->session;
  if (!admit_all (simulation))
    return VERDICT_ERROR;
  while (!session_over (session))
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

/* --- before and after ---------------------------------------------------------------------------------------- */

/* The oracle's number of events for a livelock. A run without crashes ends whatever a scheduler of ours does; one in
 * another process may send the same test for ever. */
static uint64_t
most_events (const SimulationPlan *plan)
{
  uint64_t oracle = (uint64_t) plan->suite->tests * 50 + 1000;
  if (plan->model->open)
    return plan->like_oracle ? oracle : oracle + (uint64_t) plan->suite->tests * plan->workers * 4;
  return plan->crashes && plan->like_oracle ? oracle : UINT64_MAX;
}

#define ENDLESS_RESTARTS UINT64_C (16384)

/* How many workers a crash can kill at the most; under `each` a test is run once a worker. */
static uint64_t
deaths_of (const SimulationPlan *plan, const CrashPlan *crash)
{
  return plan->model->every_worker ? MIN (crash->times, plan->workers) : crash->times;
}

/* The workers at the start and as many replacements as crashes, restarts and the number of events allow; with a test
 * that always kills, restarts beyond a limit count as endless. */
static unsigned
most_nodes (const SimulationPlan *plan)
{
  uint64_t deaths = 0, most = CLOCK_NODES - plan->workers;
  for (uint32_t i = 0; i < plan->crashes; i++)
    {
      deaths += deaths_of (plan, &plan->crash[i]);
      most = plan->crash[i].times == CRASH_ALWAYS ? MIN (most, ENDLESS_RESTARTS) : most;
    }
  deaths = MIN (deaths, MIN (plan->rules.max_worker_restart, most_events (plan) / 2 + 1));
  return plan->workers + (unsigned) MIN (deaths, most);
}

static Driver
prompt_driver (void)
{
  return (Driver){
    .prompt = true, .begin = begin, .leave = leave, .emit = emit, .start = start, .shuffle = simulation_shuffle
  };
}

Simulation *
simulation_new (const SimulationPlan *plan, Observer *observers)
{
  Simulation *simulation = g_new0 (Simulation, 1);
  suite_need_scopes (plan->suite, SCOPE_SCOPE);
  suite_need_scopes (plan->suite, plan->model->scope_rule);
  simulation->driver = plan->costs ? costed_driver_hooks () : prompt_driver ();
  simulation->plan = plan;
  simulation->session_plan = (SessionPlan){ .suite = plan->suite,
                                            .model = plan->model,
                                            .rules = plan->rules,
                                            .workers = plan->workers,
                                            .nodes_max = most_nodes (plan) };
  simulation->session = session_new (&simulation->session_plan, &simulation->driver, observers);
  simulation->node_busy_us = g_new0 (uint64_t, simulation->session_plan.nodes_max);
  simulation->kills = plan->crashes ? g_new0 (uint32_t, plan->suite->tests) : NULL;
  clock_init (&simulation->clock, simulation->session_plan.nodes_max);
  if (plan->costs)
    simulation->paced = costed_driver_new (plan, simulation->session_plan.nodes_max);
  return simulation;
}

void
simulation_free (Simulation *simulation)
{
  if (!simulation)
    return;
  session_free (simulation->session);
  clock_clear (&simulation->clock);
  costed_driver_free (simulation->paced);
  g_free (simulation->node_busy_us);
  g_free (simulation->kills);
  g_free (simulation);
}

const uint64_t *
simulation_now_us (const Simulation *simulation)
{
  return &simulation->clock.now_us;
}

void
simulation_listen (Simulation *simulation, Observer *observer)
{
  observer->next = simulation->session->observers;
  simulation->session->observers = observer;
}

static void
rewind_to_start (Simulation *simulation, int64_t seed)
{
  const SimulationPlan *plan = simulation->plan;
  session_reset (simulation->session);
  clock_reset (&simulation->clock);
  memset (simulation->node_busy_us, 0, simulation->session_plan.nodes_max * sizeof *simulation->node_busy_us);
  simulation->seed = seed;
  simulation->wall_us = simulation->completed = 0;
  simulation->progress = simulation->restarts = simulation->deaths = 0;
  simulation->livelock = false;
  simulation->events_left = most_events (plan);
  for (uint32_t i = 0; i < plan->crashes; i++)
    simulation->kills[plan->crash[i].test] = plan->crash[i].times;
}

/* Tests that neither completed nor were reported crashed. */
static void
count_lost (const IsoSession *session, Result *result)
{
  result->lost = 0;
  result->lost_test = ISO_NONE;
  for (uint32_t test = 0; test < session->tests; test++)
    if (!(session->judge.mark[test] & (TEST_COMPLETED | TEST_REPORTED)) && result->lost++ == 0)
      result->lost_test = test;
}

static Verdict
final_verdict (const Simulation *simulation, Verdict verdict, const Result *result)
{
  bool repeated = simulation->session->finding[ISO_ONCE].count > 0, stopped = simulation->session->state->stop;
  if (verdict != VERDICT_OK)
    return verdict;
  if (result->lost && !stopped)
    return VERDICT_LOST;
  return repeated ? VERDICT_REPEATED : stopped ? VERDICT_STOPPED : VERDICT_OK;
}

void
simulation_run (Simulation *simulation, int64_t seed, Result *result)
{
  IsoSession *session = simulation->session;
  rewind_to_start (simulation, seed);
  Verdict verdict = simulation->paced ? costed_driver_run (simulation) : run (simulation);
  if (verdict == VERDICT_ERROR && session->observers)
    session_tell (session, (Event){ .kind = EVENT_ERROR, .text = session->error_text });
  judge_end (session);
  *result = (Result){ .wall_us = simulation->wall_us,
                      .completed = simulation->completed,
                      .entries = session->entries,
                      .nodes = session->state->next_number,
                      .node_busy_us = simulation->node_busy_us,
                      .reported = session->reported };
  memcpy (result->finding, session->finding, sizeof result->finding);
  memcpy (result->error_text, session->error_text, sizeof result->error_text);
  for (unsigned node = 0; node < result->nodes; node++)
    result->busy_us += simulation->node_busy_us[node];
  if (simulation->paced)
    costed_driver_fill (simulation, result);
  count_lost (session, result);
  result->verdict = final_verdict (simulation, verdict, result);
}
