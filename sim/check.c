/* sim/check.c - `isosim check`: every interleaving of a small suite, and the shortest way to a defect. */
#include "command.h"
#include "human.h"
#include "json.h"
#include "properties.h"
#include "pytest_project.h"
#include "registry.h"
#include "schedule.h"
#include "trace.h"
#include <stdio.h>
#include <string.h>

/* Limits of what a search can hold: a node and an index fit into a byte, and scopes into the orders of a shuffle. */
#define CHECK_TESTS_MAX 60u
#define CHECK_WORKERS_MAX 16u
#define CHECK_CRASHES_MAX 16u
#define CHECK_SCOPES_MAX 8u

typedef struct
{
  char *dist, *workers, *suite, *trace, *crashes, *crash_states, *property, *max_states, *max_worker_restart, *format;
  char *emit_pytest;
  gboolean go_on, name_supplied;
} Words;

typedef struct
{
  Words words;
  Trace *trace;
  Suite *suite; /* the trace's, or made of --suite; owned unless the trace's */
  SearchPlan plan;
  bool json;
} Check;

static void
check_clear (Check *check)
{
  Words *words = &check->words;
  char **text[] = { &words->dist,         &words->workers,  &words->suite,      &words->trace,
                    &words->crashes,      &words->property, &words->max_states, &words->max_worker_restart,
                    &words->crash_states, &words->format,   &words->emit_pytest };
  for (gsize i = 0; i < G_N_ELEMENTS (text); i++)
    g_free (*text[i]);
  if (!check->trace)
    suite_free (check->suite);
  trace_free (check->trace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

static bool
parse_words (Words *words, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "the scheduler", "NAME" },
    { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "how many workers", "N" },
    { "suite", 0, 0, G_OPTION_ARG_STRING, &words->suite, "scopes and their tests: a4b2c1 has 4, 2 and 1", "SHAPE" },
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &words->trace, "a small real suite instead", "FILE" },
    { "crashes", 0, 0, G_OPTION_ARG_STRING, &words->crashes, "workers that may die (default 0)", "C" },
    { "crash-states", 0, 0, G_OPTION_ARG_STRING, &words->crash_states, "running (default) or all", "STATES" },
    { "max-worker-restart", 0, 0, G_OPTION_ARG_STRING, &words->max_worker_restart, "default 4 times N", "K" },
    { "name-supplied", 0, 0, G_OPTION_ARG_NONE, &words->name_supplied, "isoscope: replacements find their name", NULL },
    { "property", 0, 0, G_OPTION_ARG_STRING, &words->property, "only these, promised or not", "P[,P]" },
    { "continue", 0, 0, G_OPTION_ARG_NONE, &words->go_on, "every property that can be broken", NULL },
    { "max-states", 0, 0, G_OPTION_ARG_STRING, &words->max_states, "stop after so many (default 10000000)", "M" },
    { "emit-pytest", 0, 0, G_OPTION_ARG_FILENAME, &words->emit_pytest, "a pytest project that shows it", "DIR" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default) or json", "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- tries every interleaving of a small suite");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "Exit status: 0 all that was asked holds, 1 something can be broken, 2 it could not run,\n"
               "3 the limit came first. See isosim(1) and docs/checking.md.");
  g_auto (GStrv) word = command_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return usage_fail (error, "check: '%s' is not an option", word[1]), false;
  return true;
}

/* --- the suite ----------------------------------------------------------------------------------------------- */

static bool
bad_shape (const char *shape, GError **error)
{
  return usage_fail (error, "--suite %s: expected scopes by letter with their numbers of tests, as in a4b2c1", shape),
         false;
}

/* Letter and number, again and again; each letter once, in any order. */
static bool
parse_shape (const char *shape, GPtrArray *nodeids, GError **error)
{
  bool seen[26] = { false };
  for (const char *at = shape; *at;)
    {
      char *end, letter = *at;
      guint64 tests = g_ascii_islower (letter) ? g_ascii_strtoull (at + 1, &end, 10) : 0;
      if (!tests || tests > CHECK_TESTS_MAX || seen[letter - 'a'] || !g_ascii_isdigit (at[1]))
        return bad_shape (shape, error);
      seen[letter - 'a'] = true;
      for (guint64 i = 1; i <= tests; i++)
        g_ptr_array_add (nodeids, g_strdup_printf ("%c.py::%c%" G_GUINT64_FORMAT "@%c", letter, letter, i, letter));
      at = end;
    }
  return nodeids->len > 0 || bad_shape (shape, error);
}

