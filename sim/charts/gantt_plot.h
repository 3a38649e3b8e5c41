/* sim/charts/gantt_plot.h - the chart as a script for gnuplot. */
#ifndef ISOSIM_GANTT_PLOT_H
#define ISOSIM_GANTT_PLOT_H

#include "charts/bars.h"
#include "charts/gnuplot.h"

G_BEGIN_DECLS

/* The picture goes to gnuplot's standard output. g_string_free it. */
GString *gantt_plot_new (const Chart *chart, const Bars *bars, GnuplotTerminal terminal);

G_END_DECLS

#endif
