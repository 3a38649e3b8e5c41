#include "fuzz/fuzz_case.h"

#include "text/draws.h"
#include "text/json.h"
#include <string.h>

/* One draw after the other, of one case. */
typedef struct
{
  Draws draws;
  uint64_t at;
} Dice;

static uint32_t
below (Dice *dice, uint32_t limit)
{
  return draws_below (dice->draws, dice->at++, limit);
}

/* In one of OF cases. */
static bool
once_in (Dice *dice, uint32_t of)
{
  return below (dice, of) == 0;
}

/* From LEAST to MOST, small ones more often: below a bound that is halved a random number of times. */
static unsigned
mostly_small (Dice *dice, unsigned least, unsigned most)
{
  unsigned bound = most - least + 1, halvings = 0;
  while (bound >> (halvings + 1))
    halvings++;
  bound >>= below (dice, halvings + 1);
  return least + below (dice, MAX (1, bound));
}

/* --- nodeids -------------------------------------------------------------------------------------------------- */

/* What stands in nodeids of real suites, and what cutting them at "::" and "@" could get wrong. */
static const char *const folders[] = { "", "", "tests/", "tests/unit/", "a b/", "tests/é/", "x@y/" };
static const char *const classes[] = { "", "", "::TestA", "::TestB", "::TestA::TestInner", "::Test_é" };
static const char *const endings[] = { "[0]", "[a-b]", "[a::b]", "[x@y]", "[é→ü]", "[ ]",   "[]", "[a]b]",
                                       "@g1", "@g2",   "[1]@g1", "@",     "@g::h", "[@g1]", "::x" };

/* Where tests of a case are put. */
typedef struct
{
  GPtrArray *scopes; /* of char *: the beginning of a nodeid, up to the test's own name */
  unsigned stays;    /* the next test stays in the scope but once in so many; 0: always a new one */
  unsigned quirks;   /* once in so many a test's name ends oddly; 0: never */
  guint scope;       /* the one of the last test */
} Naming;

static void
begin_scope (Dice *dice, Naming *naming)
{
  const char *folder = folders[below (dice, G_N_ELEMENTS (folders))];
  const char *class = classes[below (dice, G_N_ELEMENTS (classes))];
  char *scope = g_strdup_printf ("%stest_%u.py%s", folder, below (dice, 1 + naming->scopes->len), class);
  naming->scope = naming->scopes->len;
  g_ptr_array_add (naming->scopes, scope);
}

/* The scope of the next test: mostly the last one's, else another, which may have been there before. */
static void
move_on (Dice *dice, Naming *naming)
{
  if (naming->scopes->len && naming->stays && !once_in (dice, naming->stays))
    return;
  if (naming->scopes->len && once_in (dice, 4))
    naming->scope = below (dice, naming->scopes->len);
  else
    begin_scope (dice, naming);
}

static char *
draw_nodeid (Dice *dice, Naming *naming, unsigned test)
{
  move_on (dice, naming);
  bool odd = naming->quirks && once_in (dice, naming->quirks);
  return g_strdup_printf ("%s::test_%u%s", (const char *) naming->scopes->pdata[naming->scope], test,
                          odd ? endings[below (dice, G_N_ELEMENTS (endings))] : "");
}

/* --- times, crashes, failures --------------------------------------------------------------------------------- */

typedef enum
{
  TIMES_NONE,  /* all at once */
  TIMES_EQUAL, /* 1 ms each: whatever can fall together does */
  TIMES_FEW,   /* 0, 1 or 2 ms */
  TIMES_WIDE,  /* up to 0.3 s, around the 0.1 s of which load takes note */
  TIMES_HEAVY, /* few take almost all the time */
  TIMES_KINDS
} TimesKind;

static uint64_t
draw_time (Dice *dice, TimesKind kind)
{
  switch (kind)
    {
    case TIMES_EQUAL:
      return 1000;
    case TIMES_FEW:
      return below (dice, 3) * 1000;
    case TIMES_WIDE:
      return below (dice, 300000);
    case TIMES_HEAVY:
      return UINT64_C (1) << below (dice, 24);
    default:
      return 0;
    }
}

static void
draw_crashes (Dice *dice, FuzzCase *one)
{
  static const uint32_t restarts[] = { ISO_NONE, ISO_NONE, 0, 1, 2 };
  unsigned killers = 1 + below (dice, 3);
  for (unsigned i = 0; i < killers; i++)
    fuzz_case_test (one, below (dice, one->tests->len))->crashes = 1 + below (dice, once_in (dice, 4) ? 3 : 1);
  one->rules.max_worker_restart
      = once_in (dice, 6) ? 4 * one->workers : restarts[below (dice, G_N_ELEMENTS (restarts))];
}

static void
draw_failures (Dice *dice, FuzzCase *one)
{
  unsigned rare = 1 + below (dice, 8);
  one->rules.maxfail = 1 + below (dice, 4);
  for (guint i = 0; i < one->tests->len; i++)
    fuzz_case_test (one, i)->failures
        = (uint8_t) (once_in (dice, rare) ? 1 + (once_in (dice, 4) ? below (dice, 3) : 0) : 0);
}

static void
free_test (gpointer data)
{
  g_free (((FuzzTest *) data)->nodeid);
}

static GArray *
new_tests (guint room)
{
  GArray *tests = g_array_sized_new (FALSE, TRUE, sizeof (FuzzTest), room);
  g_array_set_clear_func (tests, free_test);
  return tests;
}

