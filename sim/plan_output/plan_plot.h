/* sim/plan_output/plan_plot.h - a chart of a plan as a script for gnuplot. */
#ifndef ISOSIM_PLAN_PLOT_H
#define ISOSIM_PLAN_PLOT_H

#include "charts/gnuplot.h"
#include "plan_output/plan_chart.h"

G_BEGIN_DECLS

/* The same bytes for the same report. g_string_free it. */
GString *plan_plot_new (const PlanChart *chart, GnuplotTerminal terminal);

G_END_DECLS

#endif
