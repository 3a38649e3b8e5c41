#include "gantt_plot.h"
#include "gantt_text.h"
#include "gnuplot.h"
#include "outfile.h"

typedef struct
{
  const char *ending;
  const char *terminal; /* of gnuplot, whose points pngcairo takes for 4/3 of a pixel; NULL: none is needed */
  const char *font;     /* svg leaves the letters to who looks at it */
} Kind;

static const Kind kinds[] = {
  { ".svg", "svg", "sans-serif" },
  { ".png", "pngcairo fontscale 0.75", "Sans" },
  { ".txt", NULL, NULL },
};

static const Kind *
kind_of (const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (path, kinds[i].ending))
      return &kinds[i];
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "cannot tell what chart %s should be: its name must end in .svg, .png or .txt", path);
  return NULL;
}

bool
gantt_knows_ending (const char *path, GError **error)
{
  return kind_of (path, error) != NULL;
}

static GBytes *
draw (const Kind *kind, const char *path, const Chart *chart, GError **error)
{
  g_auto (Bars) bars = { 0 };
  bars_init (&bars, chart);
  if (!kind->terminal)
    return g_string_free_to_bytes (gantt_text_new (chart, &bars));
  GString *script = gantt_plot_new (chart, &bars, kind->terminal, kind->font);
  GBytes *picture = gnuplot_run (path, script, error);
  g_string_free (script, TRUE);
  return picture;
}

bool
gantt_write (const char *path, const Chart *chart, GError **error)
{
  const Kind *kind = kind_of (path, error);
  if (!kind)
    return false;
  g_autoptr (GBytes) picture = draw (kind, path, chart, error);
  if (!picture)
    return false;
  gsize len;
  const void *bytes = g_bytes_get_data (picture, &len);
  return outfile_write (path, bytes, len, error);
}
