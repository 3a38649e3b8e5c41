#include "review/review_options.h"

#include "base/ranges.h"
#include "base/usage.h"
#include "external/external.h"
#include "external/lookup.h"
#include "external/plugin_load.h"
#include "formats/format.h"
#include "models/registry.h"
#include "run/trace_source.h"
#include <string.h>

#define SUITES_DEFAULT 300
#define WORKERS_DEFAULT "2,8"
#define INSTALLED "xdist" /* the word for the installed pytest-xdist */

/* Real suites that are installed with isosim: few and many tests a scope, short ones and long ones. */
static const char *const samples[] = { "dvc.trace", "libcst.xml", "localstack.test_durations" };

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (ReviewWords *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "base", 0, 0, G_OPTION_ARG_FILENAME, &words->side[BASE],
        "as it was: a checkout, xdist (installed), or a scheduler", "DIR|xdist|NAME" },
      { "head", 0, 0, G_OPTION_ARG_FILENAME, &words->side[HEAD], "as it is now: the same", "DIR|xdist|NAME" },
      { "dist", 0, 0, G_OPTION_ARG_FILENAME, &words->dist, "which schedulers (default: all that there are, but each)",
        "NAME[,NAME]" },
      { "traces", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->trace, "suites to time (default: three real ones)",
        "FILE..." },
      { "workers", 'n', 0, G_OPTION_ARG_STRING, &words->workers, "on so many workers (default 2,8)", "RANGE" },
      { "suites", 0, 0, G_OPTION_ARG_STRING, &words->suites, "random suites to decide (default 300)", "N" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "of these (default 1)", "S" },
      { "max-regress", 0, 0, G_OPTION_ARG_STRING, &words->max_regress, "how much slower is no regression (default 5%)",
        "P%" },
      { "no-loadscope-reorder", 0, 0, G_OPTION_ARG_NONE, &words->no_reorder, "keep scopes in order of appearance",
        NULL },
      { "export-markdown", 0, 0, G_OPTION_ARG_FILENAME, &words->export_markdown, "write it as a comment (- is stdout)",
        "FILE" },
      { "jobs", 'j', 0, G_OPTION_ARG_STRING, &words->jobs, "threads; decisions do not depend on them", "J" },
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->more, NULL, NULL },
      G_OPTION_ENTRY_NULL,
  });
}

static void
clear_pair (gpointer data)
{
  ReviewPair *pair = data;
  g_free (pair->name);
  g_free (pair->missing[BASE]);
  g_free (pair->missing[HEAD]);
}

void
review_options_clear (ReviewOptions *options)
{
  usage_free_words (option_table (&options->words));
  g_free (options->label[BASE]);
  g_free (options->label[HEAD]);
  g_clear_pointer (&options->pairs, g_array_unref);
  g_clear_pointer (&options->names, g_ptr_array_unref);
  g_clear_pointer (&options->traces, g_ptr_array_unref);
  g_clear_pointer (&options->workers, g_array_unref);
}

static bool
parse_words (ReviewWords *words, char **argv, GError **error)
{
  g_autofree GOptionEntry *entries = option_table (words);
  g_autoptr (GOptionContext) context = g_option_context_new ("- what a change to schedulers changes");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, "Exit status: 0 nothing is worse, 1 something is, 2 it could not run.");
  g_auto (GStrv) word = usage_split_short (argv);
  if (!g_option_context_parse_strv (context, &word, error))
    return false;
  if (words->more && !words->trace)
    return fail (error, "review takes files behind --traces only, not '%s'", words->more[0]);
  return true;
}

/* --- base and head -------------------------------------------------------------------------------------------- */

/* A side is a tree, whose schedulers are looked up by name, or one scheduler. */
static bool
is_scheduler (const char *word)
{
  return external_is_name (word) || model_find (word)
         || (g_str_has_suffix (word, ".so") && plugin_is_named (word) && !g_file_test (word, G_FILE_TEST_IS_DIR));
}

static bool
has_xdist (const char *folder)
{
  g_autofree char *source = g_build_filename (folder, "src", "xdist", "__init__.py", NULL);
  g_autofree char *package = g_build_filename (folder, "xdist", "__init__.py", NULL);
  return g_file_test (source, G_FILE_TEST_EXISTS) || g_file_test (package, G_FILE_TEST_EXISTS);
}

static bool
check_sides (ReviewOptions *options, GError **error)
{
  static const char *const option[] = { "--base", "--head" };
  for (int side = 0; side < SIDES; side++)
    {
      const char *word = options->words.side[side];
      if (!word)
        return fail (error, "what is reviewed? Say --base DIR --head DIR (isosim review --help tells more)");
      if (g_str_equal (word, INSTALLED) || is_scheduler (word))
        continue;
      if (!g_file_test (word, G_FILE_TEST_IS_DIR))
        return fail (error, "%s %s: neither a folder nor a scheduler ('isosim list schedulers' names them)",
                     option[side], word);
      if (!has_xdist (word))
        return fail (error, "%s %s: no checkout of pytest-xdist (there is neither src/xdist nor xdist)", option[side],
                     word);
      options->plan.path[side] = word;
    }
  return true;
}

