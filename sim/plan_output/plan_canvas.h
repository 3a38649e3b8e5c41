/* sim/plan_output/plan_canvas.h - a chart of a plan for a terminal: 80 columns of plain text. */
#ifndef ISOSIM_PLAN_CANVAS_H
#define ISOSIM_PLAN_CANVAS_H

#include "plan_output/plan_chart.h"

G_BEGIN_DECLS

/* Returns the page. Each scheduler has a letter; schedulers that share a place take turns. Free with g_string_free().
 */
GString *plan_canvas_new (const PlanChart *chart);

G_END_DECLS

#endif
