/* sim/plan/plan_report.h - what `isosim plan` found, filled once and printed by printers that compute nothing. */
#ifndef ISOSIM_PLAN_REPORT_H
#define ISOSIM_PLAN_REPORT_H

#include "suite/history.h"
#include "suite/trace.h"
#include "sweep/billing.h"
#include "sweep/bounds.h"
#include "sweep/sweep.h"

G_BEGIN_DECLS

/* One scheduler at one number of workers. Of several runs, times and costs are means, to the nearest. */
typedef struct
{
  const IsoModel *model;
  unsigned workers;
  Verdict verdict;
  unsigned runs;            /* 0: an interrupted sweep did not come to it, and nothing below means anything */
  uint64_t wall_us;         /* from the first start to the last end */
  uint64_t low_us, high_us; /* in 95 % of such plans the true mean lies between them; of two runs or more */
  uint64_t p5_us, p95_us;   /* percentiles of the wall times */
  uint64_t total_us;        /* the start-up and the wall time */
  uint64_t judged_us;       /* by which the recommendation takes it for faster or slower: total_us; with a target and
                               several runs the start-up and p95_us */
  uint64_t worker_us;       /* workers × total_us */
  uint64_t cost;            /* as billing_cost() has it */
  bool choice;              /* it can be recommended, and stands for the knee and the frontier (sim/plan/recommend.h) */
  bool frontier;
  double utilization;   /* busy ÷ (workers × wall), 0 to 1 */
  const Bounds *bounds; /* of its constraint and number of workers; borrowed from the report */
} PlanRow;

/* What is recommended beside another scheduler at the same number of workers, run by run. */
typedef struct
{
  const PlanRow *other;
  unsigned faster, same, slower; /* runs in which the recommended one was so */
} PlanPair;

/* What no schedule can beat under one constraint; of several runs, means. */
typedef struct
{
  Constraint constraint;
  Bounds *at; /* [counts] by number of workers, in the question's order. Owned */
} PlanBounds;

/* A mean over runs in the making: sums of quotients and of remainders, as the sum itself may not fit. In whatever order
 * runs are added, it is the same. */
typedef struct
{
  uint64_t whole, rest;
} PlanMean;

typedef struct
{
  PlanMean bound, longest_first, optimum;
  bool inexact; /* the optimum of some run is not known */
} PlanTally;

typedef enum
{
  SIGMA_ASSUMED,  /* NOISE_SIGMA_ASSUMED */
  SIGMA_MEASURED, /* from several traces */
  SIGMA_GIVEN
} SigmaSource;

/* All borrowed. */
typedef struct
{
  unsigned traces;
  const char *const *path;  /* [traces] */
  const Trace *const *read; /* [traces] */
  const History *history;   /* of several traces; NULL: there is but one */
  const Trace *trace;       /* that is simulated: the history's, or the one */
  SweepPlan sweep;
  SigmaSource sigma_source;
  bool runs_given; /* else sweep.runs are the default's */
  bool runs_cut;   /* the default's are fewer, or none, because of the suite's size */
  Billing billing;
  uint64_t target_us; /* of the start-up and the wall time; 0: none */
} PlanQuestion;

typedef struct
{
  const PlanQuestion *question; /* borrowed */
  uint64_t work_us;             /* all tests of the trace */
  Sweep sweep;                  /* every run of every row, in the order of row below. Owned */
  double precision;             /* as sweep_precision() has it; 0 where nothing is known */
  unsigned rows;
  PlanRow *row; /* [rows] by scheduler, then by number of workers */
  unsigned constraints;
  PlanTally *tally;       /* [constraints × counts] what bounds are means of; NULL: not known yet. Owned */
  PlanBounds *bounds;     /* [constraints] without a constraint first, then in the order of the schedulers; each once */
  const PlanRow *knee;    /* the fastest choice at the knee's number of workers, see sim/plan/recommend.h; NULL: none */
  const PlanRow *largest; /* the fastest choice at the largest number of workers */
  const PlanRow *recommended; /* NULL: none */
  unsigned pairs;
  PlanPair *pair;   /* [pairs] of several runs, in the order of the schedulers. Owned */
  char *advice;     /* sentences; NULL without a recommendation. Owned */
  bool interrupted; /* by Ctrl-C: of bounds only those at the recommended number of workers are there */
} PlanReport;

/* Runs the sweep and fills the report. The question outlives it. False with *error when nothing meets the target;
 * plan_report_clear() it in either case. */
bool plan_report_fill (PlanReport *report, const PlanQuestion *question, GError **error);

/* The same in parts: what the question's shard has of sweep and tallies, and no more; room for the sweep and tallies of
 * all shards; and all else, which follows from these. */
void plan_report_fill_share (PlanReport *report, const PlanQuestion *question);
void plan_report_lay_out (PlanReport *report, const PlanQuestion *question);
bool plan_report_conclude (PlanReport *report, GError **error);

void plan_report_clear (PlanReport *report);

/* The row of a scheduler at a number of workers, both by their places in the question. */
const PlanRow *plan_report_row (const PlanReport *report, unsigned model, unsigned count);

/* The place of a row's number of workers in the question. */
unsigned plan_report_count (const PlanReport *report, const PlanRow *row);

/* The place of a scheduler's constraint in bounds. */
unsigned plan_report_constraint (const PlanReport *report, const IsoModel *model);

/* The tally of a constraint at a number of workers, by their places. */
PlanTally *plan_report_tally (const PlanReport *report, unsigned constraint, unsigned count);

/* Each returns the whole text; g_string_free it. The JSON is the result file that other commands read. */
GString *plan_text (const PlanReport *report);
GString *plan_json (const PlanReport *report);
GString *plan_markdown (const PlanReport *report);
GString *plan_csv (const PlanReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanReport, plan_report_clear)

G_END_DECLS

#endif
