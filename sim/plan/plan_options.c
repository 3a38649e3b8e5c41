#include "plan/plan_options.h"

#include "base/outfile.h"
#include "base/ranges.h"
#include "base/usage.h"
#include "external/external.h"
#include "external/lookup.h"
#include "models/registry.h"
#include "plan/plan_chart.h"
#include "run/trace_source.h"
#include "sweep/noise.h"
#include "text/json.h"
#include <string.h>

const PlanAsked plan_asked[PLAN_ASKED] = {
  { "workers", G_STRUCT_OFFSET (PlanWords, workers) },
  { "dist", G_STRUCT_OFFSET (PlanWords, dist) },
  { "runs", G_STRUCT_OFFSET (PlanWords, runs) },
  { "noise", G_STRUCT_OFFSET (PlanWords, noise) },
  { "seed", G_STRUCT_OFFSET (PlanWords, seed) },
  { "target", G_STRUCT_OFFSET (PlanWords, target) },
  { "cost", G_STRUCT_OFFSET (PlanWords, cost) },
  { "machine", G_STRUCT_OFFSET (PlanWords, machine) },
  { "bill-by", G_STRUCT_OFFSET (PlanWords, bill_by) },
  { "startup", G_STRUCT_OFFSET (PlanWords, startup) },
  { "xdist-path", G_STRUCT_OFFSET (PlanWords, xdist_path) },
};

/* The other options of plan, and the word that each sets. */
static GOptionEntry *
option_table (PlanWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "trace", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->trace,
        "the file that says how long tests take (- is stdin); again: another run of the suite", "FILE" },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "numbers of workers: 1..64, 1..64/4, 2,4,8", "RANGE" },
      { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "schedulers, by name, or all (default)", "NAME[,NAME]" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "runs", 0, 0, G_OPTION_ARG_STRING, &words->runs, "with drawn times; 0: the trace as it is (default: by size)",
        "R" },
      { "noise", 0, 0, G_OPTION_ARG_STRING, &words->noise, "how much times vary: a sigma, or auto (default)", "SIGMA" },
      { "precision", 0, 0, G_OPTION_ARG_STRING, &words->precision, "stop when every mean is known so well, as 1%",
        "P%" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of the draws and of isoscope's shuffle (default 1)", "S" },
      { "target", 0, 0, G_OPTION_ARG_STRING, &words->target, "the cheapest choice that takes no longer, as 10m",
        "TIME" },
      { "cost", 0, 0, G_OPTION_ARG_STRING, &words->cost, "what a worker costs, as 0.008/min", "PRICE" },
      { "machine", 0, 0, G_OPTION_ARG_STRING, &words->machine, "what a machine of C cores costs, as 4:0.016/min",
        "C:PRICE" },
      { "bill-by", 0, 0, G_OPTION_ARG_STRING, &words->bill_by, "what is begun of it is billed whole, as 1m", "TIME" },
      { "startup", 0, 0, G_OPTION_ARG_STRING, &words->startup, "each worker's time before the first test, as 20s",
        "TIME" },
      { "shard", 0, 0, G_OPTION_ARG_STRING, &words->shard, "simulate share I of N, for isosim merge", "I/N" },
      { "out", 0, 0, G_OPTION_ARG_FILENAME, &words->out, "where the shard's part is written (default: stdout)",
        "FILE" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; the result does not depend on them", "J" },
      G_OPTION_ENTRY_NULL,
  });
}

/* The options of plan and of merge that name the documents to write. */
static GOptionEntry *
output_table (PlanWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "export-json", 0, 0, G_OPTION_ARG_FILENAME, &words->export_json, "write the result file (- is stdout)",
        "FILE" },
      { "export-markdown", 0, 0, G_OPTION_ARG_FILENAME, &words->export_markdown, "write all rows as a table", "FILE" },
      { "export-csv", 0, 0, G_OPTION_ARG_FILENAME, &words->export_csv, "write all rows, set apart by commas", "FILE" },
      { "chart", 0, 0, G_OPTION_ARG_FILENAME, &words->chart,
        "draw wall time by workers: .svg, .png, .txt (- is stdout)", "FILE" },
      { "chart-cost", 0, 0, G_OPTION_ARG_FILENAME, &words->chart_cost, "draw time and cost, in the same kinds of file",
        "FILE" },
      G_OPTION_ENTRY_NULL,
  });
}

