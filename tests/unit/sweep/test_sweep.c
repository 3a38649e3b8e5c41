/* tests/unit/sweep/test_sweep.c - the interval of a mean holds the true mean as often as it says. */
#include "unit/check.h"

#include "base/statistics.h"
#include "models/registry.h"
#include "sweep/sweep.h"
#include "unit/shapes.h"
#include <math.h>

static SweepPlan
sweep_plan (const Trace *trace, const IsoModel *const *list, unsigned count, unsigned runs, uint64_t seed)
{
  static const unsigned workers[] = { 1, 3 };
  return (SweepPlan){ .suite = trace->suite,
                      .run_us = trace->run_us,
                      .models = count,
                      .model = list,
                      .counts = G_N_ELEMENTS (workers),
                      .workers = workers,
                      .runs = runs,
                      .sigma = 0.1,
                      .seed = seed,
                      .jobs = 1 };
}

#define EXPERIMENTS 2000u
#define TRUTH_RUNS 40000u

static void
add_held (const Sweep *experiment, const double *truth, unsigned *held)
{
  for (unsigned i = 0; i < experiment->rows; i++)
    {
      Statistics summary;
      statistics_of (experiment->row[i].wall_us, experiment->runs, &summary);
      held[i] += fabs ((double) summary.mean - truth[i]) <= summary.half_width;
    }
}

/* Seeds 1 to 2000 are the experiments; the truth is the mean of 40,000 runs of another seed, which is known twenty
 * times better than by any of them and more. */
static void
check_coverage (const Trace *trace, unsigned runs)
{
  const IsoModel *const list[] = { &model_load, &model_worksteal };
  double truth[4];
  unsigned held[4] = { 0 };
  g_auto (Sweep) sweep = { 0 };
  const SweepPlan plan = sweep_plan (trace, list, 2, TRUTH_RUNS, 4242424242);
  sweep_run (&plan, &sweep);
  for (unsigned i = 0; i < sweep.rows; i++)
    truth[i] = (double) statistics_mean (sweep.row[i].wall_us, sweep.runs);
  for (uint64_t seed = 1; seed <= EXPERIMENTS; seed++)
    {
      g_auto (Sweep) experiment = { 0 };
      const SweepPlan repeated = sweep_plan (trace, list, 2, runs, seed);
      sweep_run (&repeated, &experiment);
      add_held (&experiment, truth, held);
    }
  for (unsigned i = 0; i < sweep.rows; i++)
    if (held[i] * 1000 < EXPERIMENTS * 935 || held[i] * 1000 > EXPERIMENTS * 965)
      FAIL ("%u runs, %s on %u: %u of %u intervals hold the true mean", runs, sweep.row[i].model->name,
            sweep.row[i].workers, held[i], EXPERIMENTS);
}

static void
intervals_hold_the_true_mean_in_95_of_100_experiments (void)
{
  g_autoptr (Trace) trace = synthetic_trace ("web-db", 24, 3);
  check_coverage (trace, 5);
  check_coverage (trace, 20);
}

CU_TestInfo tests_of_sweep[] = {
  { "intervals hold the true mean in 95 of 100 experiments", intervals_hold_the_true_mean_in_95_of_100_experiments },
  CU_TEST_INFO_NULL,
};
