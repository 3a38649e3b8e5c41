/* traces/suite/suite.h - the tests of a suite, in collection order, and the scopes they fall into: the program's part.
 * traces/suite/suite_view.h has what models see too.
 *
 * A suite is read-only once built, apart from suite_need_scopes(), which fills in a scope table and must be called
 * before the suite is handed to threads. */
#ifndef ISOSIM_SUITE_H
#define ISOSIM_SUITE_H

#include "suite/suite_view.h"
#include "text/limits.h"
#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Takes ownership of name_at, name_len and group (g_free; group's strings too), and of text through
 * free_text(text_owner) (NULL: the text outlives the suite). */
Suite *suite_new (uint32_t tests, const char *text, uint64_t *name_at, uint32_t *name_len, char **group,
                  void (*free_text) (void *), void *text_owner);
/* Of these nodeids (of char *), which are copied, without groups of their own. */
Suite *suite_of_nodeids (const GPtrArray *nodeids);
void suite_free (Suite *suite);

/* The first test whose nodeid occurred before, and in *earlier the one that had it; SUITE_NONE if all differ. */
uint32_t suite_find_repeated (const Suite *suite, uint32_t *earlier);

/* A terminated copy of a nodeid; g_free it. */
char *suite_dup_name (const Suite *suite, uint32_t test);

/* The test with that nodeid, or SUITE_NONE. Takes time proportional to the suite. */
uint32_t suite_find (const Suite *suite, const char *nodeid);

/* Builds the table of a rule if it is not there yet, and returns it; the suite owns it. */
const ScopeTable *suite_need_scopes (Suite *suite, ScopeRule rule);

/* Whether the last "::" of a nodeid lies inside its brackets, so that SCOPE_SCOPE cuts it there. */
bool suite_is_cut_in_brackets (const Suite *suite, uint32_t test);

/* How long the nodeid is without the "@group" at its end; its whole length when it has none. */
uint32_t suite_len_without_group (const Suite *suite, uint32_t test);

/* The text of a scope, as xdist has it; g_free it. */
char *suite_dup_scope_name (const Suite *suite, ScopeRule rule, uint32_t scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Suite, suite_free)

G_END_DECLS

#endif
