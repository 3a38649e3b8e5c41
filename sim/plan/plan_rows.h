/* sim/plan/plan_rows.h - the rows of a plan: each scheduler at each number of workers, with its times and its cost. */
#ifndef ISOSIM_PLAN_ROWS_H
#define ISOSIM_PLAN_ROWS_H

#include "plan/plan_question.h"

G_BEGIN_DECLS

/* One scheduler at one number of workers. With several runs, times and costs are means, rounded to the nearest. */
typedef struct
{
  const IsoModel *model;
  unsigned workers;
  Verdict verdict;
  unsigned runs;            /* 0: the sweep was interrupted before this row; all fields below are then 0 */
  uint64_t wall_us;         /* from the first test's start to the last test's end */
  uint64_t low_us, high_us; /* the 95 % confidence interval of the mean; for two runs or more */
  uint64_t p5_us, p95_us;   /* percentiles of the wall times */
  uint64_t total_us;        /* the start-up and the wall time */
  uint64_t judged_us;       /* the time that recommendations compare: total_us; with a target, start-up and p95_us */
  uint64_t worker_us;       /* workers × total_us */
  uint64_t cost;            /* in the unit of billing_cost() */
  double utilization;       /* busy ÷ (workers × wall), from 0 to 1 */
  bool choice;              /* it can be recommended; set by recommend() */
  bool frontier;            /* no other choice is both as fast and as cheap; set by recommend() */
} PlanRow;

typedef struct
{
  unsigned counts; /* the number of numbers of workers */
  unsigned len;
  PlanRow *at; /* [len] by scheduler, then by number of workers, both in the question's order. Owned */
} PlanRows;

/* Fills the rows from a sweep of the question. Free them with plan_rows_clear(). */
void plan_rows_fill (PlanRows *rows, const PlanQuestion *question, const Sweep *sweep);
void plan_rows_clear (PlanRows *rows);

/* Returns the row of a scheduler at a number of workers; both are given by their index in the question. */
const PlanRow *plan_rows_at (const PlanRows *rows, unsigned model, unsigned count);

/* Returns the index in the question of a row's number of workers. */
unsigned plan_rows_count (const PlanRows *rows, const PlanRow *row);

G_END_DECLS

#endif
