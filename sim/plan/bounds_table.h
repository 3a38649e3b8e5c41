/* sim/plan/bounds_table.h - the bounds of a plan: for each constraint, at each number of workers.
 *
 * With several runs a bound is a mean over the same runs that the rows are means of. A row's mean is therefore never
 * less than the mean of its bound. A machine that has one part of a plan adds its share of the runs to the sums; the
 * sums of all parts together give the same means as one process. The order of use is: init, then sums (by runs or from
 * parts), then means. */
#ifndef ISOSIM_BOUNDS_TABLE_H
#define ISOSIM_BOUNDS_TABLE_H

#include "sweep/bounds.h"
#include "sweep/sweep.h"

G_BEGIN_DECLS

/* A sum of values, each divided by the number of runs: quotients and remainders apart, since the plain sum may not fit
 * in 64 bits. The order in which values are added does not matter. */
typedef struct
{
  uint64_t quotient, remainder;
} MeanSum;

typedef struct
{
  MeanSum bound, longest_first, optimum;
  bool inexact; /* the optimum of at least one run is not known */
} BoundsSum;

typedef struct
{
  unsigned constraints, counts;
  Constraint *constraint; /* [constraints] no constraint first, then in the order of the schedulers; each once. Owned */
  BoundsSum *sum;         /* [constraints × counts] Owned */
  Bounds *mean;           /* [constraints × counts] Owned */
} BoundsTable;

/* Lists the constraints of a plan's schedulers. All sums and means are 0. */
void bounds_table_init (BoundsTable *table, const SweepPlan *plan);
void bounds_table_clear (BoundsTable *table);

/* Adds the bounds of the first RUNS runs to the sums, those of the plan's part only. Returns false if Ctrl-C came
 * before all were added. */
bool bounds_table_add_runs (BoundsTable *table, const SweepPlan *plan, unsigned runs);

/* Sets the means from the sums over RUNS runs, at least 1. */
void bounds_table_fill (BoundsTable *table, unsigned runs);

/* Sets the means at one number of workers to the bounds of the trace's own times, without any sums. COUNT is the index
 * of that number. This is fast enough to be done after Ctrl-C. */
void bounds_table_fill_at (BoundsTable *table, const SweepPlan *plan, unsigned count);

/* Returns the index of a scheduler's constraint; table->constraints if the table does not have it. */
unsigned bounds_table_constraint (const BoundsTable *table, const IsoModel *model);

/* Return the mean and the sum of a constraint at a number of workers; both are given by their index. */
const Bounds *bounds_table_at (const BoundsTable *table, unsigned constraint, unsigned count);
BoundsSum *bounds_table_sum (const BoundsTable *table, unsigned constraint, unsigned count);

G_END_DECLS

#endif
