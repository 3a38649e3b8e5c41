/* sim/commands/predict_command.c - `isosim predict RUN [--against OTHER]`: a recorded run beside what the model says of
 * it. */
#include "base/human.h"
#include "base/outfile.h"
#include "base/paragraph.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "recordings/prediction.h"
#include "run/trace_source.h"
#include "text/json.h"

/* --- as text -------------------------------------------------------------------------------------------------- */

static void
append_percent (GString *text, const char *format, double part, int columns)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *cell = g_strconcat (g_ascii_formatd (digits, sizeof digits, format, part * 100), "%", NULL);
  paragraph_append_cell (text, cell, columns);
}

static void
append_time (GString *text, uint64_t us)
{
  g_autofree char *time = us == TRACE_US_NONE ? g_strdup ("-") : human_time (us);
  paragraph_append_cell (text, time, 12);
}

static void
append_times (GString *text, const char *name, uint64_t predicted_us, uint64_t recorded_us)
{
  g_string_append_printf (text, "%-26s", name);
  append_time (text, predicted_us);
  append_time (text, recorded_us);
  if (recorded_us == TRACE_US_NONE || recorded_us == 0)
    paragraph_append_cell (text, "-", 10);
  else
    append_percent (text, "%+.2f", prediction_error (predicted_us, recorded_us), 10);
  g_string_append_c (text, '\n');
}

/* Of times that workers have each, the mean. */
static void
append_part (GString *text, const char *name, uint64_t predicted_us, uint64_t recorded_us, unsigned workers)
{
  int64_t error_us = time_breakdown_difference_us (predicted_us, recorded_us) / (int64_t) workers;
  g_autofree char *size = human_time ((uint64_t) ABS (error_us));
  g_autofree char *error = g_strdup_printf ("%s%s", error_us > 0 ? "+" : error_us < 0 ? "-" : "", size);
  g_string_append_printf (text, "  %-24s", name);
  append_time (text, predicted_us / workers);
  append_time (text, recorded_us / workers);
  paragraph_append_cell (text, error, 12);
  g_string_append_c (text, '\n');
}

static void
append_head (GString *text, const Prediction *prediction)
{
  const Recording *recording = prediction->recording;
  g_autofree char *workers = human_plural (prediction->workers, "worker");
  g_autofree char *tests = human_plural (prediction->tests, "test");
  g_string_append_printf (text, "%s: --dist %s, %s, %s", prediction->against ? prediction->against : prediction->path,
                          recording->dist, workers, tests);
  if (recording->xdist)
    g_string_append_printf (text, "; pytest-xdist %s", recording->xdist);
  if (recording->cores)
    g_string_append_printf (text, "; %u core%s", recording->cores, recording->cores == 1 ? "" : "s");
  g_string_append_printf (text, "\n  predicted from the costs and durations of %s\n",
                          prediction->against ? prediction->path : "the run itself");
}

static void
append_warnings (GString *text, const Prediction *prediction)
{
  if (prediction->guessed)
    {
      g_autofree char *tests = human_plural (prediction->guessed, "test");
      g_string_append_printf (text, "  %s never ran in %s: each is taken for a mean one\n", tests, prediction->path);
    }
  if (prediction->collections_differ)
    g_string_append (text, "  workers collected differently: the first collection is taken for all\n");
  if (prediction->model->shuffles)
    g_string_append (text, "  the scheduler shuffles, and how it did is not recorded: another order is predicted\n");
  if (prediction->verdict != VERDICT_OK)
    g_string_append_printf (text, "  verdict of the predicted run: %s\n", verdict_name (prediction->verdict));
}

static void
append_largest (GString *text, const Prediction *prediction)
{
  const ErrorPart *part = prediction->largest;
  g_autofree char *size = human_time ((uint64_t) ABS (part->error_us));
  if (part->error_us)
    g_string_append_printf (text, "Most of the error: %s, %s too %s a worker.\n", part->name, size,
                            part->error_us > 0 ? "much" : "little");
}

static GString *
prediction_text (const Prediction *prediction)
{
  GString *text = g_string_new (NULL);
  const TimeBreakdown *predicted = &prediction->predicted, *recorded = &prediction->recorded;
  unsigned workers = prediction->workers;
  append_head (text, prediction);
  append_warnings (text, prediction);
  g_string_append_printf (text, "\n%-26s%12s%12s%10s\n", "", "predicted", "recorded", "error");
  append_times (text, "first start to last end", predicted->wall_us, recorded->wall_us);
  append_times (text, "the whole run", predicted->whole_us, recorded->whole_us);
  append_times (text, "  before the first start", predicted->start_us, recorded->start_us);
  append_times (text, "  behind the last end", predicted->end_us, recorded->end_us);
  g_string_append_printf (text, "%-26s", "used");
  append_percent (text, "%.1f", predicted->used, 12);
  append_percent (text, "%.1f", recorded->used, 12);
  g_autofree char *setups = human_count (predicted->setups), *setups_then = human_count (recorded->setups);
  g_string_append_printf (text, "\n%-26s%12s%12s\n", "set-ups of fixtures", setups, setups_then);
  g_string_append (text, "\nof a worker's time from the first start to the last end:\n");
  append_part (text, prediction->part[0].name, predicted->tests_us, recorded->tests_us, workers);
  append_part (text, prediction->part[1].name, predicted->setup_us, recorded->setup_us, workers);
  append_part (text, prediction->part[2].name, predicted->overhead_us, recorded->overhead_us, workers);
  append_part (text, prediction->part[3].name, predicted->held_us, recorded->held_us, workers);
  append_part (text, prediction->part[4].name, predicted->idle_us, recorded->idle_us, workers);
  append_largest (text, prediction);
  return text;
}

