/* tests/unit/time_model/test_time_model.c - the time model: each cost by itself, on suites of a few tests whose times
 * are worked out by hand, and what is measured of a small recording. */
#include "formats/format.h"
#include "unit/check.h"

#include "models/registry.h"
#include "recordings/prediction.h"
#include "simulate/event_queue.h"
#include "simulate/time_breakdown.h"
#include "time_model/calibrate.h"
#include <glib/gstdio.h>
#include <string.h>

static Trace *
read_text (const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("isosim-XXXXXX", &path, NULL);
  if (fd < 0 || !g_close (fd, NULL) || !g_file_set_contents (path, text, -1, NULL))
    FAIL ("cannot write a temporary file");
  Trace *trace = trace_read (path, &error);
  g_unlink (path);
  if (!trace)
    FAIL ("%s", error->message);
  return trace;
}

/* --- each cost by itself -------------------------------------------------------------------------------------- */

/* Four tests of 100 µs. load deals two workers two each, and at once tells both that no more follows. */
#define FOUR "#isosim-trace 1\ncall_us\tnodeid\n100\ta.py::A::a\n100\ta.py::A::b\n100\ta.py::B::c\n100\ta.py::B::d\n"
/* loadscope gives one worker the first two; the third comes when the first is complete, the end with the second. */
#define THREE "#isosim-trace 1\ncall_us\tnodeid\n100\ta.py::a\n100\tb.py::b\n100\tc.py::c\n"

typedef struct
{
  Trace *trace;
  TimeModel *costs;
} Small;

static Small
small_new (const char *text)
{
  Small small = { read_text (text), NULL };
  small.costs = time_model_new (small.trace->suite, small.trace->run_us);
  return small;
}

static void
small_clear (Small *small)
{
  trace_free (small->trace);
  time_model_free (small->costs);
}

static Result
run_small (const Small *small, const char *model, unsigned workers)
{
  const SimulationPlan plan = { .suite = small->trace->suite,
                                .run_us = small->trace->run_us,
                                .model = model_find (model),
                                .options = { ISO_NONE, true, false },
                                .workers = workers,
                                .max_worker_restart = ISO_NONE,
                                .costs = small->costs };
  Result result;
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  simulation_run (simulation, 0, &result);
  EQUAL_TEXT (verdict_name (result.verdict), "ok");
  return result;
}

/* What is set, and what comes of FOUR on two workers. */
typedef struct
{
  const char *name;
  unsigned cores;
  uint64_t ramp_us, startup_us, collect_us, before_us, message_us, command_us, handle_us, schedule_us, between_us,
      overhead_us, exit_us, after_us;
  uint64_t first_us, wall_us, whole_us;
} OneCost;

static const OneCost one_costs[] = {
  { .name = "nothing", .first_us = 0, .wall_us = 200, .whole_us = 200 },
  { .name = "start-up", .startup_us = 1000, .collect_us = 500, .first_us = 1500, .wall_us = 200, .whole_us = 1700 },
  /* both at half speed */
  { .name = "one core",
    .cores = 1,
    .startup_us = 1000,
    .collect_us = 500,
    .first_us = 3000,
    .wall_us = 200,
    .whole_us = 3200 },
  { .name = "cores enough", .cores = 2, .startup_us = 1000, .first_us = 1000, .wall_us = 200, .whole_us = 1200 },
  { .name = "ramp", .ramp_us = 300, .startup_us = 1000, .first_us = 1300, .wall_us = 200, .whole_us = 1500 },
  /* gw0 does 300 alone and 700 at half speed, until 1700; gw1 then has 300 left, alone */
  { .name = "ramp, one core",
    .cores = 1,
    .ramp_us = 300,
    .startup_us = 1000,
    .first_us = 2000,
    .wall_us = 200,
    .whole_us = 2200 },
  { .name = "before and after", .before_us = 40, .after_us = 30, .first_us = 40, .wall_us = 200, .whole_us = 270 },
  { .name = "after, one core", .cores = 1, .after_us = 30, .first_us = 0, .wall_us = 200, .whole_us = 260 },
  { .name = "a command's way", .command_us = 5, .first_us = 5, .wall_us = 200, .whole_us = 205 },
  /* both ready, the first collection; then both ends of both workers: two completes, two farewells */
  { .name = "handling", .handle_us = 3, .first_us = 9, .wall_us = 200, .whole_us = 221 },
  { .name = "the schedule", .schedule_us = 70, .first_us = 70, .wall_us = 200, .whole_us = 270 },
  /* what arrives while they start is measured on arrival; the farewells are under way */
  { .name = "a message's way", .message_us = 20, .first_us = 0, .wall_us = 200, .whole_us = 220 },
  { .name = "between runs", .between_us = 7, .first_us = 0, .wall_us = 207, .whole_us = 207 },
  { .name = "overhead", .overhead_us = 10, .first_us = 0, .wall_us = 220, .whole_us = 220 },
  { .name = "exit", .exit_us = 50, .first_us = 0, .wall_us = 200, .whole_us = 250 },
  { .name = "exit, its way in it", .exit_us = 50, .message_us = 20, .first_us = 0, .wall_us = 200, .whole_us = 250 },
};

