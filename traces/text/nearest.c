#include "text/nearest.h"

#include <glib.h>
#include <string.h>

#define WORD_LEN_MAX 32 /* what is longer is compared by its beginning */

/* How many letters must be put in, left out or changed to turn one into the other. */
static unsigned
distance (const char *a, const char *b)
{
  unsigned row[WORD_LEN_MAX + 1];
  size_t len = MIN (strlen (b), WORD_LEN_MAX);
  for (unsigned j = 0; j <= len; j++)
    row[j] = j;
  for (unsigned i = 1; *a; a++, i++)
    {
      unsigned diagonal = row[0];
      row[0] = i;
      for (unsigned j = 1; j <= len; j++)
        {
          unsigned change = diagonal + (*a != b[j - 1]);
          diagonal = row[j];
          row[j] = MIN (change, 1 + MIN (row[j], row[j - 1]));
        }
    }
  return row[len];
}

const char *
nearest_word (const char *word, const char *(*word_at) (unsigned index))
{
  const char *nearest = NULL, *known;
  unsigned least = (unsigned) strlen (word) / 2 + 1;
  for (unsigned index = 0; (known = word_at (index)); index++)
    if (distance (word, known) < least)
      {
        least = distance (word, known);
        nearest = known;
      }
  return nearest;
}
