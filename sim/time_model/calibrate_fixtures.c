/* sim/time_model/calibrate_fixtures.c - which fixtures there were, which tests need them, and what all of them took. */
#include "text/outcome.h"
#include "text/trace_error.h"
#include "time_model/calibrate.h"

#include <string.h>

/* --- what is gathered ---------------------------------------------------------------------------------------- */

typedef struct
{
  const Recording *recording;
  const Suite *suite;
  TimeModel *costs;
  uint32_t *of_test; /* [recorded tests] the test of the suite, or SUITE_NONE */

  GHashTable *bases;     /* text → base + 1; the keys are owned */
  GHashTable *kinds;     /* text → fixture + 1 */
  GHashTable *slots;     /* text → slot + 1 */
  uint32_t *kind;        /* [recorded fixtures] which fixture it is an instance of */
  GArray *fixture;       /* of FixtureCost; times are sums until means_of_fixtures() */
  GArray *set_up, *torn; /* of uint32_t, [fixtures] how often */
  GArray *lacked; /* of uint32_t, [fixtures] runs in its base while neither it nor another of its slot was set up */

  uint32_t **run;          /* [workers] its runs, in the order of their starts */
  uint32_t *runs;          /* [workers] how many */
  uint64_t *fixtures_us;   /* [recorded runs] what fixtures took of it */
  uint32_t *begins, *ends; /* [recorded runs] 1 + the first instance that is set up, torn down in it; 0: none */
  uint32_t *next_begins, *next_ends; /* [recorded fixtures] 1 + the next one, 0: none */
  uint8_t *mark;                     /* [candidates] HAS to USED */
  TimeModelLists candidates;         /* of a test: fixtures of the bases that it lies in */
} Gathering;

enum
{
  HAS = 1,    /* it ran while the fixture was set up */
  LACKS = 2,  /* it ran while the fixture was not */
  SET_UP = 4, /* the fixture was set up in it */
  TOLD = 8,   /* the recording tells what it used */
  USED = 16   /* this, among it */
};

/* --- names to numbers ---------------------------------------------------------------------------------------- */

static uint32_t
number_of (GHashTable *table, char *text)
{
  gpointer known = g_hash_table_lookup (table, text);
  guint number = known ? GPOINTER_TO_UINT (known) : g_hash_table_size (table) + 1;
  if (known)
    g_free (text);
  else
    g_hash_table_insert (table, text, GUINT_TO_POINTER (number));
  return number - 1;
}

/* A package's base may be told by its __init__.py, which is not what it covers. */
static char *
dup_base (const RecordingFixture *fixture)
{
  const char *base = fixture->base;
  gsize len = strlen (base);
  if (fixture->scope == FIXTURE_PACKAGE && g_str_has_suffix (base, "/__init__.py"))
    len -= strlen ("/__init__.py");
  bool is_session = fixture->scope == FIXTURE_SESSION || strcmp (base, ".") == 0
                    || (fixture->scope == FIXTURE_PACKAGE && strcmp (base, "__init__.py") == 0);
  return is_session ? g_strdup ("") : g_strndup (base, len);
}

/* The name without the number of its parameter. */
static int
stem_of (const char *name)
{
  const char *open = strrchr (name, '[');
  return (int) (open && open > name && g_str_has_suffix (name, "]") ? (gsize) (open - name) : strlen (name));
}

static void
name_fixtures (Gathering *gathering)
{
  for (uint32_t i = 0; i < gathering->recording->fixtures; i++)
    {
      const RecordingFixture *fixture = &gathering->recording->fixture[i];
      uint32_t base = number_of (gathering->bases, dup_base (fixture));
      uint32_t known = gathering->fixture->len;
      gathering->kind[i] = number_of (gathering->kinds, g_strdup_printf ("%u %s", base, fixture->name));
      if (gathering->kind[i] < known)
        continue;
      FixtureCost cost = { .base = base };
      cost.slot
          = number_of (gathering->slots, g_strdup_printf ("%u %.*s", base, stem_of (fixture->name), fixture->name));
      g_array_append_val (gathering->fixture, cost);
    }
}

