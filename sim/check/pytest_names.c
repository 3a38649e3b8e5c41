#include "check/pytest_names.h"

#include <string.h>

const ScopeTable *
pytest_scopes_of (const Suite *suite, const IsoModel *model)
{
  return suite->scope_table[model->scope_rule];
}

void
pytest_label_scope (char label[3], uint32_t scope, uint32_t scopes)
{
  char second = (char) ('a' + scope % 26);
  label[0] = scopes > 26 ? (char) ('a' + scope / 26 % 26) : second;
  label[1] = scopes > 26 ? second : '\0';
  label[2] = '\0';
}

bool
pytest_has_group (const Suite *suite, const IsoModel *model, uint32_t test)
{
  bool known = suite->group && suite->group[test];
  return model->scope_rule == SCOPE_GROUP && (known || suite_len_without_group (suite, test) < suite->name_len[test]);
}

static char *
dup_own_name (const Suite *original, const IsoModel *model, uint32_t test)
{
  const ScopeTable *table = pytest_scopes_of (original, model);
  uint32_t scope = table->of_test[test], number = 1;
  char label[3];
  pytest_label_scope (label, scope, table->scopes);
  for (uint32_t i = table->first[scope]; table->member[i] != test; i++)
    number++;
  bool grouped = pytest_has_group (original, model, test);
  return g_strdup_printf ("test_%s.py::test_%s%u%s%s", label, label, number, grouped ? "@" : "", grouped ? label : "");
}

Suite *
pytest_rename_suite (const Suite *original, const IsoModel *model)
{
  GString *text = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, original->tests);
  uint32_t *name_len = g_new (uint32_t, original->tests);
  for (uint32_t test = 0; test < original->tests; test++)
    {
      g_autofree char *name = dup_own_name (original, model, test);
      name_at[test] = text->len;
      name_len[test] = (uint32_t) strlen (name);
      g_string_append (text, name);
    }
  char *own = g_string_free (text, FALSE);
  Suite *suite = suite_new (original->tests, own, name_at, name_len, NULL, g_free, own);
  suite_need_scopes (suite, SCOPE_SCOPE);
  suite_need_scopes (suite, model->scope_rule);
  return suite;
}

char *
pytest_dup_function (const Suite *suite, uint32_t test)
{
  g_autofree char *name = suite_dup_name (suite, test);
  char *function = strstr (name, "::") + 2;
  return g_strndup (function, strcspn (function, "@"));
}

bool
pytest_scopes_take_turns (const Suite *suite, const IsoModel *model)
{
  const ScopeTable *table = pytest_scopes_of (suite, model);
  for (uint32_t test = 1; test < suite->tests; test++)
    if (table->of_test[test] < table->of_test[test - 1])
      return true;
  return false;
}

bool
pytest_scopes_grow (const Suite *suite, const IsoModel *model)
{
  const ScopeTable *table = pytest_scopes_of (suite, model);
  for (uint32_t scope = 1; scope < table->scopes; scope++)
    if ((model->promises & ISO_BIT (ISO_SCOPE)) && scope_size (table, scope) > scope_size (table, scope - 1))
      return true;
  return false;
}
