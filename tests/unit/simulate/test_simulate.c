/* tests/unit/simulate/test_simulate.c - the clock, the shuffle, and whole runs of random suites. */
#include "formats/format.h"
#include "text/outcome.h"
#include "unit/check.h"

#include "base/human.h"
#include "models/registry.h"
#include "run/evaluate.h"
#include "run/releases.h"
#include "simulate/clock.h"
#include "simulate/shuffle.h"
#include <string.h>

static void
the_clock_gives_the_earliest_worker_first (void)
{
  Clock clock;
  unsigned node;
  Message message;
  clock_init (&clock, 5);
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_NOTHING);
  for (unsigned i = 0; i < 5; i++)
    clock_set (&clock, i, 100 - 10 * i);
  for (unsigned i = 5; i-- > 0;)
    {
      EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_WORKER);
      EQUAL_INT (node, i);
      EQUAL_INT (clock.now_us, 100 - 10 * i);
      clock_set (&clock, node, CLOCK_NEVER);
    }
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_NOTHING);
  clock_clear (&clock);
}

static void
ties_break_by_order_of_insertion (void)
{
  Clock clock;
  unsigned node;
  Message message;
  clock_init (&clock, 3);
  clock_set (&clock, 2, 0);
  clock_post (&clock, (Message){ MESSAGE_ERRORDOWN, 7, 0, 0 });
  clock_set (&clock, 0, 0);
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_WORKER);
  EQUAL_INT (node, 2);
  clock_set (&clock, 2, 0);
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_MESSAGE);
  EQUAL_INT (message.node, 7);
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_WORKER);
  EQUAL_INT (node, 0);
  clock_set (&clock, 0, CLOCK_NEVER);
  EQUAL_INT (clock_next (&clock, &node, &message), CLOCK_WORKER);
  EQUAL_INT (node, 2);
  clock_clear (&clock);
}

/* As printed by: python3 -c 'import random; random.seed(S); print(random.sample(range(10), 10))' */
static const struct
{
  int64_t seed;
  uint32_t order[10];
} python_orders[] = {
  { INT64_C (0), { 6, 9, 0, 2, 4, 3, 5, 1, 8, 7 } },
  { INT64_C (1), { 2, 1, 4, 0, 3, 5, 7, 9, 8, 6 } },
  { INT64_C (-1), { 2, 1, 4, 0, 3, 5, 7, 9, 8, 6 } },
  { INT64_C (42), { 1, 0, 4, 9, 6, 5, 8, 2, 3, 7 } },
  { INT64_C (4294967296), { 1, 5, 6, 0, 7, 4, 2, 3, 9, 8 } },
  { INT64_C (9007199254740993), { 5, 4, 9, 8, 0, 3, 1, 6, 7, 2 } },
  { INT64_C (-9223372036854775807), { 5, 2, 7, 3, 0, 6, 8, 9, 1, 4 } },
};

static void
the_shuffle_is_pythons (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (python_orders); i++)
    {
      uint32_t order[10];
      shuffle_like_python (python_orders[i].seed, order, 10);
      for (unsigned k = 0; k < 10; k++)
        EQUAL_INT (order[k], python_orders[i].order[k]);
    }
}

