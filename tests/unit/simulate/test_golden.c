/* tests/unit/simulate/test_golden.c - the models against what the real classes decided. */
#include "formats/format.h"
#include "unit/check.h"

#include "models/registry.h"
#include "run/evaluate.h"
#include "simulate/event_log.h"
#include "suite/trace.h"
#include "text/input.h"
#include <stdio.h>
#include <string.h>

static bool
append (void *to, const char *text, gsize len)
{
  g_string_append_len (to, text, (gssize) len);
  return true;
}

static Evaluation
evaluation_of (const Trace *trace)
{
  const Scenario *scenario = trace->scenario;
  SessionRules rules = session_rules_default ();
  if (scenario->set & SCENARIO_MAXSCHEDCHUNK)
    rules.options.maxschedchunk = scenario->maxschedchunk;
  rules.options.loadscopereorder = scenario->loadscopereorder;
  rules.options.name_supplied = scenario->patched;
  if (scenario->set & SCENARIO_MAX_WORKER_RESTART)
    rules.max_worker_restart = scenario->max_worker_restart;
  return (Evaluation){ .trace = trace, .workers = scenario->workers, .rules = rules, .like_oracle = true };
}

/* The log that isosim writes for a scenario under a model, and how the run ended. */
static GString *
log_of (const Trace *trace, const IsoModel *model, Result *result)
{
  Evaluation evaluation = evaluation_of (trace);
  g_autoptr (GArray) crashes = g_array_new (FALSE, FALSE, sizeof (CrashPlan));
  for (uint32_t i = 0; i < trace->scenario->crashes; i++)
    {
      CrashPlan crash = { trace->scenario->crash[i].test, trace->scenario->crash[i].times };
      g_array_append_val (crashes, crash);
    }
  evaluation.crash = (const CrashPlan *) (gpointer) crashes->data;
  evaluation.crashes = crashes->len;
  SimulationPlan plan = evaluation_plan (&evaluation, model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  GString *log = g_string_new (NULL);
  EventLog chronicle;
  event_log_init (&chronicle, simulation_now_us (simulation), append, log);
  simulation_listen (simulation, &chronicle.observer);
  simulation_run (simulation, trace->scenario->set & SCENARIO_SEED ? trace->scenario->seed : 0, result);
  event_log_end (&chronicle, result);
  event_log_clear (&chronicle);
  return log;
}

/* Of an error only the place counts: its text is Python's. */
static bool
lines_agree (const char *got, const char *want)
{
  const char *error = strstr (want, "\"ev\":\"error\"");
  if (error)
    return strncmp (got, want, (size_t) (error - want) + strlen ("\"ev\":\"error\"")) == 0;
  return strcmp (got, want) == 0;
}

/* Compares line by line with the rest of the golden file, behind its first line. */
static void
compare (const char *path, const char *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Input) input = input_open (path, &error);
  g_auto (GStrv) got = g_strsplit (log, "\n", -1);
  unsigned line_no, i = 0;
  gsize len;
  const char *want = input_line (input, &len, &line_no, &error);
  while ((want = input_line (input, &len, &line_no, &error)))
    {
      if (!got[i] || !lines_agree (got[i], want))
        {
          FAIL ("%s:%u: expected %.100s\n      got %.100s", path, line_no, want, got[i] ? got[i] : "(no line)");
          return;
        }
      i++;
    }
  if (got[i] && *got[i])
    FAIL ("%s: one line too many: %.100s", path, got[i]);
}

static bool
check_golden (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = trace_read (path, &error);
  if (!trace)
    {
      FAIL ("%s", error->message);
      return false;
    }
  Result result;
  g_autoptr (GString) log = log_of (trace, model_find (trace->scenario->scheduler), &result);
  compare (path, log->str);
  return true;
}

static unsigned
check_all (const char *prefix, const char *suffix)
{
  g_autofree char *folder = source_path ("tests/golden");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  unsigned checked = 0;
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, suffix))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        checked += check_golden (path);
      }
  return checked;
}

static void
every_decision_of_the_real_classes (void)
{
  EQUAL_INT (check_all ("", ".jsonl"), 454);
}

static void
every_decision_in_larger_suites (void)
{
  EQUAL_INT (check_all ("large-", ".jsonl.gz"), 28);
}

/* --- the corrected twins ------------------------------------------------------------------------------------- */

/* Deaths at the most: the twins run no crashed test again, so each kills one worker. */
static bool
restarts_allow (const Scenario *scenario)
{
  return !(scenario->set & SCENARIO_MAX_WORKER_RESTART) || scenario->crashes <= scenario->max_worker_restart;
}

