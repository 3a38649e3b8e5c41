/* tests/unit/suite/test_history.c - several traces as one. */
#include "unit/check.h"

#include "suite/history.h"
#include "sweep/noise.h"
#include "unit/shapes.h"
#include <math.h>
#include <string.h>

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
  g_autoptr (Trace) base = synthetic_trace ("web-functional", 2000, 1);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  const char *const paths[HISTORY_TRACES] = { "1", "2", "3", "4", "5" };
  for (unsigned run = 0; run < HISTORY_TRACES; run++)
    {
      Trace *trace = synthetic_trace ("web-functional", 2000, 1);
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

CU_TestInfo tests_of_history[] = {
  { "tests that only some traces know are kept in their place",
    tests_that_only_some_traces_know_are_kept_in_their_place },
  { "traces that share no test are refused", traces_that_share_no_test_are_refused },
  { "sigma is measured from several traces", sigma_is_measured_from_several_traces },
  CU_TEST_INFO_NULL,
};
