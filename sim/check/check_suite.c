#include "check/check_suite.h"

#include "base/usage.h"
#include "check/check_case.h"
#include "formats/format.h"
#include "suite/trace.h"
#include "text/input.h"
#include "text/input_error.h"
#include <string.h>

/* --- the suite ----------------------------------------------------------------------------------------------- */

static bool
bad_shape (const char *shape, GError **error)
{
  return fail (error, "--suite %s: expected scopes by letter with their numbers of tests, as in a4b2c1", shape);
}

/* Letters with numbers, each letter once, in any order. */
static bool
parse_shape (const char *shape, GPtrArray *nodeids, GError **error)
{
  bool seen[26] = { false };
  for (const char *at = shape; *at;)
    {
      char *end, letter = *at;
      guint64 tests = g_ascii_islower (letter) ? g_ascii_strtoull (at + 1, &end, 10) : 0;
      if (!tests || !g_ascii_isdigit (at[1]))
        return bad_shape (shape, error);
      if (tests > CHECK_TESTS_MAX)
        return fail (error, "--suite %s: %.*s has more tests than the %u that can be checked", shape, (int) (end - at),
                     at, CHECK_TESTS_MAX);
      if (seen[letter - 'a'])
        return fail (error, "--suite %s: %c stands there twice", shape, letter);
      seen[letter - 'a'] = true;
      for (guint64 i = 1; i <= tests; i++)
        g_ptr_array_add (nodeids, g_strdup_printf ("%c.py::%c%" G_GUINT64_FORMAT "@%c", letter, letter, i, letter));
      at = end;
    }
  return nodeids->len > 0 || bad_shape (shape, error);
}

/* Removes "@group": only loadgroup reads it, and the nodeids read better without. */
static void
drop_groups (const GPtrArray *nodeids)
{
  for (guint i = 0; i < nodeids->len; i++)
    *strrchr (nodeids->pdata[i], '@') = '\0';
}

/* Takes over the suite; NULL with *error if it is too large. */
static Suite *
take_if_small (Suite *suite, GError **error)
{
  if (suite->tests <= CHECK_TESTS_MAX)
    return suite;
  fail (error, "%u tests are too many to check; the most are %u", suite->tests, CHECK_TESTS_MAX);
  suite_free (suite);
  return NULL;
}

Suite *
check_suite_of_shape (const char *shape, const IsoModel *model, GError **error)
{
  g_autoptr (GPtrArray) nodeids = g_ptr_array_new_with_free_func (g_free);
  if (!parse_shape (shape, nodeids, error))
    return NULL;
  if (model->scope_rule != SCOPE_GROUP)
    drop_groups (nodeids);
  return take_if_small (suite_of_nodeids (nodeids), error);
}

Suite *
check_suite_of_trace (const char *path, GError **error)
{
  g_autoptr (Trace) trace = trace_read (path, error);
  return trace ? take_if_small (g_steal_pointer (&trace->suite), error) : NULL;
}

Suite *
check_suite_of_nodeids (const GPtrArray *nodeids, GError **error)
{
  return take_if_small (suite_of_nodeids (nodeids), error);
}

/* --- tests by name ------------------------------------------------------------------------------------------- */

/* Whether WORD is what follows the last "::", without a group. */
static bool
is_short_name (const char *nodeid, const char *word)
{
  const char *colons = g_strrstr (nodeid, "::"), *name = colons ? colons + 2 : nodeid;
  return g_str_has_prefix (name, word) && (name[strlen (word)] == '\0' || name[strlen (word)] == '@');
}

/* "#3" is the third in the order of collection. */
static uint32_t
test_by_number (const Suite *suite, const char *word)
{
  guint64 number;
  bool is_number = *word == '#' && g_ascii_string_to_unsigned (word + 1, 10, 1, suite->tests, &number, NULL);
  return is_number ? (uint32_t) number - 1 : SUITE_NONE;
}

static bool
find_test (const Suite *suite, const char *option, const char *word, uint32_t *test, GError **error)
{
  unsigned found = 0;
  uint32_t whole = suite_find (suite, word);
  *test = whole == SUITE_NONE ? test_by_number (suite, word) : whole;
  for (uint32_t i = 0; i < suite->tests && (*test == SUITE_NONE || found); i++)
    {
      g_autofree char *nodeid = suite_dup_name (suite, i);
      if (is_short_name (nodeid, word) && !found++)
        *test = i;
    }
  if (*test != SUITE_NONE && found <= 1)
    return true;
  g_autofree char *name = suite_dup_name (suite, 0), *first = input_dup_shown (name, strlen (name));
  return fail (error, "%s: %s test '%s' (the first is %s)", option, found ? "there is more than one" : "there is no",
               word, first);
}

uint8_t *
check_suite_killers (const Suite *suite, const char *names, GError **error)
{
  g_auto (GStrv) word = g_strsplit (names, ",", -1);
  g_autofree uint8_t *killer = g_new0 (uint8_t, suite->tests);
  if (!*word)
    return fail (error, "--killer: which test?"), NULL;
  for (char **each = word; *each; each++)
    {
      uint32_t test;
      if (!find_test (suite, "--killer", *each, &test, error))
        return NULL;
      killer[test] = 1;
    }
  return g_steal_pointer (&killer);
}

/* The colon between two names: one that has no other colon beside it. */
static char *
single_colon (char *word)
{
  for (char *at = word; *at; at++)
    if (at[0] == ':' && at[1] != ':' && (at == word || at[-1] != ':'))
      return at;
  return NULL;
}

static bool
set_dependency (const Suite *suite, char *word, uint32_t *after, GError **error)
{
  uint32_t test, other;
  char *colon = single_colon (word);
  if (!colon)
    return fail (error, "--depends %s: expected A:B, two tests", word);
  *colon = '\0';
  if (!find_test (suite, "--depends", word, &test, error) || !find_test (suite, "--depends", colon + 1, &other, error))
    return false;
  if (test == other || after[test] != ISO_NONE)
    return fail (error, "--depends: %s can wait for one other test, not for %s", word,
                 test == other ? "itself" : "two");
  after[test] = other;
  return true;
}

uint32_t *
check_suite_dependencies (const Suite *suite, const char *pairs, GError **error)
{
  g_auto (GStrv) word = g_strsplit (pairs, ",", -1);
  g_autofree uint32_t *after = g_new (uint32_t, suite->tests);
  if (!*word)
    return fail (error, "--depends: expected A:B, two tests"), NULL;
  for (uint32_t test = 0; test < suite->tests; test++)
    after[test] = ISO_NONE;
  for (char **each = word; *each; each++)
    if (!set_dependency (suite, *each, after, error))
      return NULL;
  return g_steal_pointer (&after);
}
