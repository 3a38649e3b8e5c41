/* tests/unit/time_model/test_time_model.c - the time model: each cost by itself, on suites of a few tests whose times
 * are worked out by hand. */
#include "unit/check.h"

#include "models/registry.h"
#include "simulate/simulate.h"
#include "unit/shapes.h"

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
  Small small = { trace_of_text (text), NULL };
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
                                .rules = session_rules_default (),
                                .workers = workers,
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

CU_TestInfo tests_of_time_model[] = {
  { "each cost adds what it must", each_cost_adds_what_it_must },
  { "a worker waits for what follows", a_worker_waits_for_what_follows },
  { "whoever enters a scope pays", whoever_enters_a_scope_pays },
  { "the session's fixtures are paid once a worker", the_sessions_fixtures_are_paid_once_a_worker },
  { "who does not need it does not pay", who_does_not_need_it_does_not_pay },
  { "another parameter tears down the one before", another_parameter_tears_down_the_one_before },
  { "a coordinated set-up is paid once while others wait", a_coordinated_set_up_is_paid_once_while_others_wait },
  { "costs of nothing change no wall time", costs_of_nothing_change_no_wall_time },
  CU_TEST_INFO_NULL,
};