/* Groups are loadgroup's scopes; for the others the nodeids read better without. */
static Suite *
suite_of_nodeids (const GPtrArray *nodeids, bool groups)
{
  GString *text = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, nodeids->len);
  uint32_t *name_len = g_new (uint32_t, nodeids->len);
  for (guint i = 0; i < nodeids->len; i++)
    {
      const char *nodeid = nodeids->pdata[i];
      name_at[i] = text->len;
      name_len[i] = (uint32_t) (groups ? strlen (nodeid) : strcspn (nodeid, "@"));
      g_string_append_len (text, nodeid, name_len[i]);
    }
  char *own = g_string_free (text, FALSE);
  return suite_new (nodeids->len, own, name_at, name_len, NULL, g_free, own);
}

static bool
set_suite (Check *check, GError **error)
{
  g_autoptr (GPtrArray) nodeids = g_ptr_array_new_with_free_func (g_free);
  if (!check->words.suite == !check->words.trace)
    return usage_fail (error, "which suite? Say --suite SHAPE, as a4b2c1, or --trace FILE"), false;
  if (check->words.trace)
    {
      check->trace = trace_read (check->words.trace, error);
      check->suite = check->trace ? check->trace->suite : NULL;
    }
  else if (parse_shape (check->words.suite, nodeids, error))
    check->suite = suite_of_nodeids (nodeids, check->plan.session.model->scope_rule == SCOPE_GROUP);
  if (!check->suite)
    return false;
  if (check->suite->tests > CHECK_TESTS_MAX)
    return usage_fail (error, "%u tests are too many to check; the most are %u", check->suite->tests, CHECK_TESTS_MAX),
           false;
  uint32_t scopes = suite_need_scopes (check->suite, SCOPE_SCOPE)->scopes;
  suite_need_scopes (check->suite, check->plan.session.model->scope_rule);
  if (check->plan.session.model->shuffles && scopes > CHECK_SCOPES_MAX)
    return usage_fail (error, "%u scopes have too many orders to check; the most are %u", scopes, CHECK_SCOPES_MAX),
           false;
  check->plan.session.suite = check->suite;
  return true;
}

/* --- the rest of the plan ------------------------------------------------------------------------------------ */

static bool
set_model (Check *check, GError **error)
{
  if (!check->words.dist)
    return usage_fail (error, "which scheduler? Say --dist NAME"), false;
  check->plan.session.model = command_find_model (check->words.dist, error);
  return check->plan.session.model != NULL;
}

/* Fences and fixtures are only judged under a scheduler that promises something of them. */
static bool
is_judged (const IsoModel *model, Broken broken)
{
  bool always = broken < BROKEN_JUDGED || broken <= BROKEN_JUDGED + ISO_TWO_TESTS;
  return always || property_is_judged ((IsoProperty) (broken - BROKEN_JUDGED), model);
}

static bool
ask_for (Check *check, const char *name, GError **error)
{
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    if (g_strcmp0 (broken_name ((Broken) broken), name) == 0)
      {
        check->plan.asked |= BROKEN_BIT (broken);
        if (is_judged (check->plan.session.model, (Broken) broken))
          return true;
        return usage_fail (error, "--property %s: %s promises nothing of it, and it is not judged then", name,
                           check->plan.session.model->name),
               false;
      }
  return usage_fail (error, "--property %s: no such property (docs/checking.md names them)", name), false;
}

static bool
set_properties (Check *check, GError **error)
{
  if (!check->words.property)
    {
      check->plan.asked = broken_promised (check->plan.session.model);
      return true;
    }
  g_auto (GStrv) name = g_strsplit (check->words.property, ",", -1);
  if (!*name)
    return usage_fail (error, "--property: which? (docs/checking.md names them)"), false;
  for (char **each = name; *each; each++)
    if (!ask_for (check, g_strstrip (*each), error))
      return false;
  return true;
}

static bool
set_crash_states (Check *check, GError **error)
{
  const char *states = check->words.crash_states ? check->words.crash_states : "running";
  check->plan.only_running = g_str_equal (states, "running");
  if (check->plan.only_running || g_str_equal (states, "all"))
    return true;
  return usage_fail (error, "--crash-states %s: expected running or all", states), false;
}

static bool
set_format (Check *check, GError **error)
{
  const char *format = check->words.format ? check->words.format : "text";
  check->json = g_str_equal (format, "json");
  if (check->json || g_str_equal (format, "text"))
    return true;
  return usage_fail (error, "--format %s: expected text or json", format), false;
}

static bool
set_numbers (Check *check, GError **error)
{
  const Words *words = &check->words;
  SessionPlan *session = &check->plan.session;
  guint64 workers = 0, crashes = 0, states = 10000000, restarts;
  if (!command_parse_whole ("--workers", words->workers, 1, CHECK_WORKERS_MAX, &workers, error))
    return false;
  if (!workers)
    return usage_fail (error, "how many workers? Say --workers N"), false;
  restarts = 4 * workers;
  if (!command_parse_whole ("--crashes", words->crashes, 0, CHECK_CRASHES_MAX, &crashes, error)
      || !command_parse_whole ("--max-states", words->max_states, 1, 2000000000, &states, error)
      || !command_parse_whole ("--max-worker-restart", words->max_worker_restart, 0, 1000000, &restarts, error))
    return false;
  session->workers = (unsigned) workers;
  session->nodes_max = (unsigned) (workers + crashes);
  session->max_worker_restart = (uint32_t) restarts;
  check->plan.crashes = (unsigned) crashes;
  check->plan.max_states = states;
  return true;
}

