#include "plan_output/plan_options.h"

#include "base/usage.h"

/* The words besides those of the case; NULL: not given. */
typedef struct
{
  PlanWords asked;
  char *part, *shard, *threads, *out;
} Words;

/* The options of plan alone, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  PlanWords *asked = &words->asked;
  return usage_option_table ((const GOptionEntry[]){
      { "trace", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &asked->trace,
        "the file with the times of the tests (- is stdin); repeated: more runs of the suite", "FILE" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &asked->workers, "numbers of workers: 1..64, 1..64/4, 2,4,8", "RANGE" },
      { "dist", 0, 0, G_OPTION_ARG_STRING, &asked->dist, "schedulers, by name, or all (default)", "NAME[,NAME]" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &asked->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "runs", 0, 0, G_OPTION_ARG_STRING, &asked->runs,
        "runs with drawn times; 0: the times of the trace (default: by size)", "R" },
      { "noise", 0, 0, G_OPTION_ARG_STRING, &asked->noise, "how much times vary: a sigma, or auto (default)", "SIGMA" },
      { "precision", 0, 0, G_OPTION_ARG_STRING, &asked->precision, "stop when every mean is known within P, such as 1%",
        "P%" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &asked->seed, "seed of drawn times and isoscope's shuffle (default 1)",
        "S" },
      { "target", 0, 0, G_OPTION_ARG_STRING, &asked->target, "take the cheapest choice within this time, such as 10m",
        "TIME" },
      { "cost", 0, 0, G_OPTION_ARG_STRING, &asked->cost, "price of a worker, such as 0.008/min", "PRICE" },
      { "machine", 0, 0, G_OPTION_ARG_STRING, &asked->machine, "price of a machine of C cores, such as 4:0.016/min",
        "C:PRICE" },
      { "bill-by", 0, 0, G_OPTION_ARG_STRING, &asked->bill_by, "bill in whole units of this time, such as 1m", "TIME" },
      { "startup", 0, 0, G_OPTION_ARG_STRING, &asked->startup, "time of each worker before its first test, such as 20s",
        "TIME" },
      { "part", 0, 0, G_OPTION_ARG_STRING, &words->part, "simulate part K of N only, for isosim merge", "K/N" },
      { "shard", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &words->shard, "the old name of --part", "K/N" },
      { "out", 0, 0, G_OPTION_ARG_FILENAME, &words->out, "the file that the part is written to (default: stdout)",
        "FILE" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->threads, "threads; the result does not depend on them", "J" },
      G_OPTION_ENTRY_NULL,
  });
}

static void
words_clear (Words *words)
{
  usage_free_words (option_table (words));
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

void
plan_options_clear (PlanOptions *options)
{
  plan_case_clear (&options->asked);
  plan_outputs_clear (&options->outputs);
}

static bool
parse_words (PlanOptions *options, Words *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- how many workers, and which scheduler");
  g_option_context_add_main_entries (context, entries, NULL);
  plan_outputs_add_options (context, &options->outputs);
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  options->outputs.part = g_steal_pointer (&words->out);
  return !word[1] || fail (error, "plan takes options only, not '%s'; a file is named by --trace FILE", word[1]);
}

/* A part is written to one file. It cannot stop at a precision, since its machine sees only some of the runs. */
static bool
parse_part (PlanOptions *options, const Words *words, GError **error)
{
  const char *document = plan_outputs_first_option (&options->outputs), *out = options->outputs.part;
  const char *word = words->part ? words->part : words->shard;
  if (!word)
    return !out || fail (error, "--out %s: only a part is written there; say which part with --part K/N", out);
  if (words->part && words->shard)
    return fail (error, "--part and --shard are the same option: give one of them");
  if (words->asked.precision)
    return fail (error, "--precision %s: a part cannot tell when all runs are precise enough; say --runs R instead",
                 words->asked.precision);
  if (document)
    return fail (error, "%s: with --part only the part is written; give %s to isosim merge, which has all parts",
                 document, document);
  return part_number_parse (words->part ? "--part" : "--shard", word, &options->part, error);
}

static bool
parse_threads (PlanOptions *options, const Words *words, GError **error)
{
  guint64 threads = g_get_num_processors ();
  if (!usage_parse_whole ("--jobs", words->threads, 1, 1024, &threads, error))
    return false;
  options->threads = (unsigned) threads;
  return true;
}

bool
plan_options_parse (PlanOptions *options, char **argv, GError **error)
{
  g_auto (Words) words = { 0 };
  return parse_words (options, &words, argv, error)
         && plan_outputs_spare (&options->outputs, words.asked.trace, "--trace", error)
         && plan_outputs_check (&options->outputs, error) && parse_part (options, &words, error)
         && plan_case_parse (&options->asked, &words.asked, error) && parse_threads (options, &words, error);
}
