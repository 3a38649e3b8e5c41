/* models/places.h - sets of nodes as bits, walked in the order in which the nodes were added.
 *
 * A node's place is the number of nodes added before it. A walk costs one step for 32 places, and one for each member.
 * So a scheduler whose workers are all busy pays as much for 32 workers as for 4. */
#ifndef ISOSIM_PLACES_H
#define ISOSIM_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t
places_words (unsigned places)
{
  return (places + 31) / 32;
}

static inline void
places_set (uint32_t *set, uint32_t place, bool member)
{
  uint32_t bit = UINT32_C (1) << place % 32;
  set[place / 32] = member ? set[place / 32] | bit : set[place / 32] & ~bit;
}

/* Returns the first member in [FROM, END), or END if there is none. */
static inline uint32_t
places_next (const uint32_t *set, uint32_t from, uint32_t end)
{
  for (uint32_t word = from / 32; word * 32 < end; word++)
    {
      uint32_t rest = set[word];
      if (word == from / 32)
        rest &= ~UINT32_C (0) << from % 32;
      if (rest)
        return word * 32 + (uint32_t) __builtin_ctz (rest);
    }
  return end;
}

#endif
