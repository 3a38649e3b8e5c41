#include "sweep/part_number.h"

#include "base/usage.h"

bool
part_number_parse (const char *what, const char *word, PartNumber *shard, GError **error)
{
  guint64 number = 0, of = 0;
  g_auto (GStrv) part = g_strsplit (word, "/", -1);
  if (g_strv_length (part) == 2 && g_ascii_string_to_unsigned (part[1], 10, 1, SHARDS_MAX, &of, NULL)
      && g_ascii_string_to_unsigned (part[0], 10, 1, of, &number, NULL))
    return *shard = (PartNumber){ (unsigned) number, (unsigned) of }, true;
  return fail (error, "%s %s: expected which share of how many, from 1/1 to %u/%u, as 2/8", what, word, SHARDS_MAX,
               SHARDS_MAX);
}