void
plan_words_clear (PlanWords *words)
{
  usage_free_words (option_table (words));
  usage_free_words (output_table (words));
  *words = (PlanWords){ 0 };
}

void
plan_options_clear (PlanOptions *options)
{
  plan_words_clear (&options->words);
  history_clear (&options->history);
  g_clear_pointer (&options->paths, g_ptr_array_unref);
  g_clear_pointer (&options->traces, g_ptr_array_unref);
  g_clear_pointer (&options->models, g_ptr_array_unref);
  g_clear_pointer (&options->workers, g_array_unref);
  g_clear_pointer (&options->digests, g_ptr_array_unref);
}

void
plan_options_add_outputs (GOptionContext *context, PlanWords *words)
{
  g_autofree GOptionEntry *entries = output_table (words);
  g_option_context_add_main_entries (context, entries, NULL);
}

static bool
parse_words (PlanWords *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- how many workers, and which scheduler");
  g_option_context_add_main_entries (context, entries, NULL);
  plan_options_add_outputs (context, words);
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  return !word[1] || fail (error, "plan takes options only, not '%s'; a file is named by --trace FILE", word[1]);
}

/* Several traces are simulated as one. */
static bool
merge_traces (PlanOptions *options, GError **error)
{
  PlanQuestion *question = &options->question;
  question->traces = options->traces->len;
  question->path = (const char *const *) (gpointer) options->paths->pdata;
  question->read = (const Trace *const *) (gpointer) options->traces->pdata;
  question->trace = question->read[0];
  if (question->traces == 1)
    return true;
  if (!history_of (question->read, question->path, question->traces, &options->history, error))
    return false;
  question->history = &options->history;
  question->trace = options->history.trace;
  return true;
}

static bool
can_be_kept (const char *path, GError **error)
{
  if (g_utf8_validate (path, -1, NULL) && json_is_line (path))
    return true;
  g_autofree char *shown = input_dup_shown (path, strlen (path));
  return fail (error, "%s: a part can only hold a name that is a line of UTF-8", shown);
}

/* Merge reads a shard's trace again, and must find the same. */
static bool
keep_digest (PlanOptions *options, const char *path, GError **error)
{
  bool is_pipe
      = g_str_equal (path, "-")
        || (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR));
  if (is_pipe)
    return fail (error, "%s: isosim merge must read it again; with --shard a trace is a file",
                 trace_source_name (path));
  char *digest = can_be_kept (path, error) ? trace_source_dup_digest (path, error) : NULL;
  if (digest)
    g_ptr_array_add (options->digests, digest);
  return digest != NULL;
}

static bool
read_trace (PlanOptions *options, const char *path, GError **error)
{
  Trace *trace = !options->shard.of || keep_digest (options, path, error) ? trace_source_read (path, error) : NULL;
  if (!trace)
    return false;
  g_ptr_array_add (options->traces, trace);
  g_ptr_array_add (options->paths, (gpointer) (guintptr) trace_source_name (path));
  return true;
}

static bool
read_traces (PlanOptions *options, GError **error)
{
  if (!options->words.trace)
    return fail (error, "which suite? Say --trace FILE (isosim plan --help tells more)");
  options->paths = g_ptr_array_new ();
  options->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  options->digests = g_ptr_array_new_with_free_func (g_free);
  for (char **path = options->words.trace; *path; path++)
    if (!read_trace (options, *path, error))
      return false;
  return merge_traces (options, error);
}

