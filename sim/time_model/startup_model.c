#include "time_model/startup_model.h"

/* Processor sharing, one event at a time. An event is that a worker begins, is ready, or has collected.
 *
 * All busy workers progress at the same rate, so it is enough to count the work of one: given_us is the CPU time that a
 * worker has had which was busy from the start. A worker that begins when given_us is g is ready when given_us reaches
 * g + startup_us, and has collected when it reaches g + startup_us + collect_us. This goal stays the same whoever
 * begins or ends meanwhile. Only the speed changes: in time t each busy worker gets t × cores ÷ busy, and at most t.
 *
 * Workers that began earlier have smaller goals, so they are ready, and have collected, in the order of their starts.
 * The next event is therefore one of three: the next worker begins, the next is ready, the next has collected. */
typedef struct
{
  const StartupModel *model;
  uint64_t now_us, given_us;
  unsigned begun, ready, collected; /* the number of workers that have */
  uint64_t *began_at;               /* [workers] given_us when each began */
} Race;

#define NEVER UINT64_MAX

static uint64_t
cores_of (const Race *race)
{
  return race->model->cores ? race->model->cores : race->model->workers;
}

/* Returns the number of workers that share the cores; with fewer workers than cores each has one to itself. */
static uint64_t
sharers (const Race *race)
{
  return MAX (race->begun - race->collected, cores_of (race));
}

/* Returns how long it takes until each busy worker has got WORK_US, rounded up. */
static uint64_t
time_for (const Race *race, uint64_t work_us)
{
  return (work_us * sharers (race) + cores_of (race) - 1) / cores_of (race);
}

/* Returns the work that each busy worker gets in TIME_US, rounded down. */
static uint64_t
work_in (const Race *race, uint64_t time_us)
{
  return time_us * cores_of (race) / sharers (race);
}

/* Returns the given_us at which the next worker is ready or has collected; NEVER when none is busy. */
static uint64_t
next_goal (const Race *race)
{
  const StartupModel *model = race->model;
  uint64_t ready = race->ready < race->begun ? race->began_at[race->ready] + model->startup_us : NEVER;
  uint64_t collected
      = race->collected < race->ready ? race->began_at[race->collected] + model->startup_us + model->collect_us : NEVER;
  return MIN (ready, collected);
}

/* Goes on to the next event. A worker that begins at the time of a goal begins first. */
static void
advance (Race *race, uint64_t *ready_us, uint64_t *collected_us)
{
  const StartupModel *model = race->model;
  uint64_t goal = next_goal (race);
  uint64_t begins_us = race->begun < model->workers ? race->begun * model->ramp_us : NEVER;
  uint64_t reached_us = goal == NEVER ? NEVER : race->now_us + time_for (race, goal - race->given_us);
  if (begins_us <= reached_us)
    {
      g_assert (begins_us >= race->now_us && race->given_us <= goal);
      race->given_us = MIN (race->given_us + work_in (race, begins_us - race->now_us), goal);
      race->now_us = begins_us;
      race->began_at[race->begun++] = race->given_us;
      return;
    }
  race->given_us = goal;
  race->now_us = reached_us;
  if (race->collected < race->ready && goal == race->began_at[race->collected] + model->startup_us + model->collect_us)
    collected_us[race->collected++] = reached_us;
  else
    ready_us[race->ready++] = reached_us;
}

void
startup_model_times (const StartupModel *model, uint64_t *ready_us, uint64_t *collected_us)
{
  g_autofree uint64_t *began_at = g_new (uint64_t, model->workers);
  Race race = { model, 0, 0, 0, 0, 0, began_at };
  while (race.collected < model->workers)
    advance (&race, ready_us, collected_us);
  g_assert (race.ready == model->workers && collected_us[model->workers - 1] == race.now_us);
}

/* --- the work, from what was measured ------------------------------------------------------------------------ */

typedef struct
{
  uint64_t ready_us, collected_us; /* means, from a worker's start and from its being ready */
  uint64_t last_us;                /* from the first start to the last collection */
} Measures;

static Measures
measure (const StartupModel *model)
{
  g_autofree uint64_t *ready_us = g_new (uint64_t, model->workers);
  g_autofree uint64_t *collected_us = g_new (uint64_t, model->workers);
  Measures sum = { 0, 0, 0 };
  startup_model_times (model, ready_us, collected_us);
  for (unsigned i = 0; i < model->workers; i++)
    {
      sum.ready_us += ready_us[i] - i * model->ramp_us;
      sum.collected_us += collected_us[i] - ready_us[i];
    }
  return (Measures){ sum.ready_us / model->workers, sum.collected_us / model->workers,
                     collected_us[model->workers - 1] };
}

/* A longer start-up also slows the collections beside it, and the reverse. So both are corrected in rounds. */
#define ROUNDS 24

static uint64_t
corrected (uint64_t work_us, uint64_t wanted_us, uint64_t got_us, uint64_t most_us)
{
  double us = got_us ? (double) work_us * (double) wanted_us / (double) got_us : (double) most_us;
  return us < (double) most_us ? (uint64_t) us : most_us;
}

void
startup_model_fit (StartupModel *model, uint64_t ready_us, uint64_t collected_us, uint64_t last_us)
{
  model->startup_us = ready_us;
  model->collect_us = collected_us;
  for (int round = 0; round < ROUNDS; round++)
    {
      Measures got = measure (model);
      model->startup_us = corrected (model->startup_us, ready_us, got.ready_us, ready_us);
      model->collect_us = corrected (model->collect_us, collected_us, got.collected_us, collected_us);
    }
  for (int round = 0; last_us && round < ROUNDS; round++)
    {
      Measures got = measure (model);
      model->startup_us = corrected (model->startup_us, last_us, got.last_us, ready_us);
      model->collect_us = corrected (model->collect_us, last_us, got.last_us, collected_us);
    }
}
