/* sim/commands/check_command.c - `isosim check`: every interleaving of a small suite, and the shortest way to a defect.
 */
#include "base/human.h"
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "certify/certify.h"
#include "check/check_options.h"
#include "check/pytest_project.h"
#include "check/schedule.h"
#include "check/schedule_file.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "search/violation.h"
#include "session/property.h"
#include "text/json.h"
#include <stdio.h>

static bool
is_violated (const SearchReport *report)
{
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (report->schedule[broken])
      return true;
  return false;
}

static const char *
verdict (const SearchReport *report)
{
  return is_violated (report) ? "violated" : report->complete ? "holds" : "inconclusive";
}

static void
append_violation (GString *text, const CheckOptions *options, const SearchReport *report, Property broken)
{
  g_autofree char *detail = schedule_detail (&options->plan, report->schedule[broken], broken);
  g_string_append_printf (text, "'%s' can be broken, in %u steps at the least:\n", property_name (broken),
                          report->steps[broken]);
  schedule_append_text (text, &options->plan, report->schedule[broken]);
  g_string_append_printf (text, "%s\n\n", detail);
}

/* How to see a schedule again. */
static void
append_again (GString *text, const CheckOptions *options)
{
  const CheckWords *words = &options->words;
  g_autofree char *dist = schedulers_may_run (words->dist, "", NULL) ? NULL : g_shell_quote (words->dist);
  g_autofree char *path = words->xdist_path ? g_shell_quote (words->xdist_path) : NULL;
  if (words->save)
    g_string_append_printf (text, "Again: isosim check --replay %s%s%s%s%s\n", words->save, dist ? " --dist " : "",
                            dist ? dist : "", path ? " --xdist-path " : "", path ? path : "");
  else
    g_string_append (text, "To keep it: --save FILE; to see it again: isosim check --replay FILE\n");
}

static GString *
text_answer (const CheckOptions *options, const SearchReport *report)
{
  GString *text = g_string_new (NULL);
  g_autofree char *states = human_plural (report->states, "state");
  g_autofree char *transitions = human_plural (report->transitions, "transition");
  g_autofree char *workers = human_plural (options->plan.session.workers, "worker");
  g_autofree char *tests = human_plural (options->suite->tests, "test");
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (report->schedule[broken])
      append_violation (text, options, report, broken);
  g_autofree char *deaths = options->plan.crashes ? human_plural (options->plan.crashes, "death") : NULL;
  g_string_append_printf (text, "%s, %s, %s%s%s: %s; %s, %s, %u steps deep%s\n", options->plan.session.model->name,
                          workers, tests, deaths ? ", up to " : "", deaths ? deaths : "", verdict (report), states,
                          transitions, report->depth,
                          report->complete       ? ""
                          : is_violated (report) ? ", not all looked at"
                          : interrupt_seen ()    ? ": Ctrl-C came first"
                                                 : ": the limit came first");
  if (is_violated (report))
    append_again (text, options);
  return text;
}

static cJSON *
schedule_array (const CheckOptions *options, const GArray *schedule)
{
  cJSON *steps = cJSON_CreateArray ();
  g_autoptr (GPtrArray) lines = schedule_lines (&options->plan, schedule);
  for (guint i = 0; i < lines->len; i++)
    cJSON_AddItemToArray (steps, cJSON_CreateString (lines->pdata[i]));
  return steps;
}

static cJSON *
violation_object (const CheckOptions *options, const SearchReport *report, Property broken)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *detail = schedule_detail (&options->plan, report->schedule[broken], broken);
  cJSON_AddStringToObject (object, "property", property_name (broken));
  cJSON_AddNumberToObject (object, "steps", report->steps[broken]);
  cJSON_AddStringToObject (object, "detail", detail);
  cJSON_AddItemToObject (object, "schedule", schedule_array (options, report->schedule[broken]));
  return object;
}

static GString *
json_answer (const CheckOptions *options, const SearchReport *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict", verdict (report));
  cJSON_AddBoolToObject (root, "complete", report->complete);
  cJSON_AddNumberToObject (root, "states", (double) report->states);
  cJSON_AddNumberToObject (root, "transitions", (double) report->transitions);
  cJSON_AddNumberToObject (root, "depth", report->depth);
  cJSON *violations = cJSON_AddArrayToObject (root, "violations");
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (report->schedule[broken])
      cJSON_AddItemToArray (violations, violation_object (options, report, broken));
  return json_text (root);
}

/* The property whose schedule is kept: of several the first. */
static bool
first_violation (const SearchReport *report, Property *broken)
{
  for (Property i = 0; i < PROPERTIES; i = property_next (i))
    if (report->schedule[i])
      {
        *broken = i;
        return true;
      }
  return false;
}

static bool
write_log (const CheckOptions *options, Property broken, const GArray *schedule, GError **error)
{
  if (!options->words.log)
    return true;
  g_autoptr (GString) text = schedule_log (&options->plan, schedule, broken);
  return outfile_write_text (options->words.log, text, error);
}

