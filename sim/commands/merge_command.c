/* sim/commands/merge_command.c - `isosim merge`: one plan of the parts that isosim plan --shard wrote. */
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "parts/plan_merge.h"
#include "plan/plan_documents.h"

static bool
parse_words (PlanWords *words, int argc, char **argv, char ***files, GError **error)
{
  const GOptionEntry entries[] = {
    { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "the plan's schedulers, where they are programs or plug-ins",
      "NAME[,NAME]" },
    { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "the plan's checkout of pytest-xdist", "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context
      = g_option_context_new ("PART… - the plan of which several machines simulated parts");
  g_option_context_add_main_entries (context, entries, NULL);
  plan_options_add_outputs (context, words);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return false;
  usage_skip_dashes (&argc, &argv);
  *files = argv + 1;
  return argc > 1 || fail (error, "merge what? Name the parts that isosim plan --shard wrote");
}

static int
merge_command (const Invocation *call, GError **error)
{
  g_auto (PlanOptions) options = { .schedulers = call->schedulers };
  g_auto (PlanReport) report = { 0 };
  char **files;
  bool ok = parse_words (&options.words, call->argc, call->argv, &files, error)
            && plan_options_check_outputs (&options.words, error)
            && plan_options_spare (&options.words, files, "the list of parts", error)
            && plan_merge (&options, files, &report, error) && plan_documents_write (&report, &options.words, error);
  return ok ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_merge = { "merge", "a plan of the parts that several machines simulated", merge_command };
