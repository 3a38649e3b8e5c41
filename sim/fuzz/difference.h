/* sim/fuzz/difference.h - whether two schedulers decide alike in the same situation, and where they first do not. */
#ifndef ISOSIM_DIFFERENCE_H
#define ISOSIM_DIFFERENCE_H

#include "fuzz/decision_list.h"

G_BEGIN_DECLS

/* [0] is of the one scheduler, [1] of the other. */
typedef struct
{
  bool differs;
  uint32_t alike;     /* things that happened alike before the first that differs; all of them when nothing does */
  char *before;       /* the last of them; NULL: there is none, or nothing differs. Owned */
  char *text[2];      /* what is different; NULL where nothing is. Owned */
  uint64_t events[2]; /* all that happened */
  uint64_t commands[2];
  uint64_t wall_us[2];
  Verdict verdict[2];
} Difference;

/* Runs the plan with each of the two as its model. Clear it. */
void difference_find (const SimulationPlan *plan, const IsoModel *const model[2], Difference *difference);
void difference_clear (Difference *difference);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Difference, difference_clear)

G_END_DECLS

#endif
