#include "text/json.h"

#include "text/input_error.h"
#include "text/trace_error.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* A second, stricter look at a text. cJSON says little about what is wrong, and only roughly where; this walk says what
 * was expected at the first byte that cannot stand there. It also skips over values in a head that may be cut. */
typedef struct
{
  const char *text;
  gsize len, at;
  unsigned depth;
  const char *expected; /* NULL as long as nothing is wrong */
} Walk;

static bool walk_value (Walk *walk);

static bool
expected (Walk *walk, const char *what)
{
  walk->expected = what;
  return false;
}

/* The next byte after white space, NUL at the end. */
static char
peek (Walk *walk)
{
  while (walk->at < walk->len && strchr (" \t\r\n", walk->text[walk->at]) && walk->text[walk->at] != '\0')
    walk->at++;
  return walk->at < walk->len ? walk->text[walk->at] : '\0';
}

static bool
walk_word (Walk *walk, const char *word)
{
  gsize len = strlen (word);
  if (walk->len - walk->at < len || memcmp (walk->text + walk->at, word, len) != 0)
    return expected (walk, "a value");
  walk->at += len;
  return true;
}

/* The value of four hexadecimal digits, -1 if they are none. */
static int
hex4 (const char *text, gsize len, gsize at)
{
  int code = 0;
  for (gsize i = at; i < at + 4; i++)
    {
      if (i >= len || !g_ascii_isxdigit (text[i]))
        return -1;
      code = code * 16 + g_ascii_xdigit_value (text[i]);
    }
  return code;
}

/* The second half of a surrogate pair, at AT. */
static bool
is_second_half (const Walk *walk, gsize at)
{
  if (at + 2 > walk->len || walk->text[at] != '\\' || walk->text[at + 1] != 'u')
    return false;
  int code = hex4 (walk->text, walk->len, at + 2);
  return code >= 0xdc00 && code <= 0xdfff;
}

static bool
walk_unicode_escape (Walk *walk)
{
  int code = hex4 (walk->text, walk->len, walk->at + 2);
  if (code < 0)
    return expected (walk, "four hexadecimal digits after \\u");
  if (code >= 0xdc00 && code < 0xe000)
    return expected (walk, "the first half of a surrogate pair before its second");
  if (code >= 0xd800 && code < 0xdc00)
    {
      if (!is_second_half (walk, walk->at + 6))
        return expected (walk, "a surrogate pair, not half of one");
      walk->at += 6;
    }
  walk->at += 6;
  return true;
}

static bool
walk_escape (Walk *walk)
{
  char kind = walk->at + 1 < walk->len ? walk->text[walk->at + 1] : '\0';
  if (kind == 'u')
    return walk_unicode_escape (walk);
  if (kind == '\0' || !strchr ("\"\\/bfnrt", kind))
    return expected (walk, "an escape that JSON has, such as \\n or \\u00e9");
  walk->at += 2;
  return true;
}

static bool
walk_string (Walk *walk)
{
  for (walk->at++; walk->at < walk->len;)
    {
      char c = walk->text[walk->at];
      if (c == '\\')
        {
          if (!walk_escape (walk))
            return false;
          continue;
        }
      walk->at++;
      if (c == '"')
        return true;
    }
  return expected (walk, "the closing '\"' of a text");
}

static bool
walk_number (Walk *walk)
{
  gsize begin = walk->at;
  while (walk->at < walk->len && (g_ascii_isalnum (walk->text[walk->at]) || strchr ("+-.", walk->text[walk->at]))
         && walk->text[walk->at] != '\0')
    walk->at++;
  g_autofree char *number = g_strndup (walk->text + begin, walk->at - begin);
  char *end;
  g_ascii_strtod (number, &end);
  if (*end == '\0' && !strpbrk (number, "xXnN"))
    return true;
  walk->at = begin;
  return expected (walk, "a number");
}

static bool
walk_member (Walk *walk)
{
  if (peek (walk) != '"')
    return expected (walk, "a member's name in double quotes");
  if (!walk_string (walk))
    return false;
  if (peek (walk) != ':')
    return expected (walk, "':'");
  walk->at++;
  return walk_value (walk);
}

