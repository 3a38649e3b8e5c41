#include "simulate/simulation.h"

#include "simulate/shuffle.h"

/* A livelock is more replacements in a row than there are tests and workers, while no test is done, no death is used up
 * and no running test could still change that. */
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

void
simulation_shuffle (Driver *driver, uint32_t *numbers, uint32_t count)
{
  shuffle_like_python (simulation_of (driver)->seed, numbers, count);
}

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

Verdict
simulation_fail_without_workers (IsoSession *session)
{
  session_fail (session, ISO_OTHER_ERROR, "RuntimeError: no active workers");
  return VERDICT_ERROR;
}
