#include "search/permutations.h"

#include <string.h>

/* One order under way. */
typedef struct
{
  const ScopeTable *scopes;
  const bool *special;
  uint32_t tests;
  GByteArray *found;
  uint8_t *order; /* [tests] the first PLACED are settled */
  uint32_t placed;
  bool *scope_used, *test_used;
  bool too_many;
} Writing;

static bool
is_special (const Writing *writing, uint32_t test)
{
  return writing->special && writing->special[test];
}

static bool
has_special (const Writing *writing, uint32_t scope)
{
  const ScopeTable *scopes = writing->scopes;
  for (uint32_t i = scopes->first[scope]; i < scopes->first[scope + 1]; i++)
    if (is_special (writing, scopes->member[i]))
      return true;
  return false;
}

/* A scope before it, not used yet, that is alike: that one's turn comes first. */
static bool
has_alike_before (const Writing *writing, uint32_t scope)
{
  uint32_t size = scope_size (writing->scopes, scope);
  for (uint32_t other = 0; other < scope && !has_special (writing, scope); other++)
    if (!writing->scope_used[other] && scope_size (writing->scopes, other) == size && !has_special (writing, other))
      return true;
  return false;
}

static void place_scope (Writing *writing);

/* The next test of a scope under way: any special one, or the first of the others. */
static void
place_test (Writing *writing, uint32_t scope, uint32_t left)
{
  const ScopeTable *scopes = writing->scopes;
  bool plain = false;
  if (left == 0)
    {
      place_scope (writing);
      return;
    }
  for (uint32_t i = scopes->first[scope]; i < scopes->first[scope + 1] && !writing->too_many; i++)
    {
      uint32_t test = scopes->member[i];
      if (writing->test_used[test] || (plain && !is_special (writing, test)))
        continue;
      plain |= !is_special (writing, test);
      writing->test_used[test] = true;
      writing->order[writing->placed++] = (uint8_t) test;
      place_test (writing, scope, left - 1);
      writing->placed--;
      writing->test_used[test] = false;
    }
}

static void
place_scope (Writing *writing)
{
  if (writing->placed == writing->tests)
    {
      writing->too_many |= writing->found->len == PERMUTATIONS_MAX * writing->tests;
      if (!writing->too_many)
        g_byte_array_append (writing->found, writing->order, writing->tests);
      return;
    }
  for (uint32_t scope = 0; scope < writing->scopes->scopes && !writing->too_many; scope++)
    {
      if (writing->scope_used[scope] || has_alike_before (writing, scope))
        continue;
      writing->scope_used[scope] = true;
      place_test (writing, scope, scope_size (writing->scopes, scope));
      writing->scope_used[scope] = false;
    }
}

Permutations *
permutations_new (const ScopeTable *scopes, uint32_t tests, const bool *special)
{
  g_assert (tests <= 256);
  g_autofree uint8_t *order = g_new0 (uint8_t, tests);
  g_autofree bool *scope_used = g_new0 (bool, scopes->scopes), *test_used = g_new0 (bool, tests);
  Writing writing = { .scopes = scopes, .special = special, .tests = tests, .found = g_byte_array_new () };
  writing.order = order;
  writing.scope_used = scope_used;
  writing.test_used = test_used;
  place_scope (&writing);
  uint32_t count = writing.found->len / MAX (tests, 1);
  uint8_t *found = g_byte_array_free (writing.found, writing.too_many);
  if (writing.too_many)
    return NULL;
  Permutations *orders = g_new (Permutations, 1);
  *orders = (Permutations){ count, tests, found };
  return orders;
}

void
permutations_free (Permutations *orders)
{
  if (orders)
    g_free (orders->test);
  g_free (orders);
}
