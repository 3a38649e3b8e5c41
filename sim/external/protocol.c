#include "external/protocol.h"

#include "session/property.h"
#include "suite/suite.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

#define PROTOCOL 1
#define QUOTE_BYTES 120 /* of a line that is no answer */
#define STATE_BYTES_MAX 200u

void
greeting_clear (Greeting *greeting)
{
  g_free (greeting->name);
  g_free (greeting->of);
  g_free (greeting->like);
  g_free (greeting->scopes);
  *greeting = (Greeting){ 0 };
}

void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->deeds, g_array_unref);
  g_clear_pointer (&answer->nodes, g_array_unref);
  g_clear_pointer (&answer->error, g_free);
  g_clear_pointer (&answer->state, g_free);
}

/* --- lines --------------------------------------------------------------------------------------------------- */

static bool
blame_line (ChildProcess *process, const char *line, const char *expected)
{
  g_autofree char *start = g_strndup (line, QUOTE_BYTES);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  child_process_blame (process, "answered with no %s, but with: %s%s", expected, valid,
                       strlen (line) > QUOTE_BYTES ? "…" : "");
  return false;
}

/* Returns the object that answers TEXT; NULL if there is trouble. *line is the line itself, owned by PROCESS. */
static cJSON *
ask_object (ChildProcess *process, const GString *text, const char **line, const char *expected)
{
  gsize len;
  *line = child_process_ask (process, text, &len);
  if (!*line)
    return NULL;
  const char *end = NULL;
  g_autoptr (cJSON) object = cJSON_ParseWithLengthOpts (*line, len, &end, false);
  while (object && end < *line + len && g_ascii_isspace (*end))
    end++;
  if (cJSON_IsObject (object) && end == *line + len && g_utf8_validate (*line, (gssize) len, NULL))
    return g_steal_pointer (&object);
  blame_line (process, *line, expected);
  return NULL;
}

static bool
is_whole (const cJSON *item, uint32_t most)
{
  return cJSON_IsNumber (item) && item->valuedouble >= 0 && item->valuedouble <= most
         && item->valuedouble == floor (item->valuedouble);
}

/* A member that is a whole number; true also when it is not there, and *number stays. */
static bool
take_whole (const cJSON *object, const char *name, uint32_t *number)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);
  if (!item || cJSON_IsNull (item))
    return true;
  if (!is_whole (item, UINT32_MAX - 1))
    return false;
  *number = (uint32_t) item->valuedouble;
  return true;
}

static bool
take_fact (const cJSON *object, const char *name, int8_t *fact)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);
  *fact = (int8_t) (item ? cJSON_IsTrue (item) : -1);
  return !item || cJSON_IsBool (item);
}

static bool
take_string (const cJSON *object, const char *name, char **text)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);
  *text = cJSON_IsString (item) ? g_strdup (item->valuestring) : NULL;
  return !item || cJSON_IsNull (item) || *text;
}

/* One that is for people. */
static bool
take_words (const cJSON *object, const char *name, char **words)
{
  g_autofree char *text = NULL;
  bool ok = take_string (object, name, &text);
  *words = text ? child_process_dup_shown (text) : NULL;
  return ok;
}

/* Appends a list of whole numbers. */
static bool
take_numbers (const cJSON *list, GArray *numbers)
{
  const cJSON *item;
  if (!cJSON_IsArray (list))
    return false;
  cJSON_ArrayForEach (item, list)
  {
    uint32_t number = is_whole (item, UINT32_MAX - 1) ? (uint32_t) item->valuedouble : ISO_NONE;
    if (number == ISO_NONE)
      return false;
    g_array_append_val (numbers, number);
  }
  return true;
}

/* --- the greeting -------------------------------------------------------------------------------------------- */

static bool
take_promises (const cJSON *object, unsigned *promises)
{
  const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive (object, "promises");
  *promises = ISO_BIT (ISO_ONCE);
  if (!list)
    return true;
  if (!cJSON_IsArray (list))
    return false;
  *promises = 0;
  cJSON_ArrayForEach (item, list)
  {
    Property property = property_find (cJSON_GetStringValue (item));
    if (property >= ISO_PROPERTIES)
      return false;
    *promises |= ISO_BIT (property);
  }
  return true;
}

static bool
take_switch (const cJSON *object, const char *name, bool unless_told, bool *on)
{
  int8_t fact;
  bool ok = take_fact (object, name, &fact);
  *on = fact < 0 ? unless_told : fact;
  return ok;
}

