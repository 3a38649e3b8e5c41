/* sim/plan_bounds.h - the bounds of a plan. */
#ifndef ISOSIM_PLAN_BOUNDS_H
#define ISOSIM_PLAN_BOUNDS_H

#include "plan_report.h"

G_BEGIN_DECLS

/* Fills the bounds of a report whose rows are there, and each row's pointer to its own: over the same runs as the rows,
 * so that no mean of rows is under a mean of bounds. After Ctrl-C, which it notes in the report, only those at the
 * recommended number of workers, of the trace's own times. */
void plan_bounds_fill (PlanReport *report);

G_END_DECLS

#endif
