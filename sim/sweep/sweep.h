/* sim/sweep/sweep.h - every scheduler at every number of workers, over one run of a suite or over many.
 *
 * A run is a time for each test and a seed for shuffles. All rows see the same runs, so rows can be compared run by
 * run. The result depends on the plan alone, not on threads. No worker dies in a sweep and no test fails. */
#ifndef ISOSIM_SWEEP_H
#define ISOSIM_SWEEP_H

#include "simulate/simulate.h"
#include "sweep/part_number.h"

G_BEGIN_DECLS

#define SWEEP_SIMULATIONS_MAX (1u << 24) /* most rows × runs that a sweep may have */
#define SWEEP_RUNS_MAX 100000u
#define SWEEP_RUNS_STEP 10u /* precision is computed after each multiple of this number of runs */

/* All borrowed. */
typedef struct
{
  Suite *suite;           /* scope tables are built as needed */
  const uint64_t *run_us; /* [tests] */
  unsigned models;
  const IsoModel *const *model; /* [models] none of which runs every test on every worker */
  unsigned counts;
  const unsigned *workers; /* [counts] */
  unsigned runs;           /* with drawn times, up to SWEEP_RUNS_MAX; 0: one with those of run_us, shuffled by seed */
  double sigma;            /* of the draws, see sim/sweep/noise.h */
  double precision;        /* stop once each row's mean is known within this share of it; 0: all runs */
  uint64_t seed;
  unsigned jobs;   /* threads, from 1 */
  PartNumber part; /* only the cells of this part are simulated; precision is 0 then */
} SweepPlan;

typedef struct
{
  const IsoModel *model;
  unsigned workers;
  Verdict verdict;   /* the worst of the runs */
  unsigned runs;     /* the number of runs, from the first, that this row has */
  uint64_t *wall_us; /* [runs] */
} SweepRow;

typedef struct
{
  unsigned rows;
  SweepRow *row;     /* [rows] by scheduler, then by number of workers, both in the plan's order */
  unsigned runs;     /* the number of runs that every row has */
  uint64_t *work_us; /* [runs] what all tests of a run take together; known where the part has a cell of the run */
  bool interrupted;  /* by Ctrl-C (sim/base/interrupt.h): there are fewer runs than asked for, perhaps none */
} Sweep;

/* Returns the largest half width of a row's 95 % interval, as a share of the row's mean. There is a run or more. */
double sweep_precision (const Sweep *sweep);

/* Lists the rows of a plan, with room for its runs and no result; sweep_clear() it. */
void sweep_lay_out (const SweepPlan *plan, Sweep *sweep);

/* Simulates the plan; sweep_clear() it. */
void sweep_run (const SweepPlan *plan, Sweep *sweep);
void sweep_clear (Sweep *sweep);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

G_END_DECLS

#endif
