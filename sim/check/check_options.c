#include "check/check_options.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "check/check_suite.h"
#include "external/lookup.h"
#include "search/successors.h"
#include "session/property.h"
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
      { "continue", 0, 0, G_OPTION_ARG_NONE, &words->go_on, "every property that can be broken", NULL },
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
  if (!options->trace)
    suite_free (options->suite);
  trace_free (options->trace);
  g_free (options->killer);
  g_free (options->after);
}

static bool
parse_words (CheckWords *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- tries every interleaving of a small suite");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (
      context, "Exit status: 0 all that was asked holds, 1 something can be broken, 2 it could not run,\n"
               "3 the limit came first. See isosim(1) and docs/checking.md.");
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (word[1])
    return fail (error, "check: '%s' is not an option", word[1]);
  return true;
}

/* --- names from a list --------------------------------------------------------------------------------------- */

/* Sets the bits that a comma-separated list names. ALL stands for all of them; none is an empty set, where it may be.
 */
static bool
parse_names (const char *option, const char *list, const char *const *names, unsigned count, bool may_be_none,
             unsigned *bits, GError **error)
{
  g_auto (GStrv) word = g_strsplit (list, ",", -1);
  *bits = 0;
  if (g_str_equal (list, "all"))
    *bits = (1u << count) - 1;
  if (*bits || (may_be_none && g_str_equal (list, "none")))
    return true;
  for (char **each = word; *each; each++)
    {
      unsigned i = 0;
      while (i < count && !g_str_equal (names[i], *each))
        i++;
      if (i == count)
        break;
      *bits |= 1u << i;
      if (!each[1])
        return true;
    }
  g_autofree char *known = g_strjoinv (", ", (char **) (uintptr_t) names);
  return fail (error, "%s %s: expected all%s or some of %s", option, list, may_be_none ? ", none" : "", known);
}

static bool
set_crash_states (CheckOptions *options, GError **error)
{
  const char *names[CRASH_STATES + 1] = { NULL };
  memcpy (names, crash_state_names, sizeof crash_state_names);
  const char *states = options->words.crash_states ? options->words.crash_states : "running";
  return parse_names ("--crash-states", states, names, CRASH_STATES, false, &options->plan.crash_states, error);
}

const char *const check_reduction_names[] = { "workers", "tests", "steps", NULL };

static bool
set_reductions (CheckOptions *options, GError **error)
{
  const char *reduce = options->words.reduce ? options->words.reduce : "all";
  return parse_names ("--reduce", reduce, check_reduction_names, 3, true, &options->plan.reductions, error);
}

/* --- properties ---------------------------------------------------------------------------------------------- */

/* Fences and fixtures are only judged under a scheduler that promises something of them. */
static bool
is_judged (const IsoModel *model, Property broken)
{
  bool always = broken >= ISO_PROPERTIES || broken <= ISO_TWO_TESTS;
  return always || property_is_judged (broken, model);
}

static bool
ask_for (CheckOptions *options, const char *name, GError **error)
{
  Property property = property_find (name);
  if (property == PROPERTIES)
    return fail (error, "--property %s: no such property (docs/checking.md names them)", name);
  if (!is_judged (options->plan.session.model, property))
    return fail (error, "--property %s: %s promises nothing of it, and it is not judged then", name,
                 options->plan.session.model->name);
  options->plan.asked |= PROPERTY_BIT (property);
  return true;
}

static bool
set_properties (CheckOptions *options, GError **error)
{
  if (!options->words.property)
    {
      options->plan.asked = property_promised (options->plan.session.model);
      return true;
    }
  g_auto (GStrv) name = g_strsplit (options->words.property, ",", -1);
  if (!*name)
    return fail (error, "--property: which? (docs/checking.md names them)");
  for (char **each = name; *each; each++)
    if (!ask_for (options, g_strstrip (*each), error))
      return false;
  return true;
}

/* --- the rest of the plan ------------------------------------------------------------------------------------ */

static bool
set_model (CheckOptions *options, GError **error)
{
  if (!options->words.dist)
    return fail (error, "which scheduler? Say --dist NAME");
  if (!schedulers_use_folder ("--xdist-path", options->words.xdist_path, options->words.dist, error))
    return false;
  options->plan.session.model
      = schedulers_find (options->schedulers, options->words.dist, options->words.xdist_path, error);
  return options->plan.session.model != NULL;
}

