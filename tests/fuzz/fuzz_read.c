/* tests/fuzz/fuzz_read.c */
#include "config.h"

#include "fuzz/fuzz_read.h"

#include "base/usage.h"
#include "certify/certificate_file.h"
#include "check/schedule.h"
#include "check/schedule_file.h"
#include "check/schedule_log.h"
#include "formats/format.h"
#include "fuzz/fuzz_recording.h"
#include "parts/part_file.h"
#include "parts/plan_merge.h"
#include "plan_output/plan_json.h"
#include "plan_output/plan_tables.h"
#include "plan_output/plan_text.h"
#include "run/result_file.h"
#include "search/replay.h"
#include "session/property.h"
#include "suite/trace.h"
#include <glib/gstdio.h>
#include <string.h>

/* ---- traces ---- */

static const char *
judge_names (const Suite *suite)
{
  uint32_t earlier;
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      uint32_t len;
      const char *name = suite_name (suite, test, &len);
      if (len == 0 || len > SUITE_NODEID_MAX || !g_utf8_validate_len (name, len, NULL))
        return "a nodeid is empty, too long or not UTF-8";
    }
  return suite_find_repeated (suite, &earlier) == SUITE_NONE ? NULL : "a nodeid occurs twice";
}

static const char *
judge_times (const Trace *trace, uint32_t test)
{
  if (trace->run_us[test] > FUZZ_US_MAX)
    return "a time exceeds the maximum";
  if (trace->setup_us
      && (trace->setup_us[test] > trace->run_us[test]
          || trace->teardown_us[test] > trace->run_us[test] - trace->setup_us[test]))
    return "a test's phases take longer than the test";
  if (trace->start_us && trace->start_us[test] != TRACE_US_NONE && trace->start_us[test] > FUZZ_US_MAX)
    return "a start exceeds the maximum";
  return NULL;
}

static const char *
judge_test (const Trace *trace, uint32_t test)
{
  if (trace->worker && (trace->worker[test] < -1 || trace->worker[test] >= (int32_t) TRACE_WORKERS_MAX))
    return "a worker's number is out of range";
  if (trace->suite->group && trace->suite->group[test] && !g_utf8_validate (trace->suite->group[test], -1, NULL))
    return "a group is not UTF-8";
  return judge_times (trace, test);
}

static const char *
judge_scenario (const Scenario *scenario, uint32_t tests)
{
  for (uint32_t i = 0; scenario && i < scenario->crashes; i++)
    if (scenario->crash[i].test >= tests)
      return "a test that does not exist crashes";
  if (scenario && (scenario->set & SCENARIO_WORKERS)
      && (scenario->workers == 0 || scenario->workers > TRACE_WORKERS_MAX))
    return "the number of workers is out of range";
  return NULL;
}

static const char *
judge_warnings (const Trace *trace, const char *path)
{
  if (trace->warnings && trace->warnings->len > TRACE_WARNINGS_MAX)
    return "there are too many warnings";
  for (guint i = 0; trace->warnings && i < trace->warnings->len; i++)
    if (!g_str_has_prefix (trace->warnings->pdata[i], path) || !g_utf8_validate (trace->warnings->pdata[i], -1, NULL))
      return "a warning does not name the file, or is not UTF-8";
  return NULL;
}

/* A scope table is a partition of the tests. */
static const char *
judge_scopes (Suite *suite)
{
  for (ScopeRule rule = 0; rule < SCOPE_RULES; rule++)
    {
      const ScopeTable *table = suite_need_scopes (suite, rule);
      if (table->scopes == 0 || table->first[table->scopes] != suite->tests)
        return "a scope table does not hold every test";
    }
  return NULL;
}