static void
set_cost (TimeModel *costs, const OneCost *one)
{
  costs->cores = one->cores;
  costs->ramp_us = one->ramp_us;
  costs->startup_us = one->startup_us;
  costs->collect_us = one->collect_us;
  costs->before_us = one->before_us;
  costs->message_us = one->message_us;
  costs->command_us = one->command_us;
  costs->handle_us = one->handle_us;
  costs->schedule_us = one->schedule_us;
  costs->exit_us = one->exit_us;
  costs->after_us = one->after_us;
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      costs->between_us[test] = one->between_us;
      costs->overhead_us[test] = one->overhead_us;
    }
}

static void
each_cost_adds_what_it_must (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (one_costs); i++)
    {
      const OneCost *one = &one_costs[i];
      Small small = small_new (FOUR);
      set_cost (small.costs, one);
      Result result = run_small (&small, "load", 2);
      if (result.first_us != one->first_us || result.wall_us != one->wall_us || result.whole_us != one->whole_us)
        FAIL ("%s: first %" G_GUINT64_FORMAT ", wall %" G_GUINT64_FORMAT ", whole %" G_GUINT64_FORMAT, one->name,
              result.first_us, result.wall_us, result.whole_us);
      small_clear (&small);
    }
}

/* The first complete is under way 20, handled 3, and its command 5: b waits 28 behind a, and c as long behind b. */
static void
a_worker_waits_for_what_follows (void)
{
  Small small = small_new (THREE);
  small.costs->message_us = 20;
  small.costs->handle_us = 3;
  small.costs->command_us = 5;
  Result result = run_small (&small, "loadscope", 1);
  EQUAL_INT (result.first_us, 8);
  EQUAL_INT (result.wall_us, 356);
  EQUAL_INT (result.busy_us, 300);
  small_clear (&small);
}

/* --- fixtures ------------------------------------------------------------------------------------------------- */

/* Of FOUR: base 1 is of the tests 0 and 1, base 2 of the others. */
static void
add_bases (TimeModel *costs)
{
  costs->bases.number = g_new (uint32_t, 4);
  for (uint32_t test = 0; test < 4; test++)
    {
      costs->bases.number[test] = test / 2 + 1;
      costs->bases.first[test + 1] = test + 1;
    }
}

/* Fixture K is for base[K], a slot each, and takes 40 and 10; test T needs fixture need[T], UINT32_MAX none. */
static void
add_fixtures (TimeModel *costs, uint32_t fixtures, const uint32_t *base, const uint32_t *need)
{
  add_bases (costs);
  costs->fixtures = fixtures;
  costs->fixture = g_new0 (FixtureCost, fixtures);
  costs->needs.number = g_new (uint32_t, 4);
  for (uint32_t i = 0; i < fixtures; i++)
    costs->fixture[i] = (FixtureCost){ .base = base[i], .slot = i, .setup_us = 40, .teardown_us = 10 };
  for (uint32_t test = 0, count = 0; test < 4; test++)
    {
      costs->needs.number[count] = need[test];
      count += need[test] != UINT32_MAX;
      costs->needs.first[test + 1] = count;
    }
}

