/* Synthetic suites: the figures of each preset are found in what is generated, measured apart from what generates. */
#include "formats/format.h"
#include "unit/check.h"

#include "formats/isotrace.h"
#include "synthetic/generate.h"
#include "text/exact.h"
#include "text/json.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- measuring, of any trace ---------------------------------------------------------------------------------- */

static int
compare_numbers (const void *a, const void *b)
{
  const uint64_t *first = a, *second = b;
  return (*first > *second) - (*first < *second);
}

static uint64_t *
sorted_new (const uint64_t *number, uint32_t count)
{
  uint64_t *sorted = g_memdup2 (number, count * sizeof *number);
  qsort (sorted, count, sizeof *sorted, compare_numbers);
  return sorted;
}

/* Of sorted numbers, in a straight line between neighbours, as numpy's and R's quantile have it. */
static double
quantile (const uint64_t *sorted, uint32_t count, double p)
{
  double place = p * (count - 1);
  uint32_t below = (uint32_t) place, above = MIN (below + 1, count - 1);
  return (double) sorted[below] + (place - below) * ((double) sorted[above] - (double) sorted[below]);
}

/* Where the first number stands that is not below (or, UP, that is above) NUMBER. */
static uint32_t
place_of (const uint64_t *sorted, uint32_t count, uint64_t number, bool up)
{
  uint32_t low = 0, high = count;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      if (sorted[middle] < number || (up && sorted[middle] == number))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The standard normal quantile of each test's rank by time; of equal times, of their middle rank. */
static double *
normal_scores_new (const uint64_t *us, uint32_t tests)
{
  g_autofree uint64_t *sorted = sorted_new (us, tests);
  double *score = g_new (double, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      double places = (double) place_of (sorted, tests, us[test], false) + place_of (sorted, tests, us[test], true);
      score[test] = exact_normal_quantile (places / 2 / tests);
    }
  return score;
}

static double
mean_of (const ScopeTable *table, uint32_t scope, const double *score)
{
  double sum = 0;
  for (uint32_t i = table->first[scope]; i < table->first[scope + 1]; i++)
    sum += score[table->member[i]];
  return sum / scope_size (table, scope);
}

/* The share of variance between groups, by a one-way analysis of variance with random effects. */
static double
measured_rho (const ScopeTable *table, const double *score, uint32_t tests)
{
  double mean = 0, between = 0, within = 0, size_squares = 0, groups = table->scopes;
  for (uint32_t test = 0; test < tests; test++)
    mean += score[test] / tests;
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    {
      double size = scope_size (table, scope), of_scope = mean_of (table, scope, score);
      between += size * (of_scope - mean) * (of_scope - mean);
      size_squares += size * size;
      for (uint32_t i = table->first[scope]; i < table->first[scope + 1]; i++)
        within += (score[table->member[i]] - of_scope) * (score[table->member[i]] - of_scope);
    }
  double n0 = (tests - size_squares / tests) / (groups - 1), msw = within / (tests - groups);
  double component = (between / (groups - 1) - msw) / n0;
  return component / (component + msw);
}

static uint32_t
count_parametrised (const Suite *suite)
{
  uint32_t count = 0, len;
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      const char *name = suite_name (suite, test, &len);
      count += memchr (name, '[', len) != NULL;
    }
  return count;
}

/* --- each figure of a preset ---------------------------------------------------------------------------------- */

static void
check_times (const char *what, const Preset *preset, const Trace *trace)
{
  uint32_t tests = trace->suite->tests;
  g_autofree uint64_t *sorted = sorted_new (trace->run_us, tests);
  for (int i = 0; i < PRESET_TIMES; i++)
    {
      double got = quantile (sorted, tests, preset_time_p[i]), want = preset->time_us[i];
      if (fabs (got - want) > 0.1 * want)
        FAIL ("%s: at %g a test takes %.0f µs, expected %.0f", what, preset_time_p[i], got, want);
    }
}

