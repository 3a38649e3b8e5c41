#include "run/run_options.h"

#include "base/human.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "external/lookup.h"
#include "models/registry.h"
#include "run/from_recording.h"
#include "run/releases.h"
#include "run/trace_source.h"
#include "simulate/timeline.h"
#include <string.h>

static void
words_clear (Words *words)
{
  char **text[] = { &words->trace,         &words->workers, &words->dist,    &words->maxschedchunk,      &words->seed,
                    &words->seeds,         &words->cores,   &words->maxfail, &words->max_worker_restart, &words->log,
                    &words->xdist_version, &words->gantt,   &words->format,  &words->perfetto,           &words->jobs,
                    &words->xdist_path,    &words->ramp };
  for (gsize i = 0; i < G_N_ELEMENTS (text); i++)
    g_free (*text[i]);
  g_strfreev (words->crash);
}

void
run_options_clear (RunOptions *run)
{
  words_clear (&run->words);
  trace_free (run->trace);
  g_free (run->failures);
  time_model_free (run->costs);
  g_clear_pointer (&run->models, g_ptr_array_unref);
  g_clear_pointer (&run->crashes, g_array_unref);
  g_clear_pointer (&run->notes, g_ptr_array_unref);
}

/* --- words to numbers ---------------------------------------------------------------------------------------- */

