#include "base/ranges.h"

#include "base/usage.h"
#include <string.h>

typedef struct
{
  guint64 first, last, step;
} Range;

/* Parses LEN bytes that must be digits. */
static bool
parse_number (const char *text, gsize len, unsigned most, guint64 *number)
{
  g_autofree char *digits = g_strndup (text, len);
  return g_ascii_string_to_unsigned (digits, 10, 1, most, number, NULL);
}

/* Parses FIRST, FIRST..LAST or FIRST..LAST/STEP. */
static bool
parse_range (const char *text, unsigned most, Range *range)
{
  const char *dots = strstr (text, ".."), *slash = dots ? strchr (dots, '/') : NULL;
  range->step = 1;
  if (!parse_number (text, dots ? (gsize) (dots - text) : strlen (text), most, &range->first))
    return false;
  range->last = range->first;
  if (!dots)
    return true;
  const char *last = dots + 2;
  return parse_number (last, slash ? (gsize) (slash - last) : strlen (last), most, &range->last)
         && (!slash || parse_number (slash + 1, strlen (slash + 1), most, &range->step));
}

static bool
add_range (const char *option, const char *word, const char *part, unsigned most, bool *wanted, GError **error)
{
  Range range;
  if (!parse_range (part, most, &range))
    return fail (error, "%s %s: expected numbers from 1 to %u, as 1..64, 1..64/4 or 2,4,8", option, word, most);
  if (range.first > range.last)
    return fail (error, "%s %s: %s goes down; a range goes from the smaller number to the larger", option, word, part);
  for (guint64 number = range.first; number <= range.last; number += range.step)
    wanted[number] = true;
  return true;
}

GArray *
ranges_parse (const char *option, const char *word, unsigned most, GError **error)
{
  g_autofree bool *wanted = g_new0 (bool, (gsize) most + 1);
  g_auto (GStrv) part = g_strsplit (word, ",", -1);
  if (!part[0])
    {
      fail (error, "%s %s: which numbers? Say 1..64, 1..64/4 or 2,4,8", option, word);
      return NULL;
    }
  for (char **each = part; *each; each++)
    if (!add_range (option, word, g_strstrip (*each), most, wanted, error))
      return NULL;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (unsigned));
  for (unsigned number = 1; number <= most; number++)
    if (wanted[number])
      g_array_append_val (numbers, number);
  return numbers;
}