static bool
set_workers (PlanOptions *options, GError **error)
{
  if (!options->words.workers)
    return fail (error, "which numbers of workers? Say --workers 1..64, or --workers 2,4,8");
  options->workers = ranges_parse ("--workers", options->words.workers, TRACE_WORKERS_MAX, error);
  return options->workers != NULL;
}

/* --- schedulers ---------------------------------------------------------------------------------------------- */

static void
add_once (PlanOptions *options, const IsoModel *model)
{
  if (!g_ptr_array_find (options->models, model, NULL))
    g_ptr_array_add (options->models, (gpointer) (guintptr) model);
}

static void
add_all (PlanOptions *options)
{
  for (const IsoModel *const *model = models; *model; model++)
    if (!(*model)->twin && !(*model)->every_worker)
      add_once (options, *model);
}

static bool
add_model (PlanOptions *options, const char *name, GError **error)
{
  const IsoModel *model = schedulers_find (options->schedulers, name, options->words.xdist_path, error);
  if (!model)
    return false;
  if (model->every_worker)
    return fail (error, "--dist %s: it runs every test on every worker, so that there is nothing to plan", name);
  add_once (options, model);
  return true;
}

static bool
set_models (PlanOptions *options, GError **error)
{
  g_auto (GStrv) name = g_strsplit (options->words.dist ? options->words.dist : "all", ",", -1);
  options->models = g_ptr_array_new ();
  if (!schedulers_use_folder ("--xdist-path", options->words.xdist_path, options->words.dist ? options->words.dist : "",
                              error))
    return false;
  for (char **each = name; *each; each++)
    {
      if (g_str_equal (g_strstrip (*each), "all"))
        add_all (options);
      else if (!add_model (options, *each, error))
        return false;
    }
  return options->models->len > 0 || fail (error, "--dist: which scheduler? ('isosim list schedulers' names them)");
}

char *
plan_options_dup_hosted (const PlanOptions *options)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < options->models->len; i++)
    {
      const IsoModel *model = options->models->pdata[i];
      if (external_is_name (model->name))
        g_string_append_printf (text, "%s%s of %s", text->len ? ", " : "", model->name, model->source);
    }
  return text->len ? g_strdup (text->str) : NULL;
}

/* --- the rest ------------------------------------------------------------------------------------------------ */

/* How many runs a sweep makes unless told: RUNS_WANTED, or as many as keep it to some seconds. */
#define RUNS_WANTED 200u
#define RUNS_LEAST 5u /* fewer say too little of how runs differ */
#define TEST_RUNS_MAX UINT64_C (40000000)

/* With --precision, which stops when it can, ten times as many. */
static unsigned
runs_by_size (const PlanOptions *options, uint64_t wanted)
{
  uint64_t test_runs = (uint64_t) options->question.trace->suite->tests * options->models->len * options->workers->len;
  uint64_t runs = MIN (wanted, TEST_RUNS_MAX * (wanted / RUNS_WANTED) / test_runs);
  return runs < RUNS_LEAST ? 0 : (unsigned) runs;
}

static bool
set_runs (PlanOptions *options, GError **error)
{
  PlanQuestion *question = &options->question;
  unsigned wanted = options->words.precision ? 10 * RUNS_WANTED : RUNS_WANTED;
  guint64 runs = runs_by_size (options, wanted);
  if (!usage_parse_whole ("--runs", options->words.runs, 0, SWEEP_RUNS_MAX, &runs, error))
    return false;
  question->runs_given = options->words.runs != NULL;
  question->runs_cut = !question->runs_given && runs < wanted;
  question->sweep.runs = (unsigned) runs;
  if (runs * options->models->len * options->workers->len > SWEEP_SIMULATIONS_MAX)
    return fail (error, "--runs %s: more than %u simulations (runs times schedulers times numbers of workers)",
                 options->words.runs, SWEEP_SIMULATIONS_MAX);
  return true;
}