static bool
prepare (Check *check, char **argv, GError **error)
{
  if (!parse_words (&check->words, argv, error) || !set_format (check, error) || !set_model (check, error)
      || !set_suite (check, error) || !set_numbers (check, error) || !set_crash_states (check, error)
      || !set_properties (check, error))
    return false;
  check->plan.session.canonical = true;
  check->plan.session.options = (IsoOptions){ ISO_NONE, true, check->words.name_supplied };
  check->plan.go_on = check->words.go_on;
  return true;
}

/* --- the answer ---------------------------------------------------------------------------------------------- */

static bool
is_violated (const SearchReport *report)
{
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    if (report->schedule[broken])
      return true;
  return false;
}

static const char *
verdict (const SearchReport *report)
{
  return is_violated (report) ? "violated" : report->complete ? "holds" : "inconclusive";
}

static GString *
text_answer (const Check *check, const SearchReport *report)
{
  GString *text = g_string_new (NULL);
  g_autofree char *states = human_plural (report->states, "state");
  g_autofree char *transitions = human_plural (report->transitions, "transition");
  g_autofree char *workers = human_plural (check->plan.session.workers, "worker");
  g_autofree char *tests = human_plural (check->suite->tests, "test");
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    if (report->schedule[broken])
      {
        g_string_append_printf (text, "'%s' can be broken, in %u steps at the least:\n", broken_name ((Broken) broken),
                                report->steps[broken]);
        schedule_append_text (text, &check->plan, report->schedule[broken]);
        g_string_append_c (text, '\n');
      }
  g_string_append_printf (text, "%s, %s, %s: %s; %s, %s, %u steps deep%s\n", check->plan.session.model->name, workers,
                          tests, verdict (report), states, transitions, report->depth,
                          report->complete       ? ""
                          : is_violated (report) ? ", not all looked at"
                                                 : ": the limit came first");
  return text;
}

static cJSON *
violation_object (const Check *check, const SearchReport *report, Broken broken)
{
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "property", broken_name (broken));
  cJSON_AddNumberToObject (object, "steps", report->steps[broken]);
  cJSON *steps = cJSON_AddArrayToObject (object, "schedule");
  g_autoptr (GPtrArray) lines = schedule_lines (&check->plan, report->schedule[broken]);
  for (guint i = 0; i < lines->len; i++)
    cJSON_AddItemToArray (steps, cJSON_CreateString (lines->pdata[i]));
  return object;
}

static GString *
json_answer (const Check *check, const SearchReport *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict", verdict (report));
  cJSON_AddBoolToObject (root, "complete", report->complete);
  cJSON_AddNumberToObject (root, "states", (double) report->states);
  cJSON_AddNumberToObject (root, "transitions", (double) report->transitions);
  cJSON_AddNumberToObject (root, "depth", report->depth);
  cJSON *violations = cJSON_AddArrayToObject (root, "violations");
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    if (report->schedule[broken])
      cJSON_AddItemToArray (violations, violation_object (check, report, (Broken) broken));
  return json_text (root);
}

/* The first property of the answer that can be broken. */
static bool
emit_project (const Check *check, const SearchReport *report, GError **error)
{
  for (int broken = 0; broken < BROKEN_KINDS && check->words.emit_pytest; broken++)
    if (report->schedule[broken])
      return pytest_project_write (&check->plan, (Broken) broken, report->schedule[broken], check->words.emit_pytest,
                                   error);
  return true;
}

static int
check_command (int argc, char **argv, GError **error)
{
  g_auto (Check) check = { 0 };
  SearchReport report;
  if (!prepare (&check, argv, error)
      || (check.words.emit_pytest && !pytest_project_can_begin (&check.plan, check.words.emit_pytest, error)))
    return EXIT_CANNOT;
  search (&check.plan, &report);
  g_autoptr (GString) text = check.json ? json_answer (&check, &report) : text_answer (&check, &report);
  int status = is_violated (&report) ? EXIT_VIOLATED : report.complete ? EXIT_HOLDS : EXIT_LIMIT;
  bool told = write_text ("-", text, error) && emit_project (&check, &report, error);
  search_report_clear (&report);
  return told ? status : EXIT_CANNOT;
}

const Command command_check = { "check", "try every interleaving of a small suite", check_command };
