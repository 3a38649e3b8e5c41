#include "check/check_options.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "check/case_text.h"
#include "check/check_suite.h"
#include "external/lookup.h"
#include <math.h>
#include <string.h>

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (CheckWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "dist", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "the scheduler, by name or as ./plugin.so", "NAME" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "how many workers", "N" },
      { "suite", 0, 0, G_OPTION_ARG_STRING, &words->suite, "scopes and their tests: a4b2c1 has 4, 2 and 1", "SHAPE" },
      { "trace", 0, 0, G_OPTION_ARG_FILENAME, &words->trace, "a small real suite instead", "FILE" },
      { "crashes", 0, 0, G_OPTION_ARG_STRING, &words->crashes, "workers that may die (default 0)", "C" },
      { "crash-states", 0, 0, G_OPTION_ARG_STRING, &words->crash_states,
        "where they may: running (default), idle, waiting, exiting, starting, collecting, or all", "STATES" },
      { "killer", 0, 0, G_OPTION_ARG_STRING, &words->killer, "whoever runs this test dies of it", "TEST[,TEST]" },
      { "depends", 0, 0, G_OPTION_ARG_STRING, &words->depends, "A ends only after a run of B has ended", "A:B[,A:B]" },
      { "collect-differs", 0, 0, G_OPTION_ARG_NONE, &words->collect_differs,
        "replacements collect the tests in another order", NULL },
      { "max-worker-restart", 0, 0, G_OPTION_ARG_STRING, &words->max_worker_restart, "default 4 times N", "K" },
      { "maxschedchunk", 0, 0, G_OPTION_ARG_STRING, &words->maxschedchunk, "load: at most so many tests at once", "M" },
      { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in collection order", NULL },
      { "name-supplied", 0, 0, G_OPTION_ARG_NONE, &words->name_supplied, "isoscope: replacements find their name",
        NULL },
      { "property", 0, 0, G_OPTION_ARG_STRING, &words->property, "only these, promised or not", "P[,P]" },
      { "continue", 0, 0, G_OPTION_ARG_NONE, &words->go_on, "find every violated property", NULL },
      { "max-states", 0, 0, G_OPTION_ARG_STRING, &words->max_states, "stop after so many (default 10000000)", "M" },
      { "time-limit", 0, 0, G_OPTION_ARG_STRING, &words->time_limit, "stop after so many seconds", "S" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads (default: one a processor)", "J" },
      { "exact", 0, 0, G_OPTION_ARG_NONE, &words->exact, "compare states, not hashes of them", NULL },
      { "reduce", 0, 0, G_OPTION_ARG_STRING, &words->reduce, "workers, tests, steps; all (default) or none", "R[,R]" },
      { "save", 0, 0, G_OPTION_ARG_FILENAME, &words->save, "keep the shortest schedule", "FILE" },
      { "replay", 0, 0, G_OPTION_ARG_FILENAME, &words->replay, "show a schedule that was kept", "FILE" },
      { "log", 0, 0, G_OPTION_ARG_FILENAME, &words->log, "the shortest schedule's decisions as JSON lines", "FILE" },
      { "emit-pytest", 0, 0, G_OPTION_ARG_FILENAME, &words->emit_pytest, "a pytest project that shows it", "DIR" },
      { "certify", 0, 0, G_OPTION_ARG_NONE, &words->certify, "all suites of so many --tests; ranges as 1..3", NULL },
      { "tests", 0, 0, G_OPTION_ARG_STRING, &words->tests, "of each suite (with --certify)", "N..M" },
      { "result", 0, 0, G_OPTION_ARG_FILENAME, &words->result, "keep what was found, and go on with it", "FILE" },
      { "against", 0, 0, G_OPTION_ARG_FILENAME, &words->against, "compare with an earlier result", "FILE" },
      { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default) or json", "FORMAT" },
      G_OPTION_ENTRY_NULL,
  });
}

void
check_options_clear (CheckOptions *options)
{
  usage_free_words (option_table (&options->words));
  check_case_clear (&options->one);
}

static bool
parse_words (CheckWords *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- tries every interleaving of a small suite");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "Exit status: 0 all that was asked holds, 1 a property is violated, 2 it could not run,\n"
               "3 the limit came first. See isosim(1) and docs/checking.md.");
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return fail (error, "check: '%s' is not an option", word[1]);
  return true;
}

/* --- the case ------------------------------------------------------------------------------------------------ */

static bool
set_model (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  if (!words->dist)
    return fail (error, "which scheduler? Say --dist NAME");
  if (!schedulers_use_folder ("--xdist-path", words->xdist_path, words->dist, error))
    return false;
  options->one.dist = g_strdup (words->dist);
  options->one.model = schedulers_find (options->schedulers, words->dist, words->xdist_path, error);
  return options->one.model != NULL;
}

static bool
set_suite (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  if (!words->suite == !words->trace)
    return fail (error, words->suite ? "--suite and --trace: one of them, not both"
                                     : "which suite? Say --suite SHAPE, as a4b2c1, or --trace FILE");
  options->one.suite = words->trace ? check_suite_of_trace (words->trace, error)
                                    : check_suite_of_shape (words->suite, options->one.model, error);
  return options->one.suite != NULL;
}

/* With --certify, workers and crashes are ranges, and each case has its own. */
static CaseText
text_of (const CheckWords *words)
{
  return (CaseText){ .workers = words->certify ? NULL : words->workers,
                     .crashes = words->certify ? NULL : words->crashes,
                     .crash_states = words->crash_states,
                     .property = words->property,
                     .max_worker_restart = words->max_worker_restart,
                     .maxschedchunk = words->maxschedchunk,
                     .killer = words->killer,
                     .depends = words->depends };
}