static bool
parse_sigma (const char *word, double *sigma, GError **error)
{
  char *end;
  *sigma = g_ascii_strtod (word, &end);
  if (g_ascii_isdigit (*word) && !*end && *sigma <= NOISE_SIGMA_MAX && !strpbrk (word, "xX"))
    return true;
  return fail (error, "--noise %s: expected auto, or a number from 0 to %d", word, (int) NOISE_SIGMA_MAX);
}

/* What was given, else what several traces tell, else what is assumed. */
static bool
set_noise (PlanOptions *options, GError **error)
{
  PlanQuestion *question = &options->question;
  const char *word = options->words.noise;
  question->sigma_source = SIGMA_ASSUMED;
  question->sweep.sigma = NOISE_SIGMA_ASSUMED;
  if (word && !question->sweep.runs && question->runs_given)
    return fail (error, "--noise %s: with --runs 0 no times are drawn", word);
  if (word && !g_str_equal (word, "auto"))
    {
      question->sigma_source = SIGMA_GIVEN;
      return parse_sigma (word, &question->sweep.sigma, error);
    }
  if (!question->history || !question->history->measured)
    return true;
  question->sigma_source = SIGMA_MEASURED;
  question->sweep.sigma = MIN (question->history->sigma, NOISE_SIGMA_MAX);
  return true;
}

/* "1%". */
static bool
set_precision (PlanOptions *options, GError **error)
{
  SweepPlan *sweep = &options->question.sweep;
  const char *word = options->words.precision;
  char *end;
  if (!word)
    return true;
  if (!sweep->runs)
    return fail (error, "--precision %s: no times are drawn; say how many runs at most by --runs R", word);
  double percent = g_ascii_strtod (word, &end);
  if (!g_ascii_isdigit (*word) || strpbrk (word, "xX") || !g_str_equal (end, "%") || percent < 0.01 || percent > 50)
    return fail (error, "--precision %s: expected a share of the mean from 0.01%% to 50%%, as 1%%", word);
  sweep->precision = percent / 100;
  return true;
}

static bool
set_sweep (PlanOptions *options, GError **error)
{
  guint64 seed = 1, jobs = g_get_num_processors ();
  const Trace *trace = options->question.trace;
  if (!usage_parse_whole ("--seed", options->words.seed, 0, G_MAXINT64, &seed, error)
      || !usage_parse_whole ("--jobs", options->words.jobs, 1, 1024, &jobs, error))
    return false;
  options->question.sweep = (SweepPlan){ .suite = trace->suite,
                                         .run_us = trace->run_us,
                                         .models = options->models->len,
                                         .model = (const IsoModel *const *) (gpointer) options->models->pdata,
                                         .counts = options->workers->len,
                                         .workers = (const unsigned *) (gpointer) options->workers->data,
                                         .seed = seed,
                                         .jobs = (unsigned) jobs,
                                         .shard = options->shard };
  return set_runs (options, error) && set_noise (options, error) && set_precision (options, error);
}

/* --cost PRICE or --machine C:PRICE. */
static bool
set_price (const PlanWords *words, Billing *billing, GError **error)
{
  const char *colon = words->machine ? strchr (words->machine, ':') : NULL;
  guint64 cores = 1;
  if (words->cost && words->machine)
    return fail (error, "--cost and --machine are two ways to pay: give one of them");
  if (words->machine && !colon)
    return fail (error, "--machine %s: expected its cores and its price, as 4:0.016/min", words->machine);
  g_autofree char *digits = colon ? g_strndup (words->machine, (gsize) (colon - words->machine)) : NULL;
  billing->priced = words->cost || words->machine;
  if (!usage_parse_whole ("--machine", digits, 1, TRACE_WORKERS_MAX, &cores, error))
    return false;
  billing->cores = (unsigned) cores;
  return colon ? units_parse_price ("--machine", colon + 1, &billing->price, error)
               : units_parse_price ("--cost", words->cost, &billing->price, error);
}

