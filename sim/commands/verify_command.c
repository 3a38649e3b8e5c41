/* sim/commands/verify_command.c - `isosim verify RUN`: whether a run kept what its scheduler promises. */
#include "base/human.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "models/registry.h"
#include "recordings/verify.h"
#include "run/trace_source.h"
#include "text/json.h"

typedef struct
{
  char *dist, *format;
  bool json;
  const char *path; /* in argv */
} Words;

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "dist", 0, 0, G_OPTION_ARG_STRING, &words->dist, "whose promises count (default: the run's own)", "NAME" },
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
  if (!usage_parse_options (option_table (words), "RUN - judges what happened in a recorded run",
                            "RUN is a recording (docs/recording.md) or a reportlog; - is standard input.", &argc, &argv,
                            error))
    return false;
  if (argc != 2)
    return fail (error, "verify takes one recording or reportlog, RUN (- is standard input)");
  words->path = argv[1];
  return usage_parse_format (words->format, &words->json, error);
}

/* The scheduler of the recording if isosim knows it: a class of one's own may promise anything. */
static const IsoModel *
model_of (const Recording *recording)
{
  const IsoModel *model = recording && recording->dist ? model_find (recording->dist) : NULL;
  return model && (!recording->scheduler || model_is_class (model, recording->scheduler)) ? model : NULL;
}

/* --- text ---------------------------------------------------------------------------------------------------- */

static void
append_head (GString *text, const char *path, const Trace *trace, const Verification *found)
{
  g_autofree char *runs = human_plural (found->runs, "run"), *tests = human_plural (found->tests, "test");
  g_autofree char *workers = human_plural (found->workers, "worker");
  g_string_append_printf (text, "%s: %s of %s on %s", path, runs, tests, workers);
  if (trace->recording && trace->recording->xdist)
    g_string_append_printf (text, ", pytest-xdist %s, --dist %s", trace->recording->xdist,
                            trace->recording->dist ? trace->recording->dist : "?");
  g_string_append_printf (text, "\npromises are those of %s\n\n", found->model ? found->model->name : "every session");
}

static void
append_property (GString *text, const VerifiedProperty *property)
{
  g_string_append_printf (text, "%-13s  %-8s  ", property->name, property->promised ? "promised" : "");
  if (!property->judged)
    g_string_append_printf (text, "not told: %s\n", property->untold);
  else if (property->count == 0)
    g_string_append (text, "kept\n");
  else
    {
      g_autofree char *cases = human_plural (property->count, "case");
      g_string_append_printf (text, "%s, %s\n    %s\n", property->promised ? "broken" : "not kept", cases,
                              property->example);
    }
}

static GString *
verify_text (const char *path, const Trace *trace, const Verification *found)
{
  GString *text = g_string_new (NULL);
  append_head (text, path, trace, found);
  for (unsigned i = 0; i < found->properties; i++)
    append_property (text, &found->property[i]);
  if (trace->recording)
    g_string_append (text, "\ntimes count from the moment at which the recorder was loaded\n");
  if (found->stopped)
    g_string_append (text, "the run was stopped early: what did not run is not lost\n");
  g_string_append (text, found->broken ? "a promise was broken\n" : "what was promised and is told was kept\n");
  return text;
}

/* --- JSON ---------------------------------------------------------------------------------------------------- */

static cJSON *
property_object (const VerifiedProperty *property)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "name", property->name);
  cJSON_AddBoolToObject (object, "promised", property->promised);
  cJSON_AddBoolToObject (object, "judged", property->judged);
  if (property->judged)
    cJSON_AddBoolToObject (object, "holds", property->count == 0);
  else
    cJSON_AddNullToObject (object, "holds");
  cJSON_AddNumberToObject (object, "count", (double) property->count);
  json_add_text (object, "example", property->example);
  json_add_text (object, "not_told", property->untold);
  return object;
}

static GString *
verify_json (const char *path, const Verification *found)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  json_add_text (root, "path", path);
  json_add_text (root, "scheduler", found->model ? found->model->name : NULL);
  cJSON_AddNumberToObject (root, "tests", found->tests);
  cJSON_AddNumberToObject (root, "runs", found->runs);
  cJSON_AddNumberToObject (root, "workers", found->workers);
  cJSON_AddBoolToObject (root, "stopped", found->stopped);
  cJSON_AddBoolToObject (root, "broken", found->broken);
  cJSON *properties = cJSON_AddArrayToObject (root, "properties");
  for (unsigned i = 0; i < found->properties; i++)
    cJSON_AddItemToArray (properties, property_object (&found->property[i]));
  return json_text (root);
}

/* --- the command --------------------------------------------------------------------------------------------- */

static int
judge (const Words *words, Trace *trace, Schedulers *schedulers, GError **error)
{
  g_auto (Verification) found = { .model = NULL };
  const IsoModel *model
      = words->dist ? schedulers_find (schedulers, words->dist, NULL, error) : model_of (trace->recording);
  if ((words->dist && !model) || !verify (trace, words->path, model, &found, error))
    return EXIT_CANNOT;
  g_autoptr (GString) text = words->json ? verify_json (words->path, &found) : verify_text (words->path, trace, &found);
  if (!outfile_write_text ("-", text, error))
    return EXIT_CANNOT;
  return found.broken ? EXIT_VIOLATED : EXIT_HOLDS;
}

static int
verify_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { .dist = NULL };
  if (!parse_words (&words, call->argc, call->argv, error))
    return EXIT_CANNOT;
  g_autoptr (Trace) trace = trace_source_read_any (words.path, error);
  if (!trace)
    return EXIT_CANNOT;
  return judge (&words, trace, call->schedulers, error);
}

const Command command_verify = { "verify", "judge what happened in a recorded run", verify_command };