static bool
is_one (const ReviewOptions *options, int side)
{
  return !options->plan.path[side] && !g_str_equal (options->words.side[side], INSTALLED);
}

/* The scheduler NAME of a side; NULL with *error. */
static const IsoModel *
find_model (const ReviewOptions *options, int side, const char *name, GError **error)
{
  const char *folder = options->plan.path[side];
  if (is_one (options, side))
    return schedulers_find (options->schedulers, options->words.side[side], folder, error);
  g_autofree char *external = g_strconcat ("xdist:", name, NULL);
  return schedulers_find (options->schedulers, external, folder, error);
}

/* Not a pair if neither side has it. */
static void
add_pair (ReviewOptions *options, const char *name, GError **error)
{
  ReviewPair pair = { .name = NULL };
  GError *wrong[SIDES] = { NULL, NULL };
  for (int side = 0; side < SIDES; side++)
    pair.model[side] = find_model (options, side, name, &wrong[side]);
  if (!pair.model[BASE] && !pair.model[HEAD])
    {
      if (!*error)
        *error = g_steal_pointer (&wrong[BASE]);
      g_clear_error (&wrong[BASE]);
      g_clear_error (&wrong[HEAD]);
      return;
    }
  pair.name = g_strdup (name);
  for (int side = 0; side < SIDES; side++)
    {
      pair.missing[side] = wrong[side] ? g_strdup (wrong[side]->message) : NULL;
      g_clear_error (&wrong[side]);
    }
  g_array_append_val (options->pairs, pair);
}

/* What a single scheduler is called in a tree. */
static const char *
name_in_tree (const char *word)
{
  return model_find (word) ? word : g_str_has_prefix (word, "xdist:") ? word + strlen ("xdist:") : NULL;
}

/* One side, or both, is a single scheduler. */
static bool
pair_up_one (ReviewOptions *options, GError **error)
{
  const char *dist = options->words.dist, *head = options->words.side[HEAD];
  if (is_one (options, BASE) && is_one (options, HEAD))
    {
      if (dist)
        return fail (error, "--dist %s: base and head are schedulers already", dist);
      add_pair (options, head, error);
      return options->pairs->len > 0;
    }
  int one = is_one (options, BASE) ? BASE : HEAD;
  const char *name = dist ? dist : name_in_tree (options->words.side[one]);
  if (!name || strchr (name, ','))
    return fail (error, "which scheduler of %s is compared with %s? Say --dist NAME", options->words.side[!one],
                 options->words.side[one]);
  add_pair (options, name, error);
  return options->pairs->len > 0;
}

