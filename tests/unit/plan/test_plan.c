/* tests/unit/plan/test_plan.c - isosim plan: sweeps. */
#include "formats/format.h"
#include "unit/check.h"

#include "base/ranges.h"
#include "models/registry.h"
#include "run/evaluate.h"
#include "suite/trace.h"
#include "sweep/bounds.h"
#include "sweep/part_number.h"
#include "sweep/sweep.h"

/* --- numbers of workers -------------------------------------------------------------------------------------- */

static const struct
{
  const char *word, *numbers; /* NULL: refused */
} range_cases[] = {
  { "1", "1" },
  { "1..4", "1 2 3 4" },
  { "1..9/4", "1 5 9" },
  { "1..10/4", "1 5 9" },
  { "4..4", "4" },
  { "8,2,4", "2 4 8" },
  { "2, 4", "2 4" },
  { "1..3,2..5/3,64", "1 2 3 5 64" },
  { "62..64", "62 63 64" },
  { "", NULL },
  { "0", NULL },
  { "65", NULL },
  { "4..1", NULL },
  { "1..", NULL },
  { "..4", NULL },
  { "1..4/0", NULL },
  { "1..4/", NULL },
  { "1/2", NULL },
  { "1,,2", NULL },
  { "1...4", NULL },
  { "1-4", NULL },
  { "auto", NULL },
  { "-1", NULL },
  { "1..99999999999999999999", NULL },
};

static void
ranges_name_each_number_once_in_ascending_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (range_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) numbers = ranges_parse ("--workers", range_cases[i].word, 64, &error);
      g_autoptr (GString) text = g_string_new (NULL);
      for (guint k = 0; numbers && k < numbers->len; k++)
        g_string_append_printf (text, "%s%u", k ? " " : "", g_array_index (numbers, unsigned, k));
      EQUAL_TEXT (numbers ? text->str : NULL, range_cases[i].numbers);
      if ((numbers == NULL) != (error != NULL))
        FAIL ("'%s' is refused without a sentence, or taken with one", range_cases[i].word);
    }
}

/* --- sweeps -------------------------------------------------------------------------------------------------- */

static Trace *
read_sample (const char *name)
{
  g_autofree char *below = g_strconcat ("traces/samples/", name, NULL);
  g_autofree char *path = source_path (below);
  Trace *trace = trace_read (path, NULL);
  if (!trace)
    FAIL ("%s cannot be read", path);
  return trace;
}

#define MODELS_MAX 16

/* All that a sweep takes; how many. */
static unsigned
list_models (const IsoModel **list)
{
  unsigned count = 0;
  for (const IsoModel *const *model = models; *model; model++)
    if (!(*model)->every_worker)
      list[count++] = *model;
  return count;
}

static const unsigned some_workers[] = { 1, 2, 3, 7, 16, 64, 500 };

static SweepPlan
sweep_plan (const Trace *trace, const IsoModel **list)
{
  return (SweepPlan){ .suite = trace->suite,
                      .run_us = trace->run_us,
                      .models = list_models (list),
                      .model = list,
                      .counts = G_N_ELEMENTS (some_workers),
                      .workers = some_workers,
                      .seed = 5,
                      .jobs = 2 };
}

/* The same scheduler, number of workers and seed, as the main job has it. */
static void
check_row (const SweepRow *row, const Trace *trace, const Sweep *sweep)
{
  Evaluation evaluation = { .path = "x", .trace = trace, .workers = row->workers, .models = 1, .model = &row->model };
  Report report;
  evaluation.rules = session_rules_default ();
  evaluation.seeded = true;
  evaluation.seed = 5;
  evaluation.jobs = 1;
  evaluate (&evaluation, &report);
  if (row->wall_us[0] != report.scheduler[0].wall_us || sweep->work_us[0] != report.scheduler[0].busy_us
      || row->verdict != report.scheduler[0].verdict)
    FAIL ("%s on %u workers is not what a single run gives", row->model->name, row->workers);
  report_clear (&report);
}

static void
a_sweep_is_what_single_runs_are (void)
{
  const IsoModel *list[MODELS_MAX];
  g_autoptr (Trace) trace = read_sample ("dvc.trace");
  if (!trace)
    return;
  g_auto (Sweep) sweep = { 0 };
  const SweepPlan plan = sweep_plan (trace, list);
  sweep_run (&plan, &sweep);
  EQUAL_INT (sweep.rows, 8 * G_N_ELEMENTS (some_workers));
  EQUAL_INT (sweep.runs, 1);
  for (unsigned i = 0; i < sweep.rows; i++)
    check_row (&sweep.row[i], trace, &sweep);
}

