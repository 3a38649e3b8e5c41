/* sim/commands/plan_command.c - `isosim plan`: how many workers, and which scheduler. */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "parts/part_file.h"
#include "plan/plan_documents.h"

/* Ctrl-C: what is known is shown, and no result file is written, since it would not be whole. */
static int
tell_interrupted (const PlanReport *report, GError **error)
{
  g_autoptr (GString) text = plan_text (report);
  return outfile_write_text ("-", text, error) ? EXIT_INTERRUPTED : EXIT_CANNOT;
}

/* Ctrl-C: a share that is not whole is of no use. */
static int
write_share (const PlanOptions *options, GError **error)
{
  g_auto (PlanReport) report = { 0 };
  plan_report_fill_share (&report, &options->question);
  if (report.interrupted)
    {
      fail (error, "interrupted: no part is written");
      return EXIT_INTERRUPTED;
    }
  return part_file_write (options->words.out ? options->words.out : "-", options, &report, error) ? EXIT_HOLDS
                                                                                                  : EXIT_CANNOT;
}

static int
plan_command (const Invocation *call, GError **error)
{
  g_auto (PlanOptions) options = { 0 };
  g_auto (PlanReport) report = { 0 };
  if (!plan_options_parse (&options, call->argv, call->schedulers, error))
    return EXIT_CANNOT;
  interrupt_watch ();
  if (options.shard.of)
    return write_share (&options, error);
  if (!plan_report_fill (&report, &options.question, error))
    return EXIT_CANNOT;
  if (report.interrupted)
    return tell_interrupted (&report, error);
  return plan_documents_write (&report, &options.words, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_plan = { "plan", "how many workers, which scheduler, at what price", plan_command };
