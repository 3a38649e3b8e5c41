/* tests/unit/plan/test_recommend.c - isosim plan: times and prices as typed, what a run costs, and which row is
 * recommended. */
#include "unit/check.h"

#include "models/registry.h"
#include "plan/plan_report.h"
#include "synthetic/generate.h"
#include "synthetic/presets.h"
#include <string.h>

/* --- words --------------------------------------------------------------------------------------------------- */

#define REFUSED UINT64_MAX

static const struct
{
  const char *word;
  uint64_t us;
} time_cases[] = {
  { "20s", 20000000 },
  { "0s", 0 },
  { "10m", 600000000 },
  { "1h30m", UINT64_C (5400000000) },
  { "1h0m5s", UINT64_C (3605000000) },
  { "90m", UINT64_C (5400000000) },
  { "1000000000s", UINT64_C (1000000000000000) },
  { "1000000001s", REFUSED },
  { "277778h", REFUSED },
  { "99999999999999999999999s", REFUSED },
  { "10", REFUSED },
  { "", REFUSED },
  { "m", REFUSED },
  { "10x", REFUSED },
  { "10min", REFUSED },
  { "5m1h", REFUSED },
  { "1m2m", REFUSED },
  { "-1s", REFUSED },
  { "1.5h", REFUSED },
  { "1h 30m", REFUSED },
};

static void
times_are_read_with_their_units (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (time_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      uint64_t us = REFUSED;
      if (units_parse_time ("--target", time_cases[i].word, &us, &error) == (error != NULL))
        FAIL ("'%s' is refused without a sentence, or taken with one", time_cases[i].word);
      EQUAL_INT (us, time_cases[i].us);
    }
}

static const struct
{
  const char *word;
  uint64_t money, unit_us;
} price_cases[] = {
  { "0.008/min", 8000000, 60000000 },
  { "0.008/m", 8000000, 60000000 },
  { "1.2/h", 1200000000, UINT64_C (3600000000) },
  { "3/s", UINT64_C (3000000000), 1000000 },
  { "0.000000001/s", 1, 1000000 },
  { "0/min", 0, 60000000 },
  { "1000000/s", UINT64_C (1000000000000000), 1000000 },
  { "1000001/s", REFUSED, 0 },
  { "0.0000000001/s", REFUSED, 0 },
  { "0.008", REFUSED, 0 },
  { "0.008/", REFUSED, 0 },
  { "0.008/day", REFUSED, 0 },
  { "$0.008/min", REFUSED, 0 },
  { "-1/min", REFUSED, 0 },
  { ".5/min", REFUSED, 0 },
  { "1./min", REFUSED, 0 },
  { "1e3/min", REFUSED, 0 },
  { "/min", REFUSED, 0 },
  { "", REFUSED, 0 },
};

static void
prices_are_read_with_their_unit_of_time (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (price_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Price price = { 0, 0 };
      bool read = units_parse_price ("--cost", price_cases[i].word, &price, &error);
      if (read == (error != NULL) || read == (price_cases[i].money == REFUSED))
        FAIL ("'%s' is not read as it should be", price_cases[i].word);
      if (!read)
        continue;
      EQUAL_INT (price.money, price_cases[i].money);
      EQUAL_INT (price.unit_us, price_cases[i].unit_us);
    }
}

/* --- costs --------------------------------------------------------------------------------------------------- */

#define SECOND UINT64_C (1000000)
#define MINUTE (60 * SECOND)

static const struct
{
  Billing billing;
  unsigned workers;
  uint64_t wall_us, cost;
} cost_cases[] = {
  /* no price: the workers' time */
  { { .bill_us = 1 }, 3, 10, 30 },
  { { .bill_us = 1, .startup_us = 5 }, 3, 10, 45 },
  /* 0.008 a minute: 4 workers for 90 seconds, then billed by the minute, then with a start-up that makes 2 minutes 1 s
   */
  { { true, { 8000000, MINUTE }, 1, 1, 0 }, 4, 90 * SECOND, 48000000 },
  { { true, { 8000000, MINUTE }, 1, MINUTE, 0 }, 4, 90 * SECOND, 64000000 },
  { { true, { 8000000, MINUTE }, 1, MINUTE, 31 * SECOND }, 4, 90 * SECOND, 96000000 },
  { { true, { 8000000, MINUTE }, 1, MINUTE, 30 * SECOND }, 4, 90 * SECOND, 64000000 },
  { { true, { 8000000, MINUTE }, 1, MINUTE, 0 }, 4, 0, 0 },
  /* whole machines of 4 cores: 4 workers take one, 5 take two */
  { { true, { 16000000, MINUTE }, 4, MINUTE, 0 }, 4, 60 * SECOND, 16000000 },
  { { true, { 16000000, MINUTE }, 4, MINUTE, 0 }, 5, 60 * SECOND, 32000000 },
  { { true, { 16000000, MINUTE }, 4, MINUTE, 0 }, 1, 60 * SECOND + 1, 32000000 },
  /* to the nearest part, and never beyond what fits */
  { { true, { 1, 2 }, 1, 1, 0 }, 1, 1, 1 },
  { { true, { 1, 3 }, 1, 1, 0 }, 1, 1, 0 },
  { { true, { UINT64_C (1000000000000000), SECOND }, 1, 1, 0 }, 4096, UINT64_C (4000000000000000), UINT64_MAX },
};

