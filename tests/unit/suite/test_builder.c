#include "unit/check.h"

#include "suite/builder.h"
#include <math.h>
#include <string.h>

static uint32_t
add (Builder *builder, const char *nodeid)
{
  return builder_test (builder, nodeid, strlen (nodeid), 0, NULL);
}

/* A builder with one run of that nodeid, of that many microseconds. */
static void
add_run (Builder *builder, const char *nodeid, uint64_t us)
{
  uint32_t test = add (builder, nodeid);
  builder_begin_run (builder, test);
  builder_add_time_us (builder, test, PHASE_WHOLE, us);
}

static void
check_name (const Trace *trace, uint32_t test, const char *want)
{
  g_autofree char *name = suite_dup_name (trace->suite, test);
  EQUAL_TEXT (name, want);
}

static void
check_warning (const Trace *trace, guint number, const char *want)
{
  EQUAL_TEXT (number < trace->warnings->len ? g_ptr_array_index (trace->warnings, number) : NULL, want);
}

/* Seconds as files write them, and the microseconds nearest to the text. */
static const struct
{
  double seconds;
  uint64_t us;
} roundings[] = {
  { 0.0012214040002618276, 1221 },
  { 0.0000005, 1 },
  { 0.0000004999, 0 },
  { 4.0000005, 4000001 },
  { 1.0000025, 1000003 },
  { 0.000001, 1 },
  { -0.0, 0 },
  { 1e9, UINT64_C (1000000000000000) },
  { 999999999.9999994, UINT64_C (999999999999999) },
};

static void
seconds_become_the_nearest_microsecond (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roundings); i++)
    {
      g_autoptr (Builder) builder = builder_new ("x", "f");
      builder_add_time (builder, add (builder, "a"), PHASE_CALL, roundings[i].seconds, 0);
      g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
      EQUAL_INT (trace->run_us[0], roundings[i].us);
      EQUAL_INT (trace->mended, 0);
    }
}

/* Of all texts with seven decimals that end in a 5, the tie is met in each. */
static void
ties_in_the_text_round_away_from_zero (void)
{
  for (unsigned us = 0; us < 200000; us += 7)
    {
      g_autofree char *text = g_strdup_printf ("%u.%06u5", us / 1000, us % 1000 * 1000 + us % 7);
      g_autoptr (Builder) builder = builder_new ("x", "f");
      builder_add_time (builder, add (builder, "a"), PHASE_CALL, g_ascii_strtod (text, NULL), 0);
      g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
      EQUAL_INT (trace->run_us[0], us / 1000 * UINT64_C (1000000) + us % 1000 * 1000 + us % 7 + 1);
    }
}

static void
a_time_that_cannot_be_counts_as_zero_and_is_warned_of (void)
{
  const double wrong[] = { -0.001, (double) NAN, (double) INFINITY, 1700000000.5 };
  g_autoptr (Builder) builder = builder_new ("x", "f.xml");
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    builder_add_time (builder, add (builder, "a"), PHASE_CALL, wrong[i], i);
  builder_add_time (builder, add (builder, "a"), PHASE_CALL, 2, 0);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->mended, 4);
  EQUAL_INT (trace->run_us[0], 2000000);
  check_warning (trace, 0, "f.xml: a took -0.001 s, which counts as 0: a time is from 0 to 1000000000 seconds");
  check_warning (trace, 2, "f.xml:2: a took inf s, which counts as 0: a time is from 0 to 1000000000 seconds");
  check_warning (trace, 3, "f.xml:3: a took 1.7e+09 s, which counts as 0: a time is from 0 to 1000000000 seconds");
}

static void
runs_of_one_test_give_their_mean_phase_by_phase (void)
{
  const uint64_t us[3][3] = { { 1, 10, 3 }, { 2, 10, 0 }, { 2, 11, 0 } };
  g_autoptr (Builder) builder = builder_new ("x", "f");
  uint32_t test = add (builder, "a");
  for (int run = 0; run < 3; run++)
    {
      builder_begin_run (builder, test);
      for (int phase = PHASE_SETUP; phase <= PHASE_TEARDOWN; phase++)
        builder_add_time_us (builder, test, (Phase) phase, us[run][phase]);
    }
  EQUAL_INT (builder_runs (builder, test), 3);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->setup_us[0], 2);    /* of 5/3 */
  EQUAL_INT (trace->teardown_us[0], 1); /* of 3/3 */
  EQUAL_INT (trace->run_us[0], 2 + 10 + 1);
  EQUAL_INT (trace->merged, 2);
}

static void
times_of_one_phase_of_one_run_add_up (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  uint32_t test = add (builder, "a");
  builder_add_time_us (builder, test, PHASE_CALL, 4);
  builder_add_time_us (builder, test, PHASE_CALL, 5);
  EQUAL_INT (builder_runs (builder, test), 1);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->run_us[0], 9);
  EQUAL_INT (trace->merged, 0);
}