void
fuzz_case_draw (FuzzCase *one, uint64_t seed, uint64_t number, const FuzzRange *range)
{
  static const unsigned stays[] = { 0, 2, 4, 16, 1000 }, quirks[] = { 0, 4, 1 };
  Dice dice = { draws_of (seed, DRAWS_FUZZ_CASE, number), 0 };
  unsigned tests = mostly_small (&dice, range->tests[0], range->tests[1]);
  *one = (FuzzCase){ .tests = new_tests (tests), .rules = session_rules_default () };
  one->rules.options = range->options;
  one->workers = range->workers[0] + below (&dice, range->workers[1] - range->workers[0] + 1);
  one->seed = below (&dice, 1000000);
  if (range->any_chunk)
    one->rules.options.maxschedchunk = once_in (&dice, 3) ? ISO_NONE : 1 + below (&dice, 8);
  Naming naming = { .scopes = g_ptr_array_new_with_free_func (g_free),
                    .stays = stays[below (&dice, G_N_ELEMENTS (stays))],
                    .quirks = quirks[below (&dice, G_N_ELEMENTS (quirks))] };
  TimesKind times = (TimesKind) below (&dice, TIMES_KINDS);
  for (unsigned i = 0; i < tests; i++)
    {
      FuzzTest test = { .nodeid = draw_nodeid (&dice, &naming, i), .run_us = draw_time (&dice, times) };
      g_array_append_val (one->tests, test);
    }
  g_ptr_array_unref (naming.scopes);
  if (once_in (&dice, 3))
    draw_crashes (&dice, one);
  if (once_in (&dice, 4))
    draw_failures (&dice, one);
}

void
fuzz_case_copy (FuzzCase *copy, const FuzzCase *of)
{
  *copy = *of;
  copy->tests = new_tests (of->tests->len);
  for (guint i = 0; i < of->tests->len; i++)
    {
      FuzzTest test = *fuzz_case_test (of, i);
      test.nodeid = g_strdup (test.nodeid);
      g_array_append_val (copy->tests, test);
    }
}

void
fuzz_case_clear (FuzzCase *one)
{
  g_clear_pointer (&one->tests, g_array_unref);
}

/* --- both schedulers decide ----------------------------------------------------------------------------------- */

void
fuzz_case_try (const FuzzCase *one, const IsoModel *const model[2], Difference *difference)
{
  guint tests = one->tests->len;
  g_autoptr (GPtrArray) nodeids = g_ptr_array_sized_new (tests);
  g_autofree uint64_t *run_us = g_new (uint64_t, tests);
  g_autofree uint8_t *failures = g_new (uint8_t, tests);
  g_autofree CrashPlan *crash = g_new (CrashPlan, tests);
  uint32_t crashes = 0;
  for (guint i = 0; i < tests; i++)
    {
      const FuzzTest *test = fuzz_case_test (one, i);
      g_ptr_array_add (nodeids, test->nodeid);
      run_us[i] = test->run_us;
      failures[i] = test->failures;
      if (test->crashes)
        crash[crashes++] = (CrashPlan){ i, test->crashes };
    }
  g_autoptr (Suite) suite = suite_of_nodeids (nodeids);
  SessionRules rules = one->rules;
  rules.failures = rules.maxfail ? failures : NULL;
  const SimulationPlan plan = { .suite = suite,
                                .run_us = run_us,
                                .rules = rules,
                                .workers = one->workers,
                                .seed = one->seed,
                                .crash = crash,
                                .crashes = crashes,
                                .like_oracle = true };
  difference_find (&plan, model, difference);
}

/* --- as a scenario -------------------------------------------------------------------------------------------- */

/* {"index": count} of the tests that have one. */
static void
add_counts (cJSON *document, const char *name, const FuzzCase *one, bool crashes)
{
  cJSON *counts = NULL;
  for (guint i = 0; i < one->tests->len; i++)
    {
      const FuzzTest *test = fuzz_case_test (one, i);
      uint32_t count = crashes ? test->crashes : test->failures;
      g_autofree char *key = g_strdup_printf ("%u", i);
      if (!count)
        continue;
      counts = counts ? counts : cJSON_AddObjectToObject (document, name);
      json_add_whole (counts, key, count);
    }
}

static cJSON *
tests_item (const FuzzCase *one)
{
  cJSON *tests = cJSON_CreateArray ();
  for (guint i = 0; i < one->tests->len; i++)
    {
      const FuzzTest *test = fuzz_case_test (one, i);
      cJSON *pair = cJSON_CreateArray ();
      cJSON_AddItemToArray (pair, json_text_item (test->nodeid));
      cJSON_AddItemToArray (pair, cJSON_CreateNumber ((double) test->run_us));
      cJSON_AddItemToArray (tests, pair);
    }
  return tests;
}

GString *
fuzz_case_scenario (const FuzzCase *one, const char *scheduler)
{
  g_autoptr (cJSON) document = cJSON_CreateObject ();
  if (scheduler)
    json_add_text (document, "scheduler", scheduler);
  json_add_whole (document, "workers", one->workers);
  cJSON_AddItemToObject (document, "tests", tests_item (one));
  add_counts (document, "crash", one, true);
  if (one->rules.maxfail)
    {
      json_add_whole (document, "maxfail", one->rules.maxfail);
      add_counts (document, "failures", one, false);
    }
  if (one->seed)
    json_add_whole (document, "seed", (uint64_t) one->seed);
  if (one->rules.options.name_supplied)
    cJSON_AddTrueToObject (document, "patched");
  if (one->rules.options.maxschedchunk != ISO_NONE)
    json_add_whole (document, "maxschedchunk", one->rules.options.maxschedchunk);
  if (!one->rules.options.loadscopereorder)
    cJSON_AddFalseToObject (document, "loadscopereorder");
  if (one->rules.max_worker_restart != ISO_NONE)
    json_add_whole (document, "max_worker_restart", one->rules.max_worker_restart);
  GString *text = g_string_new (NULL);
  json_append (text, g_steal_pointer (&document));
  return g_string_append_c (text, '\n');
}
