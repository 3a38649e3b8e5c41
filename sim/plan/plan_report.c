#include "plan/plan_report.h"

#include "plan/plan_advice.h"

static void
begin (PlanReport *report, const PlanQuestion *question)
{
  *report = (PlanReport){ .question = question, .work_us = trace_total_us (question->trace) };
  bounds_table_init (&report->bounds, &question->sweep);
}

static void
simulate (PlanReport *report, const PlanQuestion *question)
{
  begin (report, question);
  sweep_run (&question->sweep, &report->sweep);
  report->interrupted = report->sweep.interrupted;
}

static bool
conclude_rows (PlanReport *report, GError **error)
{
  const PlanQuestion *question = report->question;
  report->precision = report->sweep.runs ? sweep_precision (&report->sweep) : 0;
  plan_rows_fill (&report->rows, question, &report->sweep);
  if (!recommend (&report->recommendation, &report->rows, question, &report->sweep, error))
    return false;
  report->advice = plan_advice (&report->recommendation, &report->rows, question, report->sweep.runs);
  return true;
}

/* After Ctrl-C the bounds of one number of workers are enough. */
static void
conclude_bounds (PlanReport *report)
{
  const PlanRow *taken = report->recommendation.taken;
  if (!report->interrupted)
    bounds_table_fill (&report->bounds, MAX (1, report->sweep.runs));
  else if (taken)
    bounds_table_fill_at (&report->bounds, &report->question->sweep, plan_rows_count (&report->rows, taken));
}

bool
plan_report_conclude (PlanReport *report, GError **error)
{
  if (!conclude_rows (report, error))
    return false;
  conclude_bounds (report);
  return true;
}

static void
add_bounds (PlanReport *report)
{
  if (!report->interrupted)
    report->interrupted = !bounds_table_add_runs (&report->bounds, &report->question->sweep, report->sweep.runs);
}

/* No schedule is faster than its bound, so no mean of schedules is less than the mean of their bounds. A scheduler that
 * is in no release may promise more than it keeps; for it only the bound without a constraint counts. Utilization says
 * the same of one bound: the work ÷ workers. */
static void
assert_rows_keep_bounds (const PlanReport *report)
{
  for (unsigned i = 0; i < report->rows.len; i++)
    {
      const PlanRow *row = &report->rows.at[i];
      if (row->verdict != VERDICT_OK || !row->runs)
        continue;
      g_assert (row->wall_us >= bounds_table_at (&report->bounds, 0, plan_rows_count (&report->rows, row))->bound_us);
      g_assert (!recommend_is_released (row->model) || row->wall_us >= plan_report_bounds (report, row)->bound_us);
      g_assert (row->utilization <= 1 + 1e-9);
    }
}

bool
plan_report_fill (PlanReport *report, const PlanQuestion *question, GError **error)
{
  simulate (report, question);
  if (!conclude_rows (report, error))
    return false;
  add_bounds (report);
  conclude_bounds (report);
  if (!report->interrupted)
    assert_rows_keep_bounds (report);
  return true;
}

void
plan_report_fill_part (PlanReport *report, const PlanQuestion *question)
{
  simulate (report, question);
  add_bounds (report);
}

void
plan_report_lay_out (PlanReport *report, const PlanQuestion *question)
{
  begin (report, question);
  sweep_lay_out (&question->sweep, &report->sweep);
  report->sweep.runs = MAX (1, question->sweep.runs);
  for (unsigned i = 0; i < report->sweep.rows; i++)
    report->sweep.row[i].runs = report->sweep.runs;
}

void
plan_report_clear (PlanReport *report)
{
  g_free (report->advice);
  recommendation_clear (&report->recommendation);
  bounds_table_clear (&report->bounds);
  plan_rows_clear (&report->rows);
  sweep_clear (&report->sweep);
  *report = (PlanReport){ 0 };
}

const Bounds *
plan_report_bounds (const PlanReport *report, const PlanRow *row)
{
  return bounds_table_at (&report->bounds, bounds_table_constraint (&report->bounds, row->model),
                          plan_rows_count (&report->rows, row));
}
