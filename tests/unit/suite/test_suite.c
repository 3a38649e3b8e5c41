#include "unit/check.h"

#include "suite/suite.h"
#include <string.h>

/* A suite of these nodeids, ended by NULL. GROUPS may be NULL, or holds one each. */
static Suite *
make_suite (const char *const *nodeids, const char *const *groups)
{
  uint32_t tests = 0;
  GString *text = g_string_new (NULL);
  while (nodeids[tests])
    tests++;
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  char **group = groups ? g_new0 (char *, tests) : NULL;
  for (uint32_t i = 0; i < tests; i++)
    {
      name_at[i] = text->len;
      name_len[i] = (uint32_t) strlen (nodeids[i]);
      g_string_append (text, nodeids[i]);
      if (group)
        group[i] = g_strdup (groups[i]);
    }
  char *own = g_string_free (text, FALSE);
  return suite_new (tests, own, name_at, name_len, group, g_free, own);
}

/* What xdist's three _split_scope methods give. */
static const struct
{
  const char *nodeid, *group, *scope[SCOPE_GROUP + 1];
} cuts[] = {
  { "a/t.py::test_b", NULL, { "a/t.py", "a/t.py", "a/t.py::test_b" } },
  { "a/t.py::C::test_b", NULL, { "a/t.py::C", "a/t.py", "a/t.py::C::test_b" } },
  /* rsplit also cuts inside brackets: a quirk that real suites meet */
  { "t.py::test[a::b]", NULL, { "t.py::test[a", "t.py", "t.py::test[a::b]" } },
  { "t.py::test[:::]", NULL, { "t.py::test[:", "t.py", "t.py::test[:::]" } },
  { "t.py:::test", NULL, { "t.py:", "t.py", "t.py:::test" } },
  { "README.rst", NULL, { "README.rst", "README.rst", "README.rst" } },
  { "::", NULL, { "", "", "::" } },
  { ":", NULL, { ":", ":", ":" } },
  { "t.py::", NULL, { "t.py", "t.py", "t.py::" } },
  /* a group counts after the last bracket only */
  { "t.py::test@g", NULL, { "t.py", "t.py", "g" } },
  { "t.py::test[a@b]", NULL, { "t.py", "t.py", "t.py::test[a@b]" } },
  { "t.py::test[a@b]@g", NULL, { "t.py", "t.py", "g" } },
  { "t.py::test@g@h", NULL, { "t.py", "t.py", "h" } },
  { "t@x.py::test[1]", NULL, { "t@x.py", "t@x.py", "t@x.py::test[1]" } },
  { "t@x.py::test", NULL, { "t@x.py", "t@x.py", "x.py::test" } },
  { "t.py::test@", NULL, { "t.py", "t.py", "" } },
  /* a group known apart from the nodeid counts as if it stood there */
  { "t.py::test", "g", { "t.py", "t.py", "g" } },
  { "t.py::test[a@b]", "g", { "t.py", "t.py", "g" } },
  { "t.py::test@h", "g", { "t.py", "t.py", "g" } },
  { "t.py::test[1]", "g[2]", { "t.py", "t.py", "t.py::test[1]@g[2]" } },
  { "t.py::test", "", { "t.py", "t.py", "" } },
};

static void
a_nodeid_is_cut_as_xdist_cuts_it (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    for (int rule = 0; rule <= SCOPE_GROUP; rule++)
      {
        const char *nodeids[] = { cuts[i].nodeid, NULL }, *groups[] = { cuts[i].group };
        g_autoptr (Suite) suite = make_suite (nodeids, cuts[i].group ? groups : NULL);
        EQUAL_INT (suite_need_scopes (suite, (ScopeRule) rule)->scopes, 1);
        g_autofree char *scope = suite_dup_scope_name (suite, (ScopeRule) rule, 0);
        EQUAL_TEXT (scope, cuts[i].scope[rule]);
      }
}

/* What loadscope's scope would be if brackets were left whole, and whether it differs. */
static const struct
{
  const char *nodeid, *scope;
  bool cut;
} uncut[] = {
  { "a/t.py::C::test_b", "a/t.py::C", false },   { "t.py::test[a::b]", "t.py", true },
  { "t.py::C::test[x::y::z]", "t.py::C", true }, { "t.py::test[1]", "t.py", false },
  { "README.rst", "README.rst", false },         { "a[b].py::test", "a[b].py", false },
};

