#include "search/permutations.h"

#include <string.h>

/* The permutation that is written. */
typedef struct
{
  const ScopeTable *scopes;
  const bool *special;
  uint32_t tests;
  GByteArray *found;
  uint8_t *order; /* [tests] the first PLACED are fixed */
  uint32_t placed;
  bool *scope_used, *test_used;
  bool too_many;
} Writer;

static bool
is_special (const Writer *writer, uint32_t test)
{
  return writer->special && writer->special[test];
}

static bool
has_special (const Writer *writer, uint32_t scope)
{
  const ScopeTable *scopes = writer->scopes;
  for (uint32_t i = scopes->first[scope]; i < scopes->first[scope + 1]; i++)
    if (is_special (writer, scopes->member[i]))
      return true;
  return false;
}

/* Whether an earlier scope of the same kind is not used yet: it must come first. */
static bool
has_equal_before (const Writer *writer, uint32_t scope)
{
  uint32_t size = scope_size (writer->scopes, scope);
  for (uint32_t other = 0; other < scope && !has_special (writer, scope); other++)
    if (!writer->scope_used[other] && scope_size (writer->scopes, other) == size && !has_special (writer, other))
      return true;
  return false;
}

static void place_scope (Writer *writer);

/* Places each possible next test of a scope: any special one, or the first of the others. */
static void
place_test (Writer *writer, uint32_t scope, uint32_t left)
{
  const ScopeTable *scopes = writer->scopes;
  bool plain = false;
  if (left == 0)
    {
      place_scope (writer);
      return;
    }
  for (uint32_t i = scopes->first[scope]; i < scopes->first[scope + 1] && !writer->too_many; i++)
    {
      uint32_t test = scopes->member[i];
      if (writer->test_used[test] || (plain && !is_special (writer, test)))
        continue;
      plain |= !is_special (writer, test);
      writer->test_used[test] = true;
      writer->order[writer->placed++] = (uint8_t) test;
      place_test (writer, scope, left - 1);
      writer->placed--;
      writer->test_used[test] = false;
    }
}

static void
place_scope (Writer *writer)
{
  g_assert (writer->placed <= writer->tests);
  if (writer->placed == writer->tests)
    {
      writer->too_many |= writer->found->len == PERMUTATIONS_MAX * writer->tests;
      if (!writer->too_many)
        g_byte_array_append (writer->found, writer->order, writer->tests);
      return;
    }
  for (uint32_t scope = 0; scope < writer->scopes->scopes && !writer->too_many; scope++)
    {
      if (writer->scope_used[scope] || has_equal_before (writer, scope))
        continue;
      writer->scope_used[scope] = true;
      place_test (writer, scope, scope_size (writer->scopes, scope));
      writer->scope_used[scope] = false;
    }
}

Permutations *
permutations_new (const ScopeTable *scopes, uint32_t tests, const bool *special)
{
  g_assert (tests <= 256);
  g_autofree uint8_t *order = g_new0 (uint8_t, tests);
  g_autofree bool *scope_used = g_new0 (bool, scopes->scopes), *test_used = g_new0 (bool, tests);
  Writer writer = { .scopes = scopes, .special = special, .tests = tests, .found = g_byte_array_new () };
  writer.order = order;
  writer.scope_used = scope_used;
  writer.test_used = test_used;
  place_scope (&writer);
  uint32_t count = writer.found->len / MAX (tests, 1);
  g_assert (count * tests == writer.found->len && writer.placed == 0);
  uint8_t *found = g_byte_array_free (writer.found, writer.too_many);
  if (writer.too_many)
    return NULL;
  Permutations *permutations = g_new (Permutations, 1);
  *permutations = (Permutations){ count, tests, found };
  return permutations;
}

void
permutations_free (Permutations *permutations)
{
  if (permutations)
    g_free (permutations->test);
  g_free (permutations);
}