static bool
set_billing (PlanOptions *options, GError **error)
{
  const PlanWords *words = &options->words;
  PlanQuestion *question = &options->question;
  question->billing.bill_us = 1;
  if (words->bill_by && !words->cost && !words->machine)
    return fail (error, "--bill-by %s: of what price? Say --cost or --machine", words->bill_by);
  if (!set_price (words, &question->billing, error)
      || !units_parse_time ("--bill-by", words->bill_by, &question->billing.bill_us, error)
      || !units_parse_time ("--startup", words->startup, &question->billing.startup_us, error)
      || !units_parse_time ("--target", words->target, &question->target_us, error))
    return false;
  if (!question->billing.bill_us)
    return fail (error, "--bill-by %s: expected a time of 1s or more", words->bill_by);
  if (words->target && !question->target_us)
    return fail (error, "--target %s: expected a time of 1s or more", words->target);
  return true;
}

/* No document may take another's place. */
static bool
check_places (const PlanWords *words, GError **error)
{
  const char *place[]
      = { words->export_json, words->export_markdown, words->export_csv, words->chart, words->chart_cost };
  for (gsize i = 0; i < G_N_ELEMENTS (place); i++)
    for (gsize k = 0; k < i; k++)
      if (place[i] && g_strcmp0 (place[i], place[k]) == 0)
        return fail (error,
                     "%s: two of --export-json, --export-markdown, --export-csv, --chart and --chart-cost would "
                     "be written there",
                     place[i]);
  return true;
}

bool
plan_options_spare (const PlanWords *words, char **read, const char *option, GError **error)
{
  const struct
  {
    const char *option, *path;
  } written[] = { { "--export-json", words->export_json }, { "--export-markdown", words->export_markdown },
                  { "--export-csv", words->export_csv },   { "--chart", words->chart },
                  { "--chart-cost", words->chart_cost },   { "--out", words->out } };
  for (gsize i = 0; read && i < G_N_ELEMENTS (written); i++)
    for (char **path = read; written[i].path && *path; path++)
      if (outfile_is_at (written[i].path, *path))
        return fail (error, "%s: both %s and %s name it", *path, written[i].option, option);
  return true;
}

bool
plan_options_check_outputs (const PlanWords *words, GError **error)
{
  return check_places (words, error) && plan_options_spare (words, words->trace, "--trace", error)
         && (!words->chart || plan_chart_can_draw (words->chart, error))
         && (!words->chart_cost || plan_chart_can_draw (words->chart_cost, error));
}

/* Of a part nothing can be told, and how many runs are enough no shard knows. */
static bool
set_shard (PlanOptions *options, GError **error)
{
  const PlanWords *words = &options->words;
  const char *told = words->export_json       ? "--export-json"
                     : words->export_markdown ? "--export-markdown"
                     : words->export_csv      ? "--export-csv"
                     : words->chart           ? "--chart"
                     : words->chart_cost      ? "--chart-cost"
                                              : NULL;
  if (!words->shard)
    return !words->out || fail (error, "--out %s: it names the file of a part; say which by --shard I/N", words->out);
  if (words->precision)
    return fail (error, "--precision %s: no shard knows when all are precise enough; say --runs R instead",
                 words->precision);
  if (told)
    return fail (error, "%s: a shard writes its part only; say %s to isosim merge, which has all parts", told, told);
  return part_number_parse ("--shard", words->shard, &options->shard, error)
         && (!words->xdist_path || can_be_kept (words->xdist_path, error));
}

bool
plan_options_read (PlanOptions *options, GError **error)
{
  return set_workers (options, error) && set_models (options, error) && set_billing (options, error)
         && read_traces (options, error) && set_sweep (options, error);
}

bool
plan_options_parse (PlanOptions *options, char **argv, Schedulers *schedulers, GError **error)
{
  options->schedulers = schedulers;
  return parse_words (&options->words, argv, error) && plan_options_check_outputs (&options->words, error)
         && set_shard (options, error) && plan_options_read (options, error);
}
