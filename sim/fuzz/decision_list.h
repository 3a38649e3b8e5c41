/* sim/fuzz/decision_list.h - all that happens in a simulated run, kept so that two runs can be laid beside each other:
 * two schedulers decide alike when nothing differs. Of a failure only that there is one is compared, not its words. */
#ifndef ISOSIM_DECISIONS_H
#define ISOSIM_DECISIONS_H

#include "simulate/simulate.h"

G_BEGIN_DECLS

typedef struct
{
  uint64_t at_us;
  EventKind kind;
  unsigned node;
  uint32_t test;
  uint32_t first, count; /* of its tests, in Decisions.tests */
} Decision;

typedef struct
{
  Observer observer; /* first */
  const uint64_t *now_us;
  GArray *list;      /* of Decision */
  GArray *tests;     /* of uint32_t */
  GArray *crashed;   /* of uint32_t: the tests that were reported crashed, in that order */
  uint64_t commands; /* those that the scheduler gave: run, steal and shutdown */
  uint64_t wall_us;
  Verdict verdict;
  char *error; /* the scheduler's, or NULL */
} DecisionList;

/* Runs the plan once and keeps what happens. Clear it. */
void decision_list_make (DecisionList *decisions, const SimulationPlan *plan);
void decision_list_clear (DecisionList *decisions);

/* The place of the first that differs, which may be one's end; ISO_NONE: nothing does. */
uint32_t decision_lists_differ (const DecisionList *one, const DecisionList *other);

/* "at 1.2 s gw1 is sent 2 tests: a.py::x, a.py::y", or how the run ends. Of many tests those from the first on that the
 * OTHER one has not in that place (NULL: there is none). g_free it. */
char *decision_dup_text (const DecisionList *decisions, uint32_t place, const Suite *suite, const DecisionList *other);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DecisionList, decision_list_clear)

G_END_DECLS

#endif