/* What all cases have in common. */
static bool
set_rules (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  const CaseText text = text_of (words);
  options->one.rules.options.loadscopereorder = !words->no_reorder;
  options->one.rules.options.name_supplied = words->name_supplied;
  options->one.replacements_differ = words->collect_differs;
  return case_text_parse (&text, &options->one, error);
}

/* With --replay the file says what is checked. */
static bool
set_case (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  const CaseText text = text_of (words);
  if (words->replay)
    return true;
  if (words->certify)
    return set_rules (options, error);
  if (!set_model (options, error) || !set_suite (options, error) || !set_rules (options, error))
    return false;
  if (!words->workers)
    return fail (error, "how many workers? Say --workers N");
  return case_text_parse_tests (&text, &options->one, error) && check_plan (&options->one, &options->plan, error);
}

/* --- how it is searched -------------------------------------------------------------------------------------- */

static bool
set_time_limit (CheckOptions *options, GError **error)
{
  const char *word = options->words.time_limit;
  char *end;
  double seconds = word ? g_ascii_strtod (word, &end) : 0;
  if (!word || (*word && !*end && seconds >= 0.001 && seconds <= 1e6))
    {
      options->plan.time_us = (uint64_t) llround (seconds * 1e6);
      return true;
    }
  return fail (error, "--time-limit %s: expected seconds, from 0.001 to 1000000", word);
}

static bool
set_limits (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  guint64 states = 10000000, jobs = MIN (g_get_num_processors (), SEARCH_JOBS_MAX);
  if (!usage_parse_whole ("--max-states", words->max_states, 1, 2000000000, &states, error)
      || !usage_parse_whole ("--jobs", words->jobs, 1, SEARCH_JOBS_MAX, &jobs, error))
    return false;
  options->plan.max_states = states;
  options->plan.jobs = (unsigned) jobs;
  options->plan.exact = words->exact;
  options->plan.go_on = words->go_on;
  return set_time_limit (options, error)
         && case_text_parse_reductions (words->reduce ? words->reduce : "all", &options->plan.reductions, error);
}

/* --- what does not go together ------------------------------------------------------------------------------- */

/* A schedule file says itself what is checked. */
static bool
check_replay (const CheckWords *words, GError **error)
{
  const struct
  {
    const char *name;
    bool given;
  } others[] = {
    { "--workers", words->workers },
    { "--suite", words->suite },
    { "--trace", words->trace },
    { "--crashes", words->crashes },
    { "--crash-states", words->crash_states },
    { "--killer", words->killer },
    { "--depends", words->depends },
    { "--collect-differs", words->collect_differs },
    { "--max-worker-restart", words->max_worker_restart },
    { "--maxschedchunk", words->maxschedchunk },
    { "--no-loadscope-reorder", words->no_reorder },
    { "--name-supplied", words->name_supplied },
    { "--property", words->property },
    { "--continue", words->go_on },
    { "--save", words->save },
  };
  for (gsize i = 0; words->replay && i < G_N_ELEMENTS (others); i++)
    if (others[i].given)
      return fail (error, "--replay: the file says what is checked; %s cannot stand beside it", others[i].name);
  return true;
}

/* Options that need --certify, and options that it excludes. */
static bool
words_fit_certify (const CheckWords *words, GError **error)
{
  const struct
  {
    const char *option, *word;
    bool certifies;
  } fits[] = { { "--tests", words->tests, true },
               { "--result", words->result, true },
               { "--against", words->against, true },
               { "--suite", words->suite, false },
               { "--trace", words->trace, false },
               { "--killer", words->killer, false },
               { "--depends", words->depends, false },
               { "--save", words->save, false },
               { "--replay", words->replay, false },
               { "--log", words->log, false },
               { "--emit-pytest", words->emit_pytest, false } };
  for (gsize i = 0; i < G_N_ELEMENTS (fits); i++)
    if (fits[i].word && fits[i].certifies != words->certify)
      return fail (error, "%s %s: that is %s with --certify", fits[i].option, fits[i].word,
                   fits[i].certifies ? "only known" : "not possible");
  return true;
}

/* No file that is written may be another one. */
static bool
check_places (const CheckWords *words, GError **error)
{
  if (g_strcmp0 (words->save, "-") == 0)
    return fail (error, "--save -: expected the name of a file; only --log can go to standard output");
  const struct
  {
    const char *option, *path;
    bool is_written;
  } places[] = { { "--save", words->save, true },
                 { "--log", words->log, true },
                 { "--trace", words->trace, false },
                 { "--replay", words->replay, false } };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (gsize k = i + 1; k < G_N_ELEMENTS (places); k++)
      if (places[i].is_written && places[i].path && places[k].path && outfile_is_at (places[i].path, places[k].path))
        return fail (error, "%s: both %s and %s name it", places[i].path, places[i].option, places[k].option);
  return true;
}

/* Refuses --crash-states without --crashes: the answer would look as if it covered deaths. */
static bool
somebody_dies (const CheckWords *words, GError **error)
{
  return !words->crash_states || words->crashes
         || fail (error, "--crash-states %s: nobody dies; say --crashes C, too", words->crash_states);
}

bool
check_options_parse (CheckOptions *options, char **argv, Schedulers *schedulers, GError **error)
{
  *options = (CheckOptions){ .schedulers = schedulers, .one = check_case_default () };
  return parse_words (&options->words, argv, error) && words_fit_certify (&options->words, error)
         && check_replay (&options->words, error) && check_places (&options->words, error)
         && usage_parse_format (options->words.format, &options->json, error) && set_limits (options, error)
         && set_case (options, error) && somebody_dies (&options->words, error);
}
