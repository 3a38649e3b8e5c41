/* sim/charts/chart_kind.h - what a chart's file is to be, by the end of its name. */
#ifndef ISOSIM_CHART_KIND_H
#define ISOSIM_CHART_KIND_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHART_SVG,
  CHART_PNG,
  CHART_TXT, /* for a terminal; the others take gnuplot */
  CHART_KINDS
} ChartKind;

/* CHART_KINDS with *error, a sentence that names PATH: none. */
ChartKind chart_kind_of (const char *path, GError **error);

G_END_DECLS

#endif