/* --- lists --------------------------------------------------------------------------------------------------- */

static int
by_number (const void *a, const void *b)
{
  const uint32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* The base of the first LEN bytes of NAME, if fixtures have such a one. */
static void
add_base (const Gathering *gathering, char *name, gsize len, GArray *numbers)
{
  char after = name[len];
  name[len] = '\0';
  gpointer known = len ? g_hash_table_lookup (gathering->bases, name) : NULL;
  name[len] = after;
  uint32_t base = GPOINTER_TO_UINT (known) - 1;
  if (known)
    g_array_append_val (numbers, base);
}

/* What stands before a "/" or a "::", and all of it. */
static void
add_bases (const Gathering *gathering, uint32_t test, GArray *numbers)
{
  g_autofree char *name = suite_dup_name (gathering->suite, test);
  guint before = numbers->len;
  gsize len = strlen (name);
  for (gsize i = 0; i < len; i++)
    if (name[i] == '/' || (name[i] == ':' && name[i + 1] == ':'))
      add_base (gathering, name, i, numbers);
  add_base (gathering, name, len, numbers);
  if (numbers->len > before)
    qsort (&g_array_index (numbers, uint32_t, before), numbers->len - before, sizeof (uint32_t), by_number);
}

static bool
list_bases (Gathering *gathering)
{
  TimeModel *costs = gathering->costs;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  for (uint32_t test = 0; test < costs->tests && numbers->len <= COSTS_PAIRS_MAX; test++)
    {
      add_bases (gathering, test, numbers);
      costs->bases.first[test + 1] = numbers->len;
    }
  bool fits = numbers->len <= COSTS_PAIRS_MAX;
  costs->bases.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
  return fits;
}

/* The fixtures of each base, as lists by base. */
static TimeModelLists
fixtures_by_base (const Gathering *gathering)
{
  uint32_t bases = g_hash_table_size (gathering->bases), fixtures = gathering->fixture->len;
  TimeModelLists lists = { g_new0 (uint32_t, (gsize) bases + 2), g_new (uint32_t, fixtures) };
  for (uint32_t i = 0; i < fixtures; i++)
    lists.first[g_array_index (gathering->fixture, FixtureCost, i).base + 2]++;
  for (uint32_t base = 0; base <= bases; base++)
    lists.first[base + 1] += lists.first[base];
  for (uint32_t i = 0; i < fixtures; i++)
    lists.number[lists.first[g_array_index (gathering->fixture, FixtureCost, i).base + 1]++] = i;
  return lists;
}

static void
append_base (GArray *numbers, const TimeModelLists *by_base, uint32_t base)
{
  uint32_t first = by_base->first[base], count = by_base->first[base + 1] - first;
  if (count)
    g_array_append_vals (numbers, &by_base->number[first], count);
}

static bool
list_candidates (Gathering *gathering)
{
  const TimeModel *costs = gathering->costs;
  TimeModelLists by_base = fixtures_by_base (gathering);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  gathering->candidates.first = g_new0 (uint32_t, (gsize) costs->tests + 1);
  for (uint32_t test = 0; test < costs->tests && numbers->len <= COSTS_PAIRS_MAX; test++)
    {
      append_base (numbers, &by_base, 0); /* wider ones first: they are set up first */
      for (uint32_t i = costs->bases.first[test]; i < costs->bases.first[test + 1]; i++)
        append_base (numbers, &by_base, costs->bases.number[i]);
      gathering->candidates.first[test + 1] = numbers->len;
    }
  bool fits = numbers->len <= COSTS_PAIRS_MAX;
  gathering->mark = g_new0 (uint8_t, numbers->len);
  gathering->candidates.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
  g_free (by_base.first);
  g_free (by_base.number);
  return fits;
}

/* --- which run a fixture was set up in ------------------------------------------------------------------------ */

static void
list_runs (Gathering *gathering)
{
  const Recording *recording = gathering->recording;
  for (uint32_t i = 0; i < recording->runs; i++)
    gathering->runs[recording->run[i].worker]++;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    gathering->run[worker] = g_new (uint32_t, MAX (gathering->runs[worker], 1));
  memset (gathering->runs, 0, recording->workers * sizeof *gathering->runs);
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      uint32_t worker = recording->run[i].worker;
      gathering->run[worker][gathering->runs[worker]++] = i;
    }
}

