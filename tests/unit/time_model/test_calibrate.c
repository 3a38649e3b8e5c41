/* tests/unit/time_model/test_calibrate.c - what is measured of a small recording. */
#include "unit/check.h"

#include "time_model/calibrate.h"
#include "unit/shapes.h"
#include "unit/time_model/recorded.h"
#include <string.h>

static TimeModel *
measure (const Trace *trace, const Suite *suite)
{
  g_autoptr (GError) error = NULL;
  TimeModel *costs = calibrate (trace, suite, &error);
  if (!costs)
    FAIL ("%s", error->message);
  return costs;
}

static void
a_recording_tells_every_cost (void)
{
  g_autoptr (Trace) trace = trace_of_text (RECORDED);
  g_autoptr (TimeModel) costs = measure (trace, trace->suite);
  EQUAL_INT (costs->test_us[0], 110);
  EQUAL_INT (costs->test_us[1], 102);
  EQUAL_INT (costs->test_us[2], 100);
  EQUAL_INT (costs->overhead_us[0], 5);
  EQUAL_INT (costs->overhead_us[1], 2);
  EQUAL_INT (costs->overhead_us[2], 0);
  EQUAL_INT (costs->between_us[0], 5);
  EQUAL_INT (costs->between_us[1], 6);
  EQUAL_INT (costs->fixtures, 1);
  EQUAL_INT (costs->fixture[0].setup_us, 40);
  EQUAL_INT (costs->fixture[0].teardown_us, 30);
  EQUAL_INT (costs->needs.first[2], 2);
  EQUAL_INT (costs->needs.first[3], 2);
  EQUAL_INT (costs->cores, 2);
  EQUAL_INT (costs->before_us, 10);
  EQUAL_INT (costs->startup_us, 100);
  EQUAL_INT (costs->collect_us, 50);
  EQUAL_INT (costs->schedule_us, 3);
  EQUAL_INT (costs->command_us, 35);
  EQUAL_INT (costs->handle_us, 4);
  EQUAL_INT (costs->message_us, 6);
  EQUAL_INT (costs->exit_us, 40);
  EQUAL_INT (costs->after_us, 60);
}

/* The same, but the fixture is coordinated: of the 40 that the worker spent it waited 15. */
static void
of_coordinated_set_ups_what_really_ran_counts (void)
{
  g_autoptr (Trace) trace = trace_of_text (RECORDED);
  const char *plain_text = RECORDED, *end = strstr (plain_text, "#end");
  g_autofree char *marked = g_strdup_printf ("%.*s#coordinated gw0 setup 220 25 d a.py::T\n"
                                             "#coordinated gw0 teardown 465 20 d a.py::T\n%s",
                                             (int) (end - plain_text), plain_text, end);
  g_autoptr (Trace) coordinated = trace_of_text (marked);
  g_autoptr (TimeModel) plain = measure (trace, trace->suite);
  g_autoptr (TimeModel) costs = measure (coordinated, coordinated->suite);
  EQUAL_INT (plain->fixture[0].coordinated, false);
  EQUAL_INT (costs->fixture[0].coordinated, true);
  EQUAL_INT (costs->fixture[0].setup_us, 25);
  EQUAL_INT (costs->fixture[0].teardown_us, 20);
  EQUAL_INT (costs->test_us[0], plain->test_us[0]);
}

/* One worker, four tests of a module; the session's fixture is set up in the second. Whether the others need it is told
 * by the lines in between. */
#define FOUR_RUNS(BEFORE, BEHIND, LATER)                                                                               \
  "#isosim-trace 1\n#recording 1\n#dist load\n#workers 1\n#test 0 a.py::w\n#test 1 a.py::x\n#test 2 a.py::y\n"         \
  "#test 3 a.py::z\n#collection 0 0-3\n#worker gw0 collected 5 0\n" BEFORE "#run gw0 0 10 1 1 1 4 passed\n"            \
  "#fixture gw0 setup 21 1 session s -\n" BEHIND "#run gw0 1 20 2 1 1 5 passed\n" LATER                                \
  "#run gw0 2 30 1 1 1 4 passed\n#run gw0 3 40 1 1 1 4 passed\n#end 50 0\n"

