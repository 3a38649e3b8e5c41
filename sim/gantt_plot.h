/* sim/gantt_plot.h - the chart as a script for gnuplot. */
#ifndef ISOSIM_GANTT_PLOT_H
#define ISOSIM_GANTT_PLOT_H

#include "bars.h"

G_BEGIN_DECLS

/* TERMINAL is gnuplot's name of it and FONT one that it has. The picture goes to standard output. g_string_free it. */
GString *gantt_plot_new (const Chart *chart, const Bars *bars, const char *terminal, const char *font);

G_END_DECLS

#endif