/* --- parts --------------------------------------------------------------------------------------------------- */

static const struct
{
  unsigned parts, runs, models, counts;
} part_cases[] = { { 1, 5, 2, 3 },  { 2, 1, 6, 9 },   { 7, 10, 6, 9 },   { 8, 1, 6, 8 },    { 8, 1, 6, 7 },
                   { 64, 1, 6, 9 }, { 3, 200, 1, 1 }, { 64, 200, 6, 5 }, { 1000, 1, 6, 9 }, { 100000, 99999, 1, 1 } };

/* Counts the cells of a part, and those of them with the largest number of workers. */
static void
count_cells (gsize i, unsigned number, unsigned *cells, unsigned *largest)
{
  unsigned rows = part_cases[i].models * part_cases[i].counts;
  *cells = *largest = 0;
  for (unsigned run = 0; run < part_cases[i].runs; run++)
    for (unsigned row = 0; row < rows; row++)
      if (part_has ((PartNumber){ number, part_cases[i].parts }, part_cases[i].runs, run, row, rows))
        {
          ++*cells;
          *largest += row % part_cases[i].counts == part_cases[i].counts - 1;
        }
}

static void
every_cell_is_in_one_part_and_parts_are_alike (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (part_cases); i++)
    {
      unsigned all = part_cases[i].runs * part_cases[i].models * part_cases[i].counts, sum = 0;
      unsigned least = G_MAXUINT, most = 0, cells, largest;
      for (unsigned number = 1; number <= MIN (part_cases[i].parts, 1000); number++)
        {
          count_cells (i, number, &cells, &largest);
          sum += cells;
          least = MIN (least, cells);
          most = MAX (most, cells);
          if (part_cases[i].runs == 1 && cells > 3 && largest == part_cases[i].models)
            FAIL ("part %u of case %zu has the largest number of workers of every scheduler", number, i);
        }
      if (part_cases[i].parts <= 1000)
        EQUAL_INT (sum, all);
      if (most > least + 1)
        FAIL ("case %zu: parts have from %u to %u", i, least, most);
    }
}

/* --- bounds -------------------------------------------------------------------------------------------------- */

/* A suite of tests of 0 to 40 µs in a few scopes. */
static Trace *
small_trace (GRand *rand, uint32_t tests)
{
  GString *names = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  Trace *trace = g_new0 (Trace, 1);
  trace->run_us = g_new (uint64_t, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      name_at[test] = names->len;
      g_string_append_printf (names, "t%d.py::C%d::test_%u", g_rand_int_range (rand, 0, 2),
                              g_rand_int_range (rand, 0, 2), test);
      name_len[test] = (uint32_t) (names->len - name_at[test]);
      trace->run_us[test] = (uint64_t) g_rand_int_range (rand, 0, 41);
    }
  char *text = g_string_free (names, FALSE);
  trace->suite = suite_new (tests, text, name_at, name_len, NULL, g_free, text);
  return trace;
}

/* The earliest end of COUNT jobs: every one of the workers ^ count ways. */
static uint64_t
best_by_hand (const uint64_t *us, uint32_t count, unsigned workers)
{
  uint64_t best = UINT64_MAX, ways = 1;
  for (uint32_t i = 0; i < count; i++)
    ways *= workers;
  for (uint64_t way = 0; way < ways; way++)
    {
      uint64_t load[8] = { 0 }, end = 0, rest = way;
      for (uint32_t i = 0; i < count; i++, rest /= workers)
        load[rest % workers] += us[i];
      for (unsigned i = 0; i < workers; i++)
        end = MAX (end, load[i]);
      best = MIN (best, end);
    }
  return best;
}

/* What bounds_at() should find best, worked out of the names and times alone. */
static uint64_t
optimum_by_hand (const Trace *trace, Constraint constraint, unsigned workers)
{
  const ScopeTable *table = suite_need_scopes (trace->suite, constraint.rule);
  uint64_t job[8] = { 0 }, total = 0;
  if (constraint.kind == CONSTRAINT_NONE)
    return best_by_hand (trace->run_us, trace->suite->tests, workers);
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    {
      uint64_t test_us[8];
      uint32_t count = 0;
      for (uint32_t test = 0; test < trace->suite->tests; test++)
        if (table->of_test[test] == scope)
          job[scope] += test_us[count++] = trace->run_us[test];
      total += best_by_hand (test_us, count, MIN (workers, MAX (1, count / 2)));
    }
  return constraint.kind == CONSTRAINT_ONE_SCOPE ? total : best_by_hand (job, table->scopes, workers);
}

