/* traces/suite/suite_view.h - what a scheduler model sees of a suite: its tests, in collection order, and the scopes
 * they fall into. Who makes a suite, and what else can be asked of one, is in traces/suite/suite.h.
 *
 * A suite is names only: durations and outcomes belong to a run (traces/suite/trace.h), so that hundreds of runs share
 * one suite. A test is named by its index, 0 … tests-1, its place in collection order. */
#ifndef ISOSIM_SUITE_VIEW_H
#define ISOSIM_SUITE_VIEW_H

#include <stdint.h>

#define SUITE_NONE UINT32_MAX /* no test, no scope */

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

#endif
