#include "time_model/startup_model.h"

/* All that are at work have been given equally much since the later of them began. So `given` counts, for somebody who
 * was always there, the work done, and whoever began at given = g is ready at g + startup_us. They are ready, and have
 * collected, in the order in which they began. */
typedef struct
{
  const StartupModel *plan;
  uint64_t now_us, given_us;
  unsigned begun, ready, collected;
  uint64_t *began_at; /* [workers] given_us then */
} Race;

#define NEVER UINT64_MAX

static uint64_t
slowed (const Race *race, uint64_t work_us)
{
  uint64_t cores = race->plan->cores ? race->plan->cores : race->plan->workers;
  uint64_t active = MAX (race->begun - race->collected, cores);
  return (work_us * active + cores - 1) / cores;
}

static uint64_t
work_in (const Race *race, uint64_t time_us)
{
  uint64_t cores = race->plan->cores ? race->plan->cores : race->plan->workers;
  return time_us * cores / MAX (race->begun - race->collected, cores);
}

/* The work that is given when somebody next is ready or has collected. */
static uint64_t
next_goal (const Race *race)
{
  const StartupModel *plan = race->plan;
  uint64_t ready = race->ready < race->begun ? race->began_at[race->ready] + plan->startup_us : NEVER;
  uint64_t collected
      = race->collected < race->ready ? race->began_at[race->collected] + plan->startup_us + plan->collect_us : NEVER;
  return MIN (ready, collected);
}

static void
advance (Race *race, uint64_t *ready_us, uint64_t *collected_us)
{
  const StartupModel *plan = race->plan;
  uint64_t goal = next_goal (race);
  uint64_t begins_us = race->begun < plan->workers ? race->begun * plan->ramp_us : NEVER;
  uint64_t reached_us = goal == NEVER ? NEVER : race->now_us + slowed (race, goal - race->given_us);
  if (begins_us <= reached_us)
    {
      race->given_us = MIN (race->given_us + work_in (race, begins_us - race->now_us), goal);
      race->now_us = begins_us;
      race->began_at[race->begun++] = race->given_us;
      return;
    }
  race->given_us = goal;
  race->now_us = reached_us;
  if (race->collected < race->ready && goal == race->began_at[race->collected] + plan->startup_us + plan->collect_us)
    collected_us[race->collected++] = reached_us;
  else
    ready_us[race->ready++] = reached_us;
}

void
startup_model_times (const StartupModel *starting, uint64_t *ready_us, uint64_t *collected_us)
{
  g_autofree uint64_t *began_at = g_new (uint64_t, starting->workers);
  Race race = { starting, 0, 0, 0, 0, 0, began_at };
  while (race.collected < starting->workers)
    advance (&race, ready_us, collected_us);
}

/* --- the other way round ------------------------------------------------------------------------------------- */

typedef struct
{
  uint64_t ready_us, collected_us; /* on the average, from a worker's start and from its being ready */
  uint64_t last_us;                /* from the first start to the last collection */
} Measures;

static Measures
measure (const StartupModel *starting)
{
  g_autofree uint64_t *ready_us = g_new (uint64_t, starting->workers);
  g_autofree uint64_t *collected_us = g_new (uint64_t, starting->workers);
  Measures sum = { 0, 0, 0 };
  startup_model_times (starting, ready_us, collected_us);
  for (unsigned i = 0; i < starting->workers; i++)
    {
      sum.ready_us += ready_us[i] - i * starting->ramp_us;
      sum.collected_us += collected_us[i] - ready_us[i];
    }
  return (Measures){ sum.ready_us / starting->workers, sum.collected_us / starting->workers,
                     collected_us[starting->workers - 1] };
}

/* More collecting slows those who start, and the other way round: a few rounds of correction bring all near. */
#define ROUNDS 24

static uint64_t
corrected (uint64_t work_us, uint64_t wanted_us, uint64_t got_us, uint64_t most_us)
{
  double us = got_us ? (double) work_us * (double) wanted_us / (double) got_us : (double) most_us;
  return us < (double) most_us ? (uint64_t) us : most_us;
}

void
startup_model_fit (StartupModel *starting, uint64_t ready_us, uint64_t collected_us, uint64_t last_us)
{
  starting->startup_us = ready_us;
  starting->collect_us = collected_us;
  for (int round = 0; round < ROUNDS; round++)
    {
      Measures got = measure (starting);
      starting->startup_us = corrected (starting->startup_us, ready_us, got.ready_us, ready_us);
      starting->collect_us = corrected (starting->collect_us, collected_us, got.collected_us, collected_us);
    }
  for (int round = 0; last_us && round < ROUNDS; round++)
    {
      Measures got = measure (starting);
      starting->startup_us = corrected (starting->startup_us, last_us, got.last_us, ready_us);
      starting->collect_us = corrected (starting->collect_us, last_us, got.last_us, collected_us);
    }
}
