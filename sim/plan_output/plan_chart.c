#include "plan_output/plan_chart.h"

#include "base/human.h"
#include "charts/chart_text.h"
#include <stdlib.h>

/* --- what is on it ------------------------------------------------------------------------------------------- */

static bool
ended_well (const PlanRow *row)
{
  return row->runs > 0 && row->verdict == VERDICT_OK;
}

bool
plan_chart_has (const PlanChart *chart, const PlanRow *row)
{
  return ended_well (row) && (chart->kind == PLAN_CHART_WALL || plan_chart_x (chart, row) <= chart->x.hi);
}

static double
cost_shown (const PlanChart *chart, const PlanRow *row)
{
  return (double) row->cost / (chart->report->question->billing.priced ? QUANTITY_MONEY : 60e6);
}

double
plan_chart_x (const PlanChart *chart, const PlanRow *row)
{
  return chart->kind == PLAN_CHART_WALL ? row->workers : cost_shown (chart, row);
}

double
plan_chart_time (const PlanChart *chart, uint64_t wall_us)
{
  uint64_t startup_us = chart->kind == PLAN_CHART_COST ? chart->report->question->billing.startup_us : 0;
  return MAX ((double) (startup_us + wall_us), 1);
}

double
plan_chart_y (const PlanChart *chart, const PlanRow *row)
{
  return plan_chart_time (chart, row->wall_us);
}

bool
plan_chart_has_bands (const PlanChart *chart)
{
  return chart->report->sweep.runs > 1;
}

bool
plan_chart_has_target (const PlanChart *chart)
{
  double target_us = (double) chart->report->question->target_us;
  return chart->kind == PLAN_CHART_COST && target_us >= chart->y.lo && target_us <= chart->y.hi;
}

/* --- its frontier, by cost ----------------------------------------------------------------------------------- */

static int
by_cost (const void *a, const void *b)
{
  const PlanRow *x = *(const PlanRow *const *) a, *y = *(const PlanRow *const *) b;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  return (x > y) - (x < y);
}

static void
list_frontier (PlanChart *chart)
{
  const PlanReport *report = chart->report;
  chart->frontier = g_ptr_array_new ();
  for (unsigned i = 0; i < report->rows.len; i++)
    if (report->rows.at[i].frontier)
      g_ptr_array_add (chart->frontier, &report->rows.at[i]);
  if (chart->frontier->len)
    qsort (chart->frontier->pdata, chart->frontier->len, sizeof *chart->frontier->pdata, by_cost);
}

/* --- its axes ------------------------------------------------------------------------------------------------ */

typedef struct
{
  double lo, hi; /* lo > hi: empty */
} Range;

static void
range_take (Range *range, double value)
{
  bool first = range->lo > range->hi;
  range->lo = first ? value : MIN (range->lo, value);
  range->hi = first ? value : MAX (range->hi, value);
}

/* Returns the range of the frontier, extended upwards by its own width or by a quarter of its least cost. A row that
 * costs more is of no interest to anybody who chooses. */
static Range
range_of_cost (const PlanChart *chart)
{
  Range range = { 1, 0 };
  for (guint i = 0; i < chart->frontier->len; i++)
    range_take (&range, cost_shown (chart, chart->frontier->pdata[i]));
  if (range.lo <= range.hi)
    return (Range){ range.lo, range.hi + MAX (range.hi - range.lo, range.lo / 4) };
  for (unsigned i = 0; i < chart->report->rows.len; i++)
    if (ended_well (&chart->report->rows.at[i]))
      range_take (&range, cost_shown (chart, &chart->report->rows.at[i]));
  return range;
}

static Range
range_of_workers (const PlanChart *chart)
{
  const SweepPlan *sweep = &chart->report->question->sweep;
  return (Range){ sweep->workers[0], sweep->workers[sweep->counts - 1] };
}

/* Returns the range of all times on the chart: percentiles, bounds, and the target unless it is far above them. */
static Range
range_of_time (const PlanChart *chart)
{
  Range range = { 1, 0 };
  uint64_t target_us = chart->kind == PLAN_CHART_COST ? chart->report->question->target_us : 0;
  for (unsigned i = 0; i < chart->report->rows.len; i++)
    {
      const PlanRow *row = &chart->report->rows.at[i];
      if (!plan_chart_has (chart, row))
        continue;
      range_take (&range, plan_chart_time (chart, row->p5_us));
      range_take (&range, plan_chart_time (chart, row->p95_us));
    }
  for (unsigned i = 0; chart->kind == PLAN_CHART_WALL && i < chart->report->question->sweep.counts; i++)
    range_take (&range, plan_chart_time (chart, bounds_table_at (&chart->report->bounds, 0, i)->bound_us));
  if (target_us && (double) target_us <= 2 * range.hi)
    range_take (&range, (double) target_us);
  return range;
}

