#define _GNU_SOURCE /* memrchr */
#include "suite/suite.h"

#include "text/names.h"
#include <string.h>

Suite *
suite_new (uint32_t tests, const char *text, uint64_t *name_at, uint32_t *name_len, char **group,
           void (*free_text) (void *), void *text_owner)
{
  Suite *suite = g_new0 (Suite, 1);
  suite->tests = tests;
  suite->text = text;
  suite->name_at = name_at;
  suite->name_len = name_len;
  suite->group = group;
  suite->free_text = free_text;
  suite->text_owner = text_owner;
  return suite;
}

static void
scope_table_free (ScopeTable *table)
{
  if (!table)
    return;
  g_free (table->of_test);
  g_free (table->first);
  g_free (table->member);
  g_free (table);
}

Suite *
suite_of_nodeids (const GPtrArray *nodeids)
{
  GString *text = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, nodeids->len);
  uint32_t *name_len = g_new (uint32_t, nodeids->len);
  for (guint i = 0; i < nodeids->len; i++)
    {
      name_at[i] = text->len;
      g_string_append (text, nodeids->pdata[i]);
      name_len[i] = (uint32_t) (text->len - name_at[i]);
    }
  char *own = g_string_free (text, FALSE);
  return suite_new (nodeids->len, own, name_at, name_len, NULL, g_free, own);
}

void
suite_free (Suite *suite)
{
  if (!suite)
    return;
  for (int rule = 0; rule < SCOPE_RULES; rule++)
    scope_table_free (suite->scope_table[rule]);
  for (uint32_t i = 0; suite->group && i < suite->tests; i++)
    g_free (suite->group[i]);
  g_free (suite->group);
  g_free (suite->name_at);
  g_free (suite->name_len);
  if (suite->free_text)
    suite->free_text (suite->text_owner);
  g_free (suite);
}

uint32_t
suite_find_repeated (const Suite *suite, uint32_t *earlier)
{
  uint32_t test = names_find_repeated (suite->text, suite->name_at, suite->name_len, suite->tests, earlier);
  return test == suite->tests ? SUITE_NONE : test;
}

char *
suite_dup_name (const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  return g_strndup (name, len);
}

uint32_t
suite_find (const Suite *suite, const char *nodeid)
{
  size_t want = strlen (nodeid);
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      uint32_t len;
      const char *name = suite_name (suite, test, &len);
      if (len == want && memcmp (name, nodeid, len) == 0)
        return test;
    }
  return SUITE_NONE;
}

/* The last "::" of a name; LEN when there is none. */
static uint32_t
last_colons (const char *name, uint32_t len)
{
  size_t rest = len;
  for (const char *colon; (colon = memrchr (name, ':', rest)); rest = (size_t) (colon - name))
    if (colon > name && colon[-1] == ':')
      return (uint32_t) (colon - 1 - name);
  return len;
}

static uint32_t
first_colons (const char *name, uint32_t len)
{
  for (const char *at = name; (at = memchr (at, ':', (size_t) (name + len - at))); at++)
    if (at + 1 < name + len && at[1] == ':')
      return (uint32_t) (at - name);
  return len;
}

/* Where the parameters of a nodeid begin: its first bracket behind the file; LEN when there is none. */
static uint32_t
parameters (const char *name, uint32_t len)
{
  uint32_t file = first_colons (name, len);
  const char *bracket = memchr (name + file, '[', len - file);
  return bracket ? (uint32_t) (bracket - name) : len;
}

/* The last "::" before the parameters; LEN when there is none. */
static uint32_t
last_uncut_colons (const char *name, uint32_t len)
{
  uint32_t before = parameters (name, len), colons = last_colons (name, before);
  return colons == before ? len : colons;
}

bool
suite_is_cut_in_brackets (const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  /* Most nodeids have no bracket, or no "::" behind it: they are done with here. */
  const char *bracket = memchr (name, '[', len);
  uint32_t behind = bracket ? (uint32_t) (name + len - bracket) : 0;
  return first_colons (bracket ? bracket : name, behind) < behind
         && last_colons (name, len) != last_uncut_colons (name, len);
}

/* What loadgroup takes for the scope: the text after the last "@" when that lies after the last "]". */
static const char *
group_of_name (const char *name, uint32_t len, uint32_t *scope_len)
{
  const char *at = memrchr (name, '@', len);
  *scope_len = len;
  if (!at || memchr (at, ']', (size_t) (name + len - at)))
    return name;
  *scope_len = (uint32_t) (name + len - (at + 1));
  return at + 1;
}

