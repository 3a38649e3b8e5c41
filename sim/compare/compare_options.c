#include "compare/compare_options.h"

#include "base/ranges.h"
#include "base/units.h"
#include "base/usage.h"
#include "compare/compare_report.h"
#include "external/lookup.h"
#include "run/trace_source.h"
#include "sweep/sweep.h"
#include <string.h>

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (CompareWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "max-regress", 0, 0, G_OPTION_ARG_STRING, &words->max_regress, "how much slower is no regression (default 5%)",
        "P%" },
      { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default) or json", "FORMAT" },
      { "dist", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->dist, "two schedulers instead of two files, old and new",
        "NAME,NAME" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "trace", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->trace,
        "a suite to compare them on (- is stdin); again: another suite", "FILE" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "numbers of workers: 1..64, 1..64/4, 2,4,8", "RANGE" },
      { "runs", 0, 0, G_OPTION_ARG_STRING, &words->runs, "means over R runs with drawn times (default 0: as they are)",
        "R" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of the draws and of isoscope's shuffle (default 1)", "S" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; the result does not depend on them", "J" },
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->file, NULL, NULL },
      G_OPTION_ENTRY_NULL,
  });
}

void
compare_options_clear (CompareOptions *options)
{
  usage_free_words (option_table (&options->words));
  g_clear_pointer (&options->paths, g_ptr_array_unref);
  g_clear_pointer (&options->traces, g_ptr_array_unref);
  g_clear_pointer (&options->workers, g_array_unref);
}

static bool
parse_words (CompareWords *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("[OLD NEW] - what got worse between two results");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "OLD and NEW are files of isosim plan --export-json or isosim --format json.");
  g_auto (GStrv) word = usage_split_short (argv);
  return g_option_context_parse_strv (context, &word, error);
}

/* --- two files ----------------------------------------------------------------------------------------------- */

static bool
takes_files (const CompareOptions *options, GError **error)
{
  const CompareWords *words = &options->words;
  unsigned files = words->file ? g_strv_length (words->file) : 0;
  const char *alone = words->trace        ? "--trace"
                      : words->workers    ? "--workers"
                      : words->runs       ? "--runs"
                      : words->xdist_path ? "--xdist-path"
                                          : NULL;
  if (alone || words->seed || words->jobs)
    return fail (error, "%s: of which two schedulers? Say --dist OLD,NEW",
                 alone         ? alone
                 : words->seed ? "--seed"
                               : "--jobs");
  if (files != 2)
    return fail (error, "compare what? Two result files, OLD and NEW, or two schedulers on a suite: "
                        "--dist OLD,NEW --trace FILE --workers RANGE");
  if (g_str_equal (words->file[0], "-") && g_str_equal (words->file[1], "-"))
    return fail (error, "standard input can be one of the two files, not both");
  return true;
}

/* --- two schedulers ------------------------------------------------------------------------------------------ */

/* --dist OLD,NEW or --dist OLD --dist NEW. */
static bool
set_models (CompareOptions *options, GError **error)
{
  g_autofree char *all = g_strjoinv (",", options->words.dist);
  g_auto (GStrv) name = g_strsplit (all, ",", -1);
  if (g_strv_length (name) != 2)
    return fail (error, "--dist %s: expected two schedulers, the old one and the new one", all);
  if (!schedulers_use_folder ("--xdist-path", options->words.xdist_path, all, error))
    return false;
  for (int i = 0; i < 2; i++)
    {
      const IsoModel *model
          = schedulers_find (options->schedulers, g_strstrip (name[i]), options->words.xdist_path, error);
      if (!model)
        return false;
      if (model->every_worker)
        return fail (error, "--dist %s: it runs every test on every worker, and cannot be compared", model->name);
      options->question.model[i] = model;
    }
  return true;
}

static bool
read_trace (CompareOptions *options, const char *path, GError **error)
{
  if (g_ptr_array_find_with_equal_func (options->paths, trace_source_name (path), g_str_equal, NULL))
    return fail (error, "--trace %s: it is given twice", path);
  Trace *trace = trace_source_read (path, error);
  if (!trace)
    return false;
  g_ptr_array_add (options->traces, trace);
  g_ptr_array_add (options->paths, (gpointer) (guintptr) trace_source_name (path));
  return true;
}

static bool
read_traces (CompareOptions *options, GError **error)
{
  if (!options->words.trace)
    return fail (error, "which suite? Say --trace FILE (isosim compare --help tells more)");
  options->paths = g_ptr_array_new ();
  options->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  for (char **path = options->words.trace; *path; path++)
    if (!read_trace (options, *path, error))
      return false;
  return true;
}

static bool
set_workers (CompareOptions *options, GError **error)
{
  if (!options->words.workers)
    return fail (error, "how many workers? Say --workers 8, --workers 1..64 or --workers 2,4,8");
  options->workers = ranges_parse ("--workers", options->words.workers, TRACE_WORKERS_MAX, error);
  return options->workers != NULL;
}

static bool
set_numbers (CompareOptions *options, GError **error)
{
  DistsQuestion *question = &options->question;
  guint64 runs = 0, seed = 1, jobs = g_get_num_processors ();
  if (!usage_parse_whole ("--runs", options->words.runs, 0, SWEEP_RUNS_MAX, &runs, error)
      || !usage_parse_whole ("--seed", options->words.seed, 0, G_MAXINT64, &seed, error)
      || !usage_parse_whole ("--jobs", options->words.jobs, 1, 1024, &jobs, error))
    return false;
  if (runs * 2 * options->workers->len > SWEEP_SIMULATIONS_MAX)
    return fail (error, "--runs %s: more than %u simulations of a suite", options->words.runs, SWEEP_SIMULATIONS_MAX);
  question->runs = (unsigned) runs;
  question->seed = seed;
  question->jobs = (unsigned) jobs;
  return true;
}

static bool
set_question (CompareOptions *options, GError **error)
{
  DistsQuestion *question = &options->question;
  if (options->words.file)
    return fail (error, "--dist compares two schedulers, not files as '%s'; a suite is named by --trace FILE",
                 options->words.file[0]);
  if (!set_models (options, error) || !set_workers (options, error) || !set_numbers (options, error)
      || !read_traces (options, error))
    return false;
  question->traces = options->traces->len;
  question->path = (const char *const *) (gpointer) options->paths->pdata;
  question->trace = (const Trace *const *) (gpointer) options->traces->pdata;
  question->counts = options->workers->len;
  question->workers = (const unsigned *) (gpointer) options->workers->data;
  return true;
}

bool
compare_options_parse (CompareOptions *options, char **argv, Schedulers *schedulers, GError **error)
{
  options->schedulers = schedulers;
  options->allowed = 5 * SHARE_PERCENT;
  if (!parse_words (&options->words, argv, error)
      || !units_parse_share ("--max-regress", options->words.max_regress, &options->allowed, error)
      || !usage_parse_format (options->words.format, &options->json, error))
    return false;
  options->of_traces = options->words.dist != NULL;
  return options->of_traces ? set_question (options, error) : takes_files (options, error);
}
