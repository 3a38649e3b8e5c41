#include "run/run_options.h"

#include "base/human.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "charts/gantt.h"
#include "external/lookup.h"
#include "models/registry.h"
#include "run/releases.h"
#include "run/trace_source.h"
#include "time_model/calibrate.h"
#include <string.h>

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (RunWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "trace", 0, 0, G_OPTION_ARG_FILENAME, &words->trace, "the file that says how long tests take (- is stdin)",
        "FILE" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "how many workers; auto: one a processor", "N" },
      { "dist", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "schedulers, by name or as ./plugin.so; or all (default)",
        "NAME[,NAME]" },
      { "scheduler", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "the same as --dist", "NAME[,NAME]" },
      { "maxschedchunk", 0, 0, G_OPTION_ARG_STRING, &words->maxschedchunk, "load: most tests dealt at a time", "N" },
      { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in order of appearance",
        NULL },
      { "loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->reorder, "largest scopes first (default)", NULL },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of isoscope's shuffle, as Python's random.seed", "S" },
      { "seeds", 0, 0, G_OPTION_ARG_STRING, &words->seeds, "without --seed: over how many the median is", "K" },
      { "cores", 0, 0, G_OPTION_ARG_STRING, &words->cores, "that workers share; a warning when they are more", "C" },
      { "ramp", 0, 0, G_OPTION_ARG_STRING, &words->ramp, "between the starts of two workers", "SECONDS" },
      /* Bytes as they are, not text of the locale: a nodeid is UTF-8 wherever isosim runs. */
      { "crash", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->crash, "the test kills its worker, once or TIMES times",
        "NODEID[:TIMES|:always]" },
      { "max-worker-restart", 0, 0, G_OPTION_ARG_STRING, &words->max_worker_restart, "default 4 times N; or none",
        "K" },
      { "maxfail", 0, 0, G_OPTION_ARG_STRING, &words->maxfail, "stop after M failed reports", "M" },
      { "exitfirst", 'x', 0, G_OPTION_ARG_NONE, &words->exitfirst, "the same as --maxfail 1", NULL },
      { "xdist-version", 0, 0, G_OPTION_ARG_STRING, &words->xdist_version, "a release's schedulers and defaults",
        "3.1…3.8" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default), json or tsv", "FORMAT" },
      { "log", 0, 0, G_OPTION_ARG_FILENAME, &words->log, "every decision of one scheduler, as JSON lines", "FILE" },
      { "gantt", 0, 0, G_OPTION_ARG_FILENAME, &words->gantt, "a chart of the run: .svg, .png or .txt", "FILE" },
      { "perfetto", 0, 0, G_OPTION_ARG_FILENAME, &words->perfetto, "the run as Chrome trace events", "FILE" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; the result does not depend on them", "J" },
      G_OPTION_ENTRY_NULL,
  });
}

void
run_options_clear (RunOptions *run)
{
  usage_free_words (option_table (&run->words));
  trace_free (run->trace);
  run_settings_clear (&run->settings);
  time_model_free (run->costs);
  g_clear_pointer (&run->models, g_ptr_array_unref);
  g_clear_pointer (&run->notes, g_ptr_array_unref);
}

/* --- words to numbers ---------------------------------------------------------------------------------------- */

static bool
parse_words (RunWords *words, char **argv, const CommandTexts *commands, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- how long a test suite takes under each scheduler");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, commands->description);
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return fail (error, "'%s' is neither a command (%s) nor an option; a file is named by --trace FILE", word[1],
                 commands->names);
  return true;
}

static bool
parse_number (const char *option, const char *word, int64_t least, int64_t most, int64_t *number, GError **error)
{
  gint64 parsed;
  if (!word)
    return true;
  if (!g_ascii_string_to_signed (word, 10, least, most, &parsed, NULL))
    return fail (error, "%s %s: expected a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, option, word,
                 (gint64) least, (gint64) most);
  *number = parsed;
  return true;
}

/* An option that takes a number from LEAST to MOST. Some take a name too, which stands for the number NAMED. */
typedef struct
{
  const char *option, *word; /* NULL: the option was not given, and *count stays */
  uint32_t least, most, *count;
  const char *name;
  uint32_t named;
} CountWord;

static bool
parse_count (const CountWord *one, GError **error)
{
  int64_t number = *one->count;
  if (one->word && g_strcmp0 (one->word, one->name) == 0)
    number = one->named;
  else if (!parse_number (one->option, one->word, one->least, one->most, &number, error))
    return false;
  *one->count = (uint32_t) number;
  return true;
}

