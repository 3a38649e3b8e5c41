/* sim/run/evaluate.h - runs schedulers over a trace and fills the report. */
#ifndef ISOSIM_EVALUATE_H
#define ISOSIM_EVALUATE_H

#include "run/report.h"

G_BEGIN_DECLS

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
  bool seeded; /* seed was given; else a scheduler that shuffles runs with several */
  int64_t seed;
  unsigned seeds; /* how many then; 0: as evaluate_seeds() says */
  const CrashPlan *crash;
  uint32_t crashes;
  bool like_oracle;       /* see SimulationPlan */
  const GPtrArray *notes; /* of char *: what else the report should say; NULL: nothing */
  unsigned jobs;          /* threads; what is reported does not depend on it */
} Evaluation;

/* Shuffled runs of a suite of so many tests: many for a small one, some for a large one, always odd. */
unsigned evaluate_seeds (uint32_t tests);

/* The plan of one scheduler, for simulation_new(). */
SimulationPlan evaluation_plan (const Evaluation *evaluation, const IsoModel *model);

/* Fills the report; report_clear() it. */
void evaluate (const Evaluation *evaluation, Report *report);

/* The sentences of advice.c: which scheduler to take. g_free it; NULL when there is nothing to say. */
char *advise (const Report *report);

G_END_DECLS

#endif
