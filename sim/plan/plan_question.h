/* sim/plan/plan_question.h - what a plan has to find out: a sweep, how it is paid for, and where its times come from.
 */
#ifndef ISOSIM_PLAN_QUESTION_H
#define ISOSIM_PLAN_QUESTION_H

#include "suite/history.h"
#include "suite/trace.h"
#include "sweep/billing.h"
#include "sweep/sweep.h"

G_BEGIN_DECLS

/* Where the sigma of the noise comes from. */
typedef enum
{
  SIGMA_ASSUMED,  /* NOISE_SIGMA_ASSUMED */
  SIGMA_MEASURED, /* from several traces */
  SIGMA_GIVEN
} SigmaSource;

/* All pointers are borrowed. */
typedef struct
{
  unsigned traces;
  const char *const *path;  /* [traces] */
  const Trace *const *read; /* [traces] */
  const History *history;   /* of several traces; NULL for one trace */
  const Trace *trace;       /* the trace that is simulated: the history's, or the only one */
  SweepPlan sweep;
  SigmaSource sigma_source;
  bool runs_given; /* false: sweep.runs is the default */
  bool runs_cut;   /* the default was reduced, perhaps to 0, because the suite is large */
  Billing billing;
  uint64_t target_us; /* for start-up and wall time together; 0: none */
} PlanQuestion;

G_END_DECLS

#endif
