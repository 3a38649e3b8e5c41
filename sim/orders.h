/* sim/orders.h - the orders of a shuffle that differ.
 *
 * Tests of a scope are alike, and so are scopes of one size, but for tests that are special (a killer, a test that
 * waits for another): each of these is like no other. Alike ones are taken in the order of collection. What a scheduler
 * sees of a shuffle is the order in which scopes first appear and the order of tests inside each, so scopes stay whole.
 */
#ifndef ISOSIM_ORDERS_H
#define ISOSIM_ORDERS_H

#include "suite.h"
#include <glib.h>
#include <stdbool.h>

#define ORDERS_MAX 40320u

typedef struct
{
  uint32_t count, tests;
  uint8_t *test; /* [count × tests] */
} Orders;

/* SPECIAL: [tests] or NULL. At most 256 tests. NULL: more than ORDERS_MAX. */
Orders *orders_new (const ScopeTable *scopes, uint32_t tests, const bool *special);
void orders_free (Orders *orders);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Orders, orders_free)

#endif