static void
times_read_as_people_write_them (void)
{
  static const struct
  {
    uint64_t us;
    const char *text;
  } cases[] = {
    { 0, "0 µs" },
    { 850, "850 µs" },
    { 12345, "12.3 ms" },
    { 999499, "999 ms" },
    { 999500, "1.00 s" },
    { 4310000, "4.31 s" },
    { 59949999, "59.9 s" },
    { 59950000, "1m 0s" },
    { 291000000, "4m 51s" },
    { 3599600000, "1h 0m 0s" },
    { 9029297009, "2h 30m 29s" },
    { 90000000000, "1d 1h" },
    { UINT64_C (1000000000000000), "31y 259d" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = human_time (cases[i].us);
      EQUAL_TEXT (text, cases[i].text);
    }
}

/* --- random suites ------------------------------------------------------------------------------------------- */

static const char *const endings[] = { "", "", "", "[a::b]", "[x@y]", "@g1", "[0]@g2", "[ ]", "::x", "@" };

static Trace *
random_trace (GRand *rand, uint32_t tests)
{
  GString *names = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  Trace *trace = g_new0 (Trace, 1);
  trace->run_us = g_new (uint64_t, tests);
  for (uint32_t test = 0, module = 0; test < tests; test++)
    {
      module += g_rand_int_range (rand, 0, 4) == 0;
      name_at[test] = names->len;
      g_string_append_printf (names, "t%u.py::%stest_%u%s", module, g_rand_boolean (rand) ? "C::" : "", test,
                              endings[g_rand_int_range (rand, 0, G_N_ELEMENTS (endings))]);
      name_len[test] = (uint32_t) (names->len - name_at[test]);
      trace->run_us[test] = (uint64_t) g_rand_int_range (rand, 0, 3) * 60000 + (uint64_t) g_rand_int_range (rand, 0, 3);
    }
  char *text = g_string_free (names, FALSE);
  trace->suite = suite_new (tests, text, name_at, name_len, NULL, g_free, text);
  return trace;
}

/* Adds up what ran, by itself. */
typedef struct
{
  Observer observer; /* first */
  const Trace *trace;
  uint64_t busy_us, finishes;
  bool *finished; /* [tests] */
} Sums;

static void
sum_event (Observer *observer, const Event *event)
{
  Sums *sums = (Sums *) observer;
  if (event->kind == EVENT_FINISH || event->kind == EVENT_CRASH)
    sums->busy_us += sums->trace->run_us[event->test];
  if (event->kind != EVENT_FINISH)
    return;
  sums->finishes++;
  sums->finished[event->test] = true;
}

/* Tests that neither finished nor are among those reported crashed. */
static uint32_t
count_missing (const Sums *sums, const Result *result)
{
  uint32_t missing = 0;
  for (guint i = 0; i < result->reported->len; i++)
    sums->finished[g_array_index (result->reported, uint32_t, i)] = true;
  for (uint32_t test = 0; test < sums->trace->suite->tests; test++)
    missing += !sums->finished[test];
  return missing;
}

/* tests = completed + reported + stopped + lost, and busy is the sum of what ran. */
static void
check_accounts (const Result *result, const Sums *sums, const SimulationPlan *plan)
{
  uint32_t tests = plan->suite->tests;
  EQUAL_INT (result->busy_us, sums->busy_us);
  EQUAL_INT (result->completed, sums->finishes);
  EQUAL_INT (result->lost, count_missing (sums, result));
  if (result->verdict == VERDICT_OK && !plan->model->every_worker)
    EQUAL_INT (result->completed + result->reported->len, tests);
  if (result->verdict == VERDICT_STOPPED && !plan->rules.maxfail)
    FAIL ("%s stopped though nothing said so", plan->model->name);
}

/* Without a crash, or with one under a twin, all must be well. */
static void
check_promises (const Result *result, const SimulationPlan *plan)
{
  const IsoModel *model = plan->model;
  if (plan->crashes && !model->twin)
    return;
  if (result->verdict != VERDICT_OK && !(plan->rules.maxfail && result->verdict == VERDICT_STOPPED))
    FAIL ("%s ended %s", model->name, verdict_name (result->verdict));
  if (result->verdict == VERDICT_OK)
    EQUAL_INT (result->lost, 0);
  if (model->every_worker && result->verdict == VERDICT_OK)
    EQUAL_INT (result->completed, (uint64_t) plan->suite->tests * result->nodes);
  for (int property = 0; property < ISO_PROPERTIES && !plan->rules.maxfail; property++)
    if (model->promises & ISO_BIT (property) && result->finding[property].count)
      FAIL ("%s broke property %d", model->name, property);
}

#define CRASHES_MAX 4

static void
pick_crashes (GRand *rand, const Trace *trace, CrashPlan *crash, uint32_t *crashes)
{
  *crashes = (uint32_t) g_rand_int_range (rand, 1, 1 + (gint32) MIN (CRASHES_MAX, trace->suite->tests));
  uint32_t test = (uint32_t) g_rand_int_range (rand, 0, (gint32) trace->suite->tests);
  for (uint32_t i = 0; i < *crashes; i++)
    crash[i] = (CrashPlan){ (test + i * 7919) % trace->suite->tests, (uint32_t) g_rand_int_range (rand, 1, 4) };
}

/* Reports that would fail: one in twenty tests, up to three of one. */
static uint8_t *
random_failures (GRand *rand, const Trace *trace)
{
  uint8_t *failures = g_new0 (uint8_t, trace->suite->tests);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    failures[test] = (uint8_t) (g_rand_int_range (rand, 0, 20) ? 0 : g_rand_int_range (rand, 1, 4));
  return failures;
}

static void
run_random_suite (GRand *rand, const IsoModel *model, bool crashes)
{
  g_autoptr (Trace) trace = random_trace (rand, (uint32_t) g_rand_int_range (rand, 1, 201));
  CrashPlan crash[CRASHES_MAX];
  Evaluation evaluation
      = { .trace = trace, .workers = (unsigned) g_rand_int_range (rand, 1, 17), .rules = session_rules_default () };
  evaluation.rules.max_worker_restart = 12;
  evaluation.rules.options
      = (IsoOptions){ g_rand_boolean (rand) ? ISO_NONE : 1 + g_rand_int (rand) % 5, g_rand_boolean (rand), true };
  evaluation.crash = crash;
  if (crashes)
    pick_crashes (rand, trace, crash, &evaluation.crashes);
  g_autofree uint8_t *failures = random_failures (rand, trace);
  evaluation.rules.maxfail = g_rand_int_range (rand, 0, 4) ? 0 : (uint32_t) g_rand_int_range (rand, 1, 5);
  evaluation.rules.workers_go_on = evaluation.rules.maxfail % 2;
  evaluation.rules.failures = failures;
  SimulationPlan plan = evaluation_plan (&evaluation, model);
  g_autofree bool *finished = g_new0 (bool, trace->suite->tests);
  Sums sums = { .observer = { .event = sum_event }, .trace = trace, .finished = finished };
  g_autoptr (Simulation) simulation = simulation_new (&plan, &sums.observer);
  Result result;
  simulation_run (simulation, g_rand_int (rand), &result);
  check_accounts (&result, &sums, &plan);
  check_promises (&result, &plan);
}

#define RANDOM_SUITES 20000u

/* A tenth of them with ISOSIM_QUICK, where every one takes long: under a sanitizer. */
static unsigned
random_suites (void)
{
  return g_getenv ("ISOSIM_QUICK") ? RANDOM_SUITES / 10 : RANDOM_SUITES;
}

static void
random_suites_add_up_under_every_scheduler (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  for (const IsoModel *const *model = models; *model; model++)
    for (unsigned i = 0; i < random_suites (); i++)
      run_random_suite (rand, *model, i % 3 == 0);
}

/* --- early stop ---------------------------------------------------------------------------------------------- */

static uint8_t *
failures_of (const Trace *trace)
{
  uint8_t *failures = g_new0 (uint8_t, trace->suite->tests);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    failures[test] = (trace->outcome[test] & OUTCOME_CALL_FAILED) != 0;
  return failures;
}

/* Notes which tests finish. */
typedef struct
{
  Observer observer; /* first */
  const Suite *suite;
  GPtrArray *ran; /* of char * */
} Ran;

static void
note_finish (Observer *observer, const Event *event)
{
  Ran *ran = (Ran *) observer;
  if (event->kind == EVENT_FINISH)
    g_ptr_array_add (ran->ran, suite_dup_name (ran->suite, event->test));
}

static int
by_text (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
names_that_ran (const Trace *trace, const IsoModel *model, unsigned workers, uint32_t maxfail, const Release *release,
                Result *result)
{
  g_autofree uint8_t *failures = failures_of (trace);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Evaluation evaluation = { .trace = trace, .workers = workers, .rules = session_rules_default () };
  evaluation.rules.maxfail = maxfail;
  evaluation.rules.failures = failures;
  evaluation.rules.options.loadscopereorder = release->reorders;
  evaluation.rules.stops_at_once = release->stops_at_once;
  evaluation.rules.workers_go_on = release->workers_go_on;
  SimulationPlan plan = evaluation_plan (&evaluation, model);
  Ran ran = { .observer = { .event = note_finish }, .suite = trace->suite, .ran = names };
  g_autoptr (Simulation) simulation = simulation_new (&plan, &ran.observer);
  simulation_run (simulation, 1, result);
  g_ptr_array_sort (names, by_text);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) names->pdata[i]);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name, *dist;
  unsigned workers, maxfail;
} stopped_runs[] = {
  { "load-n4-maxfail1", "load", 4, 1 },           { "loadscope-n4-maxfail1", "loadscope", 4, 1 },
  { "loadfile-n2-maxfail2", "loadfile", 2, 2 },   { "loadgroup-n3-maxfail1", "loadgroup", 3, 1 },
  { "worksteal-n4-maxfail1", "worksteal", 4, 1 }, { "worksteal-n3-maxfail2", "worksteal", 3, 2 },
};

