#include "sweep/sweep.h"

#include "base/interrupt.h"
#include "base/progress.h"
#include "base/statistics.h"
#include "base/thread_pool.h"
#include "sweep/noise.h"

/* Some runs: their times are drawn first, then every row simulates them. Batches grow: one run, then as many as are
 * done already, as long as their times fit in memory. Their size changes only how much is known when Ctrl-C comes. */
typedef struct
{
  const SweepPlan *plan;
  Sweep *sweep;
  unsigned first, runs;
  uint64_t *drawn_us; /* [runs × tests]; NULL: the plan's own times */
  unsigned pieces;    /* tasks that a row is cut into, so that no thread is left without one */
  Verdict *verdict;   /* [rows × pieces] the worst of a task's runs */
  bool *done;         /* [rows × pieces] */
  gint *simulated;    /* cells, so far */
  guint64 cells;      /* to be simulated */
  Progress *progress;
} Batch;

#define DRAWN_BYTES_MAX ((gsize) 64 << 20)
#define TASKS_EACH 8u /* for each thread, or more */

/* --- the plan's share ---------------------------------------------------------------------------------------- */

static bool
has_cell (const SweepPlan *plan, unsigned row, unsigned run)
{
  return part_has (plan->part, MAX (1, plan->runs), run, row, plan->models * plan->counts);
}

static unsigned
cells_of_run (const SweepPlan *plan, unsigned run)
{
  unsigned cells = 0;
  for (unsigned row = 0; row < plan->models * plan->counts; row++)
    cells += has_cell (plan, row, run);
  return cells;
}

static guint64
cells_of (const SweepPlan *plan)
{
  guint64 cells = 0;
  for (unsigned run = 0; run < MAX (1, plan->runs); run++)
    cells += cells_of_run (plan, run);
  return cells;
}

/* --- one task ------------------------------------------------------------------------------------------------ */

static uint64_t
total_us (const uint64_t *run_us, uint32_t tests)
{
  uint64_t total = 0;
  for (uint32_t test = 0; test < tests; test++)
    total += run_us[test];
  return total;
}

/* The times of a run of the batch. */
static uint64_t *
drawn_times (const Batch *batch, unsigned run)
{
  return batch->drawn_us + (gsize) (run - batch->first) * batch->plan->suite->tests;
}

static void
draw_run (unsigned task, unsigned member, void *data)
{
  const Batch *batch = data;
  const SweepPlan *plan = batch->plan;
  unsigned run = batch->first + task;
  uint64_t *drawn_us = drawn_times (batch, run);
  (void) member;
  if (!cells_of_run (plan, run))
    return;
  noise_draw (plan->run_us, plan->suite->tests, plan->sigma, plan->seed, run, drawn_us);
  batch->sweep->work_us[run] = total_us (drawn_us, plan->suite->tests);
}

static SimulationPlan
simulation_plan (const SweepPlan *plan, const SweepRow *row)
{
  return (SimulationPlan){ .suite = plan->suite,
                           .run_us = plan->run_us,
                           .model = row->model,
                           .rules = session_rules_default (),
                           .workers = row->workers };
}

/* The caller's own thread draws the bar. */
static void
show_run (const Batch *batch, unsigned member)
{
  guint64 simulated = (guint64) g_atomic_int_add (batch->simulated, 1) + 1;
  if (member == 0)
    progress_show (batch->progress, simulated, batch->cells, "simulating");
}

/* A piece of the batch's runs, for one row. */
static void
simulate_piece (unsigned task, unsigned member, void *data)
{
  const Batch *batch = data;
  unsigned number = task / batch->pieces;
  SweepRow *row = &batch->sweep->row[number];
  unsigned piece = task % batch->pieces;
  unsigned run = batch->first + batch->runs * piece / batch->pieces;
  unsigned end = batch->first + batch->runs * (piece + 1) / batch->pieces;
  SimulationPlan plan = simulation_plan (batch->plan, row);
  g_autoptr (Simulation) simulation = NULL;
  for (; run < end && !interrupt_seen (); run++)
    {
      Result result;
      if (!has_cell (batch->plan, number, run))
        continue;
      int64_t seed = batch->drawn_us ? noise_shuffle_seed (batch->plan->seed, run) : (int64_t) batch->plan->seed;
      plan.run_us = batch->drawn_us ? drawn_times (batch, run) : batch->plan->run_us;
      simulation = simulation ? simulation : simulation_new (&plan, NULL);
      simulation_run (simulation, seed, &result);
      g_assert (result.verdict != VERDICT_OK || result.wall_us >= batch->sweep->work_us[run] / row->workers);
      row->wall_us[run] = result.wall_us;
      batch->verdict[task] = MIN (batch->verdict[task], result.verdict);
      show_run (batch, member);
    }
  batch->done[task] = run == end;
}

/* --- one batch ----------------------------------------------------------------------------------------------- */

