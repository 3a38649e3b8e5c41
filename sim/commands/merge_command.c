/* sim/commands/merge_command.c - `isosim merge`: one plan from the parts that isosim plan --part wrote. */
#include "base/usage.h"
#include "commands/command.h"
#include "parts/plan_merge.h"
#include "plan_output/plan_documents.h"

typedef struct
{
  char *dist, *xdist_path;
  PlanOutputs outputs;
} Words;

static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "the plan's schedulers, if they are programs or plug-ins",
        "NAME[,NAME]" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "the plan's checkout of pytest-xdist", "DIR" },
      G_OPTION_ENTRY_NULL,
  });
}

static void
words_clear (Words *words)
{
  usage_free_words (option_table (words));
  plan_outputs_clear (&words->outputs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static bool
parse_words (Words *words, int argc, char **argv, char ***files, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("PART… - one plan from the parts of several machines");
  g_option_context_add_main_entries (context, entries, NULL);
  plan_outputs_add_options (context, &words->outputs);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return false;
  usage_skip_dashes (&argc, &argv);
  *files = argv + 1;
  return argc > 1 || fail (error, "merge what? Name the parts that isosim plan --part wrote");
}

/* Checks the parts' plan against the command line. */
static bool
check_plan (const Words *words, const Part *part, GError **error)
{
  return plan_merge_may_run (part, words->dist, words->xdist_path, error)
         && plan_outputs_spare (&words->outputs, part->plan.asked.trace, "the parts' --trace", error);
}

static bool
merge (const Words *words, char **files, Schedulers *schedulers, GError **error)
{
  g_autoptr (GPtrArray) parts = plan_merge_read (files, error);
  g_auto (PlanInput) input = { 0 };
  g_auto (PlanReport) report = { 0 };
  return parts && check_plan (words, parts->pdata[0], error) && plan_merge (parts, schedulers, &input, &report, error)
         && plan_documents_write (&report, &words->outputs, error);
}

static int
merge_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { 0 };
  char **files;
  bool ok = parse_words (&words, call->argc, call->argv, &files, error) && plan_outputs_check (&words.outputs, error)
            && plan_outputs_spare (&words.outputs, files, "the list of parts", error)
            && merge (&words, files, call->schedulers, error);
  return ok ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_merge = { "merge", "one plan from the parts that several machines simulated", merge_command };