/* The place of the last run of the worker that began by then; SUITE_NONE: none did. */
static uint32_t
place_at (const Gathering *gathering, uint32_t worker, uint64_t at_us)
{
  uint32_t low = 0, high = gathering->runs[worker];
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (gathering->recording->run[gathering->run[worker][middle]].start_us <= at_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low ? low - 1 : SUITE_NONE;
}

static bool
lies_in (const Gathering *gathering, uint32_t run, uint32_t fixture)
{
  uint32_t test = gathering->of_test[gathering->recording->run[run].test];
  return test == SUITE_NONE
         || time_model_covers (gathering->costs, g_array_index (gathering->fixture, FixtureCost, fixture).base, test);
}

static void
push (uint32_t *head, uint32_t *next, uint32_t i)
{
  next[i] = *head;
  *head = i + 1;
}

/* Its times are taken out of the runs that they were measured in. What was set up in a run of a test outside its base
 * stays in that run. */
static void
place_fixture (Gathering *gathering, uint32_t i)
{
  const RecordingFixture *fixture = &gathering->recording->fixture[i];
  uint32_t *run = gathering->run[fixture->worker], kind = gathering->kind[i];
  uint32_t at = place_at (gathering, fixture->worker, fixture->setup_start_us);
  if (at == SUITE_NONE || !lies_in (gathering, run[at], kind))
    return;
  FixtureCost *cost = &g_array_index (gathering->fixture, FixtureCost, kind);
  gathering->fixtures_us[run[at]] += fixture->setup_us;
  cost->setup_us += fixture->setup_us;
  g_array_index (gathering->set_up, uint32_t, kind)++;
  push (&gathering->begins[run[at]], gathering->next_begins, i);
  if (fixture->teardown_us == TRACE_US_NONE)
    return;
  uint32_t end = place_at (gathering, fixture->worker, fixture->teardown_start_us);
  end = end == SUITE_NONE ? at : MAX (end, at);
  gathering->fixtures_us[run[end]] += fixture->teardown_us;
  cost->teardown_us += fixture->teardown_us;
  g_array_index (gathering->torn, uint32_t, kind)++;
  push (&gathering->ends[run[end]], gathering->next_ends, i);
}

static void
means_of_fixtures (Gathering *gathering)
{
  for (uint32_t i = 0; i < gathering->fixture->len; i++)
    {
      FixtureCost *cost = &g_array_index (gathering->fixture, FixtureCost, i);
      cost->setup_us /= MAX (g_array_index (gathering->set_up, uint32_t, i), 1);
      cost->teardown_us /= MAX (g_array_index (gathering->torn, uint32_t, i), 1);
    }
}

/* What was spent on the set-ups or tear-downs of a coordinated fixture that really ran. */
typedef struct
{
  uint64_t us;
  uint32_t count;
} Spent;

static char *
dup_key (const char *name, const char *base)
{
  return g_strdup_printf ("%s\n%s", name, base);
}

/* Of fixtures that workers coordinate, what a worker spent on entering may be waiting: the cost is that of the Setup
 * that ran. */
static void
take_coordinated (Gathering *gathering)
{
  const Recording *recording = gathering->recording;
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree Spent *spent = g_new0 (Spent, 2 * (gsize) gathering->fixture->len + 1);
  for (uint32_t i = 0; i < recording->fixtures; i++)
    g_hash_table_insert (kinds, dup_key (recording->fixture[i].name, recording->fixture[i].base),
                         GUINT_TO_POINTER (gathering->kind[i] + 1));
  for (uint32_t i = 0; i < recording->coordinations; i++)
    {
      const RecordingCoordinated *ran = &recording->coordinated[i];
      g_autofree char *key = dup_key (ran->name, ran->base);
      uint32_t kind = GPOINTER_TO_UINT (g_hash_table_lookup (kinds, key));
      Spent *of = &spent[kind ? 2 * (kind - 1) + ran->teardown : 2 * gathering->fixture->len];
      of->us += ran->us;
      of->count++;
    }
  for (uint32_t kind = 0; kind < gathering->fixture->len; kind++)
    {
      FixtureCost *cost = &g_array_index (gathering->fixture, FixtureCost, kind);
      const Spent *setup = &spent[2 * kind], *teardown = setup + 1;
      if (setup->count == 0)
        continue;
      cost->coordinated = true;
      cost->setup_us = setup->us / setup->count;
      cost->teardown_us = teardown->us / MAX (teardown->count, 1);
    }
}

/* --- which tests need it -------------------------------------------------------------------------------------- */

/* What one worker has set up, as its runs are gone through. */
typedef struct
{
  uint32_t *active;   /* [fixtures] how often */
  uint32_t *begun_in; /* [fixtures] 1 + the run */
  uint32_t *slot;     /* [slots] fixtures of it */
  uint32_t uses;      /* what the last run used, by the recording's number; RECORDING_NONE: not told */
  uint32_t *used_in;  /* [fixtures] 1 + the last of these numbers that names it */
} FixtureState;

/* As a list of fixtures goes for many runs, it is gone through once. */
static void
note_uses (const Gathering *gathering, FixtureState *state, uint32_t number)
{
  if (number == state->uses)
    return;
  state->uses = number;
  if (number == RECORDING_NONE)
    return;
  const RecordingUses *uses = &gathering->recording->use[number];
  for (uint32_t i = 0; i < uses->fixtures; i++)
    state->used_in[gathering->kind[gathering->recording->used[uses->first + i]]] = number + 1;
}

static void
mark_run (Gathering *gathering, uint32_t run, const FixtureState *state)
{
  uint32_t test = gathering->of_test[gathering->recording->run[run].test];
  const TimeModelLists *candidates = &gathering->candidates;
  if (test == SUITE_NONE)
    return;
  for (uint32_t i = candidates->first[test]; i < candidates->first[test + 1]; i++)
    {
      uint32_t fixture = candidates->number[i];
      bool begun = state->begun_in[fixture] == run + 1, set_up = state->active[fixture];
      gathering->mark[i] |= begun ? SET_UP : set_up ? HAS : LACKS;
      if (state->uses != RECORDING_NONE)
        gathering->mark[i] |= state->used_in[fixture] == state->uses + 1 ? TOLD | USED : TOLD;
      if (!begun && !set_up && !state->slot[g_array_index (gathering->fixture, FixtureCost, fixture).slot])
        g_array_index (gathering->lacked, uint32_t, fixture)++;
    }
}

/* BEGIN: what is set up in the run; else what is torn down in it. */
static void
change_state (const Gathering *gathering, FixtureState *state, uint32_t run, bool begin)
{
  const uint32_t *next = begin ? gathering->next_begins : gathering->next_ends;
  for (uint32_t i = begin ? gathering->begins[run] : gathering->ends[run]; i; i = next[i - 1])
    {
      uint32_t kind = gathering->kind[i - 1];
      state->active[kind] += begin ? 1 : UINT32_MAX;
      state->slot[g_array_index (gathering->fixture, FixtureCost, kind).slot] += begin ? 1 : UINT32_MAX;
      if (begin)
        state->begun_in[kind] = run + 1;
    }
}

static void
mark_worker (Gathering *gathering, uint32_t worker)
{
  guint fixtures = gathering->fixture->len + 1;
  g_autofree uint32_t *counts = g_new0 (uint32_t, 4 * (gsize) fixtures);
  FixtureState state
      = { counts, counts + fixtures, counts + 2 * (gsize) fixtures, RECORDING_NONE, counts + 3 * (gsize) fixtures };
  for (uint32_t at = 0; at < gathering->runs[worker]; at++)
    {
      uint32_t run = gathering->run[worker][at];
      change_state (gathering, &state, run, true);
      note_uses (gathering, &state, gathering->recording->run[run].uses);
      mark_run (gathering, run, &state);
      change_state (gathering, &state, run, false);
    }
}

/* A test needs what was set up in it, and what it is told to have used. Where nothing is told, nobody knows of tests
 * that always ran with it already there; so many of them are taken to need it as of those that found it missing: all,
 * where every run that found it missing set it up. */
static bool
needs_it (const Gathering *gathering, uint32_t candidate, uint64_t *due)
{
  uint32_t fixture = gathering->candidates.number[candidate];
  uint64_t set_up = g_array_index (gathering->set_up, uint32_t, fixture);
  uint64_t missed = set_up + g_array_index (gathering->lacked, uint32_t, fixture);
  if (gathering->mark[candidate] != HAS)
    return gathering->mark[candidate] & (SET_UP | USED);
  due[fixture] += set_up;
  if (due[fixture] < missed)
    return false;
  due[fixture] -= missed;
  return true;
}

static void
list_needs (Gathering *gathering)
{
  TimeModel *costs = gathering->costs;
  const TimeModelLists *candidates = &gathering->candidates;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_autofree uint64_t *due = g_new0 (uint64_t, gathering->fixture->len);
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      for (uint32_t i = candidates->first[test]; i < candidates->first[test + 1]; i++)
        if (needs_it (gathering, i, due))
          g_array_append_val (numbers, candidates->number[i]);
      costs->needs.first[test + 1] = numbers->len;
    }
  costs->needs.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
}

