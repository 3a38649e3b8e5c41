/* tests/unit/simulate/test_noise.c - isosim plan: drawn runs, what is told of many of them, and several traces as one.
 */
#include "external/lookup.h"
#include "unit/check.h"

#include "base/statistics.h"
#include "models/registry.h"
#include "plan/plan_report.h"
#include "suite/history.h"
#include "sweep/noise.h"
#include "synthetic/generate.h"
#include "synthetic/presets.h"
#include <math.h>
#include <string.h>

static Trace *
synthetic (const char *preset, uint32_t tests, uint64_t seed)
{
  const GeneratePlan plan = { preset_find (preset), .tests = tests, .seed = seed };
  return generate_trace (&plan);
}

/* --- draws --------------------------------------------------------------------------------------------------- */

#define DRAWN_TESTS 200u
#define DRAWN_RUNS 1000u

/* Over 200,000 draws the mean is the trace's within four standard errors, and so is the spread of the logarithm. */
static void
check_draws (double sigma)
{
  uint64_t run_us[DRAWN_TESTS], drawn_us[DRAWN_TESTS];
  double sum = 0, logs = 0, squares = 0, all = DRAWN_TESTS * DRAWN_RUNS;
  for (uint32_t test = 0; test < DRAWN_TESTS; test++)
    run_us[test] = 1000000000;
  for (unsigned run = 0; run < DRAWN_RUNS; run++)
    {
      noise_draw (run_us, DRAWN_TESTS, sigma, 1, run, drawn_us);
      for (uint32_t test = 0; test < DRAWN_TESTS; test++)
        {
          double factor = (double) drawn_us[test] / 1e9;
          sum += factor;
          logs += log (factor);
          squares += log (factor) * log (factor);
        }
    }
  double spread = sqrt (squares / all - logs / all * (logs / all));
  if (fabs (sum / all - 1) > 4 * sqrt ((exp (sigma * sigma) - 1) / all))
    FAIL ("sigma %g: the mean is %g of the trace's", sigma, sum / all);
  if (fabs (spread - sigma) > 4 * sigma / sqrt (2 * all))
    FAIL ("sigma %g: that of the draws is %g", sigma, spread);
}

static void
drawn_times_keep_the_mean_and_have_the_sigma (void)
{
  check_draws (0.05);
  check_draws (0.1);
  check_draws (0.5);
  check_draws (1);
}

static void
a_draw_depends_on_seed_run_and_test_alone (void)
{
  uint64_t run_us[20], few[10], many[20], other[20];
  for (uint32_t test = 0; test < 20; test++)
    run_us[test] = 1000000 + test;
  noise_draw (run_us, 10, 0.3, 7, 3, few);
  noise_draw (run_us, 20, 0.3, 7, 3, many);
  if (memcmp (few, many, sizeof few) != 0)
    FAIL ("the first ten tests are drawn otherwise where more follow");
  noise_draw (run_us, 20, 0.3, 8, 3, other);
  if (memcmp (other, many, sizeof other) == 0)
    FAIL ("another seed draws the same");
  noise_draw (run_us, 20, 0.3, 7, 4, other);
  if (memcmp (other, many, sizeof other) == 0)
    FAIL ("another run draws the same");
  noise_draw (run_us, 20, 0, 7, 3, other);
  if (memcmp (other, run_us, sizeof other) != 0)
    FAIL ("without noise the times are not those of the trace");
  if (noise_shuffle_seed (7, 3) == noise_shuffle_seed (7, 4) || noise_shuffle_seed (7, 3) == noise_shuffle_seed (8, 3))
    FAIL ("two runs are shuffled alike");
}

/* --- many runs in a few numbers ------------------------------------------------------------------------------ */

/* As any table of Student's distribution has them. */
static const struct
{
  unsigned degrees;
  double quantile;
} students[] = { { 1, 12.7062 }, { 2, 4.3027 },  { 4, 2.7764 },  { 9, 2.2622 },   { 10, 2.2281 },
                 { 19, 2.0930 }, { 29, 2.0452 }, { 99, 1.9842 }, { 199, 1.9720 }, { 99999, 1.9600 } };