static bool
parse_words (Words *words, char **argv, const CommandTexts *commands, GError **error)
{
  const GOptionEntry entries[] = {
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &words->trace, "the file that says how long tests take (- is stdin)",
      "FILE" },
    { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "how many workers; auto: one a processor", "N" },
    { "dist", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "schedulers, by name or as ./plugin.so; or all (default)",
      "NAME[,NAME]" },
    { "scheduler", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "the same as --dist", "NAME[,NAME]" },
    { "maxschedchunk", 0, 0, G_OPTION_ARG_STRING, &words->maxschedchunk, "load: most tests dealt at a time", "N" },
    { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in order of appearance", NULL },
    { "loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->reorder, "largest scopes first (default)", NULL },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of isoscope's shuffle, as Python's random.seed", "S" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &words->seeds, "without --seed: over how many the median is", "K" },
    { "cores", 0, 0, G_OPTION_ARG_STRING, &words->cores, "that workers share; a warning when they are more", "C" },
    { "ramp", 0, 0, G_OPTION_ARG_STRING, &words->ramp, "between the starts of two workers", "SECONDS" },
    /* Bytes as they are, not text of the locale: a nodeid is UTF-8 wherever isosim runs. */
    { "crash", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->crash, "the test kills its worker, once or TIMES times",
      "NODEID[:TIMES|:always]" },
    { "max-worker-restart", 0, 0, G_OPTION_ARG_STRING, &words->max_worker_restart, "default 4 times N; or none", "K" },
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
  };
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

/* A whole number from LEAST to MOST, and nothing else. NULL leaves *number as it is. */
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

static bool
parse_count (const char *option, const char *word, uint32_t least, uint32_t most, uint32_t *count, GError **error)
{
  int64_t number = *count;
  if (!parse_number (option, word, least, most, &number, error))
    return false;
  *count = (uint32_t) number;
  return true;
}

static bool
set_workers (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  const char *word = run->words.workers;
  uint32_t workers = scenario && scenario->set & SCENARIO_WORKERS ? scenario->workers : 0;
  if (word && g_str_equal (word, "auto"))
    workers = g_get_num_processors ();
  else if (!parse_count ("--workers", word, 1, TRACE_WORKERS_MAX, &workers, error))
    return false;
  if (!workers)
    return fail (error, "how many workers? Say --workers N, or --workers auto for one a processor");
  run->evaluation.workers = workers;
  return true;
}

/* Once each, in the order in which they were named first. */
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

/* A table of every scheduler leaves out what makes little sense in it. */
static bool
belongs_to_all (const RunOptions *run, const IsoModel *model)
{
  if (model_has_too_many_runs (model, run->trace->suite->tests, run->evaluation.workers))
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
check_model (const RunOptions *run, GError **error)
{
  for (guint i = 0; i < run->models->len; i++)
    {
      const IsoModel *model = run->models->pdata[i];
      if (!release_has (run->release, model))
        return fail (error, "--dist %s: pytest-xdist %s does not have it%s", model->name, run->release->name,
                     model->since ? "" : "; no release has");
      if (model_has_too_many_runs (model, run->trace->suite->tests, run->evaluation.workers))
        return fail (error, "--dist %s: more than %u runs (tests times workers)", model->name, EACH_RUNS_MAX);
    }
  return true;
}

static bool
set_models (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  const char *names = run->words.dist ? run->words.dist : scenario && scenario->scheduler ? scenario->scheduler : "all";
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
  run->evaluation.models = run->models->len;
  run->evaluation.model = (const IsoModel *const *) (gpointer) run->models->pdata;
  return check_model (run, error);
}

/* --- options of single schedulers, and what a release makes of them ------------------------------------------ */

static bool
set_release (RunOptions *run, GError **error)
{
  run->release = release_find (run->words.xdist_version);
  if (!run->release)
    return fail (error, "--xdist-version %s: expected 3.1 to 3.8", run->words.xdist_version);
  run->evaluation.rules.stops_at_once = run->release->stops_at_once;
  run->evaluation.rules.workers_go_on = run->release->workers_go_on;
  if (run->words.maxschedchunk && !run->release->has_maxschedchunk)
    return fail (error, "--maxschedchunk: pytest-xdist %s does not have it", run->release->name);
  if ((run->words.reorder || run->words.no_reorder) && !run->release->has_reorder_option)
    return fail (error, "--%sloadscope-reorder: pytest-xdist %s does not have it", run->words.no_reorder ? "no-" : "",
                 run->release->name);
  return true;
}

static bool
set_options (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  IsoOptions *options = &run->evaluation.rules.options;
  options->maxschedchunk = scenario && scenario->set & SCENARIO_MAXSCHEDCHUNK ? scenario->maxschedchunk : ISO_NONE;
  options->loadscopereorder = scenario ? scenario->loadscopereorder : run->release->reorders;
  if (run->words.reorder || run->words.no_reorder)
    options->loadscopereorder = !run->words.no_reorder;
  options->name_supplied = scenario && scenario->patched;
  return parse_count ("--maxschedchunk", run->words.maxschedchunk, 1, SUITE_TESTS_MAX, &options->maxschedchunk, error);
}

/* A scenario without a seed has seed 0, as the oracle has it; a trace without one is shuffled many times. */
static bool
set_seed (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  Evaluation *evaluation = &run->evaluation;
  evaluation->seed = scenario && scenario->set & SCENARIO_SEED ? scenario->seed : 0;
  evaluation->seeded = run->words.seed || (scenario && !run->words.seeds);
  return parse_number ("--seed", run->words.seed, -G_MAXINT64, G_MAXINT64, &evaluation->seed, error)
         && parse_count ("--seeds", run->words.seeds, 1, 100000, &evaluation->seeds, error);
}

/* --- crashes and early stop ---------------------------------------------------------------------------------- */

static void G_GNUC_PRINTF (2, 3) add_note (RunOptions *run, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (run->notes, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
add_crash (RunOptions *run, uint32_t test, uint32_t times)
{
  CrashPlan crash = { test, times };
  g_array_append_val (run->crashes, crash);
}

static bool
parse_times (const char *word, uint32_t *times, GError **error)
{
  if (g_str_equal (word, "always"))
    *times = CRASH_ALWAYS;
  return *times == CRASH_ALWAYS || parse_count ("--crash NODEID:TIMES", word, 1, G_MAXINT32, times, error);
}

/* NODEID or NODEID:TIMES; a nodeid may itself end in a colon and digits, so the whole word is tried first. */
static bool
parse_crash (RunOptions *run, const char *word, GError **error)
{
  uint32_t test = suite_find (run->trace->suite, word), times = 1;
  const char *colon = strrchr (word, ':');
  if (test == SUITE_NONE && colon)
    {
      g_autofree char *nodeid = g_strndup (word, (gsize) (colon - word));
      test = suite_find (run->trace->suite, nodeid);
      if (test != SUITE_NONE && !parse_times (colon + 1, &times, error))
        return false;
    }
  if (test == SUITE_NONE)
    return fail (error, "--crash %s: there is no such test in %s", word, run->words.trace);
  add_crash (run, test, times);
  return true;
}

static void
add_recorded_crashes (RunOptions *run)
{
  g_array_unref (run->crashes);
  run->crashes = recorded_crashes (run->trace);
  if (!run->crashes->len)
    return;
  g_autofree char *count = human_plural (run->crashes->len, "test");
  g_autofree char *name = suite_dup_name (run->trace->suite, g_array_index (run->crashes, CrashPlan, 0).test);
  add_note (run,
            "%s killed a worker when this was recorded, and so here (--crash none leaves that out); the first is %s",
            count, name);
}

static bool
set_crashes (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  run->crashes = g_array_new (FALSE, FALSE, sizeof (CrashPlan));
  bool none = run->words.crash && g_str_equal (run->words.crash[0], "none") && !run->words.crash[1];
  for (uint32_t i = 0; scenario && !run->words.crash && i < scenario->crashes; i++)
    add_crash (run, scenario->crash[i].test, scenario->crash[i].times);
  if (!scenario && !run->words.crash)
    add_recorded_crashes (run);
  for (char **word = run->words.crash; !none && word && *word; word++)
    if (!parse_crash (run, *word, error))
      return false;
  run->evaluation.crash = (const CrashPlan *) (gpointer) run->crashes->data;
  run->evaluation.crashes = run->crashes->len;
  run->evaluation.like_oracle = scenario != NULL;
  return true;
}

/* pytest-xdist's default is four times the workers; in a scenario an absent value means no limit. */
static bool
set_restarts (RunOptions *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  const char *word = run->words.max_worker_restart;
  uint32_t *restarts = &run->evaluation.rules.max_worker_restart;
  *restarts = !scenario                                     ? run->evaluation.workers * 4
              : scenario->set & SCENARIO_MAX_WORKER_RESTART ? scenario->max_worker_restart
                                                            : ISO_NONE;
  if (!word || !g_str_equal (word, "none"))
    return parse_count ("--max-worker-restart", word, 0, 1000000, restarts, error);
  *restarts = ISO_NONE;
  return true;
}

/* [tests] failed reports of each; NULL when the trace does not tell. */
static uint8_t *
known_failures (const Trace *trace)
{
  const Scenario *scenario = trace->scenario;
  if (!scenario || !(scenario->failing || scenario->set & SCENARIO_MAXFAIL))
    return recorded_failures (trace);
  uint8_t *failures = g_new0 (uint8_t, trace->suite->tests);
  for (uint32_t i = 0; i < scenario->failing; i++)
    failures[scenario->failure[i].test] = (uint8_t) scenario->failure[i].times;
  return failures;
}

static bool
set_maxfail (RunOptions *run, GError **error)
{
  const Trace *trace = run->trace;
  uint32_t *maxfail = &run->evaluation.rules.maxfail;
  *maxfail = run->words.exitfirst ? 1 : trace->scenario ? trace->scenario->maxfail : 0;
  if (!parse_count ("--maxfail", run->words.maxfail, 1, G_MAXINT32, maxfail, error))
    return false;
  if (!*maxfail)
    return true;
  run->failures = known_failures (trace);
  if (!run->failures)
    return fail (error, "%s: %s does not say which tests fail, so --maxfail and -x cannot be simulated",
                 run->words.trace, trace->format);
  run->evaluation.rules.failures = run->failures;
  return true;
}

/* --- costs --------------------------------------------------------------------------------------------------- */

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

/* A recording tells what things cost. Elsewhere all but tests take no time, unless workers are to start one by one. */
static bool
set_costs (RunOptions *run, GError **error)
{
  const Trace *trace = run->trace;
  if (trace->recording && trace->recording->runs)
    run->costs = time_model_from_recording (trace, trace->suite, error);
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

/* No document may take another's place, or the trace's. */
static bool
check_places (const Words *words, GError **error)
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
  return run->trace != NULL;
}

bool
run_options_parse (RunOptions *run, char **argv, const CommandTexts *commands, Schedulers *schedulers, GError **error)
{
  uint32_t jobs = g_get_num_processors ();
  run->schedulers = schedulers;
  run->evaluation.rules = session_rules_default ();
  run->notes = g_ptr_array_new_with_free_func (g_free);
  if (!parse_words (&run->words, argv, commands, error) || !set_printer (run, error) || !set_release (run, error)
      || !read_input (run, error) || !set_workers (run, error) || !set_models (run, error) || !set_options (run, error)
      || !set_seed (run, error) || !set_crashes (run, error) || !set_restarts (run, error) || !set_maxfail (run, error)
      || !check_outputs (run, error)
      || !parse_count ("--cores", run->words.cores, 1, 1000000, &run->evaluation.cores, error)
      || !set_costs (run, error) || !parse_count ("--jobs", run->words.jobs, 1, 1024, &jobs, error))
    return false;
  run->evaluation.jobs = jobs;
  run->evaluation.notes = run->notes;
  return true;
}
