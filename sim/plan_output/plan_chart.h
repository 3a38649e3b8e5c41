/* sim/plan_output/plan_chart.h - the two charts of a plan: wall time by number of workers, and time by cost.
 *
 * Rows whose runs did not end well are left out. Of the second chart's rows those are left out, too, that cost much
 * more than the dearest of the frontier: they would push all others together. */
#ifndef ISOSIM_PLAN_CHART_H
#define ISOSIM_PLAN_CHART_H

#include "charts/axis.h"
#include "plan/plan_report.h"

G_BEGIN_DECLS

typedef enum
{
  PLAN_CHART_WALL, /* across: workers; upwards: wall time; both logarithmic, so that twice as fast is a straight line */
  PLAN_CHART_COST  /* across: cost; upwards: start-up and wall time, logarithmic */
} PlanChartKind;

typedef struct
{
  const PlanReport *report; /* borrowed */
  PlanChartKind kind;
  Axis x;              /* workers, or money, or minutes of workers */
  Axis y;              /* microseconds */
  unsigned left_out;   /* rows, for their cost */
  GPtrArray *frontier; /* of const PlanRow *, by cost; owned */
} PlanChart;

void plan_chart_init (PlanChart *chart, const PlanReport *report, PlanChartKind kind);
void plan_chart_clear (PlanChart *chart);

/* Whether the row is on the chart. */
bool plan_chart_has (const PlanChart *chart, const PlanRow *row);
/* Where it stands, in the axes' units. */
double plan_chart_x (const PlanChart *chart, const PlanRow *row);
double plan_chart_y (const PlanChart *chart, const PlanRow *row);
/* WALL_US of a run, in the units of the axis upwards. */
double plan_chart_time (const PlanChart *chart, uint64_t wall_us);
/* Of several runs: there are percentiles to be drawn. */
bool plan_chart_has_bands (const PlanChart *chart);
/* Whether there is a target, and a place for it on the chart. */
bool plan_chart_has_target (const PlanChart *chart);

/* Words, each to be freed with g_free: the file and what is shown; how to read it; the axes; what is recommended, as
 * "take worksteal on 12", and what the target is. */
char *plan_chart_dup_title (const PlanChart *chart, unsigned columns);
char *plan_chart_dup_note (const PlanChart *chart);
const char *plan_chart_x_name (const PlanChart *chart);
const char *plan_chart_y_name (const PlanChart *chart);
char *plan_chart_dup_taken (const PlanChart *chart, unsigned columns);
char *plan_chart_dup_target (const PlanChart *chart);

/* Ticks of the axis across; g_array_unref them. */
GArray *plan_chart_x_ticks (const PlanChart *chart);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanChart, plan_chart_clear)

G_END_DECLS

#endif
