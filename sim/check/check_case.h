/* sim/check/check_case.h - what one search is about, as values: a scheduler, a suite, the rules, and what may go wrong.
 *
 * A CheckCase is filled by whoever knows these values: the command line, a schedule file, a certificate, a review.
 * check_plan() turns it into a plan. How the search is made (threads, limits, reductions) is not part of it. */
#ifndef ISOSIM_CHECK_CASE_H
#define ISOSIM_CHECK_CASE_H

#include "search/search_plan.h"
#include "session/session_rules.h"

G_BEGIN_DECLS

/* Limits of what a search can hold: a node and an index fit into a byte, a node into the columns of a schedule. */
#define CHECK_TESTS_MAX 60u
#define CHECK_WORKERS_MAX 16u
#define CHECK_CRASHES_MAX 16u
#define CHECK_NODES_MAX 32u /* workers and their replacements */

/* xdist's default for --max-worker-restart: four times the number of workers. */
#define CHECK_RESTARTS_DEFAULT (ISO_NONE - 1)

typedef struct
{
  char *dist; /* the name under which the scheduler is looked up; NULL if it was not looked up. Owned */
  const IsoModel *model;
  Suite *suite;             /* at most CHECK_TESTS_MAX tests. Owned */
  SessionRules rules;       /* without maxfail; max_worker_restart may be CHECK_RESTARTS_DEFAULT */
  unsigned workers;         /* 1 to CHECK_WORKERS_MAX */
  bool replacements_differ; /* replacements collect the tests in another order */
  unsigned crashes;         /* workers that may die, up to CHECK_CRASHES_MAX */
  unsigned crash_states;    /* CRASH_BIT()s: where they may */
  uint8_t *killer;          /* [tests] 1: its worker dies of it. NULL: none does. Owned */
  uint32_t *after;          /* [tests] the test that must have ended before, or ISO_NONE. NULL: none. Owned */
  unsigned asked;           /* PROPERTY_BIT()s; 0: what the scheduler promises */
} CheckCase;

/* Returns xdist's defaults, with deaths of running workers only. Model, suite and workers are for the caller to set. */
CheckCase check_case_default (void);
void check_case_clear (CheckCase *one);

/* Sets in *plan all that the case says, and leaves how the search is made. The plan borrows suite, killer and after.
 * Builds the suite's scope tables. Returns false with *error if there are too many nodes, a property is not judged
 * under this scheduler, or a shuffle has too many orders. */
bool check_plan (const CheckCase *one, SearchPlan *plan, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckCase, check_case_clear)

G_END_DECLS

#endif