void
plan_chart_init (PlanChart *chart, const PlanReport *report, PlanChartKind kind)
{
  *chart = (PlanChart){ .report = report, .kind = kind };
  list_frontier (chart);
  Range across = kind == PLAN_CHART_WALL ? range_of_workers (chart) : range_of_cost (chart);
  axis_init (&chart->x, MIN (across.lo, across.hi), MAX (across.lo, across.hi), kind == PLAN_CHART_WALL);
  Range time = range_of_time (chart);
  axis_init (&chart->y, MIN (time.lo, time.hi), MAX (time.lo, time.hi), true);
  for (unsigned i = 0; i < report->rows.len; i++)
    chart->left_out += ended_well (&report->rows.at[i]) && !plan_chart_has (chart, &report->rows.at[i]);
}

void
plan_chart_clear (PlanChart *chart)
{
  g_clear_pointer (&chart->frontier, g_ptr_array_unref);
}

GArray *
plan_chart_x_ticks (const PlanChart *chart)
{
  return chart->kind == PLAN_CHART_WALL ? axis_whole_ticks (&chart->x) : axis_number_ticks (&chart->x);
}

/* --- its words ----------------------------------------------------------------------------------------------- */

char *
plan_chart_dup_title (const PlanChart *chart, unsigned columns)
{
  const PlanQuestion *question = chart->report->question;
  const char *what = chart->kind == PLAN_CHART_WALL ? "wall time by number of workers" : "time and cost";
  g_autofree char *more = question->traces > 1 ? g_strdup_printf (" and %u more", question->traces - 1) : g_strdup ("");
  unsigned taken = text_columns (what) + text_columns (more) + 2;
  g_autofree char *path = text_dup_fitted (question->path[0], columns - taken);
  return g_strdup_printf ("%s%s: %s", path, more, what);
}

static char *
dup_left_out (const PlanChart *chart)
{
  g_autofree char *rows = human_plural (chart->left_out, "dearer point");
  return chart->left_out ? g_strdup_printf ("; %s not shown", rows) : g_strdup ("");
}

/* The note also stands on a terminal, so it has at most 80 columns. */
char *
plan_chart_dup_note (const PlanChart *chart)
{
  const PlanReport *report = chart->report;
  g_autofree char *runs = report->sweep.runs && report->question->sweep.runs ? human_plural (report->sweep.runs, "run")
                                                                             : g_strdup ("times as they are");
  const char *mean = plan_chart_has_bands (chart) ? ", means" : "";
  g_autofree char *startup = axis_dup_time (report->question->billing.startup_us);
  if (chart->kind == PLAN_CHART_WALL)
    return report->question->billing.startup_us
               ? g_strdup_printf ("%s%s; %s of start-up not in it", runs, mean, startup)
               : g_strdup_printf ("%s%s", runs, mean);
  g_autofree char *left_out = dup_left_out (chart);
  return g_strconcat (runs, mean, left_out, NULL);
}

const char *
plan_chart_x_name (const PlanChart *chart)
{
  if (chart->kind == PLAN_CHART_WALL)
    return "workers";
  return chart->report->question->billing.priced ? "cost" : "worker-minutes";
}

const char *
plan_chart_y_name (const PlanChart *chart)
{
  if (chart->kind == PLAN_CHART_WALL)
    return "wall time";
  return chart->report->question->billing.startup_us ? "start-up and wall time" : "wall time";
}

char *
plan_chart_dup_taken (const PlanChart *chart, unsigned columns)
{
  const PlanRow *row = chart->report->recommendation.taken;
  g_autofree char *workers = g_strdup_printf (" on %u", row->workers);
  g_autofree char *name = text_dup_fitted (row->model->name, columns - text_columns (workers) - 5);
  return g_strconcat ("take ", name, workers, NULL);
}

char *
plan_chart_dup_target (const PlanChart *chart)
{
  g_autofree char *time = axis_dup_time (chart->report->question->target_us);
  return g_strdup_printf ("target %s", time);
}
