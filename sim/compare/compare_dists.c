#include "compare/compare_dists.h"

#include "base/progress.h"
#include "base/statistics.h"
#include "sweep/noise.h"
#include "sweep/sweep.h"

static SweepPlan
sweep_plan (const DistsQuestion *question, const Trace *trace)
{
  return (SweepPlan){ .suite = trace->suite,
                      .run_us = trace->run_us,
                      .models = 2,
                      .model = question->model,
                      .counts = question->counts,
                      .workers = question->workers,
                      .runs = question->runs,
                      .sigma = NOISE_SIGMA_ASSUMED,
                      .seed = question->seed,
                      .jobs = question->jobs };
}

static void
add_row (Results *results, const char *path, const SweepRow *row)
{
  results_add (results, (ResultCase){ .subject = g_strdup (path),
                                      .workers = row->workers,
                                      .verdict = row->verdict,
                                      .wall_us = statistics_mean (row->wall_us, row->runs) });
}

/* A sweep has its rows by scheduler: first all rows of the old one, then all of the new one. */
static bool
compare_trace (const DistsQuestion *question, unsigned place, Results *before, Results *now)
{
  SweepPlan plan = sweep_plan (question, question->trace[place]);
  g_auto (Sweep) sweep = { 0 };
  sweep_run (&plan, &sweep);
  for (unsigned i = 0; i < question->counts && !sweep.interrupted; i++)
    {
      add_row (before, question->path[place], &sweep.row[i]);
      add_row (now, question->path[place], &sweep.row[question->counts + i]);
    }
  return !sweep.interrupted;
}

bool
compare_dists (const DistsQuestion *question, Results *before, Results *now)
{
  Progress progress;
  bool whole = true;
  progress_begin (&progress, false);
  for (unsigned i = 0; whole && i < question->traces; i++)
    {
      progress_show (&progress, i, question->traces, "traces");
      whole = compare_trace (question, i, before, now);
    }
  progress_end (&progress);
  return whole;
}
