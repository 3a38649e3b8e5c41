/* sim/plan/plan_report.h - what `isosim plan` found. It is filled once; printers compute nothing.
 *
 * A report is built in three phases, each a value of its own: the sweep, the bounds, and the recommendation. */
#ifndef ISOSIM_PLAN_REPORT_H
#define ISOSIM_PLAN_REPORT_H

#include "plan/bounds_table.h"
#include "plan/recommend.h"

G_BEGIN_DECLS

typedef struct
{
  const PlanQuestion *question; /* borrowed */
  uint64_t work_us;             /* the sum of all tests of the trace */
  Sweep sweep;                  /* every run of every row. Owned */
  BoundsTable bounds;           /* after an interruption only those at the recommended number of workers are known */
  PlanRows rows;                /* one for each row of the sweep, in the same order */
  double precision;             /* sweep_precision() of the sweep; 0 if no run is known */
  Recommendation recommendation;
  char *advice;     /* plan_advice(); NULL if nothing is recommended. Owned */
  bool interrupted; /* by Ctrl-C */
} PlanReport;

/* Runs the sweep and fills the report. The question must outlive it. Returns false with *error if no choice meets the
 * target. Free it with plan_report_clear() in either case. */
bool plan_report_fill (PlanReport *report, const PlanQuestion *question, GError **error);

/* Simulates one part of a plan, that of the question: fills the sweep and the sums of the bounds, nothing else. */
void plan_report_fill_part (PlanReport *report, const PlanQuestion *question);

/* Prepares a report that parts are added to: the sweep and the sums of the bounds have room for all runs. */
void plan_report_lay_out (PlanReport *report, const PlanQuestion *question);

/* Fills all else of a laid out report, to which every part was added. As plan_report_fill(). */
bool plan_report_conclude (PlanReport *report, GError **error);

void plan_report_clear (PlanReport *report);

/* Returns the bounds of a row's constraint at its number of workers. Borrowed. */
const Bounds *plan_report_bounds (const PlanReport *report, const PlanRow *row);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanReport, plan_report_clear)

G_END_DECLS

#endif
