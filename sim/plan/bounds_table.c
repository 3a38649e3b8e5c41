#include "plan/bounds_table.h"

#include "base/interrupt.h"
#include "base/thread_pool.h"
#include "sweep/noise.h"

/* --- constraints --------------------------------------------------------------------------------------------- */

unsigned
bounds_table_constraint (const BoundsTable *table, const IsoModel *model)
{
  unsigned i = 0;
  while (i < table->constraints && !constraint_equal (table->constraint[i], constraint_of (model)))
    i++;
  return i;
}

void
bounds_table_init (BoundsTable *table, const SweepPlan *plan)
{
  *table = (BoundsTable){ .counts = plan->counts, .constraint = g_new0 (Constraint, plan->models + 1) };
  table->constraint[table->constraints++] = (Constraint){ CONSTRAINT_NONE, SCOPE_SCOPE };
  for (unsigned i = 0; i < plan->models; i++)
    if (bounds_table_constraint (table, plan->model[i]) == table->constraints)
      table->constraint[table->constraints++] = constraint_of (plan->model[i]);
  gsize cells = (gsize) table->constraints * table->counts;
  table->sum = g_new0 (BoundsSum, cells);
  table->mean = g_new0 (Bounds, cells);
}

void
bounds_table_clear (BoundsTable *table)
{
  g_free (table->constraint);
  g_free (table->sum);
  g_free (table->mean);
  *table = (BoundsTable){ 0 };
}

static gsize
cell_of (const BoundsTable *table, unsigned constraint, unsigned count)
{
  g_assert (constraint < table->constraints && count < table->counts);
  return (gsize) constraint * table->counts + count;
}

const Bounds *
bounds_table_at (const BoundsTable *table, unsigned constraint, unsigned count)
{
  return &table->mean[cell_of (table, constraint, count)];
}

BoundsSum *
bounds_table_sum (const BoundsTable *table, unsigned constraint, unsigned count)
{
  return &table->sum[cell_of (table, constraint, count)];
}

/* --- sums over runs ------------------------------------------------------------------------------------------ */

typedef struct
{
  BoundsTable *table;
  const SweepPlan *plan;
  Jobs **jobs;     /* [constraints] of the trace's own times; NULL: each task draws the times of its run */
  unsigned runs;   /* at least 1 */
  unsigned slices; /* tasks for each run and constraint; each takes every slices-th number of workers */
  GMutex lock;     /* of the table's sums */
} Work;

static Jobs *
draw_jobs (const SweepPlan *plan, unsigned run, Constraint constraint)
{
  g_autofree uint64_t *drawn_us = g_new (uint64_t, plan->suite->tests);
  noise_draw (plan->run_us, plan->suite->tests, plan->sigma, plan->seed, run, drawn_us);
  return jobs_new (plan->suite, drawn_us, constraint);
}

static void
add_to_mean (MeanSum *sum, uint64_t value, unsigned runs)
{
  sum->quotient += value / runs;
  sum->remainder += value % runs;
}

static void
add_bounds (Work *work, BoundsSum *sum, const Bounds *bounds)
{
  g_mutex_lock (&work->lock);
  add_to_mean (&sum->bound, bounds->bound_us, work->runs);
  add_to_mean (&sum->longest_first, bounds->longest_first_us, work->runs);
  add_to_mean (&sum->optimum, bounds->optimum_us, work->runs);
  sum->inexact |= !bounds->exact;
  g_mutex_unlock (&work->lock);
}

static bool
has_cell (const Work *work, unsigned constraint, unsigned count, unsigned run)
{
  const BoundsTable *table = work->table;
  return part_has (work->plan->part, work->runs, run, constraint * table->counts + count,
                   table->constraints * table->counts);
}

static void
add_slice (unsigned task, unsigned member, void *data)
{
  Work *work = data;
  const SweepPlan *plan = work->plan;
  unsigned slice = task % work->slices, constraint = task / work->slices % work->table->constraints;
  unsigned run = task / work->slices / work->table->constraints;
  (void) member;
  g_assert (run < work->runs);
  g_autoptr (Jobs) drawn = NULL;
  for (unsigned i = slice; i < plan->counts && !interrupt_seen (); i += work->slices)
    {
      Bounds bounds;
      if (!has_cell (work, constraint, i, run))
        continue;
      if (!work->jobs && !drawn)
        drawn = draw_jobs (plan, run, work->table->constraint[constraint]);
      bounds_at (drawn ? drawn : work->jobs[constraint], plan->workers[i], &bounds);
      add_bounds (work, bounds_table_sum (work->table, constraint, i), &bounds);
    }
}

static GPtrArray *
jobs_of_the_trace (const BoundsTable *table, const SweepPlan *plan)
{
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) jobs_free);
  for (unsigned i = 0; i < table->constraints; i++)
    g_ptr_array_add (jobs, jobs_new (plan->suite, plan->run_us, table->constraint[i]));
  return jobs;
}

bool
bounds_table_add_runs (BoundsTable *table, const SweepPlan *plan, unsigned runs)
{
  g_autoptr (GPtrArray) jobs = jobs_of_the_trace (table, plan); /* builds the scope tables, which threads share */
  Work work = { .table = table, .plan = plan, .runs = MAX (1, runs) };
  work.jobs = plan->runs ? NULL : (Jobs **) (gpointer) jobs->pdata;
  work.slices = plan->runs ? 1 : plan->counts;
  g_mutex_init (&work.lock);
  g_autoptr (ThreadPool) pool = thread_pool_new (plan->jobs);
  thread_pool_run (pool, work.runs * table->constraints * work.slices, add_slice, &work);
  g_mutex_clear (&work.lock);
  return !interrupt_seen ();
}

/* --- means --------------------------------------------------------------------------------------------------- */

static uint64_t
mean_of (const MeanSum *sum, unsigned runs)
{
  return sum->quotient + (sum->remainder + runs / 2) / runs;
}

static Bounds
bounds_of (const BoundsSum *sum, unsigned runs)
{
  return (Bounds){ .bound_us = mean_of (&sum->bound, runs),
                   .longest_first_us = mean_of (&sum->longest_first, runs),
                   .optimum_us = sum->inexact ? 0 : mean_of (&sum->optimum, runs),
                   .exact = !sum->inexact };
}

void
bounds_table_fill (BoundsTable *table, unsigned runs)
{
  for (unsigned i = 0; i < table->constraints * table->counts; i++)
    table->mean[i] = bounds_of (&table->sum[i], runs);
}

void
bounds_table_fill_at (BoundsTable *table, const SweepPlan *plan, unsigned count)
{
  g_autoptr (GPtrArray) jobs = jobs_of_the_trace (table, plan);
  for (unsigned i = 0; i < table->constraints; i++)
    bounds_at (jobs->pdata[i], plan->workers[count], &table->mean[cell_of (table, i, count)]);
}