static void
whoever_enters_a_scope_pays (void)
{
  const uint32_t base[] = { 1, 2 }, need[] = { 0, 0, 1, 1 };
  Small small = small_new (FOUR);
  add_fixtures (small.costs, 2, base, need);
  Result result = run_small (&small, "load", 2); /* a worker each */
  EQUAL_INT (result.wall_us, 250);
  EQUAL_INT (result.fixtures, 2);
  EQUAL_INT (result.setup_us, 100);
  result = run_small (&small, "load", 1); /* one after the other: torn down at once */
  EQUAL_INT (result.wall_us, 500);
  result = run_small (&small, "each", 2);
  EQUAL_INT (result.wall_us, 500);
  EQUAL_INT (result.fixtures, 4);
  small_clear (&small);
}

static void
the_sessions_fixtures_are_paid_once_a_worker (void)
{
  const uint32_t base[] = { 0 }, need[] = { 0, UINT32_MAX, UINT32_MAX, 0 };
  Small small = small_new (FOUR);
  add_fixtures (small.costs, 1, base, need);
  Result result = run_small (&small, "load", 2);
  EQUAL_INT (result.wall_us, 250);
  EQUAL_INT (result.fixtures, 2);
  result = run_small (&small, "load", 1);
  EQUAL_INT (result.wall_us, 450);
  EQUAL_INT (result.fixtures, 1);
  small_clear (&small);
}

/* A fixture is set up by the first test that needs it, not by the first of its scope. */
static void
who_does_not_need_it_does_not_pay (void)
{
  const uint32_t base[] = { 1 }, need[] = { UINT32_MAX, 0, UINT32_MAX, UINT32_MAX };
  Small small = small_new (FOUR);
  add_fixtures (small.costs, 1, base, need);
  Result result = run_small (&small, "load", 4); /* one test each; only b's worker pays */
  EQUAL_INT (result.wall_us, 150);
  EQUAL_INT (result.fixtures, 1);
  small_clear (&small);
}

static void
another_parameter_tears_down_the_one_before (void)
{
  const uint32_t base[] = { 0, 0 }, need[] = { 0, 1, 0, 0 };
  Small small = small_new (FOUR);
  add_fixtures (small.costs, 2, base, need);
  Result result = run_small (&small, "load", 1); /* side by side: each set up once, both torn down at the end */
  EQUAL_INT (result.wall_us, 500);
  small.costs->fixture[1].slot = 0;
  result = run_small (&small, "load", 1); /* in one slot: three times set up and torn down */
  EQUAL_INT (result.wall_us, 550);
  EQUAL_INT (result.fixtures, 3);
  small_clear (&small);
}

/* gw0 sets it up until 40 while gw1 waits; both are through at 240, and the last to leave tears it down until 250. */
static void
a_coordinated_set_up_is_paid_once_while_others_wait (void)
{
  const uint32_t base[] = { 0 }, need[] = { 0, 0, 0, 0 };
  Small small = small_new (FOUR);
  add_fixtures (small.costs, 1, base, need);
  small.costs->fixture[0].coordinated = true;
  Result result = run_small (&small, "load", 2);
  EQUAL_INT (result.wall_us, 250);
  EQUAL_INT (result.held_us, 40);
  EQUAL_INT (result.setup_us, 50);
  EQUAL_INT (result.fixtures, 1);
  small_clear (&small);
}

