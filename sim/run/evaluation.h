/* sim/run/evaluation.h - what `isosim --trace` evaluates: a trace, the session's rules, the schedulers. */
#ifndef ISOSIM_EVALUATION_H
#define ISOSIM_EVALUATION_H

#include "simulate/simulation_plan.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* All pointers are borrowed. */
typedef struct
{
  const char *path;
  const Trace *trace;
  const TimeModel *costs; /* NULL: none */
  unsigned workers;
  unsigned cores; /* 0: not given */
  unsigned models;
  const IsoModel *const *model; /* [models] */
  SessionRules rules;
  bool seeded; /* seed was given; otherwise a scheduler that shuffles runs with several */
  int64_t seed;
  unsigned seeds; /* their number; 0: as evaluate_seeds() says */
  const CrashPlan *crash;
  uint32_t crashes;
  bool like_oracle;       /* see SimulationPlan */
  const GPtrArray *notes; /* of char *: sentences that the report repeats; NULL: none */
  unsigned jobs;          /* threads; what is reported does not depend on it */
} Evaluation;

/* Returns the plan of one scheduler, for simulation_new(). */
SimulationPlan evaluation_plan (const Evaluation *evaluation, const IsoModel *model);

G_END_DECLS

#endif
