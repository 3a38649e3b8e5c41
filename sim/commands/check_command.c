/* sim/commands/check_command.c - `isosim check`: searches every interleaving of a small suite, or replays a schedule.
 */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "certify/certify.h"
#include "check/check_options.h"
#include "check/check_report.h"
#include "check/pytest_project.h"
#include "check/schedule_file.h"
#include "check/schedule_log.h"
#include "commands/command.h"
#include "search/search.h"
#include <stdio.h>

/* Prints the answer. Where the log goes to standard output, the answer goes to standard error, as a simulation's does.
 */
static bool
print_answer (const CheckOptions *options, const GString *text, GError **error)
{
  if (g_strcmp0 (options->words.log, "-") != 0)
    return outfile_write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

static bool
write_log (const CheckOptions *options, const SearchPlan *plan, Property property, const GArray *schedule,
           GError **error)
{
  if (!options->words.log)
    return true;
  g_autoptr (GString) text = schedule_log (plan, schedule, property);
  return outfile_write_text (options->words.log, text, error);
}

/* Comes after the answer, since only then is it known whether the schedule has a project. */
static bool
write_project (const CheckOptions *options, const SearchPlan *plan, Property property, const GArray *schedule,
               GError **error)
{
  const char *project = options->words.emit_pytest;
  if (!project)
    return true;
  if (!pytest_project_write (plan, property, schedule, project, error))
    return false;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "As a pytest project: %s/README.md\n", project);
  return options->json || print_answer (options, text, error);
}

/* Prints the answer; of several schedules, the first is the one that is written to files. */
static bool
tell_search (const CheckOptions *options, const SearchReport *report, GError **error)
{
  const SearchPlan *plan = &options->plan;
  const char *save = options->words.save;
  Property property;
  g_autoptr (GString) text
      = options->json ? check_report_json (options, report) : check_report_text (options, report, interrupt_seen ());
  if (!check_report_violated (report, &property))
    return print_answer (options, text, error);
  const GArray *schedule = report->schedule[property];
  return (!save || schedule_file_write (save, &options->one, property, schedule, error))
         && write_log (options, plan, property, schedule, error) && print_answer (options, text, error)
         && write_project (options, plan, property, schedule, error);
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
  int status = check_report_violated (&report, NULL) ? EXIT_VIOLATED
               : report.complete                     ? EXIT_HOLDS
               : interrupt_seen ()                   ? EXIT_INTERRUPTED
                                                     : EXIT_LIMIT;
  bool told = tell_search (options, &report, error);
  search_report_clear (&report);
  return told ? status : EXIT_CANNOT;
}

static bool
tell_replay (const CheckOptions *options, const KeptSchedule *kept, const SearchPlan *plan, const ReplayAnswer *answer,
             GError **error)
{
  bool violated = answer->status == EXIT_VIOLATED;
  g_autoptr (GString) text
      = options->json ? check_report_replay_json (kept, plan, answer) : check_report_replay_text (kept, plan, answer);
  return write_log (options, plan, violated ? kept->property : PROPERTIES, kept->steps, error)
         && print_answer (options, text, error)
         && (!violated || write_project (options, plan, kept->property, kept->steps, error));
}

static int
replay_and_tell (const CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  const ScheduleLookup lookup = { options->schedulers, words->dist, words->xdist_path };
  SearchPlan plan = options->plan;
  g_auto (KeptSchedule) kept = { 0 };
  if (!schedule_file_read (words->replay, &lookup, &kept, &plan, error))
    return EXIT_CANNOT;
  ReplayAnswer answer = check_report_replay (&kept, &plan);
  g_array_set_size (kept.steps, answer.taken);
  bool told = tell_replay (options, &kept, &plan, &answer, error);
  g_free (answer.sentence);
  return told ? answer.status : EXIT_CANNOT;
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
