#include "simulate/shuffle.h"

#include <glib.h>

/* GRand is the Mersenne Twister of Python's random, and seeds from an array of words as Python's init_by_array does. */
static GRand *
rand_seeded_like_python (int64_t seed)
{
  uint64_t size = seed < 0 ? -(uint64_t) seed : (uint64_t) seed;
  guint32 words[2] = { (guint32) size, (guint32) (size >> 32) };
  return g_rand_new_with_seed_array (words, words[1] ? 2 : 1);
}

/* random._randbelow: as many bits as the limit has, until they are below it. */
static uint32_t
below (GRand *rand, uint32_t limit)
{
  unsigned bits = 32 - (unsigned) __builtin_clz (limit);
  uint32_t number;
  do
    number = g_rand_int (rand) >> (32 - bits);
  while (number >= limit);
  return number;
}

/* random.sample draws each next one from the rest, whose gap the last of the rest fills. */
void
shuffle_like_python (int64_t seed, uint32_t *numbers, uint32_t count)
{
  g_autoptr (GRand) rand = rand_seeded_like_python (seed);
  g_autofree uint32_t *rest = g_new (uint32_t, count);
  for (uint32_t i = 0; i < count; i++)
    rest[i] = i;
  for (uint32_t i = 0; i < count; i++)
    {
      uint32_t j = below (rand, count - i);
      numbers[i] = rest[j];
      rest[j] = rest[count - i - 1];
    }
}