static void
what_is_begun_is_billed_and_machines_are_whole (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cost_cases); i++)
    EQUAL_INT (billing_cost (&cost_cases[i].billing, cost_cases[i].workers, cost_cases[i].wall_us), cost_cases[i].cost);
  static const struct
  {
    uint64_t parts;
    const char *text;
  } money[] = { { 0, "0" }, { 1, "0.000000001" }, { 128000000, "0.128" }, { 12000000000, "12" }, { 20, "0.00000002" } };
  for (gsize i = 0; i < G_N_ELEMENTS (money); i++)
    {
      g_autofree char *text = billing_dup_money (money[i].parts);
      EQUAL_TEXT (text, money[i].text);
    }
}

/* --- the recommendation -------------------------------------------------------------------------------------- */

static const char *const presets_tried[] = { "web-db", "unit-heavy-tail", "ml-training", "cli-fs" };

static Trace *
synthetic (unsigned i)
{
  const GeneratePlan plan
      = { preset_find (presets_tried[i % G_N_ELEMENTS (presets_tried)]), .tests = 5 + i * 13 % 200, .seed = i };
  return generate_trace (&plan);
}

static const unsigned numbers[] = { 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 16, 21, 32, 48 };

static PlanQuestion
question_of (const Trace *trace, const IsoModel *const *list, unsigned count)
{
  PlanQuestion question = { .trace = trace };
  question.sweep = (SweepPlan){ .suite = trace->suite,
                                .run_us = trace->run_us,
                                .models = count,
                                .model = list,
                                .counts = G_N_ELEMENTS (numbers),
                                .workers = numbers,
                                .seed = 1,
                                .jobs = 1 };
  question.billing.bill_us = 1;
  return question;
}

/* Those of the default, which stand first. */
#define RANKED 6u

static const Billing billings[] = {
  { .bill_us = 1 },
  { .bill_us = 1, .startup_us = 20 * SECOND },
  { true, { 8000000, MINUTE }, 1, 1, 0 },
  { true, { 8000000, MINUTE }, 1, MINUTE, 20 * SECOND },
  { true, { 16000000, MINUTE }, 4, MINUTE, 5 * SECOND },
  { true, { 16000000, MINUTE }, 8, 10 * SECOND, 0 },
  { true, { 0, MINUTE }, 1, 1, 0 },
};

/* The property that users are promised, and the frontier's, each by looking at all pairs. */
static void
check_choices (const PlanReport *report)
{
  const PlanRow *taken = report->recommendation.taken;
  for (unsigned i = 0; i < report->rows.len; i++)
    {
      const PlanRow *row = &report->rows.at[i];
      if (!row->choice)
        continue;
      if (row->cost <= taken->cost && row->total_us < taken->total_us)
        FAIL ("-n %u --dist %s costs no more than what is recommended, and is faster", row->workers, row->model->name);
      bool beaten = false;
      for (unsigned k = 0; k < report->rows.len; k++)
        {
          const PlanRow *other = &report->rows.at[k];
          bool same = other->cost == row->cost && other->total_us == row->total_us;
          beaten |= other->choice && !same && other->cost <= row->cost && other->total_us <= row->total_us;
        }
      if (beaten && row->frontier)
        FAIL ("-n %u --dist %s is on the frontier, and beaten", row->workers, row->model->name);
    }
  if (!taken->frontier)
    FAIL ("what is recommended is not on the frontier");
}

/* Every choice is on the frontier or no better than one that is. */
static void
check_frontier_is_whole (const PlanReport *report)
{
  for (unsigned i = 0; i < report->rows.len; i++)
    {
      bool covered = !report->rows.at[i].choice;
      for (unsigned k = 0; k < report->rows.len; k++)
        covered |= report->rows.at[k].frontier && report->rows.at[k].cost <= report->rows.at[i].cost
                   && report->rows.at[k].total_us <= report->rows.at[i].total_us;
      if (!covered)
        FAIL ("a choice is better than all of the frontier");
    }
}

static uint64_t
fastest_at (const PlanReport *report, unsigned workers)
{
  uint64_t best_us = UINT64_MAX;
  for (unsigned i = 0; i < report->rows.len; i++)
    if (report->rows.at[i].choice && report->rows.at[i].workers == workers)
      best_us = MIN (best_us, report->rows.at[i].total_us);
  return best_us;
}