static bool
take_greeting (const cJSON *object, Greeting *greeting)
{
  return take_words (object, "name", &greeting->name) && take_words (object, "of", &greeting->of)
         && take_words (object, "like", &greeting->like) && take_words (object, "scopes", &greeting->scopes)
         && take_promises (object, &greeting->promises)
         && take_switch (object, "every_worker", false, &greeting->every_worker)
         && take_switch (object, "looks_at_duration", true, &greeting->looks_at_duration)
         && take_switch (object, "shuffles", false, &greeting->shuffles)
         && take_switch (object, "steals", false, &greeting->steals);
}

bool
protocol_greet (ChildProcess *process, Greeting *greeting, char **refusal)
{
  const char *line;
  uint32_t version = 0;
  g_autoptr (GString) text = g_string_new (NULL);
  *greeting = (Greeting){ 0 };
  *refusal = NULL;
  g_string_printf (text, "{\"isosim\":%d}\n", PROTOCOL);
  g_autoptr (cJSON) object = ask_object (process, text, &line, "greeting");
  if (!object)
    return false;
  if (!take_whole (object, "isosim", &version) || !version)
    return blame_line (process, line, "greeting");
  if (version != PROTOCOL)
    {
      child_process_blame (process, "speaks version %u of the protocol, not %d", version, PROTOCOL);
      return false;
    }
  if (!take_words (object, "error", refusal) || !take_greeting (object, greeting))
    return blame_line (process, line, "greeting that the protocol knows");
  return true;
}

/* --- answers ------------------------------------------------------------------------------------------------- */

static bool
take_deed (const cJSON *item, GArray *deeds)
{
  static const char *const names[] = { [DEED_RUN] = "run", [DEED_STEAL] = "steal", [DEED_SHUTDOWN] = "shutdown" };
  const cJSON *name = cJSON_IsArray (item) ? item->child : NULL, *node = name ? name->next : NULL;
  uint32_t head[] = { 0, 0, 0 };
  while (head[0] <= DEED_SHUTDOWN && !(cJSON_IsString (name) && g_str_equal (name->valuestring, names[head[0]])))
    head[0]++;
  if (head[0] > DEED_SHUTDOWN || !is_whole (node, UINT16_MAX))
    return false;
  head[1] = (uint32_t) node->valuedouble;
  guint at = deeds->len;
  g_array_append_vals (deeds, head, G_N_ELEMENTS (head));
  if (head[0] == DEED_SHUTDOWN)
    return !node->next;
  if (!node->next || node->next->next || !take_numbers (node->next, deeds))
    return false;
  g_array_index (deeds, uint32_t, at + 2) = deeds->len - at - (guint) G_N_ELEMENTS (head);
  return true;
}

static bool
take_deeds (const cJSON *object, GArray **deeds)
{
  const cJSON *item, *list = cJSON_GetObjectItemCaseSensitive (object, "do");
  if (!list)
    return true;
  *deeds = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  if (!cJSON_IsArray (list))
    return false;
  cJSON_ArrayForEach (item, list) if (!take_deed (item, *deeds)) return false;
  return true;
}

static bool
take_nodes (const cJSON *object, GArray **nodes)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (object, "nodes");
  if (!list)
    return true;
  *nodes = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  return take_numbers (list, *nodes);
}

/* What it says of its time; of no matter if it is no time. */
static uint64_t
spent_ns (const cJSON *object)
{
  double ns;
  return json_number (object, "ns", &ns) && ns >= 0 && ns < 1e15 ? (uint64_t) ns : 0;
}

static bool
take_answer (const cJSON *object, bool states, Answer *answer)
{
  int8_t key_error;
  *answer = (Answer){ .crashed = ISO_NONE };
  bool ok = cJSON_IsObject (object) && take_deeds (object, &answer->deeds) && take_nodes (object, &answer->nodes)
            && take_fact (object, "tests_finished", &answer->tests_finished)
            && take_fact (object, "collection_is_completed", &answer->collection_is_completed)
            && take_fact (object, "key_error", &key_error) && take_whole (object, "crashed", &answer->crashed)
            && take_words (object, "error", &answer->error) && take_string (object, "state", &answer->state);
  if (!ok)
    return false;
  answer->key_error = key_error > 0;
  answer->spent_ns = spent_ns (object);
  if (!states)
    g_clear_pointer (&answer->state, g_free);
  return !states || answer->error || (answer->state && *answer->state && strlen (answer->state) <= STATE_BYTES_MAX);
}