static void
merged_runs_are_told_of_in_one_sentence (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "ci.xml"), more = builder_new ("x", "ci.xml");
  add_run (builder, "a.py::a", 1);
  builder_begin_run (builder, builder_test (builder, "a.py::a", 7, 7, NULL));
  g_autoptr (Trace) one = builder_finish (builder, false, NULL);
  check_warning (one, 0,
                 "ci.xml: 1 run repeats a nodeid (first: a.py::a, line 7); each such test counts once, with the mean "
                 "of its runs");
  for (int run = 0; run < 3; run++)
    add_run (more, "a.py::b", 1);
  for (int i = 0; i < 20; i++)
    builder_dropped (more, 3, "dropped");
  g_autoptr (Trace) two = builder_finish (more, false, NULL);
  EQUAL_INT (two->warnings->len, TRACE_WARNINGS_MAX);
  EQUAL_INT (two->dropped, 20);
  check_warning (two, 0, "ci.xml:3: dropped");
  check_warning (two, TRACE_WARNINGS_MAX - 1,
                 "ci.xml: 2 runs repeat a nodeid (first: a.py::b); each such test counts once, with the mean of its "
                 "runs");
}

static void
item_indices_give_the_order_if_every_test_has_one (void)
{
  const struct
  {
    const char *nodeid;
    uint32_t index;
  } items[] = { { "d", 3 }, { "c", 1 }, { "b", 1 }, { "a", 0 } };
  g_autoptr (Builder) all = builder_new ("x", "f"), some = builder_new ("x", "f");
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    {
      add_run (all, items[i].nodeid, 1 + i);
      add_run (some, items[i].nodeid, 1);
      builder_set_item_index (all, add (all, items[i].nodeid), items[i].index);
      if (i > 0)
        builder_set_item_index (some, add (some, items[i].nodeid), items[i].index);
    }
  g_autoptr (Trace) sorted = builder_finish (all, true, NULL), unsorted = builder_finish (some, true, NULL);
  EQUAL_INT (sorted->order, ORDER_COLLECTION);
  check_name (sorted, 0, "a");
  check_name (sorted, 1, "c"); /* the tie keeps the order of appearance */
  check_name (sorted, 2, "b");
  check_name (sorted, 3, "d");
  EQUAL_INT (sorted->run_us[0], 4);
  EQUAL_INT (unsorted->order, ORDER_FILE);
  check_name (unsorted, 0, "d");
}

static const struct
{
  const char *nodeids[3];
  bool sorted_loses_order;
  TraceOrder want;
} orders[] = {
  { { "a", "ab", "b" }, true, ORDER_SORTED }, { { "a", "ab", "b" }, false, ORDER_FILE },
  { { "b", "a", NULL }, true, ORDER_FILE },   { { "ab", "a", NULL }, true, ORDER_FILE },
  { { "a", NULL, NULL }, true, ORDER_FILE },  { { "Z", "a", "\xc3\xa4" }, true, ORDER_SORTED },
};

static void
sorted_names_have_lost_their_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (Builder) builder = builder_new ("x", "f");
      for (int k = 0; k < 3 && orders[i].nodeids[k]; k++)
        add_run (builder, orders[i].nodeids[k], 1);
      g_autoptr (Trace) trace = builder_finish (builder, orders[i].sorted_loses_order, NULL);
      EQUAL_INT (trace->order, orders[i].want);
    }
}

static void
what_no_test_has_is_absent (void)
{
  g_autoptr (Builder) builder = builder_new ("durations", "f");
  add_run (builder, "a", 1);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  CU_ASSERT (!trace->setup_us && !trace->teardown_us && !trace->outcome && !trace->worker && !trace->start_us);
  CU_ASSERT (!trace->scenario && !trace->suite->group);
  EQUAL_TEXT (trace->format, "durations");
  EQUAL_INT (trace->warnings->len, 0);
}

static void
one_whole_time_hides_all_phases (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  builder_add_time_us (builder, add (builder, "a"), PHASE_SETUP, 1);
  builder_add_time_us (builder, add (builder, "b"), PHASE_WHOLE, 2);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  CU_ASSERT (!trace->setup_us && !trace->teardown_us);
  EQUAL_INT (trace->run_us[0] + trace->run_us[1], 3);
}

static void
outcomes_unite_and_the_first_worker_and_start_stay (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  add_run (builder, "a", 1);
  add_run (builder, "b", 1);
  add_run (builder, "c", 1);
  builder_add_outcome (builder, 0, OUTCOME_PASSED);
  builder_add_outcome (builder, 0, OUTCOME_TEARDOWN_FAILED);
  builder_set_worker_id (builder, 0, "gw12");
  builder_set_worker_id (builder, 0, "gw1");
  builder_set_start (builder, 0, 1795403255.354584);
  builder_set_start (builder, 0, 1);
  builder_set_start (builder, 1, 1795403255.104584);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->outcome[0], OUTCOME_PASSED | OUTCOME_TEARDOWN_FAILED);
  EQUAL_INT (trace->outcome[1], 0);
  EQUAL_INT (trace->worker[0], 12);
  EQUAL_INT (trace->worker[1], -1);
  EQUAL_INT (trace->start_us[0], 250000);
  EQUAL_INT (trace->start_us[1], 0);
  CU_ASSERT (trace->start_us[2] == TRACE_US_NONE);
}

