#include "plan_output/plan_tables.h"

#include "base/human.h"

static void
append_real (GString *text, double number, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (text, g_ascii_formatd (digits, sizeof digits, format, number));
}

/* --- markdown ------------------------------------------------------------------------------------------------ */

static void
append_markdown_row (GString *text, const PlanReport *report, const PlanRow *row)
{
  const Billing *billing = &report->question->billing;
  g_autofree char *wall = human_time (row->wall_us), *total = human_time (row->total_us);
  g_autofree char *p5 = human_time (row->p5_us), *p95 = human_time (row->p95_us);
  g_autofree char *bound = human_time (plan_report_bounds (report, row)->bound_us),
                  *cost = billing_dup_number (billing, row->cost);
  g_string_append_printf (text, "| %s | %u | %s | %s | %s | %s | ", row->model->name, row->workers, wall, p5, p95,
                          total);
  append_real (text, row->utilization * 100, "%.1f");
  g_string_append_printf (text, " %% | %s | %s | %s |\n", cost, bound, row->frontier ? "yes" : "");
}

GString *
plan_markdown (const PlanReport *report)
{
  const Billing *billing = &report->question->billing;
  GString *text = g_string_new (NULL);
  g_string_append_printf (
      text, "| scheduler | workers | wall time | 5 %% | 95 %% | with start-up | used | %s | bound | frontier |\n",
      billing->priced ? "cost" : "worker-minutes");
  g_string_append (text, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
  for (unsigned i = 0; i < report->rows.len; i++)
    append_markdown_row (text, report, &report->rows.at[i]);
  if (report->advice)
    g_string_append_printf (text, "\n%s\n", report->advice);
  return text;
}

/* --- CSV ----------------------------------------------------------------------------------------------------- */

static void
append_whole (GString *text, uint64_t number)
{
  g_string_append_printf (text, ",%" G_GUINT64_FORMAT, number);
}

/* The same number as in the result file. */
static void
append_cost (GString *text, const Billing *billing, uint64_t cost)
{
  g_autofree char *money = billing->priced ? billing_dup_money (cost) : NULL;
  g_string_append_c (text, ',');
  if (money)
    g_string_append (text, money);
  else
    append_real (text, (double) cost / 60e6, "%.17g");
}

/* The confidence interval of the mean. One run has none. */
static void
append_interval (GString *text, const PlanRow *row)
{
  if (row->runs > 1)
    {
      append_whole (text, row->low_us);
      append_whole (text, row->high_us);
    }
  else
    g_string_append (text, ",,");
}

static void
append_csv_row (GString *text, const PlanReport *report, const PlanRow *row)
{
  g_string_append_printf (text, "%s,%u,%s", row->model->name, row->workers, verdict_name (row->verdict));
  append_whole (text, row->wall_us);
  append_whole (text, row->total_us);
  append_whole (text, row->runs);
  append_interval (text, row);
  append_whole (text, row->p5_us);
  append_whole (text, row->p95_us);
  g_string_append_c (text, ',');
  append_real (text, row->utilization, "%.6f");
  append_whole (text, row->worker_us);
  append_cost (text, &report->question->billing, row->cost);
  append_whole (text, plan_report_bounds (report, row)->bound_us);
  g_string_append_printf (text, ",%d,%d\n", row->choice, row->frontier);
}

GString *
plan_csv (const PlanReport *report)
{
  GString *text = g_string_new ("name,workers,verdict,wall_us,total_us,runs,low_us,high_us,p5_us,p95_us,utilization,"
                                "worker_us,cost,bound_us,choice,"
                                "frontier\n");
  for (unsigned i = 0; i < report->rows.len; i++)
    append_csv_row (text, report, &report->rows.at[i]);
  return text;
}