static void
check_twin (const char *path, const Trace *trace, const IsoModel *original, const IsoModel *twin)
{
  Result ours, theirs;
  g_autoptr (GString) theirs_log = log_of (trace, original, &theirs), ours_log = log_of (trace, twin, &ours);
  if (!trace->scenario->crashes && !g_str_equal (ours_log->str, theirs_log->str))
    FAIL ("%s: %s decides otherwise than %s without a crash", path, twin->name, original->name);
  if (!trace->scenario->crashes)
    return;
  printf ("\n    %-34s %-8s %12" G_GUINT64_FORMAT " µs   %s: %-4s %12" G_GUINT64_FORMAT " µs", strrchr (path, '/') + 1,
          verdict_name (theirs.verdict), theirs.wall_us, twin->name, verdict_name (ours.verdict), ours.wall_us);
  if (restarts_allow (trace->scenario) && ours.verdict != VERDICT_OK)
    FAIL ("%s: %s ends %s: %s", path, twin->name, verdict_name (ours.verdict), ours.error_text);
  for (int property = 0; property < ISO_PROPERTIES; property++)
    if (restarts_allow (trace->scenario) && twin->promises & ISO_BIT (property) && ours.finding[property].count)
      FAIL ("%s: %s broke property %d", path, twin->name, property);
}

static int
by_name (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
golden_files (const char *prefix)
{
  g_autofree char *folder = source_path ("tests/golden");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, by_name);
  return paths;
}

static void
check_twins (const IsoModel *original, const IsoModel *twin, const char *prefix, unsigned least)
{
  g_autoptr (GPtrArray) paths = golden_files (prefix);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (Trace) trace = trace_read (paths->pdata[i], NULL);
      if (trace)
        check_twin (paths->pdata[i], trace, original, twin);
    }
  if (paths->len < least)
    FAIL ("only %u scenarios of %s", paths->len, prefix);
}

static void
the_twins_decide_alike_and_survive_crashes (void)
{
  check_twins (&model_isoscope, &model_isoscope_fixed, "isoscope-", 60);
  check_twins (&model_loadscope, &model_loadscope_fixed, "loadscope-", 60);
  check_twins (&model_isoscope, &model_isoscope_fixed, "large-isoscope-", 4);
  check_twins (&model_loadscope, &model_loadscope_fixed, "large-loadscope-", 4);
}

/* --- makespans ----------------------------------------------------------------------------------------------- */

static void
check_makespan (const Trace *trace, char **field)
{
  const IsoModel *model = model_find (field[3]);
  Evaluation evaluation = { .trace = trace, .workers = (unsigned) atoi (field[2]), .rules = session_rules_default () };
  SimulationPlan plan = evaluation_plan (&evaluation, model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  Result result;
  simulation_run (simulation, 1, &result);
  EQUAL_INT (trace->suite->tests, g_ascii_strtoull (field[1], NULL, 10));
  EQUAL_TEXT (verdict_name (result.verdict), field[4]);
  if (result.wall_us != g_ascii_strtoull (field[5], NULL, 10))
    FAIL ("%s, %s workers, %s: %" G_GUINT64_FORMAT " µs, expected %s", field[0], field[2], field[3], result.wall_us,
          field[5]);
  EQUAL_INT (result.busy_us, g_ascii_strtoull (field[6], NULL, 10));
}

static Trace *
read_suite (const char *name)
{
  g_autofree char *below = g_strdup_printf ("tests/golden/suites/%s.json.gz", name), *path = source_path (below);
  g_autoptr (GError) error = NULL;
  Trace *trace = trace_read (path, &error);
  if (!trace)
    FAIL ("%s", error->message);
  return trace;
}

static void
makespans_of_real_suites_to_the_microsecond (void)
{
  g_autofree char *path = source_path ("tests/golden/makespans.tsv"), *text = NULL, *name = NULL;
  g_autoptr (Trace) trace = NULL;
  unsigned checked = 0;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    FAIL ("%s is missing", path);
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  for (char **line = lines + 1; *lines && *line && **line; line++)
    {
      g_auto (GStrv) field = g_strsplit (*line, "\t", -1);
      if (g_strcmp0 (name, field[0]) != 0)
        {
          g_free (name);
          name = g_strdup (field[0]);
          g_clear_pointer (&trace, trace_free);
          trace = read_suite (name);
        }
      if (trace)
        check_makespan (trace, field);
      checked++;
    }
  EQUAL_INT (checked, 240);
}

CU_TestInfo tests_of_golden[] = {
  { "every decision of the real classes", every_decision_of_the_real_classes },
  { "every decision in larger suites", every_decision_in_larger_suites },
  { "the twins decide alike, and survive crashes", the_twins_decide_alike_and_survive_crashes },
  { "makespans of real suites, to the microsecond", makespans_of_real_suites_to_the_microsecond },
  CU_TEST_INFO_NULL,
};
