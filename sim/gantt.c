#include "gantt_plot.h"
#include "gantt_text.h"
#include "gnuplot.h"
#include "outfile.h"

typedef enum
{
  KIND_SVG,
  KIND_PNG,
  KIND_TXT,
  KINDS
} Kind;

static const char *const endings[KINDS] = { ".svg", ".png", ".txt" };

/* KINDS and *error: none. */
static Kind
kind_of (const char *path, GError **error)
{
  for (Kind kind = 0; kind < KINDS; kind++)
    if (g_str_has_suffix (path, endings[kind]))
      return kind;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "cannot tell what chart %s should be: its name must end in .svg, .png or .txt", path);
  return KINDS;
}

bool
gantt_knows_ending (const char *path, GError **error)
{
  return kind_of (path, error) != KINDS;
}

static GBytes *
draw (Kind kind, const char *path, const Chart *chart, GError **error)
{
  g_auto (Bars) bars = { 0 };
  bars_init (&bars, chart);
  if (kind == KIND_TXT)
    return g_string_free_to_bytes (gantt_text_new (chart, &bars));
  GString *script = gantt_plot_new (chart, &bars, kind == KIND_SVG ? GNUPLOT_SVG : GNUPLOT_PNG);
  GBytes *picture = gnuplot_run (path, script, error);
  g_string_free (script, TRUE);
  return picture;
}

bool
gantt_write (const char *path, const Chart *chart, GError **error)
{
  Kind kind = kind_of (path, error);
  if (kind == KINDS)
    return false;
  g_autoptr (GBytes) picture = draw (kind, path, chart, error);
  if (!picture)
    return false;
  gsize len;
  const void *bytes = g_bytes_get_data (picture, &len);
  return outfile_write (path, bytes, len, error);
}
