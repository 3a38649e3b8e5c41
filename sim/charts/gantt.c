#include "charts/gantt.h"

#include "base/outfile.h"
#include "charts/chart_kind.h"
#include "charts/gantt_plot.h"
#include "charts/gantt_text.h"
#include "charts/gnuplot.h"

bool
gantt_knows_ending (const char *path, GError **error)
{
  return chart_kind_of (path, error) != CHART_KINDS;
}

static GBytes *
draw (ChartKind kind, const char *path, const Chart *chart, GError **error)
{
  g_auto (Bars) bars = { 0 };
  bars_init (&bars, chart);
  if (kind == CHART_TXT)
    return g_string_free_to_bytes (gantt_text_new (chart, &bars));
  GString *script = gantt_plot_new (chart, &bars, kind == CHART_SVG ? GNUPLOT_SVG : GNUPLOT_PNG);
  GBytes *picture = gnuplot_run (path, script, error);
  g_string_free (script, TRUE);
  return picture;
}

bool
gantt_write (const char *path, const Chart *chart, GError **error)
{
  ChartKind kind = chart_kind_of (path, error);
  if (kind == CHART_KINDS)
    return false;
  g_autoptr (GBytes) picture = draw (kind, path, chart, error);
  if (!picture)
    return false;
  gsize len;
  const void *bytes = g_bytes_get_data (picture, &len);
  return outfile_write (path, bytes, len, error);
}
