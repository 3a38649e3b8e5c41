#include "recordings/prediction.h"

#include "run/from_trace.h"
#include "text/trace_error.h"
#include "time_model/calibrate.h"

static void
fill_parts (Prediction *prediction)
{
  const TimeBreakdown *predicted = &prediction->predicted, *recorded = &prediction->recorded;
  const struct
  {
    const char *name;
    uint64_t predicted_us, recorded_us;
  } parts[ERROR_PARTS] = {
    { "tests", predicted->tests_us, recorded->tests_us },
    { "set-ups and tear-downs", predicted->setup_us, recorded->setup_us },
    { "overhead of tests", predicted->overhead_us, recorded->overhead_us },
    { "waiting for set-ups", predicted->held_us, recorded->held_us },
    { "nothing to run", predicted->idle_us, recorded->idle_us },
  };
  prediction->largest = prediction->part;
  for (int i = 0; i < ERROR_PARTS; i++)
    {
      int64_t error_us = time_breakdown_difference_us (parts[i].predicted_us, parts[i].recorded_us);
      prediction->part[i] = (ErrorPart){ parts[i].name, error_us / (int64_t) prediction->workers };
      if (ABS (prediction->part[i].error_us) > ABS (prediction->largest->error_us))
        prediction->largest = &prediction->part[i];
    }
}

static void
simulate (Prediction *prediction, const Evaluation *evaluation)
{
  SimulationPlan plan = evaluation_plan (evaluation, prediction->model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  Result result;
  simulation_run (simulation, 0, &result);
  prediction->verdict = result.verdict;
  prediction->predicted = time_breakdown_of_result (&result, prediction->workers);
}

static TimeModel *
costs_for (const char *path, const Trace *trace, const Recording *target, const Suite *suite, GError **error)
{
  TimeModel *costs = calibrate (trace, suite, error);
  if (costs && costs->guessed == suite->tests)
    {
      from_trace_fail (error, path, "none of the tests to predict ran in this recording");
      g_clear_pointer (&costs, time_model_free);
    }
  if (costs && time_model_most_us (costs) > COSTS_US_MAX)
    {
      from_trace_fail (error, path, "its tests and fixtures may take more than 4e9 seconds in all");
      g_clear_pointer (&costs, time_model_free);
    }
  if (costs && target->cores)
    costs->cores = target->cores;
  return costs;
}

bool
prediction_make (Prediction *prediction, const char *path, const Trace *trace, const char *against_path,
                 const Trace *against, GError **error)
{
  const Trace *target = against ? against : trace;
  const IsoModel *model;
  Evaluation own = { .trace = trace }, evaluation = { .trace = target };
  if (!from_trace_evaluation (&own, &model, path, error)
      || !from_trace_evaluation (&evaluation, &model, against ? against_path : path, error))
    return false;
  g_autoptr (TimeModel) costs = costs_for (path, trace, target->recording, target->suite, error);
  if (!costs)
    return false;
  g_autoptr (GArray) crashes = from_trace_crashes (target);
  g_autofree uint8_t *failures = from_trace_failures (target);
  evaluation.costs = costs;
  evaluation.crash = (const CrashPlan *) (gpointer) crashes->data;
  evaluation.crashes = crashes->len;
  evaluation.rules.failures = failures;
  evaluation.rules.maxfail = failures ? evaluation.rules.maxfail : 0;
  *prediction = (Prediction){ .path = path,
                              .against = against_path,
                              .recording = target->recording,
                              .model = model,
                              .workers = evaluation.workers,
                              .tests = target->suite->tests,
                              .guessed = costs->guessed,
                              .collections_differ = target->recording->collections > 1 };
  simulate (prediction, &evaluation);
  prediction->recorded = time_breakdown_of_recording (target->recording, prediction->workers);
  fill_parts (prediction);
  return true;
}

double
prediction_error (uint64_t predicted_us, uint64_t recorded_us)
{
  if (!recorded_us || recorded_us == TRACE_US_NONE || predicted_us == TRACE_US_NONE)
    return 0;
  return (double) predicted_us / (double) recorded_us - 1;
}