static void
check_knee (const PlanReport *report)
{
  double last = (double) fastest_at (report, numbers[G_N_ELEMENTS (numbers) - 1]);
  EQUAL_INT (report->recommendation.knee->total_us, fastest_at (report, report->recommendation.knee->workers));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      bool reaches = (double) fastest_at (report, numbers[i]) * 0.95 <= last;
      if (numbers[i] < report->recommendation.knee->workers && reaches)
        FAIL ("%u workers are a knee before the knee", numbers[i]);
      if (numbers[i] == report->recommendation.knee->workers && !reaches)
        FAIL ("%u workers are no knee", numbers[i]);
    }
}

static void
nothing_as_cheap_is_faster_than_what_is_recommended (void)
{
  unsigned moved = 0;
  for (unsigned i = 0; i < 140; i++)
    {
      g_autoptr (Trace) trace = synthetic (i);
      PlanQuestion question = question_of (trace, models, RANKED);
      question.billing = billings[i % G_N_ELEMENTS (billings)];
      g_auto (PlanReport) report = { 0 };
      if (!plan_report_fill (&report, &question, NULL))
        FAIL ("no recommendation");
      check_choices (&report);
      check_frontier_is_whole (&report);
      check_knee (&report);
      moved += report.recommendation.taken != report.recommendation.knee;
    }
  if (moved < 10 || moved > 130)
    FAIL ("%u of 140 recommendations are not the knee: too few or too many to tell anything", moved);
}

static void
check_target (const PlanReport *report, uint64_t target_us)
{
  if (report->recommendation.taken->total_us > target_us)
    FAIL ("what is recommended does not meet the target");
  for (unsigned i = 0; i < report->rows.len; i++)
    if (report->rows.at[i].choice && report->rows.at[i].total_us <= target_us
        && report->rows.at[i].cost < report->recommendation.taken->cost)
      FAIL ("-n %u --dist %s meets the target too, and is cheaper", report->rows.at[i].workers,
            report->rows.at[i].model->name);
  check_choices (report);
}

static void
the_cheapest_that_meets_the_target_is_recommended (void)
{
  unsigned met = 0, missed = 0;
  for (unsigned i = 0; i < 140; i++)
    {
      g_autoptr (Trace) trace = synthetic (i);
      g_autoptr (GError) error = NULL;
      PlanQuestion question = question_of (trace, models, RANKED);
      question.billing = billings[i % G_N_ELEMENTS (billings)];
      question.target_us = question.billing.startup_us + trace_total_us (trace) / (1 + i % 17) + 1;
      g_auto (PlanReport) report = { 0 };
      bool any = plan_report_fill (&report, &question, &error);
      any ? met++ : missed++;
      if (any)
        check_target (&report, question.target_us);
      else if (!error || !strstr (error->message, "no choice meets"))
        FAIL ("a target that nothing meets is refused without a sentence");
      for (unsigned k = 0; !any && k < report.rows.len; k++)
        if (report.rows.at[k].choice && report.rows.at[k].total_us <= question.target_us)
          FAIL ("a choice meets the target that was refused");
    }
  if (met < 20 || missed < 20)
    FAIL ("%u met and %u missed: too few to tell anything", met, missed);
}

/* isoscope is shown beside others, and recommended only where nothing else was asked for. */
static void
what_no_release_has_is_no_choice_beside_others (void)
{
  const IsoModel *const alone[] = { &model_isoscope }, *const beside[] = { &model_load, &model_isoscope };
  g_autoptr (Trace) trace = synthetic (4);
  PlanQuestion question = question_of (trace, alone, 1);
  g_auto (PlanReport) first = { 0 }, second = { 0 };
  plan_report_fill (&first, &question, NULL);
  EQUAL_TEXT (first.recommendation.taken->model->name, "isoscope");
  question = question_of (trace, beside, 2);
  plan_report_fill (&second, &question, NULL);
  for (unsigned i = 0; i < second.rows.len; i++)
    EQUAL_INT (second.rows.at[i].choice, second.rows.at[i].model == &model_load);
}

CU_TestInfo tests_of_recommend[] = {
  { "times are read with their units", times_are_read_with_their_units },
  { "prices are read with their unit of time", prices_are_read_with_their_unit_of_time },
  { "what is begun is billed, and machines are whole", what_is_begun_is_billed_and_machines_are_whole },
  { "nothing as cheap is faster than what is recommended", nothing_as_cheap_is_faster_than_what_is_recommended },
  { "the cheapest that meets the target is recommended", the_cheapest_that_meets_the_target_is_recommended },
  { "what no release has is no choice beside others", what_no_release_has_is_no_choice_beside_others },
  CU_TEST_INFO_NULL,
};