static void
only_names_like_gw3_are_workers (void)
{
  const char *ids[] = { "gw", "gw-1", "gw3x", "main", "", "gw99999999999999999999", NULL };
  g_autoptr (Builder) builder = builder_new ("x", "f");
  add_run (builder, "a", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    builder_set_worker_id (builder, 0, ids[i]);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  CU_ASSERT_PTR_NULL (trace->worker);
}

static void
groups_follow_their_tests (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  add_run (builder, "b", 1);
  add_run (builder, "a", 1);
  builder_set_group (builder, 0, "late");
  builder_set_group (builder, 0, "ignored");
  builder_set_item_index (builder, 0, 1);
  builder_set_item_index (builder, 1, 0);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_TEXT (trace->suite->group[0], NULL);
  EQUAL_TEXT (trace->suite->group[1], "late");
}

static void
tests_without_a_time_are_counted_and_not_enough (void)
{
  g_autoptr (GError) none = NULL, untimed = NULL;
  g_autoptr (Builder) builder = builder_new ("x", "f.json");
  CU_ASSERT_PTR_NULL (builder_finish (builder, false, &none));
  EQUAL_TEXT (none->message, "f.json: holds no test");
  EQUAL_INT (none->code, TRACE_ERROR_CONTENT);
  add (builder, "a");
  add (builder, "b");
  CU_ASSERT_PTR_NULL (builder_finish (builder, false, &untimed));
  EQUAL_TEXT (untimed->message, "f.json: none of its 2 tests has a time");
  add_run (builder, "b", 0);
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->untimed, 1);
}

static void
check_refusal (const char *nodeid, gsize len, unsigned line, const char *want)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  g_autoptr (GError) error = NULL;
  EQUAL_INT (builder_test (builder, nodeid, len, line, &error), SUITE_NONE);
  EQUAL_TEXT (error->message, want);
}

static void
nodeids_that_cannot_be_are_refused (void)
{
  g_autofree char *longest = g_strnfill (SUITE_NODEID_MAX + 1, 'x'), *start = g_strnfill (76, 'x');
  g_autofree char *too_long
      = g_strdup_printf ("f:3: a nodeid of 65536 bytes (%s...); the longest allowed has 65535", start);
  check_refusal ("", 0, 2, "f:2: a test without a nodeid");
  check_refusal ("\xff", 1, 0, "f: a nodeid that is not UTF-8");
  check_refusal ("a\0b", 3, 1, "f:1: a nodeid that is not UTF-8");
  check_refusal (longest, SUITE_NODEID_MAX + 1, 3, too_long);
  g_autoptr (Builder) builder = builder_new ("x", "f");
  EQUAL_INT (builder_test (builder, longest, SUITE_NODEID_MAX, 0, NULL), 0);
}

static void
many_tests_keep_their_names (void)
{
  g_autoptr (Builder) builder = builder_new ("x", "f");
  for (int round = 0; round < 2; round++)
    for (unsigned i = 0; i < 50000; i++)
      {
        g_autofree char *nodeid = g_strdup_printf ("tests/test_%u.py::test_many[%u]", i % 97, i);
        add_run (builder, nodeid, i);
      }
  g_autoptr (Trace) trace = builder_finish (builder, false, NULL);
  EQUAL_INT (trace->suite->tests, 50000);
  EQUAL_INT (trace->merged, 50000);
  EQUAL_INT (trace->run_us[49999], 49999);
  check_name (trace, 49999, "tests/test_44.py::test_many[49999]");
}

CU_TestInfo tests_of_builder[] = {
  { "seconds become the nearest microsecond", seconds_become_the_nearest_microsecond },
  { "ties in the text round away from zero", ties_in_the_text_round_away_from_zero },
  { "a time that cannot be counts as zero and is warned of", a_time_that_cannot_be_counts_as_zero_and_is_warned_of },
  { "runs of one test give their mean, phase by phase", runs_of_one_test_give_their_mean_phase_by_phase },
  { "times of one phase of one run add up", times_of_one_phase_of_one_run_add_up },
  { "merged runs are told of in one sentence", merged_runs_are_told_of_in_one_sentence },
  { "item indices give the order if every test has one", item_indices_give_the_order_if_every_test_has_one },
  { "sorted names have lost their order", sorted_names_have_lost_their_order },
  { "what no test has is absent", what_no_test_has_is_absent },
  { "one whole time hides all phases", one_whole_time_hides_all_phases },
  { "outcomes unite, and the first worker and start stay", outcomes_unite_and_the_first_worker_and_start_stay },
  { "only names like gw3 are workers", only_names_like_gw3_are_workers },
  { "groups follow their tests", groups_follow_their_tests },
  { "tests without a time are counted, and not enough", tests_without_a_time_are_counted_and_not_enough },
  { "nodeids that cannot be are refused", nodeids_that_cannot_be_are_refused },
  { "many tests keep their names", many_tests_keep_their_names },
  CU_TEST_INFO_NULL,
};
