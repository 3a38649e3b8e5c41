#include "plan/plan_rows.h"

#include "base/statistics.h"

static uint64_t
mean_cost (const Billing *billing, const SweepRow *from, unsigned runs)
{
  g_autofree uint64_t *cost = g_new (uint64_t, runs);
  for (unsigned run = 0; run < runs; run++)
    cost[run] = billing_cost (billing, from->workers, from->wall_us[run]);
  return statistics_mean (cost, runs);
}

/* All work, divided by the time of all workers. */
static double
utilization (const SweepRow *from, const uint64_t *work_us, unsigned runs)
{
  double work = 0, capacity = 0;
  for (unsigned run = 0; run < runs; run++)
    {
      work += (double) work_us[run];
      capacity += (double) from->wall_us[run] * from->workers;
    }
  return capacity > 0 ? work / capacity : 1;
}

static void
fill_times (PlanRow *row, const SweepRow *from, const PlanQuestion *question)
{
  Statistics summary;
  uint64_t startup_us = question->billing.startup_us;
  statistics_of (from->wall_us, row->runs, &summary);
  uint64_t half = (uint64_t) (summary.half_width + 0.5);
  row->wall_us = summary.mean;
  row->low_us = summary.mean > half ? summary.mean - half : 0;
  row->high_us = summary.mean + half;
  row->p5_us = summary.p5;
  row->p95_us = summary.p95;
  row->total_us = startup_us + row->wall_us;
  row->judged_us = question->target_us ? startup_us + row->p95_us : row->total_us;
  row->worker_us = row->workers * row->total_us;
  g_assert (row->p5_us <= row->p95_us && row->low_us <= row->wall_us && row->wall_us <= row->high_us);
}

/* Rows are compared over the runs that all of them have. If there is no such run, each row uses its own runs. */
static void
fill_row (PlanRow *row, const SweepRow *from, const PlanQuestion *question, const Sweep *sweep)
{
  unsigned runs = sweep->runs ? sweep->runs : from->runs;
  g_assert (runs <= from->runs);
  *row = (PlanRow){ .model = from->model, .workers = from->workers, .verdict = from->verdict, .runs = runs };
  if (!runs)
    return;
  fill_times (row, from, question);
  row->cost = mean_cost (&question->billing, from, runs);
  row->utilization = utilization (from, sweep->work_us, runs);
}

void
plan_rows_fill (PlanRows *rows, const PlanQuestion *question, const Sweep *sweep)
{
  *rows = (PlanRows){ question->sweep.counts, sweep->rows, g_new0 (PlanRow, sweep->rows) };
  g_assert (rows->len == question->sweep.models * question->sweep.counts);
  for (unsigned i = 0; i < rows->len; i++)
    fill_row (&rows->at[i], &sweep->row[i], question, sweep);
}

void
plan_rows_clear (PlanRows *rows)
{
  g_clear_pointer (&rows->at, g_free);
}

const PlanRow *
plan_rows_at (const PlanRows *rows, unsigned model, unsigned count)
{
  g_assert (count < rows->counts && model < rows->len / rows->counts);
  return &rows->at[model * rows->counts + count];
}

unsigned
plan_rows_count (const PlanRows *rows, const PlanRow *row)
{
  return (unsigned) (row - rows->at) % rows->counts;
}