/* A tenth, or one test. */
static void
check_sizes (const char *what, const Preset *preset, const ScopeTable *table)
{
  g_autofree uint64_t *size = g_new (uint64_t, table->scopes);
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    size[scope] = scope_size (table, scope);
  qsort (size, table->scopes, sizeof *size, compare_numbers);
  for (int i = 0; i < PRESET_SIZES; i++)
    {
      double got = quantile (size, table->scopes, preset_size_p[i]), want = preset->size[i];
      if (fabs (got - want) > MAX (0.1 * want, 1))
        FAIL ("%s: at %g a scope has %g tests, expected %g", what, preset_size_p[i], got, want);
    }
}

static void
check_near (const char *what, const char *figure, double got, double want, double within)
{
  if (!(fabs (got - want) <= within))
    FAIL ("%s: %s is %g, expected %g", what, figure, got, want);
}

static void
check_rho (const char *what, const Preset *preset, Trace *trace, double within)
{
  uint32_t tests = trace->suite->tests;
  g_autofree double *score = normal_scores_new (trace->run_us, tests);
  const ScopeTable *scopes = suite_need_scopes (trace->suite, SCOPE_UNCUT);
  const ScopeTable *modules = suite_need_scopes (trace->suite, SCOPE_FILE);
  check_near (what, "rho of modules", measured_rho (modules, score, tests), preset->rho_module, within);
  check_near (what, "rho of scopes", measured_rho (scopes, score, tests), preset->rho_scope, within);
  double each = (double) scopes->scopes / modules->scopes, wanted = preset->scopes_per_module;
  check_near (what, "scopes a module", each, wanted, 0.02 * wanted);
}

#define SEEDS 4

static void
every_preset_has_its_figures_at_30000_tests (void)
{
  for (const Preset *preset = presets; preset->name; preset++)
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
      {
        GeneratePlan plan = { .preset = preset, .seed = seed * seed * seed, .tests = 30000 };
        g_autofree char *what = g_strdup_printf ("%s, seed %d", preset->name, (int) plan.seed);
        g_autoptr (Trace) trace = generate_trace (&plan);
        EQUAL_INT (trace->suite->tests, plan.tests);
        check_times (what, preset, trace);
        check_sizes (what, preset, suite_need_scopes (trace->suite, SCOPE_SCOPE));
        check_rho (what, preset, trace, 0.05);
        double share = (double) count_parametrised (trace->suite) / plan.tests;
        check_near (what, "parametrised", share, preset->param_share, 0.005);
      }
}

/* That the measure is the one by which the presets were made: of real suites it gives the presets' figures. The times
 * of a preset have three digits, and its rho two. */