static bool
parse_counts (const CountWord *count, gsize counts, GError **error)
{
  for (gsize i = 0; i < counts; i++)
    if (!parse_count (&count[i], error))
      return false;
  return true;
}

/* The words go over what the trace says. */
static bool
set_numbers (RunOptions *run, GError **error)
{
  const RunWords *words = &run->words;
  RunSettings *settings = &run->settings;
  Evaluation *evaluation = &run->evaluation;
  const CountWord counts[]
      = { { "--workers", words->workers, 1, TRACE_WORKERS_MAX, &settings->workers, "auto", g_get_num_processors () },
          { "--maxschedchunk", words->maxschedchunk, 1, SUITE_TESTS_MAX, &settings->rules.options.maxschedchunk, NULL,
            0 },
          { "--seeds", words->seeds, 1, 100000, &evaluation->seeds, NULL, 0 },
          { "--max-worker-restart", words->max_worker_restart, 0, 1000000, &settings->rules.max_worker_restart, "none",
            ISO_NONE },
          { "--maxfail", words->maxfail, 1, G_MAXINT32, &settings->rules.maxfail, NULL, 0 },
          { "--cores", words->cores, 1, 1000000, &evaluation->cores, NULL, 0 },
          { "--jobs", words->jobs, 1, 1024, &evaluation->jobs, NULL, 0 } };
  settings->rules.maxfail = words->exitfirst ? 1 : settings->rules.maxfail;
  evaluation->jobs = g_get_num_processors ();
  if (words->seed || words->seeds)
    settings->seeded = words->seed != NULL;
  if (words->reorder || words->no_reorder)
    settings->rules.options.loadscopereorder = !words->no_reorder;
  if (!parse_number ("--seed", words->seed, -G_MAXINT64, G_MAXINT64, &settings->seed, error)
      || !parse_counts (counts, G_N_ELEMENTS (counts), error))
    return false;
  if (settings->rules.max_worker_restart == RESTARTS_BY_WORKERS)
    settings->rules.max_worker_restart = 4 * settings->workers;
  return settings->workers > 0
         || fail (error, "how many workers? Say --workers N, or --workers auto for one a processor");
}

/* --- schedulers ---------------------------------------------------------------------------------------------- */

/* Adds MODEL unless it was named before. */
static void
add_once (RunOptions *run, const IsoModel *model)
{
  if (!g_ptr_array_find (run->models, model, NULL))
    g_ptr_array_add (run->models, (gpointer) (guintptr) model);
}

static bool
add_model (RunOptions *run, const char *name, GError **error)
{
  const IsoModel *model = schedulers_find (run->schedulers, name, run->words.xdist_path, error);
  if (model)
    add_once (run, model);
  return model != NULL;
}

/* A table of all schedulers leaves out those that the release lacks, a scheduler's variant (its twin stands there), and
 * each where it would run too many tests. */
static bool
belongs_to_all (const RunOptions *run, const IsoModel *model)
{
  if (model_has_too_many_runs (model, run->trace->suite->tests, run->settings.workers))
    return false;
  return !model->twin && release_has (run->release, model);
}

static bool
add_all (RunOptions *run)
{
  for (const IsoModel *const *model = models; *model; model++)
    if (belongs_to_all (run, *model))
      add_once (run, *model);
  return true;
}

static bool
check_models (const RunOptions *run, GError **error)
{
  for (guint i = 0; i < run->models->len; i++)
    {
      const IsoModel *model = run->models->pdata[i];
      if (!release_has (run->release, model))
        return fail (error, "--dist %s: pytest-xdist %s does not have it%s", model->name, run->release->name,
                     model->since ? "" : "; no release has");
      if (model_has_too_many_runs (model, run->trace->suite->tests, run->settings.workers))
        return fail (error, "--dist %s: more than %u runs (tests times workers)", model->name, EACH_RUNS_MAX);
    }
  return true;
}