/* A killer's worker is replaced again and again, until the restarts are used up. */
static bool
set_nodes (CheckOptions *options, guint64 workers, guint64 crashes, guint64 restarts, GError **error)
{
  guint64 replacements = options->words.killer ? restarts : MIN (crashes, restarts);
  if (workers + replacements > CHECK_NODES_MAX)
    return fail (error,
                 "%" G_GUINT64_FORMAT " workers and %" G_GUINT64_FORMAT
                 " replacements are too many to check; the most are %u (see --max-worker-restart)",
                 workers, replacements, CHECK_NODES_MAX);
  options->plan.session.workers = (unsigned) workers;
  options->plan.session.nodes_max = (unsigned) (workers + replacements);
  options->plan.session.rules.max_worker_restart = (uint32_t) restarts;
  options->plan.crashes = (unsigned) crashes;
  return true;
}

static bool
set_workers (CheckOptions *options, GError **error)
{
  const CheckWords *words = &options->words;
  guint64 workers = 0, crashes = 0, restarts, chunk = ISO_NONE;
  if (!usage_parse_whole ("--workers", words->workers, 1, CHECK_WORKERS_MAX, &workers, error))
    return false;
  if (!workers)
    return fail (error, "how many workers? Say --workers N");
  restarts = 4 * workers;
  if (!usage_parse_whole ("--crashes", words->crashes, 0, CHECK_CRASHES_MAX, &crashes, error)
      || !usage_parse_whole ("--max-worker-restart", words->max_worker_restart, 0, 1000000, &restarts, error)
      || !usage_parse_whole ("--maxschedchunk", words->maxschedchunk, 1, SUITE_TESTS_MAX, &chunk, error))
    return false;
  SessionRules *rules = &options->plan.session.rules;
  *rules = session_rules_default ();
  rules->options = (IsoOptions){ (uint32_t) chunk, !words->no_reorder, words->name_supplied };
  options->plan.session.replacements_differ = words->collect_differs;
  return set_nodes (options, workers, crashes, restarts, error);
}

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
  guint64 states = 10000000, jobs = MIN (g_get_num_processors (), SEARCH_JOBS_MAX);
  if (!usage_parse_whole ("--max-states", options->words.max_states, 1, 2000000000, &states, error)
      || !usage_parse_whole ("--jobs", options->words.jobs, 1, SEARCH_JOBS_MAX, &jobs, error))
    return false;
  options->plan.max_states = states;
  options->plan.jobs = (unsigned) jobs;
  options->plan.exact = options->words.exact;
  options->plan.go_on = options->words.go_on;
  return set_time_limit (options, error);
}

/* How many orders a shuffle has is known once everything else is. */
static bool
has_few_orders (const CheckOptions *options, GError **error)
{
  bool too_many;
  permutations_free (search_state_permutations (&options->plan, &too_many));
  if (too_many)
    fail (error, "a shuffle of these scopes has too many orders to check; the most are %u", PERMUTATIONS_MAX);
  return !too_many;
}

bool
check_options_plan (CheckOptions *options, const GPtrArray *nodeids, GError **error)
{
  options->plan.session.canonical = true;
  return set_model (options, error) && check_suite_set (options, nodeids, error) && set_workers (options, error)
         && set_crash_states (options, error) && check_suite_set_killers (options, error)
         && check_suite_set_dependencies (options, error) && set_properties (options, error)
         && has_few_orders (options, error);
}

/* A schedule that was kept says itself what is checked. */
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

/* What is only certified with, and what it cannot be certified with. */
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

/* No file may take another's place. */
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

/* Else one would take what holds without a death for what holds with one. */
static bool
somebody_dies (const CheckWords *words, GError **error)
{
  return !words->crash_states || words->crashes
         || fail (error, "--crash-states %s: nobody dies; say --crashes C, too", words->crash_states);
}

bool
check_options_parse (CheckOptions *options, char **argv, Schedulers *schedulers, GError **error)
{
  *options = (CheckOptions){ .schedulers = schedulers };
  return parse_words (&options->words, argv, error) && words_fit_certify (&options->words, error)
         && check_replay (&options->words, error) && check_places (&options->words, error)
         && usage_parse_format (options->words.format, &options->json, error) && set_limits (options, error)
         && set_reductions (options, error)
         && (options->words.replay || options->words.certify || check_options_plan (options, NULL, error))
         && somebody_dies (&options->words, error);
}
