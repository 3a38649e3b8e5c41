/* sim/commands/generate_command.c - `isosim generate`: a synthetic suite that looks like a real one, as a trace. */
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "formats/isotrace.h"
#include "synthetic/generate.h"

typedef struct
{
  char *preset, *tests, *seed, *scopes;
  char *out; /* in argv */
} Words;

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "preset", 0, 0, G_OPTION_ARG_STRING, &words->preset, "what it looks like ('isosim list presets')", "NAME" },
      { "tests", 0, 0, G_OPTION_ARG_STRING, &words->tests, "how many tests (default: as the preset's suite)", "N" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "which of all such suites (default 1)", "S" },
      { "scopes", 0, 0, G_OPTION_ARG_STRING, &words->scopes, "how many scopes (default: as sizes make it)", "K" },
      G_OPTION_ENTRY_NULL,
  });
}

static void
words_clear (Words *words)
{
  usage_free_words (option_table (words));
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static bool
set_out (Words *words, int argc, char **argv, GError **error)
{
  if (argc > 2)
    return fail (error, "generate writes one file, OUT (- or none is standard output)");
  words->out = argc == 2 ? argv[1] : NULL;
  return true;
}

static bool
parse_words (Words *words, int argc, char **argv, GError **error)
{
  return usage_parse_options (option_table (words), "[OUT] - writes a synthetic suite as a trace",
                              "OUT may be -, standard output, which it is when none is given.", &argc, &argv, error)
         && set_out (words, argc, argv, error);
}

static bool
set_preset (GeneratePlan *plan, const char *name, GError **error)
{
  if (!name)
    return fail (error, "which preset? Say --preset NAME ('isosim list presets' names them)");
  plan->preset = preset_find (name);
  if (plan->preset)
    return true;
  const char *nearest = preset_nearest (name);
  return fail (error, "--preset %s: no such preset%s%s%s", name, nearest ? "; did you mean " : "",
               nearest ? nearest : " ('isosim list presets' names them)", nearest ? "?" : "");
}

static bool
set_plan (GeneratePlan *plan, const Words *words, GError **error)
{
  if (!set_preset (plan, words->preset, error))
    return false;
  guint64 tests = plan->preset->tests, seed = 1, scopes = 0;
  if (!usage_parse_whole ("--tests", words->tests, 1, SUITE_TESTS_MAX, &tests, error)
      || !usage_parse_whole ("--seed", words->seed, 0, G_MAXINT64, &seed, error)
      || !usage_parse_whole ("--scopes", words->scopes, 1, SUITE_TESTS_MAX, &scopes, error))
    return false;
  plan->tests = (uint32_t) tests;
  plan->seed = seed;
  plan->scopes = (uint32_t) scopes;
  return scopes <= tests || fail (error, "--scopes %u: more scopes than the %u tests", plan->scopes, plan->tests);
}

static int
generate_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { .preset = NULL };
  GeneratePlan plan;
  if (!parse_words (&words, call->argc, call->argv, error) || !set_plan (&plan, &words, error))
    return EXIT_CANNOT;
  g_autoptr (Trace) trace = generate_trace (&plan);
  g_autoptr (GString) text = isotrace_text (trace);
  return outfile_write_text (words.out ? words.out : "-", text, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_generate = { "generate", "write a synthetic suite as a trace", generate_command };