/* --- as JSON -------------------------------------------------------------------------------------------------- */

/* Null where a recording does not tell the time. */
static void
add_us (cJSON *object, const char *name, uint64_t us)
{
  if (us == TRACE_US_NONE)
    cJSON_AddNullToObject (object, name);
  else
    json_add_whole (object, name, us);
}

static void
add_account (cJSON *to, const char *name, const TimeBreakdown *account)
{
  cJSON *object = cJSON_AddObjectToObject (to, name);
  add_us (object, "wall_us", account->wall_us);
  add_us (object, "whole_us", account->whole_us);
  add_us (object, "start_us", account->start_us);
  add_us (object, "end_us", account->end_us);
  cJSON_AddNumberToObject (object, "utilization", account->used);
  json_add_whole (object, "setups", account->setups);
  add_us (object, "tests_us", account->tests_us);
  add_us (object, "setup_us", account->setup_us);
  add_us (object, "overhead_us", account->overhead_us);
  add_us (object, "held_us", account->held_us);
  add_us (object, "idle_us", account->idle_us);
}

static GString *
prediction_json (const Prediction *prediction)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  const TimeBreakdown *predicted = &prediction->predicted, *recorded = &prediction->recorded;
  json_add_text (root, "run", prediction->path);
  json_add_text (root, "against", prediction->against);
  json_add_text (root, "dist", prediction->recording->dist);
  json_add_text (root, "xdist", prediction->recording->xdist);
  json_add_whole (root, "workers", prediction->workers);
  json_add_whole (root, "cores", prediction->recording->cores);
  json_add_whole (root, "tests", prediction->tests);
  json_add_whole (root, "guessed", prediction->guessed);
  json_add_text (root, "verdict", verdict_name (prediction->verdict));
  add_account (root, "predicted", predicted);
  add_account (root, "recorded", recorded);
  cJSON *error = cJSON_AddObjectToObject (root, "error");
  cJSON_AddNumberToObject (error, "wall", prediction_error (predicted->wall_us, recorded->wall_us));
  if (recorded->whole_us == TRACE_US_NONE)
    cJSON_AddNullToObject (error, "whole");
  else
    cJSON_AddNumberToObject (error, "whole", prediction_error (predicted->whole_us, recorded->whole_us));
  json_add_text (error, "largest", prediction->largest->error_us ? prediction->largest->name : NULL);
  return json_text (root);
}

/* --- the command ---------------------------------------------------------------------------------------------- */

typedef struct
{
  char *against, *format;
  bool json;
  const char *path; /* in argv */
} Words;

/* The options, and the word that each sets. */
static GOptionEntry *
option_table (Words *words)
{
  return usage_option_table ((const GOptionEntry[]){
      { "against", 0, 0, G_OPTION_ARG_FILENAME, &words->against, "the recording that is predicted, instead of RUN",
        "OTHER" },
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
  if (!usage_parse_options (
          option_table (words), "RUN - a recorded run beside its prediction",
          "RUN and OTHER are recordings of real runs (isosim_recorder.py writes them). See isosim(1).", &argc, &argv,
          error)
      || !usage_parse_format (words->format, &words->json, error))
    return false;
  if (argc != 2)
    return fail (error, "predict takes one file, RUN, a recording (isosim predict --help tells more)");
  words->path = argv[1];
  if (g_strcmp0 (words->against, "-") == 0 && g_str_equal (words->path, "-"))
    return fail (error, "--against -: standard input is RUN already");
  return true;
}

static int
predict (const Words *words, GError **error)
{
  const char *path = words->path;
  g_autoptr (Trace) trace = trace_source_read_any (path, error);
  g_autoptr (Trace) against = trace && words->against ? trace_source_read_any (words->against, error) : NULL;
  Prediction prediction;
  if (!trace || (words->against && !against)
      || !prediction_make (&prediction, trace_source_name (path), trace, trace_source_name (words->against), against,
                           error))
    return EXIT_CANNOT;
  g_autoptr (GString) text = words->json ? prediction_json (&prediction) : prediction_text (&prediction);
  return outfile_write_text ("-", text, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

static int
predict_command (const Invocation *call, GError **error)
{
  g_auto (Words) words = { 0 };
  return parse_words (&words, call->argc, call->argv, error) ? predict (&words, error) : EXIT_CANNOT;
}

const Command command_predict = { "predict", "compare a recorded run with its prediction", predict_command };
