/* sim/plan_output/plan_chart.h - the two charts of a plan: wall time by number of workers, and time by cost.
 *
 * A chart leaves out rows with a run that did not end well. The second chart also leaves out rows that cost much more
 * than the most expensive row of the frontier, since the others would then lie too close together. */
#ifndef ISOSIM_PLAN_CHART_H
#define ISOSIM_PLAN_CHART_H

#include "charts/axis.h"
#include "plan/plan_report.h"

G_BEGIN_DECLS

typedef enum
{
  PLAN_CHART_WALL, /* x: workers, y: wall time; both logarithmic, so that perfect scaling is a straight line */
  PLAN_CHART_COST  /* x: cost, y: start-up and wall time, logarithmic */
} PlanChartKind;

typedef struct
{
  const PlanReport *report; /* borrowed */
  PlanChartKind kind;
  Axis x;              /* workers, money, or worker-minutes */
  Axis y;              /* microseconds */
  unsigned left_out;   /* the number of rows left out for their cost */
  GPtrArray *frontier; /* of const PlanRow *, by cost; owned */
} PlanChart;

/* The report must outlive the chart. */
void plan_chart_init (PlanChart *chart, const PlanReport *report, PlanChartKind kind);
void plan_chart_clear (PlanChart *chart);

/* Returns whether the row is on the chart. */
bool plan_chart_has (const PlanChart *chart, const PlanRow *row);
/* Return the place of a row, in the units of the axes. */
double plan_chart_x (const PlanChart *chart, const PlanRow *row);
double plan_chart_y (const PlanChart *chart, const PlanRow *row);
/* Returns a wall time in the units of the y axis: with the start-up if the axis has it, and at least 1. */
double plan_chart_time (const PlanChart *chart, uint64_t wall_us);
/* Returns whether there are percentiles to draw, that is, more than one run. */
bool plan_chart_has_bands (const PlanChart *chart);
/* Returns whether there is a target that lies on the chart. */
bool plan_chart_has_target (const PlanChart *chart);

/* Return the texts of the chart: the title with the file's name, in at most COLUMNS; a note on runs and start-up; the
 * names of the axes; the recommendation, "take worksteal on 12"; and the target. Free those called dup with g_free().
 */
char *plan_chart_dup_title (const PlanChart *chart, unsigned columns);
char *plan_chart_dup_note (const PlanChart *chart);
const char *plan_chart_x_name (const PlanChart *chart);
const char *plan_chart_y_name (const PlanChart *chart);
char *plan_chart_dup_taken (const PlanChart *chart, unsigned columns);
char *plan_chart_dup_target (const PlanChart *chart);

/* Returns the ticks of the x axis. Free with g_array_unref(). */
GArray *plan_chart_x_ticks (const PlanChart *chart);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanChart, plan_chart_clear)

G_END_DECLS

#endif