static void
brackets_are_left_whole_by_the_rule_without_the_quirk (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uncut); i++)
    {
      const char *nodeids[] = { uncut[i].nodeid, NULL };
      g_autoptr (Suite) suite = make_suite (nodeids, NULL);
      suite_need_scopes (suite, SCOPE_UNCUT);
      g_autofree char *scope = suite_dup_scope_name (suite, SCOPE_UNCUT, 0);
      EQUAL_TEXT (scope, uncut[i].scope);
      EQUAL_INT (suite_is_cut_in_brackets (suite, 0), uncut[i].cut);
    }
}

static void
scopes_are_numbered_by_first_appearance_and_list_their_tests (void)
{
  const char *nodeids[] = { "b.py::x", "a.py::x", "b.py::y", "a.py::C::z", "a.py::y", NULL };
  const uint32_t of_test[] = { 0, 1, 0, 2, 1 }, member[] = { 0, 2, 1, 4, 3 }, first[] = { 0, 2, 4, 5 };
  g_autoptr (Suite) suite = make_suite (nodeids, NULL);
  const ScopeTable *table = suite_need_scopes (suite, SCOPE_SCOPE);
  EQUAL_INT (table->scopes, 3);
  for (int i = 0; i < 5; i++)
    {
      EQUAL_INT (table->of_test[i], of_test[i]);
      EQUAL_INT (table->member[i], member[i]);
    }
  for (int i = 0; i < 4; i++)
    EQUAL_INT (table->first[i], first[i]);
  EQUAL_INT (scope_size (table, 1), 2);
  CU_ASSERT_PTR_EQUAL (suite_need_scopes (suite, SCOPE_SCOPE), table);
}

static void
a_group_joins_tests_of_several_files (void)
{
  const char *nodeids[] = { "a.py::x", "b.py::y", "c.py::z", "d.py::w@g", NULL };
  const char *groups[] = { "g", NULL, "g", NULL };
  g_autoptr (Suite) suite = make_suite (nodeids, groups);
  const ScopeTable *table = suite_need_scopes (suite, SCOPE_GROUP);
  EQUAL_INT (table->scopes, 2);
  EQUAL_INT (table->of_test[2], 0);
  EQUAL_INT (table->of_test[3], 0);
  EQUAL_INT (table->of_test[1], 1);
}

static void
tests_are_found_by_name (void)
{
  const char *nodeids[] = { "a", "ab", "b", NULL };
  g_autoptr (Suite) suite = make_suite (nodeids, NULL);
  g_autofree char *name = suite_dup_name (suite, 1);
  EQUAL_TEXT (name, "ab");
  EQUAL_INT (suite_find (suite, "b"), 2);
  EQUAL_INT (suite_find (suite, "abb"), SUITE_NONE);
}

static void
a_repeated_nodeid_is_found_with_the_earlier_one (void)
{
  const char *once[] = { "a", "A", "ab", NULL }, *twice[] = { "a", "b", "c", "b", "a", NULL };
  uint32_t earlier;
  g_autoptr (Suite) different = make_suite (once, NULL), repeated = make_suite (twice, NULL);
  EQUAL_INT (suite_find_repeated (different, &earlier), SUITE_NONE);
  EQUAL_INT (suite_find_repeated (repeated, &earlier), 3);
  EQUAL_INT (earlier, 1);
}

static void
a_suite_without_tests_has_no_scopes (void)
{
  const char *none[] = { NULL };
  g_autoptr (Suite) suite = make_suite (none, NULL);
  EQUAL_INT (suite_need_scopes (suite, SCOPE_FILE)->scopes, 0);
}

CU_TestInfo tests_of_suite[] = {
  { "brackets are left whole by the rule without the quirk", brackets_are_left_whole_by_the_rule_without_the_quirk },
  { "a nodeid is cut as xdist cuts it", a_nodeid_is_cut_as_xdist_cuts_it },
  { "scopes are numbered by first appearance and list their tests",
    scopes_are_numbered_by_first_appearance_and_list_their_tests },
  { "a group joins tests of several files", a_group_joins_tests_of_several_files },
  { "tests are found by name", tests_are_found_by_name },
  { "a repeated nodeid is found with the earlier one", a_repeated_nodeid_is_found_with_the_earlier_one },
  { "a suite without tests has no scopes", a_suite_without_tests_has_no_scopes },
  CU_TEST_INFO_NULL,
};
