/* sim/search/counterexample.h - how a violation was reached, and the schedule that shows it.
 *
 * While it runs, a search keeps only the last state, which leads back to the start through its origins, and what
 * happens in it. At its end this becomes a schedule. */
#ifndef ISOSIM_COUNTEREXAMPLE_H
#define ISOSIM_COUNTEREXAMPLE_H

#include "search/successors.h"
#include "state_space/visited.h"

G_BEGIN_DECLS

/* What workers take on their own (take_alone()) before the state counts as violating. */
typedef enum
{
  TAKE_NOTHING,
  TAKE_COMMANDS,
  TAKE_ALL
} Taking;

typedef struct
{
  bool found;
  unsigned steps; /* of the whole schedule */
  uint32_t state; /* its number in the visited set */
  bool acts;      /* one action more: a move from there */
  Action action;
  Taking taking;
} Counterexample;

/* Keeps the counterexample in found[property] if that property is asked for and none as short is known yet. ASKED:
 * PROPERTY_BIT()s. */
void counterexample_record (Counterexample found[PROPERTIES], unsigned asked, Property property,
                            Counterexample counterexample);
/* The same for each property of VIOLATED, PROPERTY_BIT()s. */
void counterexample_record_all (Counterexample found[PROPERTIES], unsigned asked, unsigned violated,
                                Counterexample counterexample);
/* Returns the steps of the shortest one; UINT_MAX if there is none. */
unsigned counterexample_fewest_steps (const Counterexample found[PROPERTIES]);

/* Returns the schedule, of Action, each of which can be taken at once: as many as the counterexample has steps. START
 * is the number of the first state. The caller releases it with g_array_unref(). */
GArray *counterexample_schedule (const SearchPlan *plan, const Permutations *permutations, const Visited *visited,
                                 uint32_t start, const Counterexample *counterexample);

G_END_DECLS

#endif