static int
by_name (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What a checkout calls its schedulers: the modules of xdist.scheduler. */
static void
list_tree (const char *folder, const char *below, GPtrArray *names)
{
  g_autofree char *path = g_build_filename (folder, below, "scheduler", NULL);
  g_autoptr (GDir) modules = g_dir_open (path, 0, NULL);
  const char *module;
  while (modules && (module = g_dir_read_name (modules)))
    if (g_str_has_suffix (module, ".py") && *module != '_' && !g_str_equal (module, "protocol.py"))
      g_ptr_array_add (names, g_strndup (module, strlen (module) - strlen (".py")));
}

/* Those that isosim does not know, in either tree. */
static void
pair_up_new (ReviewOptions *options, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (int side = 0; side < SIDES; side++)
    if (options->plan.path[side])
      {
        list_tree (options->plan.path[side], "src/xdist", names);
        list_tree (options->plan.path[side], "xdist", names);
      }
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    if (!model_find (names->pdata[i]) && (i == 0 || !g_str_equal (names->pdata[i], names->pdata[i - 1])))
      add_pair (options, names->pdata[i], error);
}

/* By default all that one of the trees has, but each. */
static void
pair_up_all (ReviewOptions *options, GError **error)
{
  for (const IsoModel *const *model = models; *model; model++)
    if (!(*model)->twin && !(*model)->every_worker)
      add_pair (options, (*model)->name, error);
  pair_up_new (options, error);
}

static bool
has_any (const ReviewOptions *options, int side)
{
  for (guint i = 0; i < options->pairs->len; i++)
    if (g_array_index (options->pairs, ReviewPair, i).model[side])
      return true;
  return false;
}

static bool
pair_up_trees (ReviewOptions *options, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_auto (GStrv) name = g_strsplit (options->words.dist ? options->words.dist : "", ",", -1);
  if (!options->words.dist)
    pair_up_all (options, &wrong);
  for (char **each = name; *each; each++)
    add_pair (options, g_strstrip (*each), &wrong);
  if (wrong && (options->words.dist || !options->pairs->len))
    return g_propagate_error (error, g_steal_pointer (&wrong)), false;
  for (int side = 0; side < SIDES; side++)
    if (!has_any (options, side))
      return fail (error, "%s", g_array_index (options->pairs, ReviewPair, 0).missing[side]);
  return true;
}

/* A single scheduler that cannot be had is no finding. */
static bool
all_are_there (const ReviewOptions *options, GError **error)
{
  for (guint i = 0; i < options->pairs->len; i++)
    for (int side = 0; side < SIDES; side++)
      if (g_array_index (options->pairs, ReviewPair, i).missing[side])
        return fail (error, "%s", g_array_index (options->pairs, ReviewPair, i).missing[side]);
  return true;
}

/* "pytest-xdist 3.1.0", "pytest-xdist of a checkout, ../xdist", or the scheduler's name. */
static char *
dup_label (const ReviewOptions *options, int side)
{
  const char *word = options->words.side[side], *source = "pytest-xdist";
  if (is_one (options, side))
    return g_strdup (word);
  for (guint i = 0; i < options->pairs->len; i++)
    {
      const IsoModel *model = g_array_index (options->pairs, ReviewPair, i).model[side];
      source = model ? model->source : source;
    }
  return options->plan.path[side] ? g_strdup_printf ("%s, %s", source, word)
                                  : g_strdup_printf ("%s, installed", source);
}

static bool
pair_up (ReviewOptions *options, GError **error)
{
  bool one = is_one (options, BASE) || is_one (options, HEAD);
  options->pairs = g_array_new (FALSE, FALSE, sizeof (ReviewPair));
  g_array_set_clear_func (options->pairs, clear_pair);
  if (!(one ? pair_up_one (options, error) && all_are_there (options, error) : pair_up_trees (options, error)))
    return false;
  for (int side = 0; side < SIDES; side++)
    options->label[side] = dup_label (options, side);
  return true;
}

/* --- traces --------------------------------------------------------------------------------------------------- */

/* TRACE may be NULL: it could not be read. */
static bool
add_trace (ReviewOptions *options, Trace *trace, const char *name)
{
  g_ptr_array_add (options->names, g_strdup (name));
  if (trace)
    g_ptr_array_add (options->traces, trace);
  return trace != NULL;
}

static bool
add_samples (ReviewOptions *options, GError **error)
{
  const char *folder = g_getenv ("ISOSIM_SAMPLES");
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_build_filename (folder ? folder : SAMPLESDIR, samples[i], NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return fail (error, "%s is not there; 'make install' puts it there, ISOSIM_SAMPLES names another folder", path);
      if (!add_trace (options, trace_read (path, error), samples[i])) /* without their warnings, which are known */
        return false;
    }
  return true;
}

static bool
read_traces (ReviewOptions *options, GError **error)
{
  options->names = g_ptr_array_new_with_free_func (g_free);
  options->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  if (!options->words.trace)
    return add_samples (options, error);
  char **list[] = { options->words.trace, options->words.more };
  for (gsize i = 0; i < G_N_ELEMENTS (list); i++)
    for (char **path = list[i]; path && *path; path++)
      {
        if (g_ptr_array_find_with_equal_func (options->names, trace_source_name (*path), g_str_equal, NULL))
          return fail (error, "--traces %s: it stands there twice", *path);
        if (!add_trace (options, trace_source_read (*path, error), trace_source_name (*path)))
          return false;
      }
  return true;
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

static bool
set_numbers (ReviewOptions *options, GError **error)
{
  const ReviewWords *words = &options->words;
  guint64 suites = SUITES_DEFAULT, seed = 1, jobs = g_get_num_processors ();
  options->plan.allowed = 5 * SHARE_PERCENT;
  if (!usage_parse_whole ("--suites", words->suites, 1, 1000000000, &suites, error)
      || !usage_parse_whole ("--seed", words->seed, 0, G_MAXUINT64, &seed, error)
      || !usage_parse_whole ("--jobs", words->jobs, 1, 1024, &jobs, error)
      || !units_parse_share ("--max-regress", words->max_regress, &options->plan.allowed, error))
    return false;
  options->workers
      = ranges_parse ("--workers", words->workers ? words->workers : WORKERS_DEFAULT, TRACE_WORKERS_MAX, error);
  options->plan.suites = suites;
  options->plan.seed = seed;
  options->plan.jobs = (unsigned) jobs;
  options->plan.reorder = !words->no_reorder;
  return options->workers != NULL;
}

bool
review_options_parse (ReviewOptions *options, char **argv, Schedulers *schedulers, GError **error)
{
  ReviewPlan *plan = &options->plan;
  *options = (ReviewOptions){ .schedulers = schedulers };
  if (!parse_words (&options->words, argv, error) || !set_numbers (options, error) || !check_sides (options, error)
      || !read_traces (options, error) || !pair_up (options, error))
    return false;
  plan->pairs = options->pairs->len;
  plan->pair = (const ReviewPair *) (const void *) options->pairs->data;
  plan->traces = options->traces->len;
  plan->name = (const char *const *) (const void *) options->names->pdata;
  plan->trace = (const Trace *const *) (const void *) options->traces->pdata;
  plan->counts = options->workers->len;
  plan->workers = (const unsigned *) (const void *) options->workers->data;
  for (int side = 0; side < SIDES; side++)
    plan->label[side] = options->label[side];
  return true;
}