/* What is wrong with the trace, NULL if nothing is. */
static const char *
judge_trace (const Trace *trace, const char *path)
{
  if (!trace->suite || trace->suite->tests == 0 || trace->suite->tests > SUITE_TESTS_MAX || !trace->format)
    return "it holds no test, too many, or has no format";
  const char *wrong = judge_names (trace->suite);
  for (uint32_t test = 0; !wrong && test < trace->suite->tests; test++)
    wrong = judge_test (trace, test);
  if (!wrong)
    wrong = judge_scenario (trace->scenario, trace->suite->tests);
  if (!wrong)
    wrong = judge_recording (trace->recording, trace->suite->tests);
  if (!wrong)
    wrong = judge_warnings (trace, path);
  return wrong ? wrong : judge_scopes (trace->suite);
}

static const char *
judge_case (const Case *one)
{
  bool broken = case_violated_first (&one->result) != PROPERTIES;
  if (!one->model || one->tests == 0 || case_suite_tests (one->suite) != one->tests)
    return "a case has no scheduler or no suite";
  return broken == (one->result.verdict == CASE_VIOLATED) ? NULL : "a case's verdict is not what is broken";
}

/* The same file as a result of `isosim check --certify`: what is wrong with that, NULL if nothing is. */
static const char *
judge_certificate (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Certificate) certificate = certificate_read (path, &error);
  const char *wrong = NULL;
  if (!certificate)
    return !error                                    ? "a result is refused without a message"
           : g_str_has_prefix (error->message, path) ? NULL
                                                     : "the message on a result does not begin with the file's name";
  for (guint i = 0; !wrong && i < certificate->cases->len; i++)
    wrong = judge_case (certificate_case (certificate, i));
  return wrong;
}

/* The same file as a result that `isosim compare` takes. */
static const char *
judge_result (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Results) results = result_file_read (path, &error);
  if (!results)
    return judge_refusal (error, path, error && error->domain == USAGE_ERROR ? USAGE_ERROR : TRACE_ERROR);
  for (guint i = 0; i < results->cases->len; i++)
    {
      const ResultCase *one = results_case (results, i);
      if (!*one->subject || !g_utf8_validate (one->subject, -1, NULL) || results_find (results, one) != one)
        return "a case has no name, or is not where it is looked for";
      if (one->workers == 0 || one->workers > TRACE_WORKERS_MAX || one->wall_us > RESULT_US_MAX)
        return "a case's workers or time are out of range";
    }
  return NULL;
}

bool
read_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = trace_read (path, &error);
  const char *wrong = trace && error ? "it is both read and refused"
                      : trace        ? judge_trace (trace, path)
                                     : judge_refusal (error, path, TRACE_ERROR);
  if (!wrong && trace)
    wrong = judge_answers (trace, path);
  if (!wrong)
    wrong = judge_certificate (path);
  if (!wrong)
    wrong = judge_result (path);
  *was_read = trace != NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : trace ? trace->format : "-");
  return !wrong;
}

/* ---- schedules ---- */

#define OUTPUT "fuzz-output"

/* What a file of a schedule holds. */
typedef struct
{
  KeptSchedule file; /* without steps: it was refused */
  SearchPlan plan;
} Kept;

static void
kept_read (Kept *kept, const char *path, GError **error)
{
  const ScheduleLookup lookup = { 0 };
  *kept = (Kept){ .plan = { .jobs = 1 } };
  schedule_file_read (path, &lookup, &kept->file, &kept->plan, error);
}