static bool
set_models (RunOptions *run, GError **error)
{
  const char *names = run->words.dist ? run->words.dist : run->settings.dist;
  g_auto (GStrv) name = g_strsplit (names, ",", -1);
  run->models = g_ptr_array_new ();
  if (!schedulers_use_folder ("--xdist-path", run->words.xdist_path, names, error)
      || (!run->words.dist && !schedulers_may_run (names, run->words.trace, error)))
    return false;
  for (char **each = name; *each; each++)
    if (!(g_str_equal (g_strstrip (*each), "all") ? add_all (run) : add_model (run, *each, error)))
      return false;
  if (!run->models->len)
    return fail (error, "--dist: which scheduler? ('isosim list schedulers' names them)");
  return check_models (run, error);
}

static bool
set_release (RunOptions *run, GError **error)
{
  run->release = release_find (run->words.xdist_version);
  if (!run->release)
    return fail (error, "--xdist-version %s: expected 3.1 to 3.8", run->words.xdist_version);
  if (run->words.maxschedchunk && !run->release->has_maxschedchunk)
    return fail (error, "--maxschedchunk: pytest-xdist %s does not have it", run->release->name);
  if ((run->words.reorder || run->words.no_reorder) && !run->release->has_reorder_option)
    return fail (error, "--%sloadscope-reorder: pytest-xdist %s does not have it", run->words.no_reorder ? "no-" : "",
                 run->release->name);
  return true;
}

/* --- deaths and failures ------------------------------------------------------------------------------------- */

