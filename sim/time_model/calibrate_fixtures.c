#include "time_model/calibrate_fixtures.h"

#include "text/trace_error.h"
#include <string.h>

/* --- names to numbers ---------------------------------------------------------------------------------------- */

/* Returns the number of TEXT, which it takes over: a text that is new gets the next number. */
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

/* Returns the base that a recorded fixture covers. A package fixture may be recorded with the package's __init__.py as
 * its base; it covers the folder. The caller frees the text. */
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

/* Returns the length of a fixture's name without its parameter: 2 for "db[sqlite]". */
static int
stem_of (const char *name)
{
  const char *open = strrchr (name, '[');
  return (int) (open && open > name && g_str_has_suffix (name, "]") ? (gsize) (open - name) : strlen (name));
}

static void
name_fixtures (Calibration *calibration)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) slots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  number_of (calibration->bases, g_strdup ("")); /* the session is base 0 */
  for (uint32_t i = 0; i < calibration->recording->fixtures; i++)
    {
      const RecordingFixture *fixture = &calibration->recording->fixture[i];
      uint32_t base = number_of (calibration->bases, dup_base (fixture));
      uint32_t known = calibration->fixture->len;
      calibration->kind[i] = number_of (kinds, g_strdup_printf ("%u %s", base, fixture->name));
      if (calibration->kind[i] < known)
        continue;
      FixtureCost cost = { .base = base };
      cost.slot = number_of (slots, g_strdup_printf ("%u %.*s", base, stem_of (fixture->name), fixture->name));
      g_array_append_val (calibration->fixture, cost);
    }
}

/* --- lists --------------------------------------------------------------------------------------------------- */

