/* sim/search/permutations.h - the orders of a shuffle that differ.
 *
 * Tests of a scope are alike, and so are scopes of one size, but for tests that are special (a killer, a test that
 * waits for another): each of these is like no other. Alike ones are taken in the order of collection. What a scheduler
 * sees of a shuffle is the order in which scopes first appear and the order of tests inside each, so scopes stay whole.
 */
#ifndef ISOSIM_ORDERS_H
#define ISOSIM_ORDERS_H

#include "suite/suite.h"
#include <glib.h>
#include <stdbool.h>

#define PERMUTATIONS_MAX 40320u

typedef struct
{
  uint32_t count, tests;
  uint8_t *test; /* [count × tests] */
} Permutations;

/* SPECIAL: [tests] or NULL. At most 256 tests. NULL: more than PERMUTATIONS_MAX. */
Permutations *permutations_new (const ScopeTable *scopes, uint32_t tests, const bool *special);
void permutations_free (Permutations *orders);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Permutations, permutations_free)

#endif
