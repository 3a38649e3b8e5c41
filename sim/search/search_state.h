/* sim/search/search_state.h - one state of a search: a session whose commands and messages wait, and single actions on
 * it.
 *
 * Free is which worker acts next, and how (sim/state_space/action.h); when the controller handles its oldest message;
 * whether a run took over 0.1 s, where the scheduler looks at that; and the order of a shuffle
 * (sim/search/permutations.h). */
#ifndef ISOSIM_SEARCH_STATE_H
#define ISOSIM_SEARCH_STATE_H

#include "search/permutations.h"
#include "search/search_plan.h"

G_BEGIN_DECLS

typedef struct
{
  Driver driver; /* first */
  const SearchPlan *plan;
  const Permutations *permutations; /* of a shuffle; NULL for a model that does not shuffle */
  IsoSession *session;
  size_t bytes_max;     /* of the session's state; the scheduler fails if it grows beyond */
  uint32_t deaths_left; /* with the session's bytes, this is the state */
  uint16_t choice;      /* of the action under way */
  bool shuffled;        /* the last action shuffled */
} SearchState;

/* The most elements of an inbox. Each command takes at least one. */
#define SEARCH_INBOX_MAX(tests) (3 * (tests) + 4)

/* PLAN and PERMUTATIONS outlive the state, which is as at the start. */
void search_state_init (SearchState *now, const SearchPlan *plan, const Permutations *permutations);
void search_state_clear (SearchState *now);
/* Returns NULL if the model does not shuffle, or if there are too many (*too_many). */
Permutations *search_state_permutations (const SearchPlan *plan, bool *too_many);

/* Whether an action can be taken at once. */
bool can_act (const SearchState *now, Action action);
/* Takes an action that can be taken. Returns false if the scheduler failed, or if no worker is left: the session is at
 * its end then. */
bool act (SearchState *now, Action action);

/* Parts of can_act(). */
bool search_state_takes_command (const Worker *worker);
bool search_state_runs_killer (const SearchState *now, unsigned node);
bool search_state_can_end (const SearchState *now, unsigned node);
/* Whether one more worker may die where it is in STATE; CRASH_STATES: it cannot die. */
bool search_state_may_die_in (const SearchState *now, CrashState state);

/* Returns where in its life the worker is; CRASH_STATES if it is not alive. */
CrashState crash_state (const Worker *worker);

G_END_DECLS

#endif
