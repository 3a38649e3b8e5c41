#include "text/input_error.h"

#include "text/trace_error.h"
#include <stdbool.h>
#include <string.h>

#define SHOWN_MAX 76u /* widest line shown below an error, in characters */

/* The bytes of the character at AT, 1 when it is none. */
static gsize
character_len (const char *text, gsize len)
{
  gunichar c = g_utf8_get_char_validated (text, (gssize) len);
  if (c == (gunichar) -1 || c == (gunichar) -2 || *text == '\0')
    return 1;
  return (gsize) g_utf8_skip[(guchar) *text];
}

static gsize
count_characters (const char *text, gsize len)
{
  gsize characters = 0;
  for (gsize at = 0; at < len; characters++)
    at += character_len (text + at, len - at);
  return characters;
}

static void
append_character (GString *shown, const char *text, gsize len)
{
  gunichar c = len > 1 ? g_utf8_get_char (text) : (guchar) *text;
  if (c == '\t')
    g_string_append_c (shown, ' ');
  else if ((len == 1 && c >= 0x80) || g_unichar_iscntrl (c))
    g_string_append_c (shown, '?');
  else
    g_string_append_len (shown, text, (gssize) len);
}

/* Characters FIRST … FIRST + COUNT - 1 of a text, fit for a terminal; whether more follow. */
static bool
append_shown (GString *shown, const char *text, gsize len, gsize first, gsize count)
{
  gsize at = 0, size;
  for (gsize number = 0; at < len && number < first + count; number++, at += size)
    {
      size = character_len (text + at, len - at);
      if (number >= first)
        append_character (shown, text + at, size);
    }
  return at < len;
}

char *
input_dup_shown (const char *text, gsize len)
{
  GString *shown = g_string_new (NULL);
  if (append_shown (shown, text, len, 0, SHOWN_MAX))
    g_string_append (shown, "...");
  return g_string_free (shown, FALSE);
}

/* The part of the line around the place, and the caret below it. COLUMN counts from 0. */
static void
append_excerpt (GString *message, const char *line, gsize len, gsize column)
{
  gsize first = column > SHOWN_MAX / 2 && count_characters (line, len) > SHOWN_MAX ? column - SHOWN_MAX / 2 : 0;
  g_string_append (message, first > 0 ? "\n  ..." : "\n  ");
  if (append_shown (message, line, len, first, SHOWN_MAX))
    g_string_append (message, "...");
  gsize indent = column - first + (first > 0 ? strlen ("...") : 0);
  g_string_append_printf (message, "\n  %*s^", (int) indent, "");
}

static void G_GNUC_PRINTF (8, 0)
    set_error_in_line (GError **error, int code, const char *name, unsigned line_no, const char *line, gsize len,
                       gsize at, const char *format, va_list args)
{
  gsize column = count_characters (line, at);
  g_autoptr (GString) message = g_string_new (NULL);
  g_string_append_printf (message, "%s:%u:%" G_GSIZE_FORMAT ": ", name, line_no, column + 1);
  g_string_append_vprintf (message, format, args);
  append_excerpt (message, line, len, column);
  g_set_error_literal (error, TRACE_ERROR, code, message->str);
}

void
input_set_error_in_line (GError **error, int code, const char *name, unsigned line_no, const char *line, gsize len,
                         gsize at, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  set_error_in_line (error, code, name, line_no, line, len, MIN (at, len), format, args);
  va_end (args);
}

/* The number of the line that holds the place, and where it begins and ends. */
static unsigned
find_line (const char *text, gsize len, gsize at, gsize *begin, gsize *end)
{
  unsigned line_no = 1;
  *begin = 0;
  for (gsize i = 0; i < at; i++)
    if (text[i] == '\n')
      {
        line_no++;
        *begin = i + 1;
      }
  const char *newline = memchr (text + at, '\n', len - at);
  *end = newline ? (gsize) (newline - text) : len;
  if (*end > at && text[*end - 1] == '\r')
    --*end;
  return line_no;
}

void
input_set_error_at (GError **error, int code, const char *name, const char *text, gsize len, gsize at,
                    const char *format, ...)
{
  va_list args;
  va_start (args, format);
  if (text)
    {
      gsize begin, end;
      unsigned line_no = find_line (text, len, MIN (at, len), &begin, &end);
      set_error_in_line (error, code, name, line_no, text + begin, end - begin, MIN (at, len) - begin, format, args);
    }
  else
    {
      g_autofree char *what = g_strdup_vprintf (format, args);
      g_set_error (error, TRACE_ERROR, code, "%s: %s", name, what);
    }
  va_end (args);
}
