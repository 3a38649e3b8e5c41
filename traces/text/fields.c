#include "text/fields.h"

#include "text/input.h"
#include "text/input_error.h"
#include "text/trace_error.h"
#include <string.h>

bool
fields_refuse (const TraceText *in, const char *place, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  input_set_error_at (error, TRACE_ERROR_FORMAT, in->name, in->text, in->len, (gsize) (place - in->text), "%s",
                      sentence);
  return false;
}

unsigned
fields_line (const TraceText *in, const char *place)
{
  unsigned line = 1;
  for (const char *at = in->text; at < place; at++)
    line += *at == '\n';
  return line;
}

bool
field_is (const char *at, const char *end, const char *word)
{
  return (gsize) (end - at) == strlen (word) && memcmp (at, word, (gsize) (end - at)) == 0;
}

bool
field_whole (char *at, const char *end, uint64_t *number)
{
  return field_us (&at, end, number) && at == end;
}

bool
field_worker (char *at, const char *end, uint32_t *worker)
{
  uint64_t number;
  if (end - at < 3 || at[0] != 'g' || at[1] != 'w' || !field_whole (at + 2, end, &number)
      || number >= TRACE_WORKERS_MAX)
    return false;
  *worker = (uint32_t) number;
  return true;
}

static int
hex_pair (const char *at, const char *end)
{
  if (end - at < 3 || !g_ascii_isxdigit (at[1]) || !g_ascii_isxdigit (at[2]))
    return -1;
  return g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2]);
}

/* Turns %XX into bytes in place; the new length, or -1 with *wrong at a % that is none. */
static gssize
unescape (const TraceText *in, char *at, char *end, char **wrong)
{
  if (!in->escapes)
    return end - at;
  char *to = memchr (at, '%', (gsize) (end - at));
  if (!to)
    return end - at;
  for (char *from = to; from < end;)
    if (*from != '%')
      *to++ = *from++;
    else
      {
        int byte = hex_pair (from, end);
        *wrong = from;
        if (byte < 0)
          return -1;
        *to++ = (char) byte;
        from += 3;
      }
  return to - at;
}

gssize
field_text (const TraceText *in, char *at, char *end, const char *what, GError **error)
{
  char *wrong = at;
  gssize len = unescape (in, at, end, &wrong);
  if (len < 0)
    fields_refuse (in, wrong, error, "expected two hexadecimal digits after %%");
  else if (len == 0)
    fields_refuse (in, at, error, "expected a %s", what);
  else if ((gsize) len > SUITE_NODEID_MAX)
    fields_refuse (in, at, error, "a %s of %" G_GSSIZE_FORMAT " bytes; the longest allowed is %u", what, len,
                   SUITE_NODEID_MAX);
  else if (at + len < end && !g_utf8_validate (at, len, NULL))
    fields_refuse (in, at, error, "the escapes of this %s do not make UTF-8", what);
  else
    return len;
  return -1;
}

/* Bytes beyond ASCII are looked at only if there are any. */
bool
fields_check_utf8 (const TraceText *in, GError **error)
{
  const char *text = in->text, *wrong;
  uint64_t seen = 0;
  gsize at = 0;
  if ((wrong = memchr (text, '\0', in->len)))
    return fields_refuse (in, wrong, error, "a NUL byte");
  for (; at + 8 <= in->len; at += 8)
    {
      uint64_t word;
      memcpy (&word, text + at, sizeof word);
      seen |= word;
    }
  for (; at < in->len; at++)
    seen |= (unsigned char) text[at];
  if (!(seen & UINT64_C (0x8080808080808080)) || g_utf8_validate (text, (gssize) in->len, &wrong))
    return true;
  return fields_refuse (in, wrong, error, "this is not UTF-8");
}
