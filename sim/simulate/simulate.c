#include "simulate/simulate.h"

#include "session/judge.h"
#include "simulate/costed_driver.h"
#include "simulate/instant_driver.h"
#include <string.h>

/* --- limits ---------------------------------------------------------------------------------------------------- */

/* Events after which a run counts as a livelock. The oracle's number is for scenarios with crashes. Without crashes a
 * run of a compiled-in scheduler always ends, but an external one may send the same test for ever. */
static uint64_t
most_events (const SimulationPlan *plan)
{
  uint64_t oracle = (uint64_t) plan->suite->tests * 50 + 1000;
  if (plan->model->external)
    return plan->like_oracle ? oracle : oracle + (uint64_t) plan->suite->tests * plan->workers * 4;
  return plan->crashes && plan->like_oracle ? oracle : UINT64_MAX;
}

#define ENDLESS_RESTARTS UINT64_C (16384)

/* The most workers that a crash can kill. Under `each` every worker runs the test. */
static uint64_t
deaths_of (const SimulationPlan *plan, const CrashPlan *crash)
{
  return plan->model->every_worker ? MIN (crash->times, plan->workers) : crash->times;
}

/* The workers at the start and all replacements that crashes, restarts and the number of events allow. With a test that
 * always kills, more than ENDLESS_RESTARTS count as endless. */
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

/* --- the whole ------------------------------------------------------------------------------------------------- */

Simulation *
simulation_new (const SimulationPlan *plan, Observer *observers)
{
  Simulation *simulation = g_new0 (Simulation, 1);
  suite_need_scopes (plan->suite, SCOPE_SCOPE);
  suite_need_scopes (plan->suite, plan->model->scope_rule);
  simulation->driver = plan->costs ? costed_driver_hooks () : instant_driver_hooks ();
  simulation->plan = plan;
  simulation->session_plan = (SessionPlan){ .suite = plan->suite,
                                            .model = plan->model,
                                            .rules = plan->rules,
                                            .workers = plan->workers,
                                            .nodes_max = most_nodes (plan) };
  simulation->session = session_new (&simulation->session_plan, &simulation->driver, observers);
  g_assert (simulation->session_plan.nodes_max <= CLOCK_NODES);
  simulation->node_busy_us = g_new0 (uint64_t, simulation->session_plan.nodes_max);
  simulation->kills = plan->crashes ? g_new0 (uint32_t, plan->suite->tests) : NULL;
  clock_init (&simulation->clock, simulation->session_plan.nodes_max);
  if (plan->costs)
    simulation->costed = costed_driver_new (plan, simulation->session_plan.nodes_max);
  return simulation;
}

void
simulation_free (Simulation *simulation)
{
  if (!simulation)
    return;
  session_free (simulation->session);
  clock_clear (&simulation->clock);
  costed_driver_free (simulation->costed);
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

/* Different functions counted these: the judge, the drivers, and count_lost(). */
static void
check_sums (const Simulation *simulation, const Result *result)
{
  const IsoSession *session = simulation->session;
  g_assert (session->done + result->lost == session->tests);
  g_assert (result->nodes >= simulation->plan->workers && result->nodes <= simulation->session_plan.nodes_max);
  for (unsigned node = 0; node < result->nodes; node++)
    g_assert (simulation->node_busy_us[node] <= result->wall_us);
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
  Verdict verdict = simulation->costed ? costed_driver_run (simulation) : instant_driver_run (simulation);
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
  if (simulation->costed)
    costed_driver_fill (simulation, result);
  count_lost (session, result);
  check_sums (simulation, result);
  result->verdict = final_verdict (simulation, verdict, result);
}