static const Constraint constraints[] = {
  { CONSTRAINT_NONE, SCOPE_SCOPE },
  { CONSTRAINT_WHOLE_SCOPES, SCOPE_SCOPE },
  { CONSTRAINT_WHOLE_SCOPES, SCOPE_FILE },
  { CONSTRAINT_ONE_SCOPE, SCOPE_SCOPE },
};

static void
the_optimum_of_small_suites_is_found_and_lies_between (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);
  unsigned met = 0, apart = 0;
  for (unsigned i = 0; i < 400; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (constraints); k++)
      {
        g_autoptr (Trace) trace = small_trace (rand, (uint32_t) g_rand_int_range (rand, 1, 9));
        unsigned workers = (unsigned) g_rand_int_range (rand, 1, 4);
        g_autoptr (Jobs) jobs = jobs_new (trace->suite, trace->run_us, constraints[k]);
        Bounds bounds;
        bounds_at (jobs, workers, &bounds);
        EQUAL_INT (bounds.exact, true);
        EQUAL_INT (bounds.optimum_us, optimum_by_hand (trace, constraints[k], workers));
        if (bounds.bound_us > bounds.optimum_us || bounds.optimum_us > bounds.longest_first_us)
          FAIL ("the optimum does not lie between the bound and longest first");
        met += bounds.bound_us == bounds.longest_first_us;
        apart += bounds.bound_us < bounds.optimum_us || bounds.optimum_us < bounds.longest_first_us;
      }
  if (met < 50 || apart < 50)
    FAIL ("%u cases meet and %u do not: too few to tell anything", met, apart);
}

/* A larger suite, of up to JOBS_EXACT_MAX jobs: longest first is never better, and the bound never above. */
static void
twelve_jobs_are_still_solved (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);
  for (unsigned i = 0; i < 100; i++)
    {
      g_autoptr (Trace) trace = small_trace (rand, JOBS_EXACT_MAX);
      g_autoptr (Jobs) jobs = jobs_new (trace->suite, trace->run_us, constraints[0]);
      Bounds bounds;
      bounds_at (jobs, 2 + i % 4, &bounds);
      EQUAL_INT (bounds.exact, true);
      if (bounds.bound_us > bounds.optimum_us || bounds.optimum_us > bounds.longest_first_us)
        FAIL ("the optimum does not lie between the bound and longest first");
    }
}

static void
no_row_is_under_its_bound (const Trace *trace)
{
  const IsoModel *list[MODELS_MAX];
  g_auto (Sweep) sweep = { 0 };
  const SweepPlan plan = sweep_plan (trace, list);
  sweep_run (&plan, &sweep);
  for (unsigned i = 0; i < sweep.rows; i++)
    {
      const SweepRow *row = &sweep.row[i];
      g_autoptr (Jobs) jobs = jobs_new (trace->suite, trace->run_us, constraint_of (row->model));
      g_autoptr (Jobs) free_jobs = jobs_new (trace->suite, trace->run_us, constraints[0]);
      Bounds own, any;
      bounds_at (jobs, row->workers, &own);
      bounds_at (free_jobs, row->workers, &any);
      if (row->wall_us[0] < own.bound_us || own.bound_us < any.bound_us)
        FAIL ("%s on %u workers is under its bound", row->model->name, row->workers);
      if (own.exact && row->wall_us[0] < own.optimum_us)
        FAIL ("%s on %u workers is under the optimum", row->model->name, row->workers);
    }
}

static void
no_simulated_run_is_under_its_bound (void)
{
  static const char *const samples[] = { "dvc.trace", "libcst.xml", "localstack.test_durations" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (Trace) trace = read_sample (samples[i]);
      if (trace)
        no_row_is_under_its_bound (trace);
    }
  for (unsigned i = 0; i < 300; i++)
    {
      g_autoptr (Trace) trace = small_trace (rand, 1 + i % 40);
      no_row_is_under_its_bound (trace);
    }
}

CU_TestInfo tests_of_plan[] = {
  { "ranges name each number once, in ascending order", ranges_name_each_number_once_in_ascending_order },
  { "a sweep is what single runs are", a_sweep_is_what_single_runs_are },
  { "every cell is in one part, and parts are alike", every_cell_is_in_one_part_and_parts_are_alike },
  { "the optimum of small suites is found, and lies between", the_optimum_of_small_suites_is_found_and_lies_between },
  { "twelve jobs are still solved", twelve_jobs_are_still_solved },
  { "no simulated run is under its bound", no_simulated_run_is_under_its_bound },
  CU_TEST_INFO_NULL,
};
