#include "fuzz/fuzz_shrink.h"

#define TRIES_MAX 3000 /* enough for hundreds of tests */

typedef struct
{
  FuzzCase *best;
  const IsoModel *const *model;
  bool worse_only;
  bool (*interrupted) (void);
  unsigned tries;
} Shrinking;

static bool
may_go_on (const Shrinking *shrinking)
{
  return shrinking->tries < TRIES_MAX && !(shrinking->interrupted && shrinking->interrupted ());
}

/* Verdicts stand from the worst to the best. That one stops early and the other does not is no worse. */
bool
fuzz_shows (const FuzzCase *one, const IsoModel *const model[2], bool worse_only, Difference *difference)
{
  fuzz_case_try (one, model, difference);
  if (worse_only)
    return difference->verdict[1] < difference->verdict[0] && difference->verdict[1] < VERDICT_STOPPED;
  return difference->differs;
}

/* Takes the case for the best so far if it shows a difference; it is freed or taken over. */
static bool
keep_if_different (Shrinking *shrinking, FuzzCase *smaller)
{
  Difference difference;
  g_assert (smaller->tests->len > 0 && smaller->tests->len <= shrinking->best->tests->len);
  g_assert (smaller->workers > 0 && smaller->workers <= shrinking->best->workers);
  shrinking->tries++;
  bool differs = fuzz_shows (smaller, shrinking->model, shrinking->worse_only, &difference);
  difference_clear (&difference);
  if (differs)
    {
      fuzz_case_clear (shrinking->best);
      *shrinking->best = *smaller;
    }
  else
    fuzz_case_clear (smaller);
  return differs;
}

/* Tests, in ever smaller runs of neighbours. */
static bool
leave_out_tests (Shrinking *shrinking)
{
  bool changed = false;
  for (guint size = shrinking->best->tests->len / 2; size > 0; size /= 2)
    for (guint at = 0; at + size <= shrinking->best->tests->len && may_go_on (shrinking);)
      {
        FuzzCase smaller;
        if (shrinking->best->tests->len == size)
          break;
        fuzz_case_copy (&smaller, shrinking->best);
        g_array_remove_range (smaller.tests, at, size);
        if (keep_if_different (shrinking, &smaller))
          changed = true;
        else
          at += size;
      }
  return changed;
}

static bool
leave_out_workers (Shrinking *shrinking)
{
  for (unsigned workers = 1; workers < shrinking->best->workers && may_go_on (shrinking); workers++)
    {
      FuzzCase smaller;
      fuzz_case_copy (&smaller, shrinking->best);
      smaller.workers = workers;
      if (keep_if_different (shrinking, &smaller))
        return true;
    }
  return false;
}

/* Takes the name over; whether it is another one. */
static bool
take_name (FuzzTest *test, char *name)
{
  bool had = !g_str_equal (test->nodeid, name);
  g_free (test->nodeid);
  test->nodeid = name;
  return had;
}

/* --- one thing of the case ------------------------------------------------------------------------------------ */

/* Each makes the case simpler; false: it is so already. */
static bool
no_maxfail (FuzzCase *one)
{
  bool had = one->rules.maxfail != 0;
  one->rules.maxfail = 0;
  for (guint i = 0; i < one->tests->len; i++)
    fuzz_case_test (one, i)->failures = 0;
  return had;
}

static bool
first_failure_stops (FuzzCase *one)
{
  bool had = one->rules.maxfail > 1;
  one->rules.maxfail = MIN (one->rules.maxfail, 1);
  return had;
}

static bool
no_restart_limit (FuzzCase *one)
{
  bool had = one->rules.max_worker_restart != ISO_NONE;
  one->rules.max_worker_restart = ISO_NONE;
  return had;
}

static bool
no_chunk (FuzzCase *one)
{
  bool had = one->rules.options.maxschedchunk != ISO_NONE;
  one->rules.options.maxschedchunk = ISO_NONE;
  return had;
}

static bool
no_seed (FuzzCase *one)
{
  bool had = one->seed != 0;
  one->seed = 0;
  return had;
}