/* Which of the four need it, as 0101. */
static char *
needs_of (const char *text)
{
  g_autoptr (Trace) trace = trace_of_text (text);
  g_autoptr (TimeModel) costs = measure (trace, trace->suite);
  GString *needs = g_string_new (NULL);
  for (uint32_t test = 0; test < costs->tests; test++)
    g_string_append_printf (needs, "%u", costs->needs.first[test + 1] - costs->needs.first[test]);
  return g_string_free (needs, FALSE);
}

static void
what_runs_used_is_needed_and_nothing_else (void)
{
  const char *const cases[][2] = {
    { FOUR_RUNS ("", "", ""), "0101" }, /* not told: as of those that found it missing, every second */
    { FOUR_RUNS ("#uses gw0\n", "#uses gw0 0\n", ""), "0111" },
    { FOUR_RUNS ("#uses gw0\n", "#uses gw0 0\n", "#uses gw0\n"), "0100" },
    { FOUR_RUNS ("#uses gw0\n", "", ""), "0100" }, /* it failed in its set-up: who set it up needs it all the same */
    { FOUR_RUNS ("", "#uses gw0 0\n", ""), "0111" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *needs = needs_of (cases[i][0]);
      EQUAL_TEXT (needs, cases[i][1]);
    }
}

/* A test that ran twice needs what one of its runs used; one of two that differ in their parameter is not the other. */
static void
each_parameter_is_needed_by_its_own_runs (void)
{
  g_autofree char *needs = needs_of (
      "#isosim-trace 1\n#recording 1\n#dist load\n#workers 1\n#test 0 a.py::w\n#test 1 a.py::x\n#test 2 a.py::y\n"
      "#collection 0 0-2\n#worker gw0 collected 5 0\n#fixture gw0 setup 11 1 module p[0] a.py\n#uses gw0 0\n"
      "#run gw0 0 10 2 1 1 5 passed\n#uses gw0\n#run gw0 1 20 1 1 1 4 passed\n#fixture gw0 teardown 31 1 module p[0] "
      "a.py\n#fixture gw0 setup 32 1 module p[1] a.py\n#uses gw0 1\n#run gw0 2 30 4 1 1 7 passed\n"
      "#run gw0 0 40 4 1 1 7 passed\n#end 50 0\n");
  EQUAL_TEXT (needs, "201");
}

/* Tests of another suite are found by nodeid, also behind a group; those that are not there are mean ones. */
static void
costs_are_told_by_nodeid (void)
{
  g_autoptr (Trace) trace = trace_of_text (RECORDED);
  g_autoptr (Trace) other
      = trace_of_text ("#isosim-trace 1\ncall_us\tnodeid\n1\tb.py::z@g\n1\tnew.py::n\n1\ta.py::T::y\n");
  g_autoptr (TimeModel) costs = measure (trace, other->suite);
  EQUAL_INT (costs->guessed, 1);
  EQUAL_INT (costs->test_us[0], 100);
  EQUAL_INT (costs->test_us[1], 101);
  EQUAL_INT (costs->test_us[2], 102);
  EQUAL_INT (costs->between_us[0], 6);
  EQUAL_INT (costs->between_us[2], 6);
}

CU_TestInfo tests_of_calibrate[] = {
  { "a recording tells every cost", a_recording_tells_every_cost },
  { "of coordinated set-ups what really ran counts", of_coordinated_set_ups_what_really_ran_counts },
  { "what runs used is needed, and nothing else", what_runs_used_is_needed_and_nothing_else },
  { "each parameter is needed by its own runs", each_parameter_is_needed_by_its_own_runs },
  { "costs are told by nodeid", costs_are_told_by_nodeid },
  CU_TEST_INFO_NULL,
};