/* tests/maxfail holds what real runs ran. SUFFIX is of the files' names. */
static void
compare_stopped_runs (const char *release, const char *suffix)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stopped_runs); i++)
    {
      g_autofree char *below = g_strdup_printf ("tests/maxfail/%s.trace", stopped_runs[i].name);
      g_autofree char *path = source_path (below),
                      *want_path = g_strdup_printf ("%.*s%s.ran", (int) strlen (path) - 6, path, suffix);
      g_autofree char *want = NULL;
      g_autoptr (Trace) trace = trace_read (path, NULL);
      Result result;
      if (!trace || !g_file_get_contents (want_path, &want, NULL, NULL))
        {
          FAIL ("%s is missing", path);
          continue;
        }
      g_autofree char *ran = names_that_ran (trace, model_find (stopped_runs[i].dist), stopped_runs[i].workers,
                                             stopped_runs[i].maxfail, release_find (release), &result);
      EQUAL_TEXT (ran, want);
      EQUAL_INT (result.verdict, VERDICT_STOPPED);
    }
}

static void
early_stop_runs_what_real_runs_ran (void)
{
  compare_stopped_runs ("3.8", "");
  compare_stopped_runs ("3.6", "");
}

static void
before_3_6_workers_run_what_they_were_sent_after_an_early_stop (void)
{
  compare_stopped_runs ("3.5", "-3.5");
  compare_stopped_runs ("3.4", "-3.5");
}