/* --- what tests take ----------------------------------------------------------------------------------------- */

static uint64_t
known (uint64_t time_us)
{
  return time_us == TRACE_US_NONE ? 0 : time_us;
}

/* Tests that the recording does not have, or that never ran in it. */
static void
guess_tests (TimeModel *costs, const uint32_t *runs)
{
  uint64_t test_us = 0, overhead_us = 0;
  uint32_t ran = 0;
  for (uint32_t test = 0; test < costs->tests; test++)
    if (runs[test])
      {
        test_us += costs->test_us[test];
        overhead_us += costs->overhead_us[test];
        ran++;
      }
  for (uint32_t test = 0; test < costs->tests; test++)
    if (!runs[test])
      {
        costs->test_us[test] = ran ? test_us / ran : 0;
        costs->overhead_us[test] = ran ? overhead_us / ran : 0;
        costs->guessed++;
      }
}

/* The mean over a test's runs; over those in which its worker died, where there is no other. */
static void
measure_tests (Gathering *gathering)
{
  TimeModel *costs = gathering->costs;
  const Recording *recording = gathering->recording;
  g_autofree uint32_t *runs = g_new0 (uint32_t, costs->tests);
  g_autofree bool *whole = g_new0 (bool, costs->tests);
  for (uint32_t i = 0; i < recording->runs; i++)
    if (gathering->of_test[recording->run[i].test] != SUITE_NONE)
      whole[gathering->of_test[recording->run[i].test]] |= !(recording->run[i].outcome & OUTCOME_CRASHED);
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      const RecordingRun *run = &recording->run[i];
      uint32_t test = gathering->of_test[run->test];
      uint64_t phases_us = known (run->setup_us) + known (run->call_us) + known (run->teardown_us);
      if (test == SUITE_NONE || (whole[test] && run->outcome & OUTCOME_CRASHED))
        continue;
      runs[test]++;
      costs->test_us[test] += phases_us - MIN (phases_us, gathering->fixtures_us[i]);
      costs->overhead_us[test] += MAX (known (run->whole_us), phases_us) - phases_us;
    }
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      costs->test_us[test] /= MAX (runs[test], 1);
      costs->overhead_us[test] /= MAX (runs[test], 1);
    }
  guess_tests (costs, runs);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

