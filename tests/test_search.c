/* tests/test_search.c - every interleaving of small suites: the real schedulers' known defects are found, and the twins
 * hold. */
#include "check.h"

#include "registry.h"
#include "search.h"
#include "shapes.h"

/* What is found, as bits of Broken; the twins and isoscope are searched with the name supplied where SUPPLIED. */
static const struct
{
  const char *dist;
  unsigned workers;
  const char *shape;
  unsigned crashes;
  bool any_state, supplied;
  unsigned broken;
} searches[] = {
  /* defects that pytest-xdist's issues tell: 932, 1323, 1327, 1189, 1362, and sending to the dead */
  { "loadscope", 1, "a1", 1, false, false, BROKEN_BIT (BROKEN_ONCE) },
  { "loadscope", 1, "a1b1", 1, false, false, BROKEN_BIT (BROKEN_HANG) },
  { "loadscope", 2, "a1b1", 2, false, false,
    BROKEN_BIT (BROKEN_ONCE) | BROKEN_BIT (BROKEN_ERROR) | BROKEN_BIT (BROKEN_REPORTED) },
  { "loadscope", 2, "a1b1", 1, true, false,
    BROKEN_BIT (BROKEN_ONCE) | BROKEN_BIT (BROKEN_ERROR) | BROKEN_BIT (BROKEN_BLAME) },
  { "loadfile", 1, "a1", 1, false, false, BROKEN_BIT (BROKEN_ONCE) },
  { "loadgroup", 1, "a1b1", 1, false, false, BROKEN_BIT (BROKEN_HANG) },
  { "load", 1, "a1", 1, true, false, BROKEN_BIT (BROKEN_ERROR) | BROKEN_BIT (BROKEN_BLAME) },
  /* isoscope: a name that is missing; and with it, a crashed test that runs again */
  { "isoscope", 1, "a1", 1, false, false, BROKEN_BIT (BROKEN_ERROR) },
  { "isoscope", 1, "a1", 1, false, true, BROKEN_BIT (BROKEN_ONCE) | BROKEN_BIT (BROKEN_JUDGED + ISO_TEARDOWN_ONCE) },
  /* clean */
  { "load", 2, "a4", 1, false, false, 0 },
  { "load", 2, "a3", 2, false, false, 0 },
  { "worksteal", 2, "a4", 1, false, false, 0 },
  { "worksteal", 2, "a3", 2, false, false, 0 },
  { "loadscope", 3, "a3b2c1", 0, false, false, 0 },
  { "isoscope", 2, "a3b2", 0, false, true, 0 },
  { "isoscope", 3, "a4b2c1", 0, false, true, 0 },
  { "isoscope", 3, "a1b1c1", 0, false, true, 0 },
};

static void
search_shape (const char *dist, unsigned workers, const char *shape, unsigned crashes, bool any_state, bool supplied,
              SearchReport *report)
{
  g_autoptr (Suite) suite = suite_of (shape);
  SearchPlan plan = { .session = { .suite = suite,
                                   .model = model_find (dist),
                                   .options = { ISO_NONE, true, supplied },
                                   .workers = workers,
                                   .nodes_max = workers + crashes,
                                   .max_worker_restart = ISO_NONE,
                                   .canonical = true },
                      .crashes = crashes,
                      .only_running = !any_state,
                      .max_states = 2000000,
                      .asked = broken_promised (model_find (dist)),
                      .go_on = true };
  search (&plan, report);
}

static unsigned
broken_bits (const SearchReport *report)
{
  unsigned bits = 0;
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    bits |= report->schedule[broken] ? 1u << broken : 0;
  return bits;
}

static void
known_defects_are_found_and_nothing_else (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      SearchReport report;
      search_shape (searches[i].dist, searches[i].workers, searches[i].shape, searches[i].crashes,
                    searches[i].any_state, searches[i].supplied, &report);
      unsigned got = broken_bits (&report);
      if (!report.complete || report.states < 10)
        FAIL ("%s %s: the search did not come to its end", searches[i].dist, searches[i].shape);
      for (int broken = 0; broken < BROKEN_KINDS; broken++)
        if ((got ^ searches[i].broken) >> broken & 1)
          FAIL ("%s %s: %s was %sfound", searches[i].dist, searches[i].shape, broken_name ((Broken) broken),
                got >> broken & 1 ? "" : "not ");
      search_report_clear (&report);
    }
}

/* All suites of up to five tests, scope sizes up to order, two workers, one death: of a running worker or in any state.
 */
static const char *const shapes_to_5[] = {
  "a1",     "a2",       "a1b1", "a3",   "a2b1", "a1b1c1", "a4",     "a3b1",     "a2b2",
  "a2b1c1", "a1b1c1d1", "a5",   "a4b1", "a3b2", "a3b1c1", "a2b2c1", "a2b1c1d1", "a1b1c1d1e1",
};

static void
the_twins_hold_in_every_order_with_one_death (void)
{
  static const char *const twins[] = { "loadscope-fixed", "isoscope-fixed" };
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (shapes_to_5); i++)
    for (int any_state = 0; any_state <= 1; any_state++)
      {
        SearchReport report;
        /* 120 orders of five scopes, and deaths in any state, are more than a test should wait for. */
        const char *shape = shapes_to_5[i / 2], *twin = twins[i % 2];
        if (any_state && i / 2 >= 11)
          continue;
        search_shape (twin, 2, shape, 1, any_state, false, &report);
        if (!report.complete)
          FAIL ("%s %s: the search did not come to its end", twin, shape);
        /* A worker that dies before it runs what it was sent cannot be told from one that ran it. */
        for (int broken = 0; broken < BROKEN_KINDS; broken++)
          if (report.schedule[broken] && !(any_state && broken == BROKEN_BLAME))
            FAIL ("%s %s: %s after %u steps", twin, shape, broken_name ((Broken) broken), report.steps[broken]);
        search_report_clear (&report);
      }
}

/* worksteal, one worker, one test, no death. By hand: starting (1); up, ready is waiting (2); then either ready is
 * handled (3) or collection ends (4); both: collection is waiting (5); handled, and the test and shutdown are sent (6);
 * the first command is taken (7); then either the second (8) or the item (9); both (10); the end marker as next (11);
 * running (12); ended, complete is waiting (13); then either it is handled (14) or the worker is down (15); both (16);
 * the end (17). */
static void
a_tiny_case_has_the_states_counted_by_hand (void)
{
  SearchReport report;
  search_shape ("worksteal", 1, "a1", 0, false, false, &report);
  EQUAL_INT (report.states, 17);
  EQUAL_INT (report.complete, true);
  EQUAL_INT (broken_bits (&report), 0);
  search_report_clear (&report);
}

CU_TestInfo search_tests[] = {
  { "known defects are found, and nothing else", known_defects_are_found_and_nothing_else },
  { "the twins hold in every order with one death", the_twins_hold_in_every_order_with_one_death },
  { "a tiny case has the states counted by hand", a_tiny_case_has_the_states_counted_by_hand },
  CU_TEST_INFO_NULL,
};
