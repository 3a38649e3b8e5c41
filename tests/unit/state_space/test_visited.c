/* tests/unit/state_space/test_visited.c - states are recognised, and keep the shortest path. */
#include "unit/check.h"

#include "state_space/visited.h"

#define STATES 20000u

static bool
note (Visited *visited, uint64_t state, unsigned steps, uint32_t *number)
{
  Key key = key_of ((const unsigned char *) &state, sizeof state);
  Origin origin = { steps, { ACTION_BEGIN, 0, 0 } };
  return visited_note (visited, key, (const unsigned char *) &state, sizeof state, origin, steps, number);
}

static void
each_state_has_a_number_of_its_own (void)
{
  for (int exact = 0; exact < 2; exact++)
    {
      Visited visited;
      g_autofree uint32_t *number = g_new (uint32_t, STATES);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
      visited_init (&visited, exact);
      for (uint64_t state = 0; state < STATES; state++)
        {
          CU_ASSERT (note (&visited, state, 5, &number[state]));
          CU_ASSERT (g_hash_table_add (seen, GUINT_TO_POINTER (number[state])));
        }
      EQUAL_INT (visited_states (&visited), STATES);
      for (uint64_t state = 0; state < STATES; state++)
        {
          uint32_t again;
          CU_ASSERT (!note (&visited, state, 5 + (unsigned) (state % 3), &again));
          EQUAL_INT (again, number[state]);
        }
      EQUAL_INT (visited_states (&visited), STATES);
      CU_ASSERT (visited_bytes (&visited) > STATES * sizeof (Key));
      visited_clear (&visited);
    }
}

static void
a_shorter_path_is_kept_and_a_longer_one_is_not (void)
{
  Visited visited;
  uint32_t number, again;
  visited_init (&visited, false);
  CU_ASSERT (note (&visited, 42, 7, &number));
  CU_ASSERT (!note (&visited, 42, 8, &again));
  EQUAL_INT (visited_steps (&visited, number), 7);
  CU_ASSERT (note (&visited, 42, 3, &again));
  EQUAL_INT (again, number);
  EQUAL_INT (visited_steps (&visited, number), 3);
  EQUAL_INT (visited_origin (&visited, number).parent, 3);
  EQUAL_INT (visited_flags (&visited, number), 0);
  visited_set_flag (&visited, number, STATE_EXPANDED);
  visited_set_flag (&visited, number, STATE_ENDS);
  EQUAL_INT (visited_flags (&visited, number), STATE_EXPANDED | STATE_ENDS);
  visited_clear (&visited);
}

CU_TestInfo tests_of_visited[] = {
  { "each state has a number of its own", each_state_has_a_number_of_its_own },
  { "a shorter path is kept and a longer one is not", a_shorter_path_is_kept_and_a_longer_one_is_not },
  CU_TEST_INFO_NULL,
};