/* The name as a group is not part of it: xdist adds groups to nodeids under loadgroup only. */
static char *
dup_plain_name (const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  return g_strndup (name, suite_len_without_group (suite, test));
}

static void
map_tests (Gathering *gathering, const Suite *recorded)
{
  g_autoptr (GHashTable) tests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t test = 0; recorded != gathering->suite && test < gathering->suite->tests; test++)
    g_hash_table_insert (tests, dup_plain_name (gathering->suite, test), GUINT_TO_POINTER (test + 1));
  for (uint32_t test = 0; test < recorded->tests; test++)
    {
      g_autofree char *name = recorded == gathering->suite ? NULL : dup_plain_name (recorded, test);
      gathering->of_test[test] = name ? GPOINTER_TO_UINT (g_hash_table_lookup (tests, name)) - 1 : test;
    }
}

static void
gathering_begin (Gathering *gathering, const Trace *trace)
{
  const Recording *recording = trace->recording;
  gathering->recording = recording;
  gathering->of_test = g_new (uint32_t, trace->suite->tests);
  gathering->bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gathering->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gathering->slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gathering->fixture = g_array_new (FALSE, TRUE, sizeof (FixtureCost));
  gathering->kind = g_new0 (uint32_t, recording->fixtures);
  gathering->next_begins = g_new0 (uint32_t, recording->fixtures);
  gathering->next_ends = g_new0 (uint32_t, recording->fixtures);
  gathering->fixtures_us = g_new0 (uint64_t, recording->runs);
  gathering->begins = g_new0 (uint32_t, recording->runs);
  gathering->ends = g_new0 (uint32_t, recording->runs);
  gathering->run = g_new0 (uint32_t *, recording->workers);
  gathering->runs = g_new0 (uint32_t, recording->workers);
  number_of (gathering->bases, g_strdup ("")); /* the session is 0 */
}