/* Collects what the tasks found, row by row. Returns whether all of them were done. */
static bool
gather (const Batch *batch)
{
  Sweep *sweep = batch->sweep;
  bool all = true;
  for (unsigned i = 0; i < sweep->rows; i++)
    {
      bool whole = true;
      for (unsigned task = i * batch->pieces; task < (i + 1) * batch->pieces; task++)
        {
          whole &= batch->done[task];
          sweep->row[i].verdict = MIN (sweep->row[i].verdict, batch->verdict[task]);
        }
      sweep->row[i].runs += whole ? batch->runs : 0;
      all &= whole;
    }
  return all;
}

static bool
run_batch (ThreadPool *crew, Batch *batch)
{
  const SweepPlan *plan = batch->plan;
  unsigned rows = batch->sweep->rows;
  batch->pieces = MIN (batch->runs, 1 + TASKS_EACH * plan->jobs / rows);
  g_autofree Verdict *verdict = g_new (Verdict, (gsize) rows * batch->pieces);
  g_autofree bool *done = g_new0 (bool, (gsize) rows * batch->pieces);
  for (unsigned i = 0; i < rows * batch->pieces; i++)
    verdict[i] = VERDICT_OK;
  batch->verdict = verdict;
  batch->done = done;
  if (batch->drawn_us)
    thread_pool_run (crew, batch->runs, draw_run, batch);
  else
    batch->sweep->work_us[0] = total_us (plan->run_us, plan->suite->tests);
  thread_pool_run (crew, rows * batch->pieces, simulate_piece, batch);
  return gather (batch);
}

/* --- all of them --------------------------------------------------------------------------------------------- */

void
sweep_lay_out (const SweepPlan *plan, Sweep *sweep)
{
  *sweep = (Sweep){ .rows = plan->models * plan->counts, .work_us = g_new0 (uint64_t, MAX (1, plan->runs)) };
  sweep->row = g_new0 (SweepRow, sweep->rows);
  for (unsigned i = 0; i < sweep->rows; i++)
    {
      SweepRow *row = &sweep->row[i];
      row->model = plan->model[i / plan->counts];
      row->workers = plan->workers[i % plan->counts];
      row->verdict = VERDICT_OK;
      row->wall_us = g_new0 (uint64_t, MAX (1, plan->runs));
    }
}

/* Threads share the suite: its tables are built before they start. */
static void
build_scopes (const SweepPlan *plan)
{
  suite_need_scopes (plan->suite, SCOPE_SCOPE);
  for (unsigned i = 0; i < plan->models; i++)
    suite_need_scopes (plan->suite, plan->model[i]->scope_rule);
}

static unsigned
batch_runs_max (const SweepPlan *plan)
{
  return (unsigned) CLAMP (DRAWN_BYTES_MAX / (sizeof *plan->run_us * plan->suite->tests), 1, SWEEP_RUNS_MAX);
}

static unsigned
next_runs (const SweepPlan *plan, unsigned known, unsigned all)
{
  unsigned runs = MIN (CLAMP (known, 1, batch_runs_max (plan)), all - known);
  return plan->precision > 0 ? MIN (runs, SWEEP_RUNS_STEP - known % SWEEP_RUNS_STEP) : runs;
}

double
sweep_precision (const Sweep *sweep)
{
  double worst = 0;
  for (unsigned i = 0; i < sweep->rows; i++)
    {
      Statistics summary;
      statistics_of (sweep->row[i].wall_us, sweep->runs, &summary);
      if (summary.mean)
        worst = MAX (worst, summary.half_width / (double) summary.mean);
    }
  return worst;
}

/* Asked after multiples of SWEEP_RUNS_STEP only, so that the answer does not depend on the batches. */
static bool
is_precise (const SweepPlan *plan, const Sweep *sweep)
{
  return plan->precision > 0 && sweep->runs && sweep->runs % SWEEP_RUNS_STEP == 0
         && sweep_precision (sweep) <= plan->precision;
}

void
sweep_run (const SweepPlan *plan, Sweep *sweep)
{
  unsigned all = MAX (1, plan->runs);
  sweep_lay_out (plan, sweep);
  build_scopes (plan);
  g_autoptr (ThreadPool) crew = thread_pool_new (plan->jobs);
  g_autofree uint64_t *drawn_us
      = plan->runs ? g_new (uint64_t, (gsize) MIN (all, batch_runs_max (plan)) * plan->suite->tests) : NULL;
  guint64 cells = cells_of (plan);
  gint simulated = 0;
  Progress progress;
  progress_begin (&progress, true);
  while (sweep->runs < all && !sweep->interrupted && !is_precise (plan, sweep))
    {
      Batch batch = { plan,       sweep, sweep->runs, next_runs (plan, sweep->runs, all), drawn_us, 0, NULL, NULL,
                      &simulated, cells, &progress };
      sweep->interrupted = !run_batch (crew, &batch);
      sweep->runs += sweep->interrupted ? 0 : batch.runs;
    }
  progress_end (&progress);
}

void
sweep_clear (Sweep *sweep)
{
  for (unsigned i = 0; i < sweep->rows; i++)
    g_free (sweep->row[i].wall_us);
  g_free (sweep->row);
  g_free (sweep->work_us);
  *sweep = (Sweep){ 0 };
}
