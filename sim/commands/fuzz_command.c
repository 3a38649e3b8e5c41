/* sim/commands/fuzz_command.c - `isosim fuzz --dist A --against B`: do two schedulers decide alike in random
 * situations? */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/ranges.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "fuzz/fuzz_campaign.h"

#define SUITES_DEFAULT 1000
#define SECONDS_MAX 1000000

typedef struct
{
  char *dist[2], *path[2]; /* [1]: --against's */
  char *suites, *time_limit, *seed, *tests, *workers, *maxschedchunk, *jobs, *format, *save;
  gboolean no_reorder, name_supplied;
  bool json;
} Words;

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "dist", 0, 0, G_OPTION_ARG_FILENAME, &words->dist[0],
        "a scheduler: NAME, ./plugin.so, xdist:NAME, py:…, exec:…", "A" },
      { "against", 0, 0, G_OPTION_ARG_FILENAME, &words->dist[1], "the other one", "B" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->path[0], "A is xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "against-path", 0, 0, G_OPTION_ARG_FILENAME, &words->path[1], "the same for B", "DIR" },
      { "suites", 0, 0, G_OPTION_ARG_STRING, &words->suites, "how many (default 1,000, without a limit of time)", "N" },
      { "time-limit", 0, 0, G_OPTION_ARG_STRING, &words->time_limit, "for so long", "SECONDS" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of all that is drawn (default 1)", "S" },
      { "tests", 0, 0, G_OPTION_ARG_STRING, &words->tests, "of a suite (default 1..100)", "RANGE" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "that run it (default 1..8)", "RANGE" },
      { "maxschedchunk", 0, 0, G_OPTION_ARG_STRING, &words->maxschedchunk,
        "load: most tests dealt at a time; any: drawn", "N" },
      { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in order of appearance",
        NULL },
      { "name-supplied", 0, 0, G_OPTION_ARG_NONE, &words->name_supplied,
        "isoscope: replacements do not fail by NameError", NULL },
      { "save", 0, 0, G_OPTION_ARG_FILENAME, &words->save, "keep the scenario that shows a difference", "FILE" },
      { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default) or json", "FORMAT" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; the result does not depend on them", "J" },
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
parse_words (Words *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- do two schedulers decide alike?");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, "Exit status: 0 no difference, 1 one was found, 2 it could not run.");
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return fail (error, "fuzz takes options only, not '%s'", word[1]);
  return usage_parse_format (words->format, &words->json, error);
}

/* --- words to a plan ------------------------------------------------------------------------------------------- */

static bool
find_models (const Words *words, FuzzPlan *plan, Schedulers *schedulers, GError **error)
{
  static const char *const option[] = { "--xdist-path", "--against-path" };
  for (int i = 0; i < 2; i++)
    {
      if (!words->dist[i])
        return fail (error, "which %s? Say --dist A --against B (isosim fuzz --help tells more)",
                     words->dist[0] ? "is the other scheduler" : "two schedulers");
      if (!schedulers_use_folder (option[i], words->path[i], words->dist[i], error))
        return false;
      plan->model[i] = schedulers_find (schedulers, words->dist[i], words->path[i], error);
      if (!plan->model[i])
        return false;
    }
  return true;
}

/* The least and the most of a range; NULL leaves them. */
static bool
parse_range (const char *option, const char *word, unsigned most, unsigned *range, GError **error)
{
  if (!word)
    return true;
  g_autoptr (GArray) numbers = ranges_parse (option, word, most, error);
  if (!numbers)
    return false;
  range[0] = g_array_index (numbers, unsigned, 0);
  range[1] = g_array_index (numbers, unsigned, numbers->len - 1);
  return true;
}

static bool
set_range (const Words *words, FuzzRange *range, GError **error)
{
  guint64 chunk = ISO_NONE;
  *range = (FuzzRange){ .tests = { 1, 100 }, .workers = { 1, 8 } };
  range->any_chunk = g_strcmp0 (words->maxschedchunk, "any") == 0;
  if (!range->any_chunk
      && !usage_parse_whole ("--maxschedchunk", words->maxschedchunk, 1, SUITE_TESTS_MAX, &chunk, error))
    return false;
  range->options = (IsoOptions){ (uint32_t) chunk, !words->no_reorder, words->name_supplied };
  return parse_range ("--tests", words->tests, FUZZ_TESTS_MAX, range->tests, error)
         && parse_range ("--workers", words->workers, FUZZ_WORKERS_MAX, range->workers, error);
}

static bool
set_plan (const Words *words, FuzzPlan *plan, Schedulers *schedulers, GError **error)
{
  guint64 seed = 1, seconds = 0, jobs = g_get_num_processors ();
  guint64 suites = words->time_limit ? UINT64_MAX : SUITES_DEFAULT;
  if (!usage_parse_whole ("--seed", words->seed, 0, G_MAXUINT64, &seed, error)
      || !usage_parse_whole ("--suites", words->suites, 1, 1000000000, &suites, error)
      || !usage_parse_whole ("--time-limit", words->time_limit, 1, SECONDS_MAX, &seconds, error)
      || !usage_parse_whole ("--jobs", words->jobs, 1, 1024, &jobs, error) || !set_range (words, &plan->range, error)
      || !find_models (words, plan, schedulers, error))
    return false;
  plan->seed = seed;
  plan->suites = suites;
  plan->time_us = seconds * G_USEC_PER_SEC;
  plan->jobs = (unsigned) jobs;
  return true;
}

/* A name, and where it was looked up if that tells two of one name apart. */
static char *
dup_label (const Words *words, int side)
{
  if (!words->path[side] || g_strcmp0 (words->dist[0], words->dist[1]) != 0)
    return g_strdup (words->dist[side]);
  return g_strdup_printf ("%s of %s", words->dist[side], words->path[side]);
}

/* --- the command ----------------------------------------------------------------------------------------------- */

static int
tell (const Words *words, const FuzzPlan *plan, const FuzzFound *found, GError **error)
{
  g_autoptr (GString) text = words->json ? fuzz_json (plan, found) : fuzz_text (plan, found);
  if (!outfile_write_text ("-", text, error))
    return EXIT_CANNOT;
  if (found->differs && words->save)
    {
      g_autoptr (GString) scenario = fuzz_scenario (plan, found);
      if (!outfile_write_text (words->save, scenario, error))
        return EXIT_CANNOT;
    }
  if (found->trouble && !found->differs) /* two programs that do not work do not differ */
    {
      fail (error, "%s", found->trouble);
      return EXIT_CANNOT;
    }
  return found->differs ? EXIT_VIOLATED : found->interrupted ? EXIT_INTERRUPTED : EXIT_HOLDS;
}

static int
fuzz_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { .save = NULL };
  g_auto (FuzzFound) found = { .differs = false };
  FuzzPlan plan = { .seed = 0 };
  if (!parse_words (&words, call->argv, error) || !set_plan (&words, &plan, call->schedulers, error))
    return EXIT_CANNOT;
  g_autofree char *dist = dup_label (&words, 0), *against = dup_label (&words, 1);
  plan.label[0] = dist;
  plan.label[1] = against;
  interrupt_watch ();
  fuzz_campaign (&plan, &found);
  return tell (&words, &plan, &found, error);
}

const Command command_fuzz = { "fuzz", "whether two schedulers decide alike in random situations", fuzz_command };
