/* sim/charts/chart.h - one run of a simulation, as charts show it. */
#ifndef ISOSIM_CHART_H
#define ISOSIM_CHART_H

#include "simulate/timeline.h"

G_BEGIN_DECLS

/* What charts are drawn from; all of it borrowed. */
typedef struct
{
  const char *title; /* what was run: a file, a suite */
  const SimulationPlan *plan;
  const Trace *trace; /* for the phases of its tests; its suite is the plan's */
  const Timeline *timeline;
  const Result *result;
} Chart;

/* Returns the scopes by which the chart's scheduler deals tests out. */
static inline const ScopeTable *
chart_scopes (const Chart *chart)
{
  return chart->plan->suite->scope_table[chart->plan->model->scope_rule];
}

G_END_DECLS

#endif
