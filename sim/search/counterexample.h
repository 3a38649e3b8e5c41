/* sim/search/counterexample.h - the way to something broken, as a search knows it, and the schedule that it stands for;
 * part of the search.
 */
#ifndef ISOSIM_WAY_H
#define ISOSIM_WAY_H

#include "search/successors.h"
#include "search/visited.h"

G_BEGIN_DECLS

typedef enum
{
  TAKE_NOTHING,
  TAKE_COMMANDS,
  TAKE_ALL
} Taking;

/* To a state, then one action more, or what workers take on their own. */
typedef struct
{
  unsigned steps; /* 0: nothing was found; 1 more than there are */
  uint32_t state;
  bool acts;
  Action action;
  Taking taking;
} Counterexample;

#define WAY_TO(steps_, state_, taking_) ((Counterexample){ (steps_) + 1, (state_), false, { 0, 0, 0 }, (taking_) })

/* The schedule of a way, of Action, each a step that can be taken at once. START: the state in which everything begins.
 * g_array_unref it. */
GArray *counterexample_schedule (const SearchPlan *plan, const Permutations *orders, const Visited *visited,
                                 uint32_t start, const Counterexample *way);

G_END_DECLS

#endif
