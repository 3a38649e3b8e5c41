/* sim/run.c - `isosim --trace FILE --workers N`, the main job. */
#include "chronicle.h"
#include "command.h"
#include "evaluate.h"
#include "registry.h"
#include "timeline.h"
#include <stdio.h>
#include <string.h>

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char *trace, *workers, *dist, *maxschedchunk, *seed, *seeds, *cores, *max_worker_restart, *format;
  char *log, *gantt, *perfetto, *jobs;
  char **crash;
  gboolean no_reorder, reorder;
} Words;

static void
words_clear (Words *words)
{
  char **text[] = { &words->trace, &words->workers, &words->dist,   &words->maxschedchunk,
                    &words->seed,  &words->seeds,   &words->cores,  &words->max_worker_restart,
                    &words->log,   &words->gantt,   &words->format, &words->perfetto,
                    &words->jobs };
  for (gsize i = 0; i < G_N_ELEMENTS (text); i++)
    g_free (*text[i]);
  g_strfreev (words->crash);
}

/* What the words mean, with what a scenario says where they say nothing. */
typedef struct
{
  Words words;
  Trace *trace;
  GPtrArray *models; /* of const IsoModel * */
  GArray *crashes;   /* of CrashPlan */
  Evaluation evaluation;
  GString *(*print) (const Report *);
} Run;

