/* sim/decisions.h - all that happens in a simulated run, kept so that two runs can be laid beside each other: two
 * schedulers decide alike when nothing differs. Of a failure only that there is one is compared, not its words. */
#ifndef ISOSIM_DECISIONS_H
#define ISOSIM_DECISIONS_H

#include "simulate.h"

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
} Decisions;

/* Runs the plan once and keeps what happens. Clear it. */
void decisions_make (Decisions *decisions, const SimulationPlan *plan);
void decisions_clear (Decisions *decisions);

/* The place of the first that differs, which may be one's end; ISO_NONE: nothing does. */
uint32_t decisions_differ (const Decisions *one, const Decisions *other);

/* "at 1.2 s gw1 is sent 2 tests: a.py::x, a.py::y", or how the run ends. Of many tests those from the first on that the
 * OTHER one has not in that place (NULL: there is none). g_free it. */
char *decision_dup_text (const Decisions *decisions, uint32_t place, const Suite *suite, const Decisions *other);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Decisions, decisions_clear)

G_END_DECLS

#endif
