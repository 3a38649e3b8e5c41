/* sim/search/permutations.h - the permutations of a shuffle that a scheduler can tell apart.
 *
 * Tests of a scope are alike, and so are scopes of one size, but for special tests (search_special_tests()): each of
 * these is like no other. What is alike comes in the order of collection. A scheduler sees only the order in which
 * scopes first appear and the order of tests inside each, so scopes stay whole. */
#ifndef ISOSIM_PERMUTATIONS_H
#define ISOSIM_PERMUTATIONS_H

#include "suite/suite.h"
#include <glib.h>
#include <stdbool.h>

#define PERMUTATIONS_MAX 40320u

typedef struct
{
  uint32_t count, tests;
  uint8_t *test; /* [count × tests] the tests of one permutation after the other */
} Permutations;

/* SPECIAL: [tests] or NULL. At most 256 tests. Returns NULL if there are more than PERMUTATIONS_MAX. */
Permutations *permutations_new (const ScopeTable *scopes, uint32_t tests, const bool *special);
void permutations_free (Permutations *permutations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Permutations, permutations_free)

#endif