/* What is kept of the first schedule. */
static bool
write_files (const CheckOptions *options, const SearchReport *report, GError **error)
{
  Property broken;
  const char *save = options->words.save;
  if (!first_violation (report, &broken))
    return true;
  const GArray *schedule = report->schedule[broken];
  return (!save || schedule_file_write (save, options, broken, schedule, error))
         && write_log (options, broken, schedule, error);
}

/* The answer; beside a log on standard output, on standard error, as that of a simulation. */
static bool
tell (const CheckOptions *options, const GString *text, GError **error)
{
  if (g_strcmp0 (options->words.log, "-") != 0)
    return outfile_write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

/* Behind the answer: that a schedule has no project shows late. */
static bool
write_project (const CheckOptions *options, Property broken, const GArray *schedule, GError **error)
{
  const char *project = options->words.emit_pytest;
  if (!project)
    return true;
  if (!pytest_project_write (&options->plan, broken, schedule, project, error))
    return false;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "As a pytest project: %s/README.md\n", project);
  return options->json || tell (options, text, error);
}

static int
search_and_tell (const CheckOptions *options, GError **error)
{
  SearchReport report;
  const char *project = options->words.emit_pytest;
  if (project && !pytest_project_can_begin (&options->plan, project, error))
    return EXIT_CANNOT;
  SearchPlan plan = options->plan;
  plan.interrupted = interrupt_seen;
  interrupt_watch ();
  search (&plan, &report);
  g_autoptr (GString) text = options->json ? json_answer (options, &report) : text_answer (options, &report);
  int status = is_violated (&report) ? EXIT_VIOLATED
               : report.complete     ? EXIT_HOLDS
               : interrupt_seen ()   ? EXIT_INTERRUPTED
                                     : EXIT_LIMIT;
  Property broken;
  bool told
      = write_files (options, &report, error) && tell (options, text, error)
        && (!first_violation (&report, &broken) || write_project (options, broken, report.schedule[broken], error));
  search_report_clear (&report);
  return told ? status : EXIT_CANNOT;
}

/* --- a schedule that was kept -------------------------------------------------------------------------------- */

/* What going along it showed, in a sentence. */
static char *
replay_sentence (const CheckOptions *options, Property broken, const GArray *schedule, guint taken, int *status)
{
  unsigned breaks = 0;
  *status = EXIT_LIMIT;
  if (taken < schedule->len)
    return g_strdup_printf ("step %u cannot be taken: the scheduler goes another way", taken + 1);
  search_replay (&options->plan, schedule, &(Replay){ .breaks = &breaks });
  *status = breaks & PROPERTY_BIT (broken) || broken == PROPERTY_LIVELOCK ? EXIT_VIOLATED : EXIT_HOLDS;
  if (*status == EXIT_VIOLATED)
    return schedule_detail (&options->plan, schedule, broken);
  return g_strdup_printf ("'%s' is not broken at its end", property_name (broken));
}

static GString *
replay_text (const CheckOptions *options, Property broken, const GArray *schedule, const char *sentence)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s, a schedule that broke '%s':\n", options->plan.session.model->name,
                          property_name (broken));
  schedule_append_text (text, &options->plan, schedule);
  g_string_append_printf (text, "%s\n", sentence);
  return text;
}

static GString *
replay_json (const CheckOptions *options, Property broken, const GArray *schedule, const char *sentence, int status)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict",
                           status == EXIT_VIOLATED ? "violated"
                           : status == EXIT_HOLDS  ? "holds"
                                                   : "inconclusive");
  cJSON_AddStringToObject (root, "property", property_name (broken));
  cJSON_AddStringToObject (root, "detail", sentence);
  cJSON_AddItemToObject (root, "schedule", schedule_array (options, schedule));
  return json_text (root);
}

static int
replay_and_tell (CheckOptions *options, GError **error)
{
  Property broken;
  int status;
  g_autoptr (GArray) schedule = NULL;
  if (!schedule_file_read (options->words.replay, options, &broken, &schedule, error))
    return EXIT_CANNOT;
  guint taken = search_replay (&options->plan, schedule, &(Replay){ 0 });
  g_autofree char *sentence = replay_sentence (options, broken, schedule, taken, &status);
  g_array_set_size (schedule, taken);
  g_autoptr (GString) text = options->json ? replay_json (options, broken, schedule, sentence, status)
                                           : replay_text (options, broken, schedule, sentence);
  bool told = write_log (options, status == EXIT_VIOLATED ? broken : PROPERTIES, schedule, error)
              && tell (options, text, error)
              && (status != EXIT_VIOLATED || write_project (options, broken, schedule, error));
  return told ? status : EXIT_CANNOT;
}

static int
check_command (const Invocation *call, GError **error)
{
  g_auto (CheckOptions) options = { 0 };
  if (!check_options_parse (&options, call->argv, call->schedulers, error))
    return EXIT_CANNOT;
  if (options.words.certify)
    return certify (&options, error);
  return options.words.replay ? replay_and_tell (&options, error) : search_and_tell (&options, error);
}

const Command command_check = { "check", "try every interleaving of a small suite", check_command };
