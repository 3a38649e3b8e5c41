/* sim/commands/run_command.c - `isosim --trace FILE --workers N`, the main job. */
#include "base/outfile.h"
#include "base/usage.h"
#include "charts/gantt.h"
#include "charts/perfetto.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "run/run_options.h"
#include "simulate/event_log.h"
#include <stdio.h>

static bool
append_to_text (void *to, const char *text, gsize len)
{
  g_string_append_len (to, text, (gssize) len);
  return true;
}

/* The run that the report shows, once more and watched. */
static bool
show_run (const RunOptions *run, const SchedulerReport *scheduler, GError **error)
{
  const RunWords *words = &run->words;
  SimulationPlan plan = evaluation_plan (&run->evaluation, scheduler->model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  EventLog chronicle;
  Timeline timeline;
  Result result;
  event_log_init (&chronicle, simulation_now_us (simulation), append_to_text, log);
  timeline_init (&timeline, simulation_now_us (simulation), run->evaluation.workers);
  if (words->log)
    simulation_listen (simulation, &chronicle.observer);
  if (words->gantt || words->perfetto)
    simulation_listen (simulation, &timeline.observer);
  simulation_run (simulation, scheduler->seed, &result);
  event_log_end (&chronicle, &result);
  timeline_end (&timeline);
  const Chart chart = { run->evaluation.path, &plan, run->trace, &timeline, &result };
  bool ok = (!words->log || outfile_write_text (words->log, log, error))
            && (!words->gantt || gantt_write (words->gantt, &chart, error))
            && (!words->perfetto || perfetto_write (words->perfetto, &chart, error));
  event_log_clear (&chronicle);
  timeline_clear (&timeline);
  return ok;
}

static bool
print_report (const RunOptions *run, const Report *report, GError **error)
{
  g_autoptr (GString) text = run->print (report);
  if (!run->words.log || !g_str_equal (run->words.log, "-"))
    return outfile_write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

/* What run's own --help and errors say of the other commands. */
static void
name_commands (const Command *const *commands, GString *names, GString *description)
{
  g_string_append (description, "Exit status: 0 all promises kept, 1 one was broken, 2 it could not run.\n"
                                "Other commands, each with a --help of its own:\n");
  for (const Command *const *command = commands + 1; *command; command++)
    {
      g_string_append_printf (names, "%s%s", names->len ? ", " : "", (*command)->name);
      g_string_append_printf (description, "  isosim %-8s %s\n", (*command)->name, (*command)->summary);
    }
  g_string_append (description, "isosim --version tells its version. See isosim(1).");
}

static int
run_command (const Invocation *call, GError **error)
{
  g_auto (RunOptions) run = { 0 };
  Report report;
  g_autoptr (GString) names = g_string_new (NULL), description = g_string_new (NULL);
  name_commands (call->commands, names, description);
  const CommandTexts texts = { names->str, description->str };
  if (!run_options_parse (&run, call->argv, &texts, call->schedulers, error))
    return EXIT_CANNOT;
  evaluate (&run.evaluation, &report);
  bool watched = run.words.log || run.words.gantt || run.words.perfetto;
  bool ok = (!watched || show_run (&run, &report.scheduler[0], error)) && print_report (&run, &report, error);
  int status = !ok ? EXIT_CANNOT : report.broken ? EXIT_VIOLATED : EXIT_HOLDS;
  report_clear (&report);
  return status;
}

const Command command_run = { "run", "how long a suite takes under each scheduler (the default)", run_command };