bool
protocol_open (ChildProcess *process, const char *opening, bool states, Answer *answer)
{
  const char *line;
  g_autoptr (GString) text = g_string_new (opening);
  g_string_append_c (text, '\n');
  *answer = (Answer){ .crashed = ISO_NONE };
  g_autoptr (cJSON) object = ask_object (process, text, &line, "answer to the opening of a session");
  if (!object)
    return false;
  return take_answer (object, states, answer) || blame_line (process, line, "answer that the protocol knows");
}

/* --- calls --------------------------------------------------------------------------------------------------- */

char *
protocol_opening (const Suite *suite, unsigned workers, const IsoOptions *options, bool states, bool times)
{
  GString *text = g_string_new (NULL);
  g_string_printf (text, "{\"open\":{\"states\":%s,\"workers\":%u,\"loadscopereorder\":%s,\"name_supplied\":%s",
                   states ? "true" : "false", workers, options->loadscopereorder ? "true" : "false",
                   options->name_supplied ? "true" : "false");
  if (times)
    g_string_append (text, ",\"times\":true");
  if (options->maxschedchunk != ISO_NONE)
    g_string_append_printf (text, ",\"maxschedchunk\":%u", options->maxschedchunk);
  g_string_append (text, ",\"tests\":[");
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      g_autofree char *nodeid = suite_dup_name (suite, test);
      g_string_append (text, test ? "," : "");
      json_append (text, cJSON_CreateString (nodeid));
    }
  g_string_append (text, "]}}");
  return g_string_free (text, FALSE);
}

static void
write_calls (GString *text, uint32_t number, const Asked *asked, unsigned count)
{
  g_string_printf (text, "{\"line\":%u,\"calls\":[", number);
  for (unsigned i = 0; i < count; i++)
    {
      g_string_append (text, i ? ",{" : "{");
      if (asked[i].state)
        {
          g_string_append (text, "\"state\":");
          json_append (text, cJSON_CreateString (asked[i].state));
          g_string_append_c (text, ',');
        }
      g_string_append (text, asked[i].call);
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}\n");
}

/* Writes what answers a question for an order; false: it is refused, and that is trouble. */
static bool
answer_question (ChildProcess *process, const cJSON *object, unsigned calls, Chooser chooser, GString *text)
{
  uint32_t call = 0, count = 0;
  const char *refusal = "asked for an order in a way that the protocol does not know";
  const uint32_t *order = NULL;
  if (take_whole (object, "call", &call) && take_whole (object, "shuffle", &count) && call < calls)
    order = chooser.order (chooser.data, call, count, &refusal);
  if (!order)
    {
      child_process_blame (process, "%s", refusal);
      return false;
    }
  g_string_assign (text, "{\"order\":[");
  for (uint32_t i = 0; i < count; i++)
    g_string_append_printf (text, "%s%u", i ? "," : "", order[i]);
  g_string_append (text, "]}\n");
  return true;
}

static bool
take_answers (ChildProcess *process, const char *line, const cJSON *object, const Asked *asked, unsigned count,
              Answer *answers)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (object, "answers"), *item;
  unsigned i = 0;
  if (!cJSON_IsArray (list))
    return blame_line (process, line, "answers");
  cJSON_ArrayForEach (item, list)
  {
    if (i == count || !take_answer (item, asked[i].state != NULL, &answers[i]))
      return blame_line (process, line,
                         i == count ? "list of as many answers as there were calls" : "answer that the protocol knows");
    i++;
  }
  return i == count || blame_line (process, line, "list of as many answers as there were calls");
}

bool
protocol_ask (ChildProcess *process, const Asked *asked, unsigned count, Chooser chooser, Answer *answers)
{
  static gint lines;
  uint32_t number = (uint32_t) g_atomic_int_add (&lines, 1) & INT32_MAX, answered = ISO_NONE;
  g_autoptr (GString) text = g_string_sized_new (256);
  for (unsigned i = 0; i < count; i++)
    answers[i] = (Answer){ .crashed = ISO_NONE };
  write_calls (text, number, asked, count);
  for (;;)
    {
      const char *line;
      g_autoptr (cJSON) object = ask_object (process, text, &line, "answer");
      if (!object)
        return false;
      if (!take_whole (object, "line", &answered) || answered != number)
        return blame_line (process, line, "answer to the line that was asked");
      if (!cJSON_GetObjectItemCaseSensitive (object, "shuffle"))
        return take_answers (process, line, object, asked, count, answers);
      if (!answer_question (process, object, count, chooser, text))
        return false;
    }
}
