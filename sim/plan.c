/* sim/plan.c - `isosim plan`: how many workers, and which scheduler. */
#include "command.h"
#include "interrupt.h"
#include "plan_options.h"
#include <stdio.h>

typedef struct
{
  const char *path; /* NULL: not asked for */
  GString *(*print) (const PlanReport *);
} Export;

static bool
goes_to_stdout (const Export *export)
{
  return export->path && g_str_equal (export->path, "-");
}

/* Result files first: what is on the screen then says nothing that is not in them. */
static bool
write_report (const PlanReport *report, const PlanWords *words, GError **error)
{
  const Export exports[] = { { words->export_json, plan_json },
                             { words->export_markdown, plan_markdown },
                             { words->export_csv, plan_csv } };
  bool stdout_taken = false;
  for (gsize i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      g_autoptr (GString) text = exports[i].path ? exports[i].print (report) : NULL;
      if (text && !write_text (exports[i].path, text, error))
        return false;
      stdout_taken |= goes_to_stdout (&exports[i]);
    }
  g_autoptr (GString) text = plan_text (report);
  if (!stdout_taken)
    return write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

/* Ctrl-C: what is known is shown, and no result file is written, since it would not be whole. */
static int
tell_interrupted (const PlanReport *report, GError **error)
{
  g_autoptr (GString) text = plan_text (report);
  return write_text ("-", text, error) ? EXIT_INTERRUPTED : EXIT_CANNOT;
}

static int
plan_command (int argc, char **argv, GError **error)
{
  g_auto (PlanOptions) options = { 0 };
  g_auto (PlanReport) report = { 0 };
  if (!plan_options_parse (&options, argc, argv, error))
    return EXIT_CANNOT;
  interrupt_watch ();
  if (!plan_report_fill (&report, &options.question, error))
    return EXIT_CANNOT;
  if (report.interrupted)
    return tell_interrupted (&report, error);
  return write_report (&report, &options.words, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_plan = { "plan", "how many workers, which scheduler, at what price", plan_command };
