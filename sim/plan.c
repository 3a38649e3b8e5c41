/* sim/plan.c - `isosim plan`: how many workers, and which scheduler. */
#include "command.h"
#include "interrupt.h"
#include "plan_documents.h"

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
  return plan_documents_write (&report, &options.words, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_plan = { "plan", "how many workers, which scheduler, at what price", plan_command };
