#include "sweep/part_number.h"

#include "base/usage.h"

bool
part_number_parse (const char *what, const char *word, PartNumber *part, GError **error)
{
  guint64 number = 0, of = 0;
  g_auto (GStrv) numbers = g_strsplit (word, "/", -1);
  if (g_strv_length (numbers) == 2 && g_ascii_string_to_unsigned (numbers[1], 10, 1, PARTS_MAX, &of, NULL)
      && g_ascii_string_to_unsigned (numbers[0], 10, 1, of, &number, NULL))
    return *part = (PartNumber){ (unsigned) number, (unsigned) of }, true;
  return fail (error, "%s %s: expected the number of a part and the number of parts, from 1/1 to %u/%u, such as 2/8",
               what, word, PARTS_MAX, PARTS_MAX);
}
