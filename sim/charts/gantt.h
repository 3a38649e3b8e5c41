/* sim/charts/gantt.h - a chart of one run: workers as rows, scopes as colours, and the utilization over time below. */
#ifndef ISOSIM_GANTT_H
#define ISOSIM_GANTT_H

#include "charts/chart.h"

G_BEGIN_DECLS

/* Checks that PATH ends as a chart's file does; asked before a long run. Returns false with *error. */
bool gantt_knows_ending (const char *path, GError **error);

/* Writes the chart to PATH. The end of its name decides the kind: .svg and .png are drawn by gnuplot, which is looked
 * for at run time, and .txt is plain text. Returns false with *error, and then leaves the file at PATH as it was. */
bool gantt_write (const char *path, const Chart *chart, GError **error);

G_END_DECLS

#endif