/* Scopes are called a.py, b.py, … by what stands before a name's last "::", and tests by their number. */
static bool
plain_scopes (FuzzCase *one)
{
  g_autoptr (GHashTable) letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bool changed = false;
  for (guint i = 0; i < one->tests->len; i++)
    {
      FuzzTest *test = fuzz_case_test (one, i);
      char *scope = g_strndup (test->nodeid, (gsize) (g_strrstr (test->nodeid, "::") - test->nodeid));
      if (!g_hash_table_contains (letters, scope))
        g_hash_table_insert (letters, g_strdup (scope), GUINT_TO_POINTER (g_hash_table_size (letters)));
      guint letter = GPOINTER_TO_UINT (g_hash_table_lookup (letters, scope));
      g_free (scope);
      changed |= take_name (test, g_strdup_printf ("%c.py::t%u", 'a' + (int) (letter % 26), i));
    }
  return changed && g_hash_table_size (letters) <= 26;
}

static bool (*const simpler[]) (FuzzCase *one)
    = { no_maxfail, first_failure_stops, no_restart_limit, no_chunk, no_seed, plain_scopes };

/* --- one thing of a test -------------------------------------------------------------------------------------- */

static bool
no_crash (FuzzTest *test, guint number)
{
  bool had = test->crashes != 0;
  test->crashes = 0;
  return had;
}

static bool
one_crash (FuzzTest *test, guint number)
{
  bool had = test->crashes > 1;
  test->crashes = MIN (test->crashes, 1);
  return had;
}

static bool
no_failure (FuzzTest *test, guint number)
{
  bool had = test->failures != 0;
  test->failures = 0;
  return had;
}

static bool
no_time (FuzzTest *test, guint number)
{
  bool had = test->run_us != 0;
  test->run_us = 0;
  return had;
}

static bool
one_millisecond (FuzzTest *test, guint number)
{
  bool had = test->run_us != 0 && test->run_us != 1000;
  test->run_us = had ? 1000 : test->run_us;
  return had;
}

/* In one scope with all that have no name of their own. */
static bool
plain_name (FuzzTest *test, guint number)
{
  return take_name (test, g_strdup_printf ("a.py::t%u", number));
}

static bool (*const test_simpler[]) (FuzzTest *test, guint number)
    = { no_crash, one_crash, no_failure, no_time, one_millisecond, plain_name };

/* A name that another test has is none. */
static bool
is_taken (const FuzzCase *one, guint number)
{
  for (guint i = 0; i < one->tests->len; i++)
    if (i != number && g_str_equal (fuzz_case_test (one, i)->nodeid, fuzz_case_test (one, number)->nodeid))
      return true;
  return false;
}

static bool
simplify_test (Shrinking *shrinking, guint way, guint number)
{
  FuzzCase smaller;
  fuzz_case_copy (&smaller, shrinking->best);
  if (test_simpler[way](fuzz_case_test (&smaller, number), number) && !is_taken (&smaller, number))
    return keep_if_different (shrinking, &smaller);
  fuzz_case_clear (&smaller);
  return false;
}

static bool
simplify_case (Shrinking *shrinking, guint way)
{
  FuzzCase smaller;
  fuzz_case_copy (&smaller, shrinking->best);
  if (simpler[way](&smaller))
    return keep_if_different (shrinking, &smaller);
  fuzz_case_clear (&smaller);
  return false;
}

static bool
simplify (Shrinking *shrinking)
{
  bool changed = false;
  for (guint way = 0; way < G_N_ELEMENTS (simpler) && may_go_on (shrinking); way++)
    changed |= simplify_case (shrinking, way);
  for (guint way = 0; way < G_N_ELEMENTS (test_simpler); way++)
    for (guint i = 0; i < shrinking->best->tests->len && may_go_on (shrinking); i++)
      changed |= simplify_test (shrinking, way, i);
  return changed;
}

unsigned
fuzz_shrink (FuzzCase *one, const IsoModel *const model[2], bool worse_only, bool (*interrupted) (void))
{
  Shrinking shrinking = { one, model, worse_only, interrupted, 0 };
  bool changed = true;
  while (changed && may_go_on (&shrinking))
    {
      changed = leave_out_tests (&shrinking);
      changed |= leave_out_workers (&shrinking);
      changed |= simplify (&shrinking);
    }
  g_assert (shrinking.tries <= TRIES_MAX);
  return shrinking.tries;
}