static void
real_suites_have_the_figures_of_their_presets (void)
{
  const char *const suite[][2] = {
    { "unit", "tests/data/durations/local__networkx.json.gz" },
    { "unit-heavy-tail", "tests/data/durations/pgmpy__pgmpy.json.gz" },
    { "small-lib", "tests/data/durations/CaptorAB__openseries-2022.json.gz" },
    { "gpu-kernel", "tests/data/durations/NVIDIA__TileGym.json.gz" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (suite); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = source_path (suite[i][1]);
      g_autoptr (Trace) trace = trace_read (path, &error);
      const Preset *preset = preset_find (suite[i][0]);
      if (!trace || !preset)
        {
          FAIL ("%s: %s", suite[i][0], error ? error->message : "no such preset");
          continue;
        }
      EQUAL_INT (trace->suite->tests, preset->tests);
      check_times (suite[i][0], preset, trace);
      check_rho (suite[i][0], preset, trace, 0.012);
    }
}

/* --- the table ------------------------------------------------------------------------------------------------ */

static double
member (const cJSON *object, const char *key)
{
  return cJSON_GetNumberValue (cJSON_GetObjectItem (object, key));
}

/* COUNT numbers, each times UNIT and rounded, are those of the list. */
static void
check_list (const char *what, const cJSON *list, const uint32_t *figure, int count, double unit)
{
  EQUAL_INT (cJSON_GetArraySize (list), count);
  for (int i = 0; i < count; i++)
    if (llround (cJSON_GetNumberValue (cJSON_GetArrayItem (list, i)) * unit) != figure[i])
      FAIL ("%s: figure %d is %u", what, i, figure[i]);
}

static void
check_preset (const Preset *preset, const cJSON *object)
{
  EQUAL_TEXT (preset->name, object->string);
  EQUAL_TEXT (preset->source, cJSON_GetStringValue (cJSON_GetObjectItem (object, "source")));
  check_list (preset->name, cJSON_GetObjectItem (object, "dur_q"), preset->time_us, PRESET_TIMES, 1e6);
  check_list (preset->name, cJSON_GetObjectItem (object, "size_q"), preset->size, PRESET_SIZES, 1);
  EQUAL_INT (preset->tests, member (object, "n"));
  CU_ASSERT (preset->rho_module == member (object, "rho_module"));
  CU_ASSERT (preset->rho_scope == member (object, "rho_scope"));
  CU_ASSERT (preset->scopes_per_module == member (object, "scopes_per_module"));
  CU_ASSERT (preset->param_share == member (object, "param_share"));
  CU_ASSERT (preset->run_noise_sigma == member (object, "run_noise_sigma"));
  for (int i = 0; i < PRESET_TIMES; i++)
    CU_ASSERT (preset_time_p[i] == cJSON_GetArrayItem (cJSON_GetObjectItem (object, "dur_p"), i)->valuedouble);
  for (int i = 0; i < PRESET_SIZES; i++)
    CU_ASSERT (preset_size_p[i] == cJSON_GetArrayItem (cJSON_GetObjectItem (object, "size_p"), i)->valuedouble);
}

static void
the_table_has_what_the_json_has (void)
{
  g_autofree char *path = source_path ("tests/data/presets.json"), *text = NULL;
  g_file_get_contents (path, &text, NULL, NULL);
  cJSON *root = cJSON_Parse (text ? text : "");
  const cJSON *object = root ? root->child : NULL;
  const Preset *preset = presets;
  for (; preset->name && object; preset++, object = object->next)
    check_preset (preset, object);
  CU_ASSERT (!preset->name && !object && preset > presets);
  cJSON_Delete (root);
}

static void
presets_are_found_by_name (void)
{
  CU_ASSERT (preset_find ("web-db") && preset_find ("gpu-kernel"));
  CU_ASSERT_PTR_NULL (preset_find ("web"));
  CU_ASSERT_PTR_NULL (preset_find (""));
  EQUAL_TEXT (preset_nearest ("webdb"), "web-db");
  EQUAL_TEXT (preset_nearest ("ml-trainings"), "ml-training");
  EQUAL_TEXT (preset_nearest ("xylophone"), NULL);
}

/* --- any number of tests and scopes ---------------------------------------------------------------------------- */

/* Each module's tests, and each scope's, stand together: a scope is entered once. */
static uint32_t
count_changes (const ScopeTable *table, uint32_t tests)
{
  uint32_t changes = 1;
  for (uint32_t test = 1; test < tests; test++)
    changes += table->of_test[test] != table->of_test[test - 1];
  return changes;
}

static bool
modules_are_sorted (Suite *suite)
{
  const ScopeTable *modules = suite_need_scopes (suite, SCOPE_FILE);
  g_autofree char *last = NULL;
  for (uint32_t module = 0; module < modules->scopes; module++)
    {
      g_autofree char *name = suite_dup_scope_name (suite, SCOPE_FILE, module);
      if (last && strcmp (last, name) >= 0)
        return false;
      g_free (last);
      last = g_steal_pointer (&name);
    }
  return true;
}

static void
check_suite (const GeneratePlan *plan)
{
  g_autoptr (Trace) trace = generate_trace (plan);
  Suite *suite = trace->suite;
  uint32_t earlier, tests = suite->tests;
  g_autofree char *what = g_strdup_printf ("%s, %u tests, %u scopes", plan->preset->name, plan->tests, plan->scopes);
  const ScopeTable *scopes = suite_need_scopes (suite, SCOPE_SCOPE);
  if (tests != plan->tests || (plan->scopes && scopes->scopes != plan->scopes))
    FAIL ("%s: %u tests in %u scopes", what, tests, scopes->scopes);
  if (suite_find_repeated (suite, &earlier) != SUITE_NONE)
    FAIL ("%s: a nodeid stands there twice", what);
  if (count_changes (scopes, tests) != scopes->scopes || !modules_are_sorted (suite))
    FAIL ("%s: not in order of collection", what);
  const uint32_t *time_us = plan->preset->time_us;
  for (uint32_t test = 0; test < tests; test++)
    if (trace->run_us[test] < time_us[0] || trace->run_us[test] > time_us[PRESET_TIMES - 1])
      FAIL ("%s: a test takes %d µs", what, (int) trace->run_us[test]);
}

static void
suites_are_as_large_as_asked (void)
{
  const uint32_t size[][2] = { { 1, 0 },  { 1, 1 },   { 2, 0 },   { 2, 2 },     { 3, 2 },       { 10, 0 },  { 10, 1 },
                               { 10, 9 }, { 10, 10 }, { 100, 0 }, { 1000, 70 }, { 5000, 4999 }, { 9000, 1 } };
  for (const Preset *preset = presets; preset->name; preset++)
    for (gsize i = 0; i < G_N_ELEMENTS (size); i++)
      check_suite (&(GeneratePlan){ .preset = preset, .seed = i, .tests = size[i][0], .scopes = size[i][1] });
}

/* Names of modules have up to three words here, and functions' names begin again. */
static void
large_suites_have_names_enough (void)
{
  const Preset *unit = preset_find ("unit");
  check_suite (&(GeneratePlan){ .preset = unit, .seed = 1, .tests = 1000000 });
  check_suite (&(GeneratePlan){ .preset = unit, .seed = 1, .tests = 600000, .scopes = 600000 });
  check_suite (&(GeneratePlan){ .preset = unit, .seed = 1, .tests = 100000, .scopes = 1 });
}

static void
scopes_keep_their_proportions_when_their_number_is_given (void)
{
  g_autoptr (Trace) trace
      = generate_trace (&(GeneratePlan){ .preset = preset_find ("unit"), .seed = 1, .tests = 30000, .scopes = 4540 });
  const ScopeTable *scopes = suite_need_scopes (trace->suite, SCOPE_SCOPE);
  g_autofree uint64_t *size = g_new (uint64_t, scopes->scopes);
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    size[scope] = scope_size (scopes, scope);
  qsort (size, scopes->scopes, sizeof *size, compare_numbers);
  /* twice as many as without --scopes: half as large */
  const double at[][2] = { { 0, 1 }, { 0.5, 4 }, { 0.9, 11 }, { 0.99, 45 }, { 1, 268 } };
  for (gsize i = 0; i < G_N_ELEMENTS (at); i++)
    check_near ("unit", "size", quantile (size, scopes->scopes, at[i][0]), at[i][1], MAX (1, 0.1 * at[i][1]));
}

/* --- the same everywhere ---------------------------------------------------------------------------------------- */

/* What every preset and three seeds give, as one number. A change of it is a change of what each seed means: say so in
 * NEWS. */
static void
the_bytes_are_those_of_every_machine (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  for (const Preset *preset = presets; preset->name; preset++)
    for (uint64_t seed = 0; seed < 3; seed++)
      {
        g_autoptr (Trace) trace = generate_trace (&(GeneratePlan){ .preset = preset, .seed = seed, .tests = 3000 });
        g_autoptr (GString) text = isotrace_text (trace);
        g_checksum_update (sum, (const guchar *) text->str, (gssize) text->len);
      }
  EQUAL_TEXT (g_checksum_get_string (sum), "b707e68c3f2b66106b4423c943ae53218f21b5a4b6e6e3f415c37b5976af4406");
}

CU_TestInfo tests_of_generate[] = {
  { "every preset has its figures at 30,000 tests", every_preset_has_its_figures_at_30000_tests },
  { "real suites have the figures of their presets", real_suites_have_the_figures_of_their_presets },
  { "the table has what the JSON has", the_table_has_what_the_json_has },
  { "presets are found by name", presets_are_found_by_name },
  { "suites are as large as asked", suites_are_as_large_as_asked },
  { "large suites have names enough", large_suites_have_names_enough },
  { "scopes keep their proportions when their number is given",
    scopes_keep_their_proportions_when_their_number_is_given },
  { "the bytes are those of every machine", the_bytes_are_those_of_every_machine },
  CU_TEST_INFO_NULL,
};
