/* tests/unit/plan/test_plan_report.c - isosim plan: what is reported of many runs. */
#include "unit/check.h"

#include "models/registry.h"
#include "plan/plan_report.h"
#include "unit/shapes.h"

static const unsigned numbers[] = { 1, 2, 5, 8, 13 };

static PlanQuestion
question_of (const Trace *trace, unsigned runs)
{
  return (PlanQuestion){ .trace = trace,
                         .sweep = { .suite = trace->suite,
                                    .run_us = trace->run_us,
                                    .models = 6,
                                    .model = models,
                                    .counts = G_N_ELEMENTS (numbers),
                                    .workers = numbers,
                                    .runs = runs,
                                    .sigma = 0.1,
                                    .seed = 1,
                                    .jobs = 1 },
                         .billing.bill_us = 1 };
}

static void
no_mean_is_under_the_mean_of_bounds (void)
{
  for (unsigned i = 0; i < 10; i++)
    {
      g_autoptr (Trace) trace = synthetic_trace ("web-fast", 30 + 20 * i, i);
      const PlanQuestion question = question_of (trace, 7);
      g_auto (PlanReport) report = { 0 };
      plan_report_fill (&report, &question, NULL);
      for (unsigned k = 0; k < report.rows.len; k++)
        {
          const PlanRow *row = &report.rows.at[k];
          const Bounds *bounds = plan_report_bounds (&report, row);
          if (row->wall_us < bounds->bound_us || bounds->longest_first_us < bounds->bound_us)
            FAIL ("%s on %u workers is under its bound", row->model->name, row->workers);
          if (row->low_us > row->wall_us || row->high_us < row->wall_us || row->p5_us > row->p95_us)
            FAIL ("%s on %u workers: the mean is not in its interval", row->model->name, row->workers);
        }
    }
}

/* Runs are paired: the same times for all, counted here one by one. */
static void
schedulers_are_compared_run_by_run (void)
{
  g_autoptr (Trace) trace = synthetic_trace ("web-db", 300, 1);
  const PlanQuestion question = question_of (trace, 40);
  g_auto (PlanReport) report = { 0 };
  plan_report_fill (&report, &question, NULL);
  EQUAL_INT (report.recommendation.pairs, 5);
  const Sweep *sweep = &report.sweep;
  for (unsigned i = 0; i < report.recommendation.pairs; i++)
    {
      unsigned faster = 0, same = 0;
      for (unsigned run = 0; run < 40; run++)
        {
          uint64_t ours = sweep->row[report.recommendation.taken - report.rows.at].wall_us[run];
          uint64_t theirs = sweep->row[report.recommendation.pair[i].other - report.rows.at].wall_us[run];
          faster += ours < theirs;
          same += ours == theirs;
        }
      EQUAL_INT (report.recommendation.pair[i].faster, faster);
      EQUAL_INT (report.recommendation.pair[i].same, same);
      EQUAL_INT (report.recommendation.pair[i].slower, 40 - faster - same);
    }
  for (unsigned i = 0; i < report.rows.len; i++) /* on one worker all take what all tests take */
    for (unsigned run = 0; report.rows.at[i].workers == 1 && run < 40; run++)
      EQUAL_INT (sweep->row[i].wall_us[run], sweep->work_us[run]);
}

/* Of several runs a target is met by the 95th percentile. */
static void
a_target_is_met_in_95_of_100_runs (void)
{
  g_autoptr (Trace) trace = synthetic_trace ("web-db", 300, 1);
  PlanQuestion question = question_of (trace, 40);
  question.target_us = trace_total_us (trace) / 4;
  g_auto (PlanReport) report = { 0 };
  if (!plan_report_fill (&report, &question, NULL))
    FAIL ("nothing meets the target");
  for (unsigned i = 0; i < report.rows.len; i++)
    if (report.rows.at[i].choice && report.rows.at[i].p95_us <= question.target_us
        && report.rows.at[i].cost < report.recommendation.taken->cost)
      FAIL ("a cheaper choice meets the target");
  if (report.recommendation.taken->p95_us > question.target_us)
    FAIL ("what is recommended does not meet the target in 95 of 100 runs");
}

CU_TestInfo tests_of_plan_report[] = {
  { "no mean is under the mean of bounds", no_mean_is_under_the_mean_of_bounds },
  { "schedulers are compared run by run", schedulers_are_compared_run_by_run },
  { "a target is met in 95 of 100 runs", a_target_is_met_in_95_of_100_runs },
  CU_TEST_INFO_NULL,
};
