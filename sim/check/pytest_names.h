/* sim/check/pytest_names.h - the tests of a pytest project under names of its own: test_a.py::test_a1 is the first test
 * of the first scope. */
#ifndef ISOSIM_PYTEST_NAMES_H
#define ISOSIM_PYTEST_NAMES_H

#include "models/model.h"
#include "suite/suite.h"

G_BEGIN_DECLS

/* Returns a suite of the same tests in the same order and the same scopes, under new names; suite_free() it. */
Suite *pytest_rename_suite (const Suite *original, const IsoModel *model);

/* Returns the model's scopes. */
const ScopeTable *pytest_scopes_of (const Suite *suite, const IsoModel *model);
/* Writes "a" to "z", or "aa", "ab", … if there are more than 26 SCOPES: pytest reads files in alphabetical order. */
void pytest_label_scope (char label[3], uint32_t scope, uint32_t scopes);
/* Whether loadgroup takes the test's scope from a group, and not from its nodeid alone. */
bool pytest_has_group (const Suite *suite, const IsoModel *model, uint32_t test);

/* Returns the function of a renamed test: "test_a1" of test_a.py::test_a1@a. The caller frees it. */
char *pytest_dup_function (const Suite *suite, uint32_t test);
/* Whether the tests must be sorted after collection: pytest collects file by file, and here scopes alternate. */
bool pytest_scopes_take_turns (const Suite *suite, const IsoModel *model);
/* Whether it matters that scopes are taken by size: the scheduler keeps them whole, and a later one is larger. */
bool pytest_scopes_grow (const Suite *suite, const IsoModel *model);

G_END_DECLS

#endif
