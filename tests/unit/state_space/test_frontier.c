/* tests/unit/state_space/test_frontier.c - states come out by steps, and in the order in which they went in. */
#include "unit/check.h"

#include "state_space/frontier.h"
#include <string.h>

static void
add (Frontier *frontier, unsigned steps, uint32_t number)
{
  unsigned char packed[4096];
  size_t bytes = 8 * (1 + number % 512);
  memset (packed, (int) (number % 251), bytes);
  frontier_add (frontier, number % VISITED_PARTS, steps, number, packed, bytes);
}

/* Returns the number of states of the first level, each of which must be as add() made it. */
static unsigned
read_level (const Frontier *frontier)
{
  FrontierWalk walk = { 0 };
  const WaitingState *waiting;
  unsigned states = 0;
  uint32_t last[VISITED_PARTS] = { 0 };
  while ((waiting = frontier_next (frontier, &walk)))
    {
      uint32_t number = waiting->number, *before = &last[number % VISITED_PARTS];
      EQUAL_INT (waiting->bytes, 8 * (1 + number % 512));
      EQUAL_INT (waiting->packed[waiting->bytes - 1], number % 251);
      CU_ASSERT (number >= *before);
      *before = number;
      states++;
    }
  return states;
}

static void
levels_come_in_order_and_blocks_are_used_again (void)
{
  Frontier frontier;
  uint64_t bytes = 0;
  frontier_init (&frontier, 3);
  CU_ASSERT (frontier_is_empty (&frontier));
  add (&frontier, 0, 0);
  for (unsigned steps = 0; steps < 40; steps++)
    {
      EQUAL_INT (frontier.steps, steps);
      EQUAL_INT (read_level (&frontier), steps == 0 ? 1 : steps < 3 ? 0 : 500);
      EQUAL_INT (frontier_first_level_is_empty (&frontier), steps == 1 || steps == 2);
      for (uint32_t i = 0; i < 500; i++)
        add (&frontier, steps + 3, steps * 500 + i);
      frontier_advance (&frontier);
      bytes = steps == 10 ? frontier_bytes (&frontier) : bytes;
    }
  CU_ASSERT (frontier_bytes (&frontier) <= bytes * 2); /* ever the same number of states */
  for (unsigned i = 0; i < 3; i++)
    frontier_advance (&frontier);
  CU_ASSERT (frontier_is_empty (&frontier));
  frontier_clear (&frontier);
}

CU_TestInfo tests_of_frontier[] = {
  { "levels come in order and blocks are used again", levels_come_in_order_and_blocks_are_used_again },
  CU_TEST_INFO_NULL,
};
