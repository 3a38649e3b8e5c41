#include "plan_output/plan_draw.h"

#include "charts/chart_kind.h"
#include "charts/gnuplot.h"
#include "plan_output/plan_canvas.h"
#include "plan_output/plan_plot.h"

static ChartKind
kind_of (const char *path, GError **error)
{
  return g_str_equal (path, "-") ? CHART_TXT : chart_kind_of (path, error);
}

bool
plan_draw_check (const char *path, GError **error)
{
  ChartKind kind = kind_of (path, error);
  return kind == CHART_TXT || (kind != CHART_KINDS && gnuplot_is_there (path, error));
}

GBytes *
plan_draw (const char *path, const PlanReport *report, PlanChartKind what, GError **error)
{
  g_auto (PlanChart) chart = { 0 };
  ChartKind kind = kind_of (path, error);
  if (kind == CHART_KINDS)
    return NULL;
  plan_chart_init (&chart, report, what);
  if (kind == CHART_TXT)
    return g_string_free_to_bytes (plan_canvas_new (&chart));
  GString *script = plan_plot_new (&chart, kind == CHART_SVG ? GNUPLOT_SVG : GNUPLOT_PNG);
  GBytes *picture = gnuplot_run (path, script, error);
  g_string_free (script, TRUE);
  return picture;
}
