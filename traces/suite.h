/* traces/suite.h - the tests of a suite, in collection order, and the scopes they fall into.
 *
 * A suite is names only: durations and outcomes belong to a run (traces/trace.h), so that hundreds of runs share one
 * suite. It is read-only once built, apart from suite_need_scopes(), which fills in a scope table and must be called
 * before the suite is handed to threads.
 *
 * A test is named by its index, 0 … tests-1, its place in collection order. */
#ifndef ISOSIM_SUITE_H
#define ISOSIM_SUITE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SUITE_TESTS_MAX (1u << 24) /* most tests a suite may have */
#define SUITE_NODEID_MAX 65535u    /* longest nodeid, in bytes */
#define SUITE_NONE UINT32_MAX      /* no test, no scope */

/* How a scheduler cuts a nodeid into scopes; the rules are those of the _split_scope methods in xdist's
 * scheduler/loadscope.py, loadfile.py and loadgroup.py. A group (xdist_group mark) that is known apart from the nodeid
 * counts for SCOPE_GROUP as if "@group" stood at the nodeid's end, which is how xdist itself passes it on. */
typedef enum
{
  SCOPE_SCOPE, /* before the last "::": a class, or the functions of a module */
  SCOPE_FILE,  /* before the first "::" */
  SCOPE_GROUP, /* after the last "@", if that lies after the last "]"; else the whole nodeid */
  SCOPE_UNCUT, /* as SCOPE_SCOPE, but never inside brackets: what loadscope should have done */
  SCOPE_RULES
} ScopeRule;

/* The scopes of a suite under one rule, numbered in order of first appearance. */
typedef struct
{
  uint32_t scopes;
  uint32_t *of_test; /* [tests] the scope of each test */
  uint32_t *first;   /* [scopes + 1] where the scope's tests begin in member */
  uint32_t *member;  /* [tests] tests by scope, inside a scope in collection order */
} ScopeTable;

typedef struct
{
  uint32_t tests;
  const char *text;                     /* all nodeids, one after the other, not terminated */
  uint64_t *name_at;                    /* [tests] where each begins in text */
  uint32_t *name_len;                   /* [tests] bytes */
  char **group;                         /* [tests] group known apart from the nodeid, or NULL; NULL when none has one */
  ScopeTable *scope_table[SCOPE_RULES]; /* NULL until suite_need_scopes() */
  void (*free_text) (void *);
  void *text_owner;
} Suite;

static inline const char *
suite_name (const Suite *suite, uint32_t test, uint32_t *len)
{
  *len = suite->name_len[test];
  return suite->text + suite->name_at[test];
}

static inline uint32_t
scope_size (const ScopeTable *table, uint32_t scope)
{
  return table->first[scope + 1] - table->first[scope];
}

/* Takes ownership of name_at, name_len and group (g_free; group's strings too), and of text through
 * free_text(text_owner) (NULL: the text outlives the suite). */
Suite *suite_new (uint32_t tests, const char *text, uint64_t *name_at, uint32_t *name_len, char **group,
                  void (*free_text) (void *), void *text_owner);
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