/* Without costs and with costs of nothing: the same wall time, for every scheduler, where no two ends coincide. */
static void
costs_of_nothing_change_no_wall_time (void)
{
  g_autoptr (GString) text = g_string_new ("#isosim-trace 1\ncall_us\tnodeid\n");
  for (unsigned test = 0; test < 60; test++)
    g_string_append_printf (text, "%u\tm%u.py::C%u::t%u\n", 1000 + 7919 * (test + 3) * (test + 3) % 99991, test / 12,
                            test / 5, test);
  for (const IsoModel *const *model = models; *model; model++)
    for (unsigned workers = 1; workers <= 4; workers++)
      {
        Small small = small_new (text->str);
        Result with = run_small (&small, (*model)->name, workers);
        g_clear_pointer (&small.costs, time_model_free);
        Result without = run_small (&small, (*model)->name, workers);
        if (with.wall_us != without.wall_us || with.busy_us != without.busy_us || with.entries != without.entries)
          FAIL ("%s, %u workers: %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT, (*model)->name, workers, with.wall_us,
                without.wall_us);
        small_clear (&small);
      }
}

/* --- what is measured ----------------------------------------------------------------------------------------- */

/* One worker, three tests, a class fixture in the first two; all gaps and ways differ. */
#define RECORDED                                                                                                       \
  "#isosim-trace 1\n#recording 1\n#xdist 3.8.0\n#dist each\n#workers 1\n#cores 2\n"                                    \
  "#test 0 a.py::T::x\n#test 1 a.py::T::y\n#test 2 b.py::z\n#collection 0 0-2\n"                                       \
  "#worker gw0 start 10\n#worker gw0 ready 110\n#worker gw0 collected 160 0\n"                                         \
  "#message 111 1 from gw0 workerready\n#message 162 1 from gw0 collectionfinish 0\n"                                  \
  "#message 165 to gw0 runall\n#message 166 to gw0 shutdown\n"                                                         \
  "#fixture gw0 setup 205 40 class d a.py::T\n#run gw0 0 200 50 100 0 155 passed\n"                                    \
  "#message 365 4 from gw0 complete 0 155\n"                                                                           \
  "#fixture gw0 teardown 462 30 class d a.py::T\n#run gw0 1 360 1 100 31 134 passed\n"                                 \
  "#message 504 4 from gw0 complete 1 134\n#run gw0 2 500 0 100 0 100 passed\n"                                        \
  "#message 610 4 from gw0 complete 2 100\n#worker gw0 exit 640\n#message 641 1 from gw0 workerfinished\n#end 700 0\n"

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
  g_autoptr (Trace) trace = read_text (RECORDED);
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
  g_autoptr (Trace) trace = read_text (RECORDED);
  const char *plain_text = RECORDED, *end = strstr (plain_text, "#end");
  g_autofree char *marked = g_strdup_printf ("%.*s#coordinated gw0 setup 220 25 d a.py::T\n"
                                             "#coordinated gw0 teardown 465 20 d a.py::T\n%s",
                                             (int) (end - plain_text), plain_text, end);
  g_autoptr (Trace) coordinated = read_text (marked);
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
  g_autoptr (Trace) trace = read_text (text);
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

/* Start-up 160, the schedule 3, a command 35; 155 + 5 + 134 + 6 + 100; then 40, 4 to handle the farewell, 60. */
static void
a_recorded_run_is_predicted (void)
{
  g_autoptr (Trace) trace = read_text (RECORDED);
  g_autoptr (GError) error = NULL;
  Prediction prediction = { 0 };
  if (!prediction_make (&prediction, "f", trace, NULL, NULL, &error))
    FAIL ("%s", error->message);
  EQUAL_INT (prediction.predicted.start_us, 198);
  EQUAL_INT (prediction.predicted.wall_us, 400);
  EQUAL_INT (prediction.predicted.whole_us, 702);
  EQUAL_INT (prediction.recorded.start_us, 200);
  EQUAL_INT (prediction.recorded.wall_us, 400);
  EQUAL_INT (prediction.recorded.whole_us, 700);
  EQUAL_INT (prediction.recorded.setup_us, 70);
  EQUAL_INT (prediction.predicted.setup_us, 70);
  EQUAL_INT (prediction.recorded.overhead_us, 7);
  EQUAL_INT (prediction.recorded.idle_us, 11);
  EQUAL_INT (prediction.predicted.idle_us, 11);
}

