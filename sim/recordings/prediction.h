/* sim/recordings/prediction.h - a recorded run beside what the model says of it. */
#ifndef ISOSIM_PREDICTION_H
#define ISOSIM_PREDICTION_H

#include "run/evaluate.h"
#include "simulate/time_breakdown.h"

G_BEGIN_DECLS

/* What makes the difference between two walls. */
typedef struct
{
  const char *name;
  int64_t error_us; /* predicted - recorded, a worker */
} ErrorPart;

#define ERROR_PARTS 5

typedef struct
{
  const char *path, *against; /* RUN, and OTHER or NULL; borrowed */
  const Recording *recording; /* of the run that is predicted; borrowed */
  const IsoModel *model;
  unsigned workers;
  uint32_t tests;
  uint32_t guessed;        /* tests that RUN has not */
  bool collections_differ; /* of the workers of the run that is predicted; the model takes the first */
  Verdict verdict;         /* of the predicted run */
  TimeBreakdown predicted, recorded;
  ErrorPart part[ERROR_PARTS];
  const ErrorPart *largest; /* in part */
} Prediction;

/* Predicts the run of TRACE (with AGAINST, of that) from the costs and durations of TRACE. False with *error. */
bool prediction_make (Prediction *prediction, const char *path, const Trace *trace, const char *against_path,
                      const Trace *against, GError **error);

/* predicted ÷ recorded - 1, as a part of one; 0 when nothing is known. */
double prediction_error (uint64_t predicted_us, uint64_t recorded_us);

G_END_DECLS

#endif
