#include "charts/chart_kind.h"

#include <gio/gio.h>

static const char *const endings[CHART_KINDS] = { ".svg", ".png", ".txt" };

ChartKind
chart_kind_of (const char *path, GError **error)
{
  for (ChartKind kind = 0; kind < CHART_KINDS; kind++)
    if (g_str_has_suffix (path, endings[kind]))
      return kind;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               "cannot tell what chart %s should be: its name must end in .svg, .png or .txt", path);
  return CHART_KINDS;
}
