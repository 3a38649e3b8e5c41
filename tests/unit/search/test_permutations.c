/* tests/unit/search/test_permutations.c - permutations of a shuffle, counted by hand. */
#include "unit/check.h"

#include "search/permutations.h"
#include "unit/shapes.h"
#include <string.h>

/* Each must be a permutation of the tests, with scopes whole, and none may come twice. */
static void
check_each (const Permutations *permutations, const ScopeTable *scopes)
{
  g_autoptr (GHashTable) seen
      = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  for (uint32_t i = 0; i < permutations->count; i++)
    {
      const uint8_t *order = permutations->test + (gsize) i * permutations->tests;
      uint64_t tests = 0;
      uint32_t changes = 1;
      for (uint32_t k = 0; k < permutations->tests; k++)
        {
          tests |= (uint64_t) 1 << order[k];
          changes += k && scopes->of_test[order[k]] != scopes->of_test[order[k - 1]];
        }
      EQUAL_INT (tests, ((uint64_t) 1 << permutations->tests) - 1);
      EQUAL_INT (changes, scopes->scopes);
      CU_ASSERT (g_hash_table_add (seen, g_bytes_new (order, permutations->tests)));
    }
}

static void
permutations_are_as_many_as_counted_by_hand (void)
{
  static const struct
  {
    const char *shape;
    int special; /* -1: none */
    uint32_t count;
  } cases[] = { { "a4", -1, 1 },  { "a4", 0, 4 },      { "a1b1", -1, 1 },   { "a2b1", -1, 2 },
                { "a1b1", 0, 2 }, { "a3b2c1", -1, 6 }, { "a2b2c1", -1, 3 }, { "a2b2", 0, 4 } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Suite) suite = suite_of (cases[i].shape);
      const ScopeTable *scopes = suite->scope_table[SCOPE_SCOPE];
      g_autofree bool *special = g_new0 (bool, suite->tests);
      if (cases[i].special >= 0)
        special[cases[i].special] = true;
      g_autoptr (Permutations) permutations = permutations_new (scopes, suite->tests, special);
      if (permutations->count != cases[i].count)
        FAIL ("%s: %u permutations, expected %u", cases[i].shape, permutations->count, cases[i].count);
      check_each (permutations, scopes);
    }
}

static void
too_many_are_refused (void)
{
  g_autoptr (Suite) suite = suite_of ("a1b2c3d4e5f6g7h8i9");
  CU_ASSERT_PTR_NULL (permutations_new (suite->scope_table[SCOPE_SCOPE], suite->tests, NULL)); /* 9! */
}

CU_TestInfo tests_of_permutations[] = {
  { "permutations are as many as counted by hand", permutations_are_as_many_as_counted_by_hand },
  { "too many are refused", too_many_are_refused },
  CU_TEST_INFO_NULL,
};