static int
by_number (const void *a, const void *b)
{
  const uint32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* Adds the base that the first LEN bytes of NAME are, if any fixture has it. */
static void
add_base (const Calibration *calibration, char *name, gsize len, GArray *numbers)
{
  char after = name[len];
  name[len] = '\0';
  gpointer known = len ? g_hash_table_lookup (calibration->bases, name) : NULL;
  name[len] = after;
  uint32_t base = GPOINTER_TO_UINT (known) - 1;
  if (known)
    g_array_append_val (numbers, base);
}

/* Adds the bases that a test lies in: each part of its nodeid that ends before a "/" or a "::", and the whole. */
static void
add_bases (const Calibration *calibration, uint32_t test, GArray *numbers)
{
  g_autofree char *name = suite_dup_name (calibration->suite, test);
  guint before = numbers->len;
  gsize len = strlen (name);
  for (gsize i = 0; i < len; i++)
    if (name[i] == '/' || (name[i] == ':' && name[i + 1] == ':'))
      add_base (calibration, name, i, numbers);
  add_base (calibration, name, len, numbers);
  if (numbers->len > before)
    qsort (&g_array_index (numbers, uint32_t, before), numbers->len - before, sizeof (uint32_t), by_number);
}

static bool
list_bases (Calibration *calibration)
{
  TimeModel *costs = calibration->costs;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  for (uint32_t test = 0; test < costs->tests && numbers->len <= COSTS_PAIRS_MAX; test++)
    {
      add_bases (calibration, test, numbers);
      costs->bases.first[test + 1] = numbers->len;
    }
  bool fits = numbers->len <= COSTS_PAIRS_MAX;
  costs->bases.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
  return fits;
}

/* Returns the fixtures of each base, as one list a base. */
static TimeModelLists
fixtures_by_base (const Calibration *calibration)
{
  uint32_t bases = g_hash_table_size (calibration->bases), fixtures = calibration->fixture->len;
  TimeModelLists lists = { g_new0 (uint32_t, (gsize) bases + 2), g_new (uint32_t, fixtures) };
  for (uint32_t i = 0; i < fixtures; i++)
    lists.first[g_array_index (calibration->fixture, FixtureCost, i).base + 2]++;
  for (uint32_t base = 0; base <= bases; base++)
    lists.first[base + 1] += lists.first[base];
  for (uint32_t i = 0; i < fixtures; i++)
    lists.number[lists.first[g_array_index (calibration->fixture, FixtureCost, i).base + 1]++] = i;
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
list_candidates (Calibration *calibration)
{
  const TimeModel *costs = calibration->costs;
  TimeModelLists by_base = fixtures_by_base (calibration);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  calibration->candidates.first = g_new0 (uint32_t, (gsize) costs->tests + 1);
  for (uint32_t test = 0; test < costs->tests && numbers->len <= COSTS_PAIRS_MAX; test++)
    {
      append_base (numbers, &by_base, 0); /* wider ones first: they are set up first */
      for (uint32_t i = costs->bases.first[test]; i < costs->bases.first[test + 1]; i++)
        append_base (numbers, &by_base, costs->bases.number[i]);
      calibration->candidates.first[test + 1] = numbers->len;
    }
  bool fits = numbers->len <= COSTS_PAIRS_MAX;
  calibration->mark = g_new0 (uint8_t, numbers->len);
  calibration->candidates.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
  g_free (by_base.first);
  g_free (by_base.number);
  return fits;
}

/* --- the run that a fixture was set up in --------------------------------------------------------------------- */

static void
list_runs (Calibration *calibration)
{
  const Recording *recording = calibration->recording;
  for (uint32_t i = 0; i < recording->runs; i++)
    calibration->runs[recording->run[i].worker]++;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    calibration->run[worker] = g_new (uint32_t, MAX (calibration->runs[worker], 1));
  memset (calibration->runs, 0, recording->workers * sizeof *calibration->runs);
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      uint32_t worker = recording->run[i].worker;
      calibration->run[worker][calibration->runs[worker]++] = i;
    }
}

/* Returns the place of the worker's last run that began by AT_US; SUITE_NONE: none did. */
static uint32_t
place_at (const Calibration *calibration, uint32_t worker, uint64_t at_us)
{
  uint32_t low = 0, high = calibration->runs[worker];
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (calibration->recording->run[calibration->run[worker][middle]].start_us <= at_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low ? low - 1 : SUITE_NONE;
}

static bool
lies_in (const Calibration *calibration, uint32_t run, uint32_t fixture)
{
  uint32_t test = calibration->of_test[calibration->recording->run[run].test];
  return test == SUITE_NONE
         || time_model_covers (calibration->costs, g_array_index (calibration->fixture, FixtureCost, fixture).base,
                               test);
}

static void
push (uint32_t *head, uint32_t *next, uint32_t i)
{
  next[i] = *head;
  *head = i + 1;
}

/* Moves the time of a set-up and its tear-down from the runs that they were measured in to the fixture. A set-up in a
 * run of a test outside the fixture's base stays part of that run. */
static void
place_fixture (Calibration *calibration, uint32_t i, uint32_t *torn)
{
  const RecordingFixture *fixture = &calibration->recording->fixture[i];
  uint32_t *run = calibration->run[fixture->worker], kind = calibration->kind[i];
  uint32_t at = place_at (calibration, fixture->worker, fixture->setup_start_us);
  if (at == SUITE_NONE || !lies_in (calibration, run[at], kind))
    return;
  FixtureCost *cost = &g_array_index (calibration->fixture, FixtureCost, kind);
  calibration->fixtures_us[run[at]] += fixture->setup_us;
  cost->setup_us += fixture->setup_us;
  g_array_index (calibration->set_up, uint32_t, kind)++;
  push (&calibration->begins[run[at]], calibration->next_begins, i);
  if (fixture->teardown_us == TRACE_US_NONE)
    return;
  uint32_t end = place_at (calibration, fixture->worker, fixture->teardown_start_us);
  end = end == SUITE_NONE ? at : MAX (end, at);
  g_assert (end < calibration->runs[fixture->worker]);
  calibration->fixtures_us[run[end]] += fixture->teardown_us;
  cost->teardown_us += fixture->teardown_us;
  torn[kind]++;
  push (&calibration->ends[run[end]], calibration->next_ends, i);
}

static void
means_of_fixtures (Calibration *calibration, const uint32_t *torn)
{
  for (uint32_t i = 0; i < calibration->fixture->len; i++)
    {
      FixtureCost *cost = &g_array_index (calibration->fixture, FixtureCost, i);
      cost->setup_us /= MAX (g_array_index (calibration->set_up, uint32_t, i), 1);
      cost->teardown_us /= MAX (torn[i], 1);
    }
}

static void
place_fixtures (Calibration *calibration)
{
  guint fixtures = calibration->fixture->len;
  g_autofree uint32_t *torn = g_new0 (uint32_t, fixtures); /* the number of tear-downs of each */
  g_array_set_size (calibration->set_up, fixtures);
  g_array_set_size (calibration->lacked, fixtures);
  for (uint32_t i = 0; i < calibration->recording->fixtures; i++)
    place_fixture (calibration, i, torn);
  means_of_fixtures (calibration, torn);
  for (guint i = 0; i < fixtures; i++)
    g_assert (torn[i] <= g_array_index (calibration->set_up, uint32_t, i));
}

/* --- coordinated fixtures ------------------------------------------------------------------------------------ */

/* The time of the set-ups, or of the tear-downs, of a coordinated fixture that really ran. */
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

/* Workers wait for each other when they enter a coordinated fixture, so the time that a worker spent on entering may be
 * waiting. The cost of such a fixture is that of the set-ups that really ran. */
static void
take_coordinated (Calibration *calibration)
{
  const Recording *recording = calibration->recording;
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree Spent *spent = g_new0 (Spent, 2 * (gsize) calibration->fixture->len + 1);
  for (uint32_t i = 0; i < recording->fixtures; i++)
    g_hash_table_insert (kinds, dup_key (recording->fixture[i].name, recording->fixture[i].base),
                         GUINT_TO_POINTER (calibration->kind[i] + 1));
  for (uint32_t i = 0; i < recording->coordinations; i++)
    {
      const RecordingCoordinated *ran = &recording->coordinated[i];
      g_autofree char *key = dup_key (ran->name, ran->base);
      uint32_t kind = GPOINTER_TO_UINT (g_hash_table_lookup (kinds, key));
      Spent *of = &spent[kind ? 2 * (kind - 1) + ran->teardown : 2 * calibration->fixture->len];
      of->us += ran->us;
      of->count++;
    }
  for (uint32_t kind = 0; kind < calibration->fixture->len; kind++)
    {
      FixtureCost *cost = &g_array_index (calibration->fixture, FixtureCost, kind);
      const Spent *setup = &spent[2 * kind], *teardown = setup + 1;
      if (setup->count == 0)
        continue;
      cost->coordinated = true;
      cost->setup_us = setup->us / setup->count;
      cost->teardown_us = teardown->us / MAX (teardown->count, 1);
    }
}

bool
calibrate_fixtures (Calibration *calibration)
{
  name_fixtures (calibration);
  if (!list_bases (calibration) || !list_candidates (calibration))
    return false;
  list_runs (calibration);
  place_fixtures (calibration);
  take_coordinated (calibration);
  return true;
}
