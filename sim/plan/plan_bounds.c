#include "plan/plan_bounds.h"

#include "base/interrupt.h"
#include "base/thread_pool.h"
#include "sweep/noise.h"

typedef struct
{
  PlanReport *report;
  Jobs **jobs;     /* [constraints] of the trace's own times; NULL: each task draws its run's */
  unsigned runs;   /* at least 1 */
  unsigned slices; /* tasks that the numbers of workers are shared by, where there is but one run */
  GMutex lock;
} Work;

/* --- constraints --------------------------------------------------------------------------------------------- */

unsigned
plan_report_constraint (const PlanReport *report, const IsoModel *model)
{
  unsigned i = 0;
  while (i < report->constraints && !constraint_equal (report->bounds[i].constraint, constraint_of (model)))
    i++;
  return i;
}

static void
add_constraint (PlanReport *report, Constraint constraint)
{
  report->bounds[report->constraints++] = (PlanBounds){ constraint, g_new0 (Bounds, report->question->sweep.counts) };
}

void
plan_bounds_list (PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  report->bounds = g_new0 (PlanBounds, sweep->models + 1);
  add_constraint (report, (Constraint){ CONSTRAINT_NONE, SCOPE_SCOPE });
  for (unsigned i = 0; i < sweep->models; i++)
    if (plan_report_constraint (report, sweep->model[i]) == report->constraints)
      add_constraint (report, constraint_of (sweep->model[i]));
}

/* --- one task ------------------------------------------------------------------------------------------------ */

static Jobs *
draw_jobs (const SweepPlan *sweep, unsigned run, Constraint constraint)
{
  g_autofree uint64_t *drawn_us = g_new (uint64_t, sweep->suite->tests);
  noise_draw (sweep->run_us, sweep->suite->tests, sweep->sigma, sweep->seed, run, drawn_us);
  return jobs_new (sweep->suite, drawn_us, constraint);
}

static void
add_to_mean (PlanMean *mean, uint64_t value, unsigned runs)
{
  mean->whole += value / runs;
  mean->rest += value % runs;
}

static void
add_bounds (Work *work, PlanTally *tally, const Bounds *bounds)
{
  g_mutex_lock (&work->lock);
  add_to_mean (&tally->bound, bounds->bound_us, work->runs);
  add_to_mean (&tally->longest_first, bounds->longest_first_us, work->runs);
  add_to_mean (&tally->optimum, bounds->optimum_us, work->runs);
  tally->inexact |= !bounds->exact;
  g_mutex_unlock (&work->lock);
}

static bool
has_bounds (const Work *work, unsigned constraint, unsigned count, unsigned run)
{
  const SweepPlan *sweep = &work->report->question->sweep;
  return shard_has (sweep->shard, work->runs, run, constraint * sweep->counts + count,
                    work->report->constraints * sweep->counts);
}

static void
bound_task (unsigned task, unsigned member, void *data)
{
  Work *work = data;
  const SweepPlan *sweep = &work->report->question->sweep;
  unsigned slice = task % work->slices, constraint = task / work->slices % work->report->constraints;
  unsigned run = task / work->slices / work->report->constraints;
  (void) member;
  if (interrupt_seen ())
    return;
  g_autoptr (Jobs) drawn = NULL;
  for (unsigned i = slice; i < sweep->counts && !interrupt_seen (); i += work->slices)
    {
      Bounds bounds;
      if (!has_bounds (work, constraint, i, run))
        continue;
      if (!work->jobs && !drawn)
        drawn = draw_jobs (sweep, run, work->report->bounds[constraint].constraint);
      bounds_at (drawn ? drawn : work->jobs[constraint], sweep->workers[i], &bounds);
      add_bounds (work, plan_report_tally (work->report, constraint, i), &bounds);
    }
}

/* --- all of them --------------------------------------------------------------------------------------------- */

static GPtrArray *
jobs_of_the_trace (const PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) jobs_free);
  for (unsigned i = 0; i < report->constraints; i++)
    g_ptr_array_add (jobs, jobs_new (sweep->suite, sweep->run_us, report->bounds[i].constraint));
  return jobs;
}

void
plan_bounds_lay_out (PlanReport *report)
{
  report->tally = g_new0 (PlanTally, (gsize) report->constraints * report->question->sweep.counts);
}

void
plan_bounds_tally (PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  g_autoptr (GPtrArray) jobs = jobs_of_the_trace (report); /* builds the scope tables, which threads share */
  Work work = { .report = report, .runs = MAX (1, report->sweep.runs) };
  work.jobs = sweep->runs ? NULL : (Jobs **) (gpointer) jobs->pdata;
  work.slices = sweep->runs ? 1 : sweep->counts;
  g_mutex_init (&work.lock);
  g_autoptr (ThreadPool) crew = thread_pool_new (sweep->jobs);
  plan_bounds_lay_out (report);
  thread_pool_run (crew, work.runs * report->constraints * work.slices, bound_task, &work);
  g_mutex_clear (&work.lock);
  report->interrupted |= interrupt_seen ();
}

static uint64_t
mean_of (const PlanMean *mean, unsigned runs)
{
  return mean->whole + (mean->rest + runs / 2) / runs;
}

static Bounds
bounds_of (const PlanTally *tally, unsigned runs)
{
  return (Bounds){ .bound_us = mean_of (&tally->bound, runs),
                   .longest_first_us = mean_of (&tally->longest_first, runs),
                   .optimum_us = tally->inexact ? 0 : mean_of (&tally->optimum, runs),
                   .exact = !tally->inexact };
}

static void
fill_all (PlanReport *report)
{
  for (unsigned i = 0; i < report->constraints; i++)
    for (unsigned k = 0; k < report->question->sweep.counts; k++)
      report->bounds[i].at[k] = bounds_of (plan_report_tally (report, i, k), MAX (1, report->sweep.runs));
}

static void
fill_shown (PlanReport *report)
{
  unsigned count = plan_report_count (report, report->recommended);
  g_autoptr (GPtrArray) jobs = jobs_of_the_trace (report);
  for (unsigned i = 0; i < report->constraints; i++)
    bounds_at (jobs->pdata[i], report->recommended->workers, &report->bounds[i].at[count]);
}

static void
point_rows (PlanReport *report)
{
  unsigned counts = report->question->sweep.counts;
  for (unsigned i = 0; i < report->rows; i++)
    report->row[i].bounds = &report->bounds[plan_report_constraint (report, report->row[i].model)].at[i % counts];
}

void
plan_bounds_fill (PlanReport *report)
{
  point_rows (report);
  if (!report->interrupted && !report->tally)
    plan_bounds_tally (report);
  if (!report->interrupted)
    fill_all (report);
  else if (report->recommended)
    fill_shown (report);
}
