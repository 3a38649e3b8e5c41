/* sim/commands/conform_command.c - `isosim conform RUN.trace`: whether the model decides what the real controller
 * decided. */
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "models/registry.h"
#include "recordings/conform.h"
#include "recordings/conform_report.h"
#include "run/trace_source.h"

typedef struct
{
  char *dist, *xdist_path, *xdist_version, *seed, *format;
  bool json;
  const char *path; /* in argv */
} Words;

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "compare with this scheduler (default: the run's own)",
        "NAME" },
      { "xdist-path", 0, 0, G_OPTION_ARG_FILENAME, &words->xdist_path, "xdist:NAME, py:…: a checkout of pytest-xdist",
        "DIR" },
      { "xdist-version", 0, 0, G_OPTION_ARG_STRING, &words->xdist_version, "by this release (default: the run's own)",
        "3.1…3.8" },
      { "seed", 0, 0, G_OPTION_ARG_STRING, &words->seed, "isoscope: of its shuffle", "S" },
      { "format", 0, 0, G_OPTION_ARG_STRING, &words->format, "text (default) or json", "FORMAT" },
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
parse_words (Words *words, int argc, char **argv, GError **error)
{
  if (!usage_parse_options (option_table (words), "RUN - compares each command of a recorded run with the model's",
                            "RUN is a recording (docs/recording.md); - is standard input.", &argc, &argv, error))
    return false;
  if (argc != 2)
    return fail (error, "conform takes one recording, RUN (- is standard input)");
  words->path = argv[1];
  return usage_parse_format (words->format, &words->json, error);
}

/* A recording of a run with xdist, or a sentence. */
static bool
check_recording (const Words *words, const Trace *trace, GError **error)
{
  const Recording *recording = trace->recording;
  if (!recording)
    return fail (error, "%s: this is no recording: it holds no commands to compare (docs/recording.md)", words->path);
  if (!recording->xdist || g_strcmp0 (recording->dist, "no") == 0)
    return fail (error, "%s: this run was without pytest-xdist: no scheduler decided anything", words->path);
  if (recording->messages == 0)
    return fail (error, "%s: the recording holds no message", words->path);
  return true;
}

static bool
set_model (ConformPlan *plan, const Words *words, const Recording *recording, Schedulers *schedulers, GError **error)
{
  if (!schedulers_use_folder ("--xdist-path", words->xdist_path, words->dist ? words->dist : "", error))
    return false;
  if (words->dist)
    return (plan->model = schedulers_find (schedulers, words->dist, words->xdist_path, error)) != NULL;
  plan->model = recording->dist ? model_find (recording->dist) : NULL;
  if (!plan->model)
    return fail (error, "%s: isosim has no model of --dist %s; --dist NAME compares it with another", words->path,
                 recording->dist ? recording->dist : "?");
  if (recording->scheduler && !model_is_class (plan->model, recording->scheduler))
    return fail (error, "%s: the scheduler was %s, of which isosim has no model; --dist NAME compares it with one",
                 words->path, recording->scheduler);
  return true;
}

/* "3.6.1" is of release 3.6. A newer release than isosim knows is compared with the newest, and that is said. */
static bool
set_release (ConformPlan *plan, const Words *words, const Recording *recording, char **note, GError **error)
{
  plan->release = release_find (words->xdist_version);
  if (!plan->release)
    return fail (error, "--xdist-version %s: expected 3.1 to 3.8", words->xdist_version);
  if (words->xdist_version)
    return true;
  g_auto (GStrv) parts = g_strsplit (recording->xdist, ".", 3);
  guint64 major = 0, minor = 0;
  if (g_strv_length (parts) < 2 || !g_ascii_string_to_unsigned (parts[0], 10, 0, 999, &major, NULL)
      || !g_ascii_string_to_unsigned (parts[1], 10, 0, 999, &minor, NULL) || major < 3 || (major == 3 && minor < 1))
    return fail (error,
                 "%s: isosim knows nothing of pytest-xdist %s; --xdist-version 3.1 to 3.8 says what to "
                 "compare it with",
                 words->path, recording->xdist);
  g_autofree char *name = g_strdup_printf ("3.%u", (unsigned) minor);
  const Release *release = major == 3 ? release_find (name) : NULL;
  if (release)
    plan->release = release;
  else
    *note = g_strdup_printf ("isosim knows releases up to %s, and takes %s for one", plan->release->name,
                             recording->xdist);
  return true;
}

static bool
set_seed (ConformPlan *plan, const Words *words, GError **error)
{
  guint64 seed = 0;
  plan->seeded = words->seed != NULL;
  if (!usage_parse_whole ("--seed", words->seed, 0, G_MAXINT64, &seed, error))
    return false;
  plan->seed = (int64_t) seed;
  return true;
}

static int
compare (const Words *words, const Trace *trace, Schedulers *schedulers, GError **error)
{
  ConformPlan plan = { .model = NULL };
  g_autofree char *note = NULL;
  g_auto (Conformity) conformity = { .messages = 0 };
  if (!check_recording (words, trace, error) || !set_model (&plan, words, trace->recording, schedulers, error)
      || !set_release (&plan, words, trace->recording, &note, error) || !set_seed (&plan, words, error)
      || !conform (trace, words->path, &plan, &conformity, error))
    return EXIT_CANNOT;
  const ConformReport report = { words->path, trace, &plan, &conformity, note };
  g_autoptr (GString) text = words->json ? conform_json (&report) : conform_text (&report);
  if (!outfile_write_text ("-", text, error))
    return EXIT_CANNOT;
  return conformity.differs ? EXIT_VIOLATED : EXIT_HOLDS;
}

static int
conform_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { .dist = NULL };
  if (!parse_words (&words, call->argc, call->argv, error))
    return EXIT_CANNOT;
  g_autoptr (Trace) trace = trace_source_read_any (words.path, error);
  if (!trace)
    return EXIT_CANNOT;
  return compare (&words, trace, call->schedulers, error);
}

const Command command_conform
    = { "conform", "compare a recorded run, command by command, with the model", conform_command };