static void
intervals_are_students (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (students); i++)
    if (fabs (statistics_student (students[i].degrees) - students[i].quantile) > 0.0003)
      FAIL ("%u degrees: %g, expected %g", students[i].degrees, statistics_student (students[i].degrees),
            students[i].quantile);
  const uint64_t values[] = { 10, 14, 12, 16 };
  Statistics summary;
  statistics_of (values, 4, &summary);
  EQUAL_INT (summary.mean, 13);
  EQUAL_INT (summary.p5, 10);
  EQUAL_INT (summary.p95, 16);
  /* sqrt (20 / 3 / 4) times 3.1824 */
  if (fabs (summary.half_width - 4.1085) > 0.0005)
    FAIL ("half width %g", summary.half_width);
  statistics_of (values, 1, &summary);
  EQUAL_INT (summary.mean, 10);
  EQUAL_INT (summary.p95, 10);
}

static void
percentiles_are_nearest_ranks_and_sums_do_not_overflow (void)
{
  uint64_t values[200];
  Statistics summary;
  for (unsigned i = 0; i < 200; i++)
    values[i] = 200 - i;
  statistics_of (values, 200, &summary);
  EQUAL_INT (summary.p5, 10);
  EQUAL_INT (summary.p95, 190);
  EQUAL_INT (summary.mean, 101); /* 100.5 */
  for (unsigned i = 0; i < 200; i++)
    values[i] = UINT64_MAX - 200 + i;
  EQUAL_INT (statistics_mean (values, 200), UINT64_MAX - 100);
}

/* --- intervals hold the mean --------------------------------------------------------------------------------- */

static SweepPlan
sweep_plan (const Trace *trace, const IsoModel *const *list, unsigned count, unsigned runs, uint64_t seed)
{
  static const unsigned workers[] = { 1, 3 };
  return (SweepPlan){ .suite = trace->suite,
                      .run_us = trace->run_us,
                      .models = count,
                      .model = list,
                      .counts = G_N_ELEMENTS (workers),
                      .workers = workers,
                      .runs = runs,
                      .sigma = 0.1,
                      .seed = seed,
                      .jobs = 1 };
}

#define EXPERIMENTS 2000u
#define TRUTH_RUNS 40000u

static void
add_held (const Sweep *experiment, const double *truth, unsigned *held)
{
  for (unsigned i = 0; i < experiment->rows; i++)
    {
      Statistics summary;
      statistics_of (experiment->row[i].wall_us, experiment->runs, &summary);
      held[i] += fabs ((double) summary.mean - truth[i]) <= summary.half_width;
    }
}

/* Seeds 1 to 2000 are the experiments; the truth is the mean of 40,000 runs of another seed, which is known twenty
 * times better than by any of them and more. */
static void
check_coverage (const Trace *trace, unsigned runs)
{
  const IsoModel *const list[] = { &model_load, &model_worksteal };
  double truth[4];
  unsigned held[4] = { 0 };
  g_auto (Sweep) sweep = { 0 };
  const SweepPlan plan = sweep_plan (trace, list, 2, TRUTH_RUNS, 4242424242);
  sweep_run (&plan, &sweep);
  for (unsigned i = 0; i < sweep.rows; i++)
    truth[i] = (double) statistics_mean (sweep.row[i].wall_us, sweep.runs);
  for (uint64_t seed = 1; seed <= EXPERIMENTS; seed++)
    {
      g_auto (Sweep) experiment = { 0 };
      const SweepPlan repeated = sweep_plan (trace, list, 2, runs, seed);
      sweep_run (&repeated, &experiment);
      add_held (&experiment, truth, held);
    }
  for (unsigned i = 0; i < sweep.rows; i++)
    if (held[i] * 1000 < EXPERIMENTS * 935 || held[i] * 1000 > EXPERIMENTS * 965)
      FAIL ("%u runs, %s on %u: %u of %u intervals hold the true mean", runs, sweep.row[i].model->name,
            sweep.row[i].workers, held[i], EXPERIMENTS);
}

static void
intervals_hold_the_true_mean_in_95_of_100_experiments (void)
{
  g_autoptr (Trace) trace = synthetic ("web-db", 24, 3);
  check_coverage (trace, 5);
  check_coverage (trace, 20);
}