static void
kept_clear (Kept *kept)
{
  kept_schedule_clear (&kept->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static const char *
judge_again (const Kept *kept, guint taken)
{
  g_auto (Kept) again = { 0 };
  if (!schedule_file_write (OUTPUT, &kept->file.one, kept->file.property, kept->file.steps, NULL))
    return "it cannot be written";
  kept_read (&again, OUTPUT, NULL);
  g_unlink (OUTPUT);
  if (!again.file.steps)
    return "what was written is refused";
  if (again.file.property != kept->file.property || again.file.steps->len != taken)
    return "what was written is another schedule";
  return search_replay (&again.plan, again.file.steps, &(Replay){ 0 }) == taken ? NULL : "it goes another way";
}

/* Goes along it as far as it goes, and shows that much. */
static const char *
judge_schedule (const Kept *kept)
{
  const SearchPlan *plan = &kept->plan;
  unsigned breaks = 0;
  guint taken = search_replay (plan, kept->file.steps, &(Replay){ 0 });
  if (taken > kept->file.steps->len || kept->file.property >= PROPERTIES)
    return "more steps are taken than there are, or nothing is broken";
  g_array_set_size (kept->file.steps, taken);
  search_replay (plan, kept->file.steps, &(Replay){ .violated = &breaks });
  bool broken = breaks & PROPERTY_BIT (kept->file.property);
  g_autofree char *detail = broken ? schedule_detail (plan, kept->file.steps, kept->file.property) : g_strdup ("-");
  g_autoptr (GPtrArray) lines = schedule_lines (plan, kept->file.steps);
  GString *text = g_string_new (NULL), *log = schedule_log (plan, kept->file.steps, kept->file.property);
  schedule_append_text (text, plan, kept->file.steps);
  bool shown = detail && *detail && lines->len == taken && text->len && log->len
               && g_utf8_validate (text->str, (gssize) text->len, NULL);
  g_string_free (text, TRUE);
  g_string_free (log, TRUE);
  return shown ? judge_again (kept, taken) : "it cannot be shown";
}

bool
replay_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_auto (Kept) kept;
  kept_read (&kept, path, &error);
  GQuark domain = error && error->domain == USAGE_ERROR ? USAGE_ERROR : TRACE_ERROR;
  const char *wrong = kept.file.steps && error ? "it is both read and refused"
                      : kept.file.steps        ? judge_schedule (&kept)
                                               : judge_refusal (error, path, domain);
  if (!wrong && error && domain == USAGE_ERROR && strchr (error->message, '\n'))
    wrong = "the message has several lines";
  *was_read = kept.file.steps != NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : "a schedule");
  return !wrong;
}

/* ---- parts of plans ---- */

/* The trace that the plans of tests/fuzz/parts are of. */
#define PART_TRACE_TEXT "nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\nb.py::w\t0.5\n"

void
fuzz_seal_part (GString *text)
{
  static const char mark[] = "VERSION";
  const char *at = strstr (text->str, mark);
  if (at)
    {
      gssize place = at - text->str;
      g_string_erase (text, place, sizeof mark - 1);
      g_string_insert (text, place, PACKAGE_VERSION);
    }
  if (text->len >= PART_SEAL_LEN && text->len % 8)
    {
      g_string_truncate (text, text->len - PART_SEAL_LEN);
      part_file_seal (text);
    }
}

static const char *
judge_merged (const PlanReport *report)
{
  GString *(*const print[]) (const PlanReport *) = { plan_text, plan_json, plan_markdown, plan_csv };
  const char *wrong = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (print); i++)
    {
      GString *text = print[i](report);
      if (!text->len || !g_utf8_validate (text->str, (gssize) text->len, NULL))
        wrong = "it cannot be printed";
      g_string_free (text, TRUE);
    }
  return wrong;
}

bool
merge_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  g_auto (PlanInput) input = { 0 };
  g_auto (PlanReport) report = { 0 };
  if (!g_file_test (FUZZ_PART_TRACE, G_FILE_TEST_EXISTS)
      && !g_file_set_contents (FUZZ_PART_TRACE, PART_TRACE_TEXT, -1, NULL))
    return false; /* once: it waits for the disk */
  parts = plan_merge_read ((char *[]){ (char *) (guintptr) path, NULL }, &error);
  *was_read = parts && plan_merge_may_run (parts->pdata[0], NULL, NULL, &error)
              && plan_merge (parts, NULL, &input, &report, &error);
  const char *wrong = *was_read ? judge_merged (&report) : judge_refusal (error, path, error ? error->domain : 0);
  if (wrong && error && (g_str_has_prefix (error->message, "--target: ") || strstr (error->message, " missing")))
    wrong = NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : "a part");
  return !wrong;
}
