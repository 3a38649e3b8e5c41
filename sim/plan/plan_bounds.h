/* sim/plan/plan_bounds.h - the bounds of a plan. */
#ifndef ISOSIM_PLAN_BOUNDS_H
#define ISOSIM_PLAN_BOUNDS_H

#include "plan/plan_report.h"

G_BEGIN_DECLS

/* The constraints of a report's question, whose bounds are not known yet. */
void plan_bounds_list (PlanReport *report);

/* A tally for each constraint at each number of workers, over no run; and over the runs that are the shard's. After
 * Ctrl-C, which it notes in the report, not over all of them. */
void plan_bounds_lay_out (PlanReport *report);
void plan_bounds_tally (PlanReport *report);

/* Fills the bounds of a report whose rows are there, and each row's pointer to its own; tallies unless there are
 * tallies. Over the same runs as the rows, so that no mean of rows is under a mean of bounds. After Ctrl-C, which it
 * notes in the report, only those at the recommended number of workers, of the trace's own times. */
void plan_bounds_fill (PlanReport *report);

G_END_DECLS

#endif