/* After the opening bracket: parts with commas between, and CLOSE. */
static bool
walk_parts (Walk *walk, char close, bool (*part) (Walk *), const char *what)
{
  walk->at++;
  if (peek (walk) == close)
    {
      walk->at++;
      return true;
    }
  for (;;)
    {
      if (!part (walk))
        return false;
      char c = peek (walk);
      if (c != ',' && c != close)
        return expected (walk, what);
      walk->at++;
      if (c == close)
        return true;
    }
}

static bool
walk_nested (Walk *walk, char c)
{
  if (++walk->depth > CJSON_NESTING_LIMIT)
    return expected (walk, "at most " G_STRINGIFY (CJSON_NESTING_LIMIT) " brackets inside each other");
  bool right
      = c == '{' ? walk_parts (walk, '}', walk_member, "',' or '}'") : walk_parts (walk, ']', walk_value, "',' or ']'");
  walk->depth--;
  return right;
}

static bool
walk_value (Walk *walk)
{
  char c = peek (walk);
  switch (c)
    {
    case '{':
    case '[':
      return walk_nested (walk, c);
    case '"':
      return walk_string (walk);
    case 't':
      return walk_word (walk, "true");
    case 'f':
      return walk_word (walk, "false");
    case 'n':
      return walk_word (walk, "null");
    default:
      return c == '-' || g_ascii_isdigit (c) ? walk_number (walk) : expected (walk, "a value");
    }
}

static bool
walk_document (Walk *walk)
{
  if (!walk_value (walk))
    return false;
  peek (walk);
  return walk->at == walk->len || expected (walk, "the end of the document");
}

static void G_GNUC_PRINTF (5, 6)
    refuse (const Walk *walk, const char *name, unsigned line_0, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (line_0)
    input_set_error_in_line (error, TRACE_ERROR_FORMAT, name, line_0 + 1, walk->text, walk->len, walk->at, "%s", what);
  else
    input_set_error_at (error, TRACE_ERROR_FORMAT, name, walk->text, walk->len, walk->at, "%s", what);
}

/* The place is then where the text stops, not where the white space after it does. */
static void
refuse_end (Walk *walk, const char *name, unsigned line_0, GError **error)
{
  while (walk->at > 0 && g_ascii_isspace (walk->text[walk->at - 1]))
    walk->at--;
  if (walk->at == 0)
    refuse (walk, name, line_0, error, "expected a value, but there is none");
  else
    refuse (walk, name, line_0, error, "expected %s, but the document ends here", walk->expected);
}

/* AT is where cJSON gave up: used when the walk finds no fault, as with a number of a hundred digits. */
static void
explain (const char *text, gsize len, gsize at, const char *name, unsigned line_0, GError **error)
{
  Walk walk = { text, len, 0, 0, NULL };
  if (walk_document (&walk))
    {
      walk.at = at;
      refuse (&walk, name, line_0, error, "expected JSON that is less out of the ordinary");
    }
  else if (walk.at >= len)
    refuse_end (&walk, name, line_0, error);
  else
    refuse (&walk, name, line_0, error, "expected %s", walk.expected);
}

static bool
is_utf8 (const char *text, gsize len, const char *name, unsigned line_0, GError **error)
{
  const char *end;
  if (g_utf8_validate_len (text, len, &end))
    return true;
  Walk walk = { text, len, (gsize) (end - text), 0, NULL };
  refuse (&walk, name, line_0, error, *end ? "expected UTF-8" : "expected text, not a NUL byte");
  return false;
}

static bool
only_space_follows (const char *end, const char *text_end)
{
  while (end < text_end && g_ascii_isspace (*end))
    end++;
  return end == text_end;
}

/* cJSON takes \uZZZZ for \u0000, and both for the end of a text. Whether there is no \uZZZZ; the place of the first
 * \u0000, if any, in *zero. Backslashes stand in texts only, and each with the byte that it escapes. */