static void
gathering_end (Gathering *gathering)
{
  uint32_t **numbers[] = { &gathering->of_test,          &gathering->kind,   &gathering->next_begins,
                           &gathering->next_ends,        &gathering->begins, &gathering->ends,
                           &gathering->candidates.first, &gathering->runs,   &gathering->candidates.number };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_free (*numbers[i]);
  for (uint32_t worker = 0; worker < gathering->recording->workers; worker++)
    g_free (gathering->run[worker]);
  g_free (gathering->run);
  g_free (gathering->fixtures_us);
  g_free (gathering->mark);
  g_hash_table_unref (gathering->bases);
  g_hash_table_unref (gathering->kinds);
  g_hash_table_unref (gathering->slots);
  g_array_unref (gathering->fixture);
  g_clear_pointer (&gathering->set_up, g_array_unref);
  g_clear_pointer (&gathering->torn, g_array_unref);
  g_clear_pointer (&gathering->lacked, g_array_unref);
}

static GArray *
new_counts (uint32_t fixtures)
{
  GArray *counts = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  return g_array_set_size (counts, fixtures);
}

static bool
gather (Gathering *gathering, const Trace *trace)
{
  map_tests (gathering, trace->suite);
  name_fixtures (gathering);
  if (!list_bases (gathering) || !list_candidates (gathering))
    return false;
  gathering->set_up = new_counts (gathering->fixture->len);
  gathering->torn = new_counts (gathering->fixture->len);
  gathering->lacked = new_counts (gathering->fixture->len);
  list_runs (gathering);
  for (uint32_t i = 0; i < gathering->recording->fixtures; i++)
    place_fixture (gathering, i);
  means_of_fixtures (gathering);
  take_coordinated (gathering);
  for (uint32_t worker = 0; worker < gathering->recording->workers; worker++)
    mark_worker (gathering, worker);
  list_needs (gathering);
  measure_tests (gathering);
  calibrate (gathering->costs, gathering->recording, gathering->of_test);
  return true;
}

TimeModel *
time_model_from_recording (const Trace *trace, const Suite *suite, GError **error)
{
  g_autoptr (TimeModel) costs = time_model_new_empty (suite->tests);
  Gathering gathering = { .suite = suite, .costs = costs };
  gathering_begin (&gathering, trace);
  bool fits = gather (&gathering, trace);
  costs->fixtures = gathering.fixture->len;
  costs->fixture = g_memdup2 (gathering.fixture->data, costs->fixtures * sizeof (FixtureCost));
  gathering_end (&gathering);
  if (!fits)
    {
      g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT,
                   "more than %u pairs of a test and a fixture that it may need", COSTS_PAIRS_MAX);
      return NULL;
    }
  return g_steal_pointer (&costs);
}