static void G_GNUC_PRINTF (2, 3) add_note (RunOptions *run, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (run->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

/* Parses NODEID or NODEID:TIMES. A nodeid may itself end in a colon and digits, so the whole word is tried first. */
static bool
parse_crash (RunOptions *run, const char *word, GError **error)
{
  uint32_t test = suite_find (run->trace->suite, word), times = 1;
  const char *colon = strrchr (word, ':');
  if (test == SUITE_NONE && colon)
    {
      g_autofree char *nodeid = g_strndup (word, (gsize) (colon - word));
      test = suite_find (run->trace->suite, nodeid);
      const CountWord count = { "--crash NODEID:TIMES", colon + 1, 1, G_MAXINT32, &times, "always", CRASH_ALWAYS };
      if (test != SUITE_NONE && !parse_count (&count, error))
        return false;
    }
  if (test == SUITE_NONE)
    return fail (error, "--crash %s: there is no such test in %s", word, run->words.trace);
  run_settings_add_crash (&run->settings, test, times);
  return true;
}

static void
note_crashes (RunOptions *run)
{
  const GArray *crashes = run->settings.crashes;
  g_autofree char *count = human_plural (crashes->len, "test");
  g_autofree char *name = suite_dup_name (run->trace->suite, g_array_index (crashes, CrashPlan, 0).test);
  add_note (run,
            "%s killed a worker when this was recorded, and so here (--crash none leaves that out); the first is %s",
            count, name);
}

static bool
set_crashes (RunOptions *run, GError **error)
{
  char **word = run->words.crash;
  if (!word && !run->trace->scenario && run->settings.crashes->len)
    note_crashes (run);
  if (!word)
    return true;
  g_array_set_size (run->settings.crashes, 0);
  if (g_str_equal (word[0], "none") && !word[1])
    return true;
  for (; *word; word++)
    if (!parse_crash (run, *word, error))
      return false;
  return true;
}

static bool
check_failures (const RunOptions *run, GError **error)
{
  if (!run->settings.rules.maxfail || run->settings.failures)
    return true;
  return fail (error, "%s: %s does not say which tests fail, so --maxfail and -x cannot be simulated", run->words.trace,
               run->trace->format);
}

/* --- the time model
 * --------------------------------------------------------------------------------------------------- */

#define RAMP_SECONDS_MAX 1000000

static bool
set_ramp (RunOptions *run, GError **error)
{
  const char *word = run->words.ramp;
  char *end;
  double seconds = word ? g_ascii_strtod (word, &end) : 0;
  if (!word)
    return true;
  if (!g_ascii_isdigit (*word) || *end || !(seconds <= RAMP_SECONDS_MAX))
    return fail (error, "--ramp %s: expected seconds, from 0 to %d", word, RAMP_SECONDS_MAX);
  run->costs->ramp_us = (uint64_t) (seconds * 1e6 + 0.5);
  return true;
}

/* A recording has a time model. Without one only tests take time, unless --ramp says that workers start one by one. */
static bool
set_costs (RunOptions *run, GError **error)
{
  const Trace *trace = run->trace;
  if (trace->recording && trace->recording->runs)
    run->costs = calibrate (trace, trace->suite, error);
  else if (run->words.ramp)
    run->costs = time_model_new (trace->suite, trace->run_us);
  else
    return true;
  if (!run->costs)
    return g_prefix_error (error, "%s: ", run->words.trace), false;
  if (time_model_most_us (run->costs) > COSTS_US_MAX)
    return fail (error, "%s: its tests and fixtures may take more than 4e9 seconds in all", run->words.trace);
  run->evaluation.costs = run->costs;
  run->costs->cores = run->evaluation.cores ? run->evaluation.cores : run->costs->cores;
  return set_ramp (run, error);
}

/* --- the rest ------------------------------------------------------------------------------------------------ */

static bool
set_printer (RunOptions *run, GError **error)
{
  const char *format = run->words.format ? run->words.format : "text";
  run->print = g_str_equal (format, "text")   ? report_text
               : g_str_equal (format, "json") ? report_json
               : g_str_equal (format, "tsv")  ? report_tsv
                                              : NULL;
  if (!run->print)
    return fail (error, "--format %s: expected text, json or tsv", format);
  return true;
}

/* Checks that each document has a place of its own, which is not the trace's. */
static bool
check_places (const RunWords *words, GError **error)
{
  const char *place[] = { words->log, words->gantt, words->perfetto };
  if (g_strcmp0 (words->perfetto, "-") == 0)
    return fail (error, "--perfetto -: expected the name of a file; only --log can go to standard output");
  for (gsize i = 0; i < G_N_ELEMENTS (place); i++)
    for (gsize k = 0; k < i; k++)
      if (place[i] && g_strcmp0 (place[i], place[k]) == 0)
        return fail (error, "%s: two of --log, --gantt and --perfetto would be written there", place[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (place); i++)
    if (place[i] && words->trace && outfile_is_at (place[i], words->trace))
      return fail (error, "%s: it is the trace, and one of --log, --gantt and --perfetto would be written there",
                   words->trace);
  return true;
}

static bool
check_outputs (const RunOptions *run, GError **error)
{
  const char *option = run->words.log        ? "--log"
                       : run->words.gantt    ? "--gantt"
                       : run->words.perfetto ? "--perfetto"
                                             : NULL;
  if (!check_places (&run->words, error))
    return false;
  if (run->words.gantt && !gantt_knows_ending (run->words.gantt, error))
    return false;
  if (!option || run->models->len == 1)
    return true;
  return fail (error, "%s shows the run of one scheduler: say which by --dist NAME", option);
}

static bool
read_input (RunOptions *run, GError **error)
{
  if (!run->words.trace)
    return fail (error, "which suite? Say --trace FILE (isosim --help tells more)");
  run->trace = trace_source_read (run->words.trace, error);
  run->evaluation.path = trace_source_name (run->words.trace);
  run->evaluation.trace = run->trace;
  if (run->trace)
    run_settings_init (&run->settings, run->trace, run->release);
  return run->trace != NULL;
}

static void
fill_evaluation (RunOptions *run)
{
  const RunSettings *settings = &run->settings;
  Evaluation *evaluation = &run->evaluation;
  evaluation->workers = settings->workers;
  g_assert (settings->workers > 0 && settings->rules.max_worker_restart != RESTARTS_BY_WORKERS);
  evaluation->rules = settings->rules;
  evaluation->rules.failures = settings->rules.maxfail ? settings->failures : NULL;
  evaluation->seed = settings->seed;
  evaluation->seeded = settings->seeded;
  evaluation->crash = (const CrashPlan *) (gpointer) settings->crashes->data;
  evaluation->crashes = settings->crashes->len;
  evaluation->like_oracle = run->trace->scenario != NULL;
  evaluation->models = run->models->len;
  evaluation->model = (const IsoModel *const *) (gpointer) run->models->pdata;
  evaluation->notes = run->notes;
}

bool
run_options_parse (RunOptions *run, char **argv, const CommandTexts *commands, Schedulers *schedulers, GError **error)
{
  run->schedulers = schedulers;
  run->notes = g_ptr_array_new_with_free_func (g_free);
  if (!parse_words (&run->words, argv, commands, error) || !set_printer (run, error) || !set_release (run, error)
      || !read_input (run, error) || !set_numbers (run, error) || !set_models (run, error) || !set_crashes (run, error)
      || !check_failures (run, error) || !check_outputs (run, error) || !set_costs (run, error))
    return false;
  fill_evaluation (run);
  return true;
}