/* --- reports of many runs ------------------------------------------------------------------------------------ */

static const unsigned numbers[] = { 1, 2, 5, 8, 13 };

static PlanQuestion
question_of (const Trace *trace, unsigned runs)
{
  PlanQuestion question = { .trace = trace };
  question.sweep = sweep_plan (trace, models, 6, runs, 1);
  question.sweep.counts = G_N_ELEMENTS (numbers);
  question.sweep.workers = numbers;
  question.billing.bill_us = 1;
  return question;
}

static void
no_mean_is_under_the_mean_of_bounds (void)
{
  for (unsigned i = 0; i < 10; i++)
    {
      g_autoptr (Trace) trace = synthetic ("web-fast", 30 + 20 * i, i);
      const PlanQuestion question = question_of (trace, 7);
      g_auto (PlanReport) report = { 0 };
      plan_report_fill (&report, &question, NULL);
      for (unsigned k = 0; k < report.rows; k++)
        {
          const PlanRow *row = &report.row[k];
          if (row->wall_us < row->bounds->bound_us || row->bounds->longest_first_us < row->bounds->bound_us)
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
  g_autoptr (Trace) trace = synthetic ("web-db", 300, 1);
  const PlanQuestion question = question_of (trace, 40);
  g_auto (PlanReport) report = { 0 };
  plan_report_fill (&report, &question, NULL);
  EQUAL_INT (report.pairs, 5);
  const Sweep *sweep = &report.sweep;
  for (unsigned i = 0; i < report.pairs; i++)
    {
      unsigned faster = 0, same = 0;
      for (unsigned run = 0; run < 40; run++)
        {
          uint64_t ours = sweep->row[report.recommended - report.row].wall_us[run];
          uint64_t theirs = sweep->row[report.pair[i].other - report.row].wall_us[run];
          faster += ours < theirs;
          same += ours == theirs;
        }
      EQUAL_INT (report.pair[i].faster, faster);
      EQUAL_INT (report.pair[i].same, same);
      EQUAL_INT (report.pair[i].slower, 40 - faster - same);
    }
  for (unsigned i = 0; i < report.rows; i++) /* on one worker all take what all tests take */
    for (unsigned run = 0; report.row[i].workers == 1 && run < 40; run++)
      EQUAL_INT (sweep->row[i].wall_us[run], sweep->work_us[run]);
}

/* Of several runs a target is met by the 95th percentile. */
static void
a_target_is_met_in_95_of_100_runs (void)
{
  g_autoptr (Trace) trace = synthetic ("web-db", 300, 1);
  PlanQuestion question = question_of (trace, 40);
  question.target_us = trace_total_us (trace) / 4;
  g_auto (PlanReport) report = { 0 };
  if (!plan_report_fill (&report, &question, NULL))
    FAIL ("nothing meets the target");
  for (unsigned i = 0; i < report.rows; i++)
    if (report.row[i].choice && report.row[i].p95_us <= question.target_us
        && report.row[i].cost < report.recommended->cost)
      FAIL ("a cheaper choice meets the target");
  if (report.recommended->p95_us > question.target_us)
    FAIL ("what is recommended does not meet the target in 95 of 100 runs");
}

/* --- several traces ------------------------------------------------------------------------------------------ */

/* "a::x 3 b::y 4": nodeids and microseconds. */
static Trace *
tiny_trace (const char *text)
{
  g_auto (GStrv) word = g_strsplit (text, " ", -1);
  guint tests = g_strv_length (word) / 2;
  GString *names = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  Trace *trace = g_new0 (Trace, 1);
  trace->run_us = g_new (uint64_t, tests);
  for (guint test = 0; test < tests; test++)
    {
      name_at[test] = names->len;
      name_len[test] = (uint32_t) strlen (word[2 * test]);
      g_string_append (names, word[2 * test]);
      trace->run_us[test] = g_ascii_strtoull (word[2 * test + 1], NULL, 10);
    }
  char *owned = g_string_free (names, FALSE);
  trace->suite = suite_new (tests, owned, name_at, name_len, NULL, g_free, owned);
  return trace;
}

static char *
shown (const History *history)
{
  GString *text = g_string_new (NULL);
  for (uint32_t test = 0; test < history->trace->suite->tests; test++)
    {
      g_autofree char *name = suite_dup_name (history->trace->suite, test);
      g_string_append_printf (text, "%s %" G_GUINT64_FORMAT " %u; ", name, history->trace->run_us[test],
                              history->known[test]);
    }
  return g_string_free (text, FALSE);
}

static void
tests_that_only_some_traces_know_are_kept_in_their_place (void)
{
  g_autoptr (Trace) first = tiny_trace ("a 3 b 4 d 5"), second = tiny_trace ("n 1 a 4 b 4 c 9 e 8"),
                    third = tiny_trace ("d 8 a 6");
  const Trace *const traces[] = { first, second, third };
  const char *const paths[] = { "1", "2", "3" };
  g_auto (History) history = { 0 };
  EQUAL_INT (history_of (traces, paths, 3, &history, NULL), true);
  g_autofree char *text = shown (&history);
  EQUAL_TEXT (text, "n 1 1; a 4 3; b 4 2; c 9 1; e 8 1; d 7 2; ");
  EQUAL_INT (history.partly, 5);
  EQUAL_INT (history.measured, 0); /* all are shorter than a millisecond */
}

static void
traces_that_share_no_test_are_refused (void)
{
  g_autoptr (Trace) first = tiny_trace ("a 3 b 4"), second = tiny_trace ("b 1 c 4"), third = tiny_trace ("d 8 e 6");
  const Trace *const traces[] = { first, second, third };
  const char *const paths[] = { "one", "two", "three" };
  g_autoptr (GError) error = NULL;
  g_auto (History) history = { 0 };
  EQUAL_INT (history_of (traces, paths, 3, &history, &error), false);
  EQUAL_TEXT (error ? error->message : NULL, "three: it shares no test with one and those after it");
}

#define HISTORY_TRACES 5u

/* A suite whose runs were drawn: the sigma that is found is the one of the draws, even where a few tests were
 * rewritten. */
static void
sigma_is_measured_from_several_traces (void)
{
  g_autoptr (Trace) base = synthetic ("web-functional", 2000, 1);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  const char *const paths[HISTORY_TRACES] = { "1", "2", "3", "4", "5" };
  for (unsigned run = 0; run < HISTORY_TRACES; run++)
    {
      Trace *trace = synthetic ("web-functional", 2000, 1);
      noise_draw (base->run_us, 2000, 0.2, 99, run, trace->run_us);
      for (uint32_t test = 0; run == 4 && test < 2000; test += 200) /* rewritten since */
        trace->run_us[test] *= 30;
      g_ptr_array_add (list, trace);
    }
  g_auto (History) history = { 0 };
  history_of ((const Trace *const *) (gpointer) list->pdata, paths, HISTORY_TRACES, &history, NULL);
  if (history.measured < 1000 || fabs (history.sigma - 0.2) > 0.01)
    FAIL ("sigma %g of %u tests, expected 0.2", history.sigma, history.measured);
  EQUAL_INT (history.partly, 0);
}

CU_TestInfo noise_tests[] = {
  { "drawn times keep the mean and have the sigma", drawn_times_keep_the_mean_and_have_the_sigma },
  { "a draw depends on seed, run and test alone", a_draw_depends_on_seed_run_and_test_alone },
  { "intervals are Student's", intervals_are_students },
  { "percentiles are nearest ranks, and sums do not overflow", percentiles_are_nearest_ranks_and_sums_do_not_overflow },
  { "intervals hold the true mean in 95 of 100 experiments", intervals_hold_the_true_mean_in_95_of_100_experiments },
  { "no mean is under the mean of bounds", no_mean_is_under_the_mean_of_bounds },
  { "schedulers are compared run by run", schedulers_are_compared_run_by_run },
  { "a target is met in 95 of 100 runs", a_target_is_met_in_95_of_100_runs },
  { "tests that only some traces know are kept in their place",
    tests_that_only_some_traces_know_are_kept_in_their_place },
  { "traces that share no test are refused", traces_that_share_no_test_are_refused },
  { "sigma is measured from several traces", sigma_is_measured_from_several_traces },
  CU_TEST_INFO_NULL,
};
