/* sim/search/successors.h - what can happen next in a session, and doing it; part of the search.
 *
 * A move is an action, and before it what its worker must take from its inbox and its queue first. Without
 * REDUCE_STEPS nothing is taken before: to take a command and to take an item are moves themselves. With it they are
 * not: they touch nobody but their worker, so that they can as well come just before that worker's next other action,
 * or never. A schedule that does without is no longer, and the shortest one never needs them elsewhere. Not so items
 * of a worker that may be asked to give tests up: what it took it keeps. There, items are moves. */
#ifndef ISOSIM_MOVES_H
#define ISOSIM_MOVES_H

#include "search/permutations.h"
#include "search/search.h"

G_BEGIN_DECLS

typedef struct
{
  Driver driver; /* first */
  const SearchPlan *plan;
  const Permutations *orders; /* of a shuffle; NULL for a model that does not shuffle */
  IsoSession *session;
  size_t bytes_max;     /* of the session's state: one that grows beyond is the scheduler's failure */
  uint32_t deaths_left; /* beside the session, part of a state */
  uint16_t choice;      /* of the action under way */
  bool shuffled;        /* a shuffle was asked for during the action */
} SearchState;

typedef struct
{
  Action action;
  uint8_t commands, items; /* taken before it */
  bool by_chance;          /* a death that nothing brings about */
} Move;

/* Most elements of an inbox: each command takes one at least. */
#define SEARCH_INBOX_MAX(tests) (3 * (tests) + 4)
/* Room for all moves of a state. */
#define SUCCESSORS_MAX(nodes) (1 + 8 * (nodes))

void search_state_init (SearchState *world, const SearchPlan *plan, const Permutations *orders);
void search_state_clear (SearchState *world);
/* NULL when the model does not shuffle, or when there are too many (*too_many). */
Permutations *search_state_permutations (const SearchPlan *plan, bool *too_many);

/* All that can happen; how many. A message whose handling shuffles is one move of choice 0 here: World.shuffled tells,
 * after it was done, that it has as many choices as there are orders. */
unsigned successors_list (const SearchState *world, Move *moves);
/* The move of an action that can be taken. */
Move move_of (const SearchState *world, Action action);
/* False: the scheduler failed, or no worker is left; the session is at its end. */
bool move_do (SearchState *world, Move move);
static inline unsigned
move_steps (Move move)
{
  return 1u + move.commands + move.items;
}

/* Whether an action can be taken at once. */
bool can_act (const SearchState *world, Action action);
/* Does it; as move_do(). */
bool act (SearchState *world, Action action);

/* What workers would still take on their own: calls STEP for each such action, after it was done. With COMMANDS_ONLY
 * no items. How many. */
unsigned flush (SearchState *world, bool commands_only, void (*step) (Action action, void *data), void *data);

CrashState crash_state (const Worker *worker);

G_END_DECLS

#endif