uint32_t
suite_len_without_group (const Suite *suite, uint32_t test)
{
  uint32_t len, group_len;
  const char *name = suite_name (suite, test, &len);
  return group_of_name (name, len, &group_len) == name ? len : len - group_len - 1;
}

/* The scope's text: a part of the nodeid, or, when a separate group's own text decides, of *joined, "nodeid@group",
 * which the caller frees. */
static const char *
scope_text (const Suite *suite, ScopeRule rule, uint32_t test, uint32_t *len, char **joined)
{
  const char *name = suite_name (suite, test, len);
  switch (rule)
    {
    case SCOPE_SCOPE:
      *len = last_colons (name, *len);
      return name;
    case SCOPE_UNCUT:
      *len = last_uncut_colons (name, *len);
      return name;
    case SCOPE_FILE:
      *len = first_colons (name, *len);
      return name;
    default:
      if (suite->group && suite->group[test])
        {
          *joined = g_strdup_printf ("%.*s@%s", (int) *len, name, suite->group[test]);
          name = *joined;
          *len = (uint32_t) strlen (name);
        }
      return group_of_name (name, *len, len);
    }
}

/* Tests by scope, in collection order inside each: a counting sort. */
static void
list_members (ScopeTable *table, uint32_t tests)
{
  table->first = g_new0 (uint32_t, (gsize) table->scopes + 1);
  table->member = g_new (uint32_t, tests);
  g_autofree uint32_t *next = g_new0 (uint32_t, (gsize) table->scopes + 1);
  for (uint32_t test = 0; test < tests; test++)
    next[table->of_test[test] + 1]++;
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    next[scope + 1] += next[scope];
  memcpy (table->first, next, ((gsize) table->scopes + 1) * sizeof *next);
  for (uint32_t test = 0; test < tests; test++)
    table->member[next[table->of_test[test]]++] = test;
}

/* Whether any test has a group: without one every test is a scope of its own, for nodeids differ. */
static bool
has_groups (const Suite *suite)
{
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      uint32_t len, scope_len;
      const char *name = suite_name (suite, test, &len);
      group_of_name (name, len, &scope_len);
      if (scope_len != len || suite->group)
        return true;
    }
  return false;
}

static ScopeTable *
table_of_single_tests (uint32_t tests)
{
  ScopeTable *table = g_new0 (ScopeTable, 1);
  table->scopes = tests;
  table->of_test = g_new (uint32_t, tests);
  for (uint32_t test = 0; test < tests; test++)
    table->of_test[test] = test;
  return table;
}

static ScopeTable *
table_by_names (const Suite *suite, ScopeRule rule)
{
  ScopeTable *table = g_new0 (ScopeTable, 1);
  table->of_test = g_new (uint32_t, suite->tests);
  g_autoptr (NameTable) names = name_table_new (rule == SCOPE_GROUP ? suite->tests : 0);
  g_autoptr (GPtrArray) joined_texts = g_ptr_array_new_with_free_func (g_free);
  const char *previous = NULL;
  uint32_t previous_len = 0, scope = SUITE_NONE;
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      char *joined = NULL;
      uint32_t len;
      const char *text = scope_text (suite, rule, test, &len, &joined);
      if (joined)
        g_ptr_array_add (joined_texts, joined);
      /* Neighbours mostly share their scope: one comparison instead of a look-up. */
      if (!previous || len != previous_len || memcmp (text, previous, len) != 0)
        scope = name_table_add (names, text, len);
      table->of_test[test] = scope;
      previous = text;
      previous_len = len;
    }
  table->scopes = name_table_size (names);
  return table;
}

const ScopeTable *
suite_need_scopes (Suite *suite, ScopeRule rule)
{
  if (suite->scope_table[rule])
    return suite->scope_table[rule];
  bool single = rule == SCOPE_GROUP && !has_groups (suite);
  ScopeTable *table = single ? table_of_single_tests (suite->tests) : table_by_names (suite, rule);
  list_members (table, suite->tests);
  suite->scope_table[rule] = table;
  return table;
}

char *
suite_dup_scope_name (const Suite *suite, ScopeRule rule, uint32_t scope)
{
  const ScopeTable *table = suite->scope_table[rule];
  g_autofree char *joined = NULL;
  uint32_t len;
  const char *text = scope_text (suite, rule, table->member[table->first[scope]], &len, &joined);
  return g_strndup (text, len);
}
