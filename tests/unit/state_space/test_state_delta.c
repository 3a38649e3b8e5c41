/* tests/unit/state_space/test_state_delta.c - packing states and unpacking them again. */
#include "unit/check.h"

#include "state_space/state_delta.h"
#include <string.h>

#define BYTES 256u

/* A state that differs from FIRST in about one byte of EVERY. */
static void
draw_state (GRand *random, const unsigned char *first, gint32 every, unsigned char *state)
{
  for (unsigned i = 0; i < BYTES; i++)
    state[i] = g_rand_int_range (random, 0, every) ? first[i] : (unsigned char) g_rand_int (random);
}

static void
what_is_packed_is_unpacked (void)
{
  unsigned char first[BYTES], state[BYTES], back[BYTES];
  g_autofree unsigned char *packed = g_malloc (state_delta_bytes_max (BYTES));
  g_autofree unsigned char *again = g_malloc (state_delta_bytes_max (BYTES));
  GRand *random = g_rand_new_with_seed (1);
  memset (first, 0, sizeof first);
  for (gint32 round = 0; round < 1000; round++)
    {
      draw_state (random, first, 1 + round % 40, state);
      size_t bytes = state_delta_pack (first, state, BYTES, packed);
      if (bytes % 8 || bytes > state_delta_bytes_max (BYTES))
        FAIL ("round %d: packed to %zu bytes", round, bytes);
      EQUAL_INT (state_delta_unpack (first, packed, BYTES, back), bytes);
      CU_ASSERT (memcmp (state, back, BYTES) == 0);
      EQUAL_INT (state_delta_pack (first, back, BYTES, again), bytes);
      CU_ASSERT (memcmp (packed, again, bytes) == 0);
      if (round % 100 == 0)
        memcpy (first, state, BYTES);
    }
  g_rand_free (random);
}

static void
the_first_state_is_packed_to_its_groups (void)
{
  unsigned char first[BYTES];
  g_autofree unsigned char *packed = g_malloc (state_delta_bytes_max (BYTES));
  memset (first, 7, sizeof first);
  EQUAL_INT (state_delta_pack (first, first, BYTES, packed), 8); /* four groups of a byte, rounded up */
}

CU_TestInfo tests_of_state_delta[] = {
  { "what is packed is unpacked", what_is_packed_is_unpacked },
  { "the first state is packed to its groups", the_first_state_is_packed_to_its_groups },
  CU_TEST_INFO_NULL,
};
