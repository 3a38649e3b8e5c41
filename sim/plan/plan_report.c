#include "plan/plan_report.h"

#include "base/statistics.h"
#include "plan/plan_bounds.h"
#include "plan/recommend.h"

/* --- rows ---------------------------------------------------------------------------------------------------- */

static uint64_t
mean_cost (const Billing *billing, const SweepRow *from, unsigned runs)
{
  g_autofree uint64_t *cost = g_new (uint64_t, runs);
  for (unsigned i = 0; i < runs; i++)
    cost[i] = billing_cost (billing, from->workers, from->wall_us[i]);
  return statistics_mean (cost, runs);
}

/* All work ÷ all time that workers were there. */
static double
utilization (const SweepRow *from, const uint64_t *work_us, unsigned runs)
{
  double work = 0, room = 0;
  for (unsigned i = 0; i < runs; i++)
    {
      work += (double) work_us[i];
      room += (double) from->wall_us[i] * from->workers;
    }
  return room > 0 ? work / room : 1;
}

static void
fill_times (PlanRow *row, const SweepRow *from, const Billing *billing)
{
  Statistics summary;
  statistics_of (from->wall_us, row->runs, &summary);
  uint64_t half = (uint64_t) (summary.half_width + 0.5);
  row->wall_us = summary.mean;
  row->low_us = summary.mean > half ? summary.mean - half : 0;
  row->high_us = summary.mean + half;
  row->p5_us = summary.p5;
  row->p95_us = summary.p95;
  row->total_us = billing->startup_us + row->wall_us;
  row->worker_us = row->workers * row->total_us;
}

/* Rows are compared over the runs that all of them have; where there is none, each tells what it knows. */
static void
fill_row (PlanRow *row, const SweepRow *from, const PlanReport *report)
{
  const PlanQuestion *question = report->question;
  unsigned runs = report->sweep.runs ? report->sweep.runs : from->runs;
  *row = (PlanRow){ .model = from->model, .workers = from->workers, .verdict = from->verdict, .runs = runs };
  if (!runs)
    return;
  fill_times (row, from, &question->billing);
  row->judged_us = question->target_us ? question->billing.startup_us + row->p95_us : row->total_us;
  row->cost = mean_cost (&question->billing, from, runs);
  row->utilization = utilization (from, report->sweep.work_us, runs);
}

static void
fill_pair (PlanPair *pair, const PlanReport *report, const PlanRow *other)
{
  const uint64_t *ours = report->sweep.row[report->recommended - report->row].wall_us;
  const uint64_t *theirs = report->sweep.row[other - report->row].wall_us;
  *pair = (PlanPair){ .other = other };
  for (unsigned i = 0; i < report->sweep.runs; i++)
    if (ours[i] == theirs[i])
      pair->same++;
    else
      ours[i] < theirs[i] ? pair->faster++ : pair->slower++;
}

static void
fill_pairs (PlanReport *report)
{
  const PlanRow *taken = report->recommended;
  report->pair = g_new (PlanPair, report->question->sweep.models);
  for (unsigned i = 0; i < report->rows && taken && report->sweep.runs > 1; i++)
    if (report->row[i].workers == taken->workers && &report->row[i] != taken)
      fill_pair (&report->pair[report->pairs++], report, &report->row[i]);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static void
begin (PlanReport *report, const PlanQuestion *question)
{
  *report = (PlanReport){ .question = question, .work_us = trace_total_us (question->trace) };
  plan_bounds_list (report);
}

static void
simulate (PlanReport *report, const PlanQuestion *question)
{
  begin (report, question);
  sweep_run (&question->sweep, &report->sweep);
  report->interrupted = report->sweep.interrupted;
}

bool
plan_report_conclude (PlanReport *report, GError **error)
{
  report->precision = report->sweep.runs ? sweep_precision (&report->sweep) : 0;
  report->rows = report->sweep.rows;
  report->row = g_new0 (PlanRow, report->rows);
  for (unsigned i = 0; i < report->rows; i++)
    fill_row (&report->row[i], &report->sweep.row[i], report);
  if (report->sweep.runs > 0 && !recommend (report, error))
    return false;
  fill_pairs (report);
  report->advice = recommend_advice (report);
  plan_bounds_fill (report);
  return true;
}

bool
plan_report_fill (PlanReport *report, const PlanQuestion *question, GError **error)
{
  simulate (report, question);
  return plan_report_conclude (report, error);
}

void
plan_report_fill_share (PlanReport *report, const PlanQuestion *question)
{
  simulate (report, question);
  if (!report->interrupted)
    plan_bounds_tally (report);
}

void
plan_report_lay_out (PlanReport *report, const PlanQuestion *question)
{
  begin (report, question);
  sweep_lay_out (&question->sweep, &report->sweep);
  report->sweep.runs = MAX (1, question->sweep.runs);
  for (unsigned i = 0; i < report->sweep.rows; i++)
    report->sweep.row[i].runs = report->sweep.runs;
  plan_bounds_lay_out (report);
}

void
plan_report_clear (PlanReport *report)
{
  for (unsigned i = 0; i < report->constraints; i++)
    g_free (report->bounds[i].at);
  g_free (report->bounds);
  g_free (report->tally);
  g_free (report->row);
  g_free (report->pair);
  g_free (report->advice);
  sweep_clear (&report->sweep);
  *report = (PlanReport){ 0 };
}

const PlanRow *
plan_report_row (const PlanReport *report, unsigned model, unsigned count)
{
  return &report->row[model * report->question->sweep.counts + count];
}

unsigned
plan_report_count (const PlanReport *report, const PlanRow *row)
{
  return (unsigned) (row - report->row) % report->question->sweep.counts;
}

PlanTally *
plan_report_tally (const PlanReport *report, unsigned constraint, unsigned count)
{
  return &report->tally[constraint * report->question->sweep.counts + count];
}