/* Real runs with 3.2.1 reported as many. */
static void
before_3_4_an_early_stop_ends_the_session_at_once (void)
{
  static const unsigned reported[G_N_ELEMENTS (stopped_runs)] = { 1, 1, 4, 2, 1, 11 };
  for (gsize i = 0; i < G_N_ELEMENTS (stopped_runs); i++)
    {
      g_autofree char *below = g_strdup_printf ("tests/maxfail/%s.trace", stopped_runs[i].name);
      g_autofree char *path = source_path (below);
      g_autoptr (Trace) trace = trace_read (path, NULL);
      Result result = { .completed = 0 };
      if (trace)
        g_free (names_that_ran (trace, model_find (stopped_runs[i].dist), stopped_runs[i].workers,
                                stopped_runs[i].maxfail, release_find ("3.3"), &result));
      EQUAL_INT (result.completed, reported[i]);
    }
}

/* The same report, whatever the number of threads. */
static void
results_do_not_depend_on_threads (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (Trace) trace = random_trace (rand, 150);
  g_autofree char *first = NULL;
  trace->format = "random";
  trace->warnings = g_ptr_array_new_with_free_func (g_free);
  for (unsigned jobs = 1; jobs <= 5; jobs += 2)
    {
      Evaluation evaluation
          = { .path = "x", .trace = trace, .workers = 4, .rules = session_rules_default (), .jobs = jobs };
      evaluation.model = models;
      while (models[evaluation.models])
        evaluation.models++;
      Report report;
      evaluate (&evaluation, &report);
      GString *text = report_json (&report);
      if (!first)
        first = g_strdup (text->str);
      EQUAL_TEXT (text->str, first);
      g_string_free (text, TRUE);
      report_clear (&report);
    }
}

CU_TestInfo tests_of_simulate[] = {
  { "the clock gives the earliest worker first", the_clock_gives_the_earliest_worker_first },
  { "ties break by order of insertion", ties_break_by_order_of_insertion },
  { "the shuffle is Python's", the_shuffle_is_pythons },
  { "times read as people write them", times_read_as_people_write_them },
  { "random suites add up under every scheduler", random_suites_add_up_under_every_scheduler },
  { "early stop runs what real runs ran", early_stop_runs_what_real_runs_ran },
  { "before 3.6 workers run what they were sent after an early stop",
    before_3_6_workers_run_what_they_were_sent_after_an_early_stop },
  { "before 3.4 an early stop ends the session at once", before_3_4_an_early_stop_ends_the_session_at_once },
  { "results do not depend on threads", results_do_not_depend_on_threads },
  CU_TEST_INFO_NULL,
};
