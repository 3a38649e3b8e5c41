#include "formats/junit_time.h"

#include <glib.h>
#include <string.h>

/* Whether the commas or points of the text, LEN bytes before the decimal mark, set off groups of three digits. */
static bool
is_grouped (const char *text, gsize len, char mark)
{
  const char *group = memchr (text, mark, len);
  if (!group || group == text || group - text > 3)
    return !group;
  for (; group < text + len; group += 4)
    if (*group != mark || text + len - group < 4 || strspn (group + 1, "0123456789") < 3)
      return false;
  return true;
}

/* The text, which has a comma, with "." for the decimal mark and no mark else; NULL when the marks make no sense. The
 * last mark is the decimal one, and others before it set off thousands: "1,024.12", "1.024,12", "0,5". A comma that
 * stands twice sets off thousands, too: "1,024,000". */
static char *
dup_plain_number (const char *text)
{
  const char *comma = strrchr (text, ','), *point = strrchr (text, '.');
  bool only_commas = !point && strchr (text, ',') != comma;
  const char *decimal = only_commas ? text + strlen (text) : point && point > comma ? point : comma;
  char grouping = decimal == comma ? '.' : ',';
  const char *digits = text + (*text == '-' || *text == '+');
  if (!is_grouped (digits, (gsize) (decimal - digits), grouping))
    return NULL;
  GString *plain = g_string_new (NULL);
  for (const char *at = text; *at; at++)
    if (at == decimal)
      g_string_append_c (plain, '.');
    else if (at > decimal || *at != grouping)
      g_string_append_c (plain, *at);
  return g_string_free (plain, FALSE);
}

/* Whether the text is a number, in *seconds. Hexadecimal ones, which strtod takes, are none. */
static bool
parse_plain (const char *text, double *seconds)
{
  char *end;
  *seconds = g_ascii_strtod (text, &end);
  return end > text && *end == '\0' && !strpbrk (text, "xX");
}

bool
junit_parse_seconds (const char *text, double *seconds, bool *comma_is_point)
{
  *comma_is_point = false;
  if (!strchr (text, ','))
    return parse_plain (text, seconds);
  g_autofree char *plain = dup_plain_number (text);
  if (!plain || !parse_plain (plain, seconds))
    return false;
  *comma_is_point = strchr (plain, '.') && !strchr (text, '.');
  return true;
}
