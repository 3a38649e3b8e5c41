#include "formats/format.h"
#include "suite/builder.h"
#include "text/input_error.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

/* A number, or what a durations file in some disorder has in its place: null, or a number in quotes. */
static bool
begins_seconds (const char *value)
{
  if (*value == '"')
    value++;
  if (*value == '-')
    value++;
  return g_ascii_isdigit (*value) || g_str_has_prefix (value, "null") || *value == '\0';
}

/* "{}", or an object whose first member is a number. */
static bool
recognise_object (const char *head, gsize len)
{
  const char *value = json_head_member (head, len, NULL);
  if (value)
    return begins_seconds (value);
  const char *inside = head + strspn (head, " \t\r\n") + 1;
  return inside[strspn (inside, " \t\r\n")] == '}';
}

/* "[]", or a list whose first entry is a list that begins with a text. */
static bool
recognise_list (const char *head)
{
  head += strspn (head, " \t\r\n") + 1;
  head += strspn (head, " \t\r\n");
  if (*head != '[')
    return *head == ']';
  head++;
  return head[strspn (head, " \t\r\n")] == '"';
}

static bool
recognise (const char *head, gsize len)
{
  char first = head[strspn (head, " \t\r\n")];
  return first == '{' ? recognise_object (head, len) : first == '[' && recognise_list (head);
}

static void
drop (Builder *builder, const char *nodeid, const char *why)
{
  g_autofree char *shown = input_dup_shown (nodeid, strlen (nodeid));
  g_autofree char *sentence = g_strdup_printf ("%s is left out: %s", shown, why);
  builder_dropped (builder, 0, sentence);
}

static bool
parse_seconds (const char *text, double *seconds)
{
  char *end;
  *seconds = g_ascii_strtod (text, &end);
  return end > text && *end == '\0';
}

/* Whether the value can stand for a time: a number, a number in quotes, or null, which is NaN here. */
static bool
take_seconds (Builder *builder, const char *nodeid, const cJSON *value, double *seconds)
{
  *seconds = cJSON_IsNumber (value) ? value->valuedouble : (double) NAN;
  if (cJSON_IsNumber (value))
    return true;
  g_autofree char *shown = input_dup_shown (nodeid, strlen (nodeid));
  if (cJSON_IsNull (value))
    builder_warn (builder, 0, "the time of %s is null, which counts as 0", shown);
  else if (cJSON_IsString (value) && parse_seconds (value->valuestring, seconds))
    builder_warn (builder, 0, "the time of %s is a number in quotes, read as a number", shown);
  else
    {
      drop (builder, nodeid, "its time is not a number");
      return false;
    }
  return true;
}

static bool
add_test (Builder *builder, const char *nodeid, const cJSON *value, GError **error)
{
  double seconds;
  if (*nodeid == '\0')
    {
      builder_dropped (builder, 0, "a time without a nodeid is left out");
      return true;
    }
  if (!take_seconds (builder, nodeid, value, &seconds))
    return true;
  uint32_t test = builder_test (builder, nodeid, strlen (nodeid), 0, error);
  if (test == SUITE_NONE)
    return false;
  builder_begin_run (builder, test);
  if (!cJSON_IsNull (value))
    builder_add_time (builder, test, PHASE_WHOLE, seconds, 0);
  return true;
}

static bool
add_pair (Builder *builder, const cJSON *pair, GError **error)
{
  const cJSON *nodeid = cJSON_GetArrayItem (pair, 0);
  if (cJSON_IsArray (pair) && cJSON_IsString (nodeid) && cJSON_GetArraySize (pair) == 2)
    return add_test (builder, nodeid->valuestring, nodeid->next, error);
  builder_dropped (builder, 0, "an entry that is not a pair of nodeid and seconds is left out");
  return true;
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_autoptr (cJSON) document = json_read (input, error);
  if (!document)
    return NULL;
  g_autoptr (Builder) builder = builder_new (format_durations.title, input_name (input));
  const cJSON *entry;
  cJSON_ArrayForEach (entry, document)
  {
    bool right = cJSON_IsObject (document) ? add_test (builder, entry->string, entry, error)
                                           : add_pair (builder, entry, error);
    if (!right)
      return NULL;
  }
  return builder_finish (builder, true, error);
}

const Format format_durations = { "durations", "pytest-split durations", recognise, read_trace };
