#include "recordings/conform_report.h"

#include "base/human.h"
#include "models/registry.h"
#include "text/json.h"

#define BEFORE_SHOWN 6   /* messages and commands that came before the difference */
#define INDICES_SHOWN 24 /* of one command */

/* --- text ---------------------------------------------------------------------------------------------------- */

static void
append_indices (GString *text, const uint32_t *index, uint32_t indices)
{
  for (uint32_t i = 0; i < MIN (indices, INDICES_SHOWN); i++)
    g_string_append_printf (text, " %u", index[i]);
  if (indices > INDICES_SHOWN)
    g_string_append_printf (text, " … (%u in all)", indices);
}

/* "run 4 5 to gw1" */
static char *
command_words (const ConformCommand *command)
{
  GString *text = g_string_new (recording_words[command->word]);
  append_indices (text, command->index, command->indices);
  g_string_append_printf (text, " to gw%u", command->worker);
  return g_string_free (text, FALSE);
}

static void
append_heard (GString *text, const Trace *trace, const RecordingMessage *message)
{
  const Recording *recording = trace->recording;
  g_string_append_printf (text, "%s", recording_words[message->word]);
  append_indices (text, recording->index + message->first, message->indices);
  if (message->word == HEARD_WORKERFINISHED && message->value)
    g_string_append_printf (text, " %s", recording_finish_words[message->value]);
  g_string_append_printf (text, " from gw%u", message->worker);
  if (message->word != HEARD_COMPLETE)
    return;
  uint32_t test = recording_test (recording, message->worker, recording->index[message->first]);
  g_autofree char *name = suite_dup_name (trace->suite, test), *time = human_time (message->duration_us);
  g_string_append_printf (text, " (%s, %s)", name, time);
}

/* "complete 4 from gw1 (a.py::test_b, 12 ms)" or "run 5 6 to gw0" */
static char *
message_words (const Trace *trace, const RecordingMessage *message)
{
  if (recording_is_command (message))
    {
      const ConformCommand command
          = { message->word, message->worker, message->indices, trace->recording->index + message->first };
      return command_words (&command);
    }
  GString *text = g_string_new (NULL);
  append_heard (text, trace, message);
  return g_string_free (text, FALSE);
}

static void
append_message (GString *text, const char *label, const Trace *trace, uint32_t message)
{
  const RecordingMessage *recorded = &trace->recording->message[message];
  g_autofree char *words = message_words (trace, recorded), *when = human_time (recorded->at_us);
  g_string_append_printf (text, "  %-9s %9s  %s\n", label, when, words);
}

/* The command, or that there is none, and the error that explains it. */
static char *
side_words (const ConformCommand *command, const char *error)
{
  if (command->word != RECORDING_NONE)
    return command_words (command);
  return error ? g_strdup_printf ("no command: %s", error) : g_strdup ("no command");
}

static void
append_difference (GString *text, const ConformReport *report)
{
  const Conformity *found = report->conformity;
  g_string_append (text, "then they differ:\n");
  uint32_t first = found->message - MIN (found->message, BEFORE_SHOWN);
  for (uint32_t i = first; i < found->message; i++)
    append_message (text, i == first ? "before" : "", report->trace, i);
  append_message (text, "answering", report->trace, found->message);
  if (found->why)
    {
      g_string_append_printf (text, "  %s\n", found->why);
      return;
    }
  g_autofree char *real = side_words (&found->real, NULL), *model = side_words (&found->model, found->model_error);
  g_string_append_printf (text, "  real      %9s  %s\n  model     %9s  %s\n", "", real, "", model);
}

static const char *
or_unknown (const char *text)
{
  return text ? text : "?";
}

GString *
conform_text (const ConformReport *report)
{
  const Recording *recording = report->trace->recording;
  const Conformity *found = report->conformity;
  g_autofree char *workers = human_plural (recording->workers_at_start, "worker");
  g_autofree char *messages = human_plural (found->messages, "message");
  g_autofree char *equal = human_count (found->equal), *commands = human_plural (found->commands, "command");
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s: pytest-xdist %s, --dist %s, %s, %s\n", report->path, or_unknown (recording->xdist),
                          or_unknown (recording->dist), workers, messages);
  g_string_append_printf (text, "compared with %s%s, by the options of release %s\n",
                          model_find (report->plan->model->name) ? "isosim's " : "", report->plan->model->name,
                          report->plan->release->name);
  if (report->note)
    g_string_append_printf (text, "%s\n", report->note);
  g_string_append_printf (text, "%s of %s equal\n", equal, commands);
  if (found->differs)
    append_difference (text, report);
  if (found->ended_by)
    g_string_append_printf (text, "%s\n", found->ended_by);
  return text;
}

/* --- JSON ---------------------------------------------------------------------------------------------------- */

static cJSON *
command_object (uint32_t word, uint32_t worker, const uint32_t *index, uint32_t indices)
{
  if (word == RECORDING_NONE)
    return cJSON_CreateNull ();
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "what", recording_words[word]);
  cJSON_AddNumberToObject (object, "worker", worker);
  cJSON *array = cJSON_AddArrayToObject (object, "indices");
  for (uint32_t i = 0; i < indices; i++)
    cJSON_AddItemToArray (array, cJSON_CreateNumber (index[i]));
  return object;
}

static cJSON *
message_object (const Trace *trace, uint32_t message)
{
  const RecordingMessage *recorded = &trace->recording->message[message];
  cJSON *object
      = command_object (recorded->word, recorded->worker, trace->recording->index + recorded->first, recorded->indices);
  json_add_whole (object, "at_us", recorded->at_us);
  return object;
}

static cJSON *
difference_object (const ConformReport *report)
{
  const Conformity *found = report->conformity;
  if (!found->differs)
    return cJSON_CreateNull ();
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddItemToObject (object, "answering", message_object (report->trace, found->message));
  cJSON_AddItemToObject (object, "real",
                         command_object (found->real.word, found->real.worker, found->real.index, found->real.indices));
  cJSON_AddItemToObject (
      object, "model",
      command_object (found->model.word, found->model.worker, found->model.index, found->model.indices));
  json_add_text (object, "model_error", found->model_error);
  json_add_text (object, "why", found->why);
  cJSON *before = cJSON_AddArrayToObject (object, "before");
  for (uint32_t i = found->message - MIN (found->message, BEFORE_SHOWN); i < found->message; i++)
    cJSON_AddItemToArray (before, message_object (report->trace, i));
  return object;
}

GString *
conform_json (const ConformReport *report)
{
  const Recording *recording = report->trace->recording;
  const Conformity *found = report->conformity;
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  json_add_text (root, "path", report->path);
  json_add_text (root, "xdist", recording->xdist);
  json_add_text (root, "dist", recording->dist);
  json_add_text (root, "model", report->plan->model->name);
  json_add_text (root, "release", report->plan->release->name);
  cJSON_AddNumberToObject (root, "workers", recording->workers_at_start);
  cJSON_AddNumberToObject (root, "messages", found->messages);
  cJSON_AddNumberToObject (root, "commands", found->commands);
  cJSON_AddNumberToObject (root, "equal", found->equal);
  cJSON_AddBoolToObject (root, "conforms", !found->differs);
  cJSON_AddItemToObject (root, "difference", difference_object (report));
  json_add_text (root, "ended_by", found->ended_by);
  json_add_text (root, "note", report->note);
  return json_text (root);
}