static void
run_clear (Run *run)
{
  words_clear (&run->words);
  trace_free (run->trace);
  if (run->models)
    g_ptr_array_unref (run->models);
  if (run->crashes)
    g_array_unref (run->crashes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

/* --- words to numbers -------------------------------------------------------------------------------------------- */

/* GOption has -n 4 only; who knows pytest-xdist also types -n4. */
static GStrv
split_short (char **argv)
{
  g_autoptr (GPtrArray) split = g_ptr_array_new ();
  for (char **word = argv; *word; word++)
    if ((g_str_has_prefix (*word, "-n") || g_str_has_prefix (*word, "-j")) && (*word)[2])
      {
        g_ptr_array_add (split, g_strndup (*word, 2));
        g_ptr_array_add (split, g_strdup (*word + 2));
      }
    else
      g_ptr_array_add (split, g_strdup (*word));
  g_ptr_array_add (split, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&split), FALSE);
}

static bool
parse_words (Words *words, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "trace", 0, 0, G_OPTION_ARG_FILENAME, &words->trace, "the file that says how long tests take (- is stdin)",
      "FILE" },
    { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "how many workers; auto: one a processor", "N" },
    { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "schedulers, by name, or all (default)", "NAME[,NAME]" },
    { "scheduler", 0, 0, G_OPTION_ARG_STRING, &words->dist, "the same as --dist", "NAME[,NAME]" },
    { "maxschedchunk", 0, 0, G_OPTION_ARG_STRING, &words->maxschedchunk, "load: most tests dealt at a time", "N" },
    { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in order of appearance", NULL },
    { "loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->reorder, "largest scopes first (default)", NULL },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of isoscope's shuffle, as Python's random.seed", "S" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &words->seeds, "without --seed: over how many the median is", "K" },
    { "cores", 0, 0, G_OPTION_ARG_STRING, &words->cores, "warn when there are more workers than cores", "C" },
    { "crash", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->crash, "the test kills its worker (TIMES times)",
      "NODEID[:TIMES]" },
    { "max-worker-restart", 0, 0, G_OPTION_ARG_STRING, &words->max_worker_restart, "default 4 times N", "K" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default), json or tsv", "FORMAT" },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &words->log, "every decision of one scheduler, as JSON lines", "FILE" },
    { "gantt", 0, 0, G_OPTION_ARG_FILENAME, &words->gantt, "a chart of the run: .svg, .png or .txt", "FILE" },
    { "perfetto", 0, 0, G_OPTION_ARG_FILENAME, &words->perfetto, "the run as Chrome trace events", "FILE" },
    { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; the result does not depend on them", "J" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- how long a test suite takes under each scheduler");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "Exit status: 0 all promises kept, 1 one was broken, 2 it could not run.\n"
               "Other commands: isosim convert IN OUT, isosim list schedulers|formats|properties,\n"
               "isosim --version. See isosim(1).");
  g_auto (GStrv) word = split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return usage_fail (error, "'%s' is not an option; a file is named by --trace FILE", word[1]), false;
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
    return usage_fail (error, "%s %s: expected a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, option,
                       word, (gint64) least, (gint64) most),
           false;
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
set_workers (Run *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  const char *word = run->words.workers;
  uint32_t workers = scenario && scenario->set & SCENARIO_WORKERS ? scenario->workers : 0;
  if (word && g_str_equal (word, "auto"))
    workers = g_get_num_processors ();
  else if (!parse_count ("--workers", word, 1, TRACE_WORKERS_MAX, &workers, error))
    return false;
  if (!workers)
    return usage_fail (error, "how many workers? Say --workers N, or --workers auto for one a processor"), false;
  run->evaluation.workers = workers;
  return true;
}

static bool
add_model (Run *run, const char *name, GError **error)
{
  const IsoModel *model = model_find (name);
  if (!model)
    {
      const char *nearest = model_nearest (name);
      return usage_fail (error, "--dist %s: no such scheduler%s%s%s", name, nearest ? "; did you mean " : "",
                         nearest ? nearest : " ('isosim list schedulers' names them)", nearest ? "?" : ""),
             false;
    }
  if (!g_ptr_array_find (run->models, model, NULL))
    g_ptr_array_add (run->models, (gpointer) (guintptr) model);
  return true;
}

static bool
set_models (Run *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  const char *names = run->words.dist ? run->words.dist : scenario && scenario->scheduler ? scenario->scheduler : "all";
  g_auto (GStrv) name = g_strsplit (names, ",", -1);
  run->models = g_ptr_array_new ();
  for (char **each = name; *each; each++)
    if (g_str_equal (*each, "all"))
      for (const IsoModel *const *model = models; *model; model++)
        {
          if (!(*model)->twin)
            add_model (run, (*model)->name, NULL);
        }
    else if (!add_model (run, *each, error))
      return false;
  if (run->models->len == 0)
    return usage_fail (error, "--dist needs a name ('isosim list schedulers' names them)"), false;
  run->evaluation.models = run->models->len;
  run->evaluation.model = (const IsoModel *const *) (gpointer) run->models->pdata;
  return true;
}

static bool
set_options (Run *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  IsoOptions *options = &run->evaluation.options;
  options->maxschedchunk = scenario && scenario->set & SCENARIO_MAXSCHEDCHUNK ? scenario->maxschedchunk : ISO_NONE;
  options->loadscopereorder = !run->words.no_reorder && (!scenario || scenario->loadscopereorder || run->words.reorder);
  options->name_supplied = scenario && scenario->patched;
  return parse_count ("--maxschedchunk", run->words.maxschedchunk, 1, SUITE_TESTS_MAX, &options->maxschedchunk, error);
}

/* A scenario without a seed has seed 0, as the oracle has it; a trace without one is shuffled many times. */
static bool
set_seed (Run *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  Evaluation *evaluation = &run->evaluation;
  evaluation->seed = scenario && scenario->set & SCENARIO_SEED ? scenario->seed : 0;
  evaluation->seeded = run->words.seed || (scenario && !run->words.seeds);
  return parse_number ("--seed", run->words.seed, -G_MAXINT64, G_MAXINT64, &evaluation->seed, error)
         && parse_count ("--seeds", run->words.seeds, 1, 100000, &evaluation->seeds, error);
}

/* --- crashes ------------------------------------------------------------------------------------------------------ */

static void
add_crash (Run *run, uint32_t test, uint32_t times)
{
  CrashPlan crash = { test, times };
  g_array_append_val (run->crashes, crash);
}

/* NODEID or NODEID:TIMES; a nodeid may itself end in a colon and digits, so the whole word is tried first. */
static bool
parse_crash (Run *run, const char *word, GError **error)
{
  uint32_t test = suite_find (run->trace->suite, word), times = 1;
  const char *colon = strrchr (word, ':');
  if (test == SUITE_NONE && colon)
    {
      g_autofree char *nodeid = g_strndup (word, (gsize) (colon - word));
      test = suite_find (run->trace->suite, nodeid);
      if (test != SUITE_NONE && !parse_count ("--crash", colon + 1, 1, G_MAXINT32, &times, error))
        return false;
    }
  if (test == SUITE_NONE)
    return usage_fail (error, "--crash %s: there is no such test in %s", word, run->words.trace), false;
  add_crash (run, test, times);
  return true;
}

static bool
set_crashes (Run *run, GError **error)
{
  const Scenario *scenario = run->trace->scenario;
  uint32_t *restarts = &run->evaluation.max_worker_restart;
  run->crashes = g_array_new (FALSE, FALSE, sizeof (CrashPlan));
  for (uint32_t i = 0; scenario && !run->words.crash && i < scenario->crashes; i++)
    add_crash (run, scenario->crash[i].test, scenario->crash[i].times);
  for (char **word = run->words.crash; word && *word; word++)
    if (!parse_crash (run, *word, error))
      return false;
  run->evaluation.crash = (const CrashPlan *) (gpointer) run->crashes->data;
  run->evaluation.crashes = run->crashes->len;
  *restarts = !scenario                                     ? run->evaluation.workers * 4
              : scenario->set & SCENARIO_MAX_WORKER_RESTART ? scenario->max_worker_restart
                                                            : ISO_NONE;
  return parse_count ("--max-worker-restart", run->words.max_worker_restart, 0, 1000000, restarts, error);
}

/* --- the rest ------------------------------------------------------------------------------------------------------
 */

static bool
set_printer (Run *run, GError **error)
{
  const char *format = run->words.format ? run->words.format : "text";
  run->print = g_str_equal (format, "text")   ? report_text
               : g_str_equal (format, "json") ? report_json
               : g_str_equal (format, "tsv")  ? report_tsv
                                              : NULL;
  if (!run->print)
    return usage_fail (error, "--format %s: expected text, json or tsv", format), false;
  return true;
}

static bool
check_outputs (const Run *run, GError **error)
{
  const char *option = run->words.log        ? "--log"
                       : run->words.gantt    ? "--gantt"
                       : run->words.perfetto ? "--perfetto"
                                             : NULL;
  if (!option || run->models->len == 1)
    return true;
  return usage_fail (error, "%s shows the run of one scheduler: say which by --dist NAME", option), false;
}

/* Beyond this the sums of times no longer fit: 31,700 years of tests. */
#define WORK_US_MAX UINT64_C (1000000000000000000)

static bool
check_work (const Run *run, GError **error)
{
  uint64_t work = 0;
  for (uint32_t test = 0; test < run->trace->suite->tests && work <= WORK_US_MAX; test++)
    work += run->trace->run_us[test];
  if (work <= WORK_US_MAX)
    return true;
  return usage_fail (error, "%s: its tests take more than 1e12 seconds in all", run->words.trace), false;
}

static bool
read_input (Run *run, GError **error)
{
  if (!run->words.trace)
    return usage_fail (error, "which suite? Say --trace FILE (isosim --help tells more)"), false;
  run->trace = trace_read (run->words.trace, error);
  if (!run->trace)
    return false;
  for (guint i = 0; i < run->trace->warnings->len; i++)
    fprintf (stderr, "isosim: warning: %s\n", (const char *) run->trace->warnings->pdata[i]);
  run->evaluation.path = g_str_equal (run->words.trace, "-") ? "standard input" : run->words.trace;
  run->evaluation.trace = run->trace;
  return check_work (run, error);
}

static bool
prepare (Run *run, char **argv, GError **error)
{
  uint32_t jobs = g_get_num_processors ();
  if (!parse_words (&run->words, argv, error) || !set_printer (run, error) || !read_input (run, error)
      || !set_workers (run, error) || !set_models (run, error) || !set_options (run, error) || !set_seed (run, error)
      || !set_crashes (run, error) || !check_outputs (run, error)
      || !parse_count ("--cores", run->words.cores, 1, 1000000, &run->evaluation.cores, error)
      || !parse_count ("--jobs", run->words.jobs, 1, 1024, &jobs, error))
    return false;
  run->evaluation.jobs = jobs;
  return true;
}

static bool
append_to_text (void *to, const char *text, gsize len)
{
  g_string_append_len (to, text, (gssize) len);
  return true;
}

/* The run that the report shows, once more and watched. */
static bool
show_run (const Run *run, const SchedulerReport *scheduler, GError **error)
{
  const Words *words = &run->words;
  SimulationPlan plan = evaluation_plan (&run->evaluation, scheduler->model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  g_autoptr (GString) log = g_string_new (NULL);
  Chronicle chronicle;
  Timeline timeline;
  Result result;
  chronicle_init (&chronicle, simulation_now_us (simulation), append_to_text, log);
  timeline_init (&timeline, simulation_now_us (simulation), run->evaluation.workers);
  if (words->log)
    simulation_listen (simulation, &chronicle.observer);
  if (words->gantt || words->perfetto)
    simulation_listen (simulation, &timeline.observer);
  simulation_run (simulation, scheduler->seed, &result);
  chronicle_end (&chronicle, &result);
  timeline_end (&timeline);
  const Chart chart = { run->evaluation.path, &plan, run->trace, &timeline, &result };
  bool ok = (!words->log || write_text (words->log, log, error))
            && (!words->gantt || gantt_write (words->gantt, &chart, error))
            && (!words->perfetto || perfetto_write (words->perfetto, &chart, error));
  chronicle_clear (&chronicle);
  timeline_clear (&timeline);
  return ok;
}

static bool
print_report (const Run *run, const Report *report, GError **error)
{
  g_autoptr (GString) text = run->print (report);
  if (!run->words.log || !g_str_equal (run->words.log, "-"))
    return write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

static int
run_command (int argc, char **argv, GError **error)
{
  g_auto (Run) run = { 0 };
  Report report;
  if (!prepare (&run, argv, error))
    return EXIT_CANNOT;
  evaluate (&run.evaluation, &report);
  bool watched = run.words.log || run.words.gantt || run.words.perfetto;
  bool ok = (!watched || show_run (&run, &report.scheduler[0], error)) && print_report (&run, &report, error);
  int status = !ok ? EXIT_CANNOT : report.broken ? EXIT_VIOLATED : EXIT_HOLDS;
  report_clear (&report);
  return status;
}

const Command command_run = { "run", "how long a suite takes under each scheduler (the default)", run_command };
