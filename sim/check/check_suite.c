#include "check/check_suite.h"

#include "base/usage.h"
#include "formats/format.h"
#include "text/input.h"
#include <string.h>

/* --- the suite ----------------------------------------------------------------------------------------------- */

static bool
bad_shape (const char *shape, GError **error)
{
  return fail (error, "--suite %s: expected scopes by letter with their numbers of tests, as in a4b2c1", shape);
}

/* Letter and number, again and again; each letter once, in any order. */
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

/* Groups are loadgroup's scopes; for the others the nodeids read better without. */
static void
drop_groups (const GPtrArray *nodeids)
{
  for (guint i = 0; i < nodeids->len; i++)
    *strrchr (nodeids->pdata[i], '@') = '\0';
}

/* Of NODEIDS, or else as --suite or --trace say. */
static bool
read_suite (CheckOptions *options, const GPtrArray *nodeids, GError **error)
{
  g_autoptr (GPtrArray) shape = g_ptr_array_new_with_free_func (g_free);
  if (nodeids)
    options->suite = suite_of_nodeids (nodeids);
  else if (!options->words.suite == !options->words.trace)
    fail (error, options->words.suite ? "--suite and --trace: one of them, not both"
                                      : "which suite? Say --suite SHAPE, as a4b2c1, or --trace FILE");
  else if (options->words.trace)
    {
      options->trace = trace_read (options->words.trace, error);
      options->suite = options->trace ? options->trace->suite : NULL;
    }
  else if (parse_shape (options->words.suite, shape, error))
    {
      if (options->plan.session.model->scope_rule != SCOPE_GROUP)
        drop_groups (shape);
      options->suite = suite_of_nodeids (shape);
    }
  return options->suite != NULL;
}

bool
check_suite_set (CheckOptions *options, const GPtrArray *nodeids, GError **error)
{
  if (!read_suite (options, nodeids, error))
    return false;
  if (options->suite->tests > CHECK_TESTS_MAX)
    return fail (error, "%u tests are too many to check; the most are %u", options->suite->tests, CHECK_TESTS_MAX);
  suite_need_scopes (options->suite, SCOPE_SCOPE);
  suite_need_scopes (options->suite, options->plan.session.model->scope_rule);
  options->plan.session.suite = options->suite;
  return true;
}

/* --- tests by name ------------------------------------------------------------------------------------------- */

/* What stands behind the last "::", without a group. */
static bool
is_short_name (const char *nodeid, const char *word)
{
  const char *colons = g_strrstr (nodeid, "::"), *name = colons ? colons + 2 : nodeid;
  return g_str_has_prefix (name, word) && (name[strlen (word)] == '\0' || name[strlen (word)] == '@');
}

/* "#3" is the third in the order of collection. */
static uint32_t
test_by_number (const CheckOptions *options, const char *word)
{
  guint64 number;
  bool is_number = *word == '#' && g_ascii_string_to_unsigned (word + 1, 10, 1, options->suite->tests, &number, NULL);
  return is_number ? (uint32_t) number - 1 : SUITE_NONE;
}

/* A nodeid, or what stands behind its last "::" if no other test has that, or a number. */
static bool
find_test (const CheckOptions *options, const char *option, const char *word, uint32_t *test, GError **error)
{
  unsigned found = 0;
  uint32_t whole = suite_find (options->suite, word);
  *test = whole == SUITE_NONE ? test_by_number (options, word) : whole;
  for (uint32_t i = 0; i < options->suite->tests && (*test == SUITE_NONE || found); i++)
    {
      g_autofree char *nodeid = suite_dup_name (options->suite, i);
      if (is_short_name (nodeid, word) && !found++)
        *test = i;
    }
  if (*test != SUITE_NONE && found <= 1)
    return true;
  g_autofree char *name = suite_dup_name (options->suite, 0), *first = input_dup_shown (name, strlen (name));
  return fail (error, "%s: %s test '%s' (the first is %s)", option, found ? "there is more than one" : "there is no",
               word, first);
}

bool
check_suite_set_killers (CheckOptions *options, GError **error)
{
  if (!options->words.killer)
    return true;
  g_auto (GStrv) word = g_strsplit (options->words.killer, ",", -1);
  if (!*word)
    return fail (error, "--killer: which test?");
  options->killer = g_new0 (uint8_t, options->suite->tests);
  options->plan.killer = options->killer;
  for (char **each = word; *each; each++)
    {
      uint32_t test;
      if (!find_test (options, "--killer", *each, &test, error))
        return false;
      options->killer[test] = 1;
    }
  return true;
}

/* The colon between two names: one that is not beside another. */
static char *
single_colon (char *word)
{
  for (char *at = word; *at; at++)
    if (at[0] == ':' && at[1] != ':' && (at == word || at[-1] != ':'))
      return at;
  return NULL;
}

static bool
set_dependency (CheckOptions *options, char *word, GError **error)
{
  uint32_t test, other;
  char *colon = single_colon (word);
  if (!colon)
    return fail (error, "--depends %s: expected A:B, two tests", word);
  *colon = '\0';
  if (!find_test (options, "--depends", word, &test, error)
      || !find_test (options, "--depends", colon + 1, &other, error))
    return false;
  if (test == other || options->after[test] != ISO_NONE)
    return fail (error, "--depends: %s can wait for one other test, not for %s", word,
                 test == other ? "itself" : "two");
  options->after[test] = other;
  return true;
}

bool
check_suite_set_dependencies (CheckOptions *options, GError **error)
{
  if (!options->words.depends)
    return true;
  g_auto (GStrv) word = g_strsplit (options->words.depends, ",", -1);
  if (!*word)
    return fail (error, "--depends: expected A:B, two tests");
  options->after = g_new (uint32_t, options->suite->tests);
  options->plan.after = options->after;
  for (uint32_t test = 0; test < options->suite->tests; test++)
    options->after[test] = ISO_NONE;
  for (char **each = word; *each; each++)
    if (!set_dependency (options, *each, error))
      return false;
  return true;
}