static bool
check_escapes (const char *text, gsize len, const char **zero)
{
  const char *end = text + len;
  *zero = NULL;
  for (const char *at = text; (at = memchr (at, '\\', (gsize) (end - at))) && at + 1 < end; at += 2)
    {
      if (at[1] != 'u')
        continue;
      int code = hex4 (text, len, (gsize) (at + 2 - text));
      if (code < 0)
        return false;
      if (code == 0 && !*zero)
        *zero = at;
    }
  return true;
}

/* A copy in which \u0000, which occurs in the output of real tests, is \ufffd, the character for what cannot be shown.
 */
static char *
dup_without_zeros (const char *text, gsize len, const char *zero)
{
  char *copy = g_malloc (len), *end = copy + len;
  memcpy (copy, text, len);
  for (char *at = copy + (zero - text); (at = memchr (at, '\\', (gsize) (end - at))) && at + 1 < end; at += 2)
    if (at[1] == 'u' && memcmp (at + 2, "0000", 4) == 0)
      memcpy (at + 2, "fffd", 4);
  return copy;
}

cJSON *
json_parse (const char *text, gsize len, const char *name, unsigned line_0, GError **error)
{
  if (!is_utf8 (text, len, name, line_0, error))
    return NULL;
  const char *zero, *end = text;
  bool right = check_escapes (text, len, &zero);
  g_autofree char *copy = right && zero ? dup_without_zeros (text, len, zero) : NULL;
  const char *used = copy ? copy : text;
  g_autoptr (cJSON) json = cJSON_ParseWithLengthOpts (used, len, &end, false);
  if (right && json && only_space_follows (end, used + len))
    return g_steal_pointer (&json);
  explain (text, len, (gsize) (end - used), name, line_0, error);
  return NULL;
}

cJSON *
json_read (Input *input, GError **error)
{
  gsize len;
  g_autofree char *text = input_take_all (input, &len, error);
  return text ? json_parse (text, len, input_name (input), 0, error) : NULL;
}

const char *
json_string (const cJSON *object, const char *name)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (object, name));
}

bool
json_number (const cJSON *object, const char *name, double *number)
{
  const cJSON *member = cJSON_GetObjectItemCaseSensitive (object, name);
  if (!cJSON_IsNumber (member))
    return false;
  *number = member->valuedouble;
  return true;
}

bool
json_whole (const cJSON *object, const char *name, double least, double most, double *number)
{
  return json_number (object, name, number) && *number >= least && *number <= most && *number == floor (*number);
}

void
json_add_whole (cJSON *object, const char *name, uint64_t number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  cJSON_AddRawToObject (object, name, digits);
}

cJSON *
json_text_item (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return cJSON_CreateString (valid);
}

void
json_add_text (cJSON *object, const char *name, const char *text)
{
  cJSON_AddItemToObject (object, name, text ? json_text_item (text) : cJSON_CreateNull ());
}

GString *
json_text (const cJSON *document)
{
  char *printed = cJSON_Print (document);
  GString *text = g_string_new (printed);
  cJSON_free (printed);
  return g_string_append_c (text, '\n');
}

void
json_append (GString *text, cJSON *document)
{
  char *line = cJSON_PrintUnformatted (document);
  g_string_append (text, line);
  cJSON_free (line);
  cJSON_Delete (document);
}

bool
json_is_line (const char *text)
{
  while (*text && !g_ascii_iscntrl (*text))
    text++;
  return *text == '\0';
}

/* Whether the text between the quotes at AT is NAME. */
static bool
is_named (const Walk *walk, gsize at, const char *name)
{
  gsize len = strlen (name);
  return walk->len - at >= len + 2 && memcmp (walk->text + at + 1, name, len) == 0 && walk->text[at + 1 + len] == '"';
}

const char *
json_head_member (const char *head, gsize len, const char *name)
{
  Walk walk = { head, len, 0, 0, NULL };
  if (peek (&walk) != '{')
    return NULL;
  do
    {
      walk.at++;
      if (peek (&walk) != '"')
        return NULL;
      gsize name_at = walk.at;
      if (!walk_string (&walk) || peek (&walk) != ':')
        return NULL;
      walk.at++;
      peek (&walk);
      if (!name || is_named (&walk, name_at, name))
        return head + walk.at;
    }
  while (walk_value (&walk) && peek (&walk) == ',');
  return NULL;
}
