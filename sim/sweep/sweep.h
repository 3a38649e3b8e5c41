/* sim/sweep/sweep.h - every scheduler at every number of workers, over one run of a suite or over many.
 *
 * A run is a time for each test and a shuffle; all rows see the same runs, so that they can be compared run by run.
 * What is found depends on the plan alone, not on the threads or on which row was simulated when. Nobody dies here,
 * and nothing fails: a sweep asks how long tests take, and that is all it knows of them. */
#ifndef ISOSIM_SWEEP_H
#define ISOSIM_SWEEP_H

#include "simulate/simulate.h"
#include "sweep/part_number.h"

G_BEGIN_DECLS

#define SWEEP_SIMULATIONS_MAX (1u << 24) /* most rows × runs that a sweep may have */
#define SWEEP_RUNS_MAX 100000u
#define SWEEP_RUNS_STEP 10u /* precision is looked at after so many runs each time */

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
  unsigned jobs;    /* threads, from 1 */
  PartNumber shard; /* only these cells are simulated, and nothing is known of the others; without precision */
} SweepPlan;

typedef struct
{
  const IsoModel *model;
  unsigned workers;
  Verdict verdict;   /* the worst of the runs */
  unsigned runs;     /* known of this row, from the first */
  uint64_t *wall_us; /* [runs] */
} SweepRow;

typedef struct
{
  unsigned rows;
  SweepRow *row;     /* [rows] by scheduler, then by number of workers, both in the plan's order */
  unsigned runs;     /* that every row has */
  uint64_t *work_us; /* [runs] what all tests of a run take; of the runs in which the shard has a cell */
  bool interrupted;  /* by Ctrl-C (sim/base/interrupt.h): there are fewer runs than asked for, none even */
} Sweep;

/* The largest share of its mean by which a row's 95 % interval reaches beyond it. The sweep has a run or more. */
double sweep_precision (const Sweep *sweep);

/* The rows of a plan, with room for its runs, of which nothing is known yet; sweep_clear() it. */
void sweep_lay_out (const SweepPlan *plan, Sweep *sweep);

/* Fills the sweep; sweep_clear() it. */
void sweep_run (const SweepPlan *plan, Sweep *sweep);
void sweep_clear (Sweep *sweep);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

G_END_DECLS

#endif
