#include "json.h"

#include "trace.h"
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

/* The four digits of \uXXXX, -1 if they are none. */
static int
hex4 (const Walk *walk, gsize at)
{
  int code = 0;
  for (gsize i = at; i < at + 4; i++)
    {
      if (i >= walk->len || !g_ascii_isxdigit (walk->text[i]))
        return -1;
      code = code * 16 + g_ascii_xdigit_value (walk->text[i]);
    }
  return code;
}

static bool
walk_unicode_escape (Walk *walk)
{
  int code = hex4 (walk, walk->at + 2);
  if (code < 0)
    return expected (walk, "four hexadecimal digits after \\u");
  if (code == 0)
    return expected (walk, "a text without \\u0000");
  if (code >= 0xdc00 && code < 0xe000)
    return expected (walk, "the first half of a surrogate pair before its second");
  if (code >= 0xd800 && code < 0xdc00)
    {
      int second = walk->len - walk->at > 12 && walk->text[walk->at + 6] == '\\' && walk->text[walk->at + 7] == 'u'
                       ? hex4 (walk, walk->at + 8)
                       : -1;
      if (second < 0xdc00 || second > 0xdfff)
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
    return expected (walk, "an escape that JSON has (\\n, \\\", \\\\, \\u00e9 …)");
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

/* What cJSON lets pass: something after the document, and \u0000, which would cut a text short unseen (so would \uZZZZ,
 * which cJSON takes for it). */
static bool
is_complete (const char *text, gsize len, const char *end)
{
  for (; end < text + len; end++)
    if (!g_ascii_isspace (*end))
      return false;
  for (const char *escape = text; (escape = g_strstr_len (escape, text + len - escape, "\\u")); escape += 2)
    if (text + len - escape < 6 || !g_ascii_isxdigit (escape[2]) || !g_ascii_isxdigit (escape[3])
        || !g_ascii_isxdigit (escape[4]) || !g_ascii_isxdigit (escape[5]) || memcmp (escape + 2, "0000", 4) == 0)
      return false;
  return true;
}

cJSON *
json_parse (const char *text, gsize len, const char *name, unsigned line_0, GError **error)
{
  if (!is_utf8 (text, len, name, line_0, error))
    return NULL;
  const char *end = text;
  g_autoptr (cJSON) json = cJSON_ParseWithLengthOpts (text, len, &end, false);
  if (json && is_complete (text, len, end))
    return g_steal_pointer (&json);
  Walk walk = { text, len, 0, 0, NULL };
  if (json && walk_document (&walk)) /* "\\u0000" after an even number of backslashes is no escape */
    return g_steal_pointer (&json);
  explain (text, len, (gsize) (end - text), name, line_0, error);
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