/* Tests of another suite are found by nodeid, also behind a group; those that are not there are mean ones. */
static void
costs_are_told_by_nodeid (void)
{
  g_autoptr (Trace) trace = read_text (RECORDED);
  g_autoptr (Trace) other = read_text ("#isosim-trace 1\ncall_us\tnodeid\n1\tb.py::z@g\n1\tnew.py::n\n1\ta.py::T::y\n");
  g_autoptr (TimeModel) costs = measure (trace, other->suite);
  EQUAL_INT (costs->guessed, 1);
  EQUAL_INT (costs->test_us[0], 100);
  EQUAL_INT (costs->test_us[1], 101);
  EQUAL_INT (costs->test_us[2], 102);
  EQUAL_INT (costs->between_us[0], 6);
  EQUAL_INT (costs->between_us[2], 6);
}

/* What two workers on two cores took says what one takes alone, and eight on two. */
static void
start_up_contends_for_cores (void)
{
  uint64_t ready_us[8], collected_us[8];
  StartupModel starting = { .workers = 2, .cores = 2 };
  startup_model_fit (&starting, 1000, 500, 1500);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
  starting.workers = 8;
  startup_model_times (&starting, ready_us, collected_us);
  EQUAL_INT (ready_us[7], 4000);
  EQUAL_INT (collected_us[0], 6000);
  startup_model_fit (&starting, 4000, 2000, 6000);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
}

static void
the_agenda_is_in_order_of_time_then_insertion (void)
{
  const uint64_t times_us[] = { 5, 3, 9, 3, 5, 1, 3, 9, 0, 5 };
  EventQueue agenda;
  Due due, before = { .time_us = 0 };
  event_queue_init (&agenda);
  for (unsigned i = 0; i < G_N_ELEMENTS (times_us); i++)
    event_queue_add (&agenda, (Due){ .time_us = times_us[i], .node = i });
  for (unsigned i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      CU_ASSERT (event_queue_take (&agenda, &due));
      if (due.time_us < before.time_us || (i > 0 && due.time_us == before.time_us && due.node < before.node))
        FAIL ("%u comes behind %u", due.node, before.node);
      EQUAL_INT (due.time_us, times_us[due.node]);
      before = due;
    }
  CU_ASSERT (!event_queue_take (&agenda, &due));
  event_queue_clear (&agenda);
}

CU_TestInfo costs_tests[] = {
  { "the agenda is in order of time then insertion", the_agenda_is_in_order_of_time_then_insertion },
  { "each cost adds what it must", each_cost_adds_what_it_must },
  { "a worker waits for what follows", a_worker_waits_for_what_follows },
  { "whoever enters a scope pays", whoever_enters_a_scope_pays },
  { "the session's fixtures are paid once a worker", the_sessions_fixtures_are_paid_once_a_worker },
  { "who does not need it does not pay", who_does_not_need_it_does_not_pay },
  { "another parameter tears down the one before", another_parameter_tears_down_the_one_before },
  { "a coordinated set-up is paid once while others wait", a_coordinated_set_up_is_paid_once_while_others_wait },
  { "costs of nothing change no wall time", costs_of_nothing_change_no_wall_time },
  { "a recording tells every cost", a_recording_tells_every_cost },
  { "of coordinated set-ups what really ran counts", of_coordinated_set_ups_what_really_ran_counts },
  { "what runs used is needed, and nothing else", what_runs_used_is_needed_and_nothing_else },
  { "each parameter is needed by its own runs", each_parameter_is_needed_by_its_own_runs },
  { "a recorded run is predicted", a_recorded_run_is_predicted },
  { "costs are told by nodeid", costs_are_told_by_nodeid },
  { "start-up contends for cores", start_up_contends_for_cores },
  CU_TEST_INFO_NULL,
};
