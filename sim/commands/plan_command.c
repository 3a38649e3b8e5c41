/* sim/commands/plan_command.c - `isosim plan`: how many workers, and which scheduler. */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "parts/part_file.h"
#include "plan_output/plan_documents.h"
#include "plan_output/plan_options.h"
#include "plan_output/plan_text.h"

/* After Ctrl-C the text shows what is known. No file is written, because it would not be complete. */
static int
print_interrupted (const PlanReport *report, GError **error)
{
  g_autoptr (GString) text = plan_text (report);
  return outfile_write_text ("-", text, error) ? EXIT_INTERRUPTED : EXIT_CANNOT;
}

/* After Ctrl-C nothing is written: a part that is not complete cannot be merged. */
static int
write_part (const PlanOptions *options, const PlanInput *input, GError **error)
{
  g_auto (PlanReport) report = { 0 };
  const char *path = options->outputs.part ? options->outputs.part : "-";
  plan_report_fill_part (&report, &input->question);
  if (report.interrupted)
    {
      fail (error, "interrupted: no part is written");
      return EXIT_INTERRUPTED;
    }
  return part_file_write (path, &options->asked, input, &report, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

static int
write_plan (const PlanOptions *options, const PlanInput *input, GError **error)
{
  g_auto (PlanReport) report = { 0 };
  if (!plan_report_fill (&report, &input->question, error))
    return EXIT_CANNOT;
  if (report.interrupted)
    return print_interrupted (&report, error);
  return plan_documents_write (&report, &options->outputs, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

static int
plan_command (const Invocation *call, GError **error)
{
  g_auto (PlanOptions) options = { 0 };
  g_auto (PlanInput) input = { 0 };
  if (!plan_options_parse (&options, call->argv, error)
      || !plan_input_read (&input, &options.asked, call->schedulers, options.part, options.threads, error))
    return EXIT_CANNOT;
  interrupt_watch ();
  return (options.part.of ? write_part : write_plan) (&options, &input, error);
}

const Command command_plan = { "plan", "how many workers, which scheduler, at what price", plan_command };
