/* sim/search/successors.h - all moves from a state to its successors.
 *
 * A move is an action, preceded by the commands and items that its worker must take for it. Without REDUCE_STEPS
 * nothing precedes: taking a command, or an item, is a move of its own. With it these are no moves. They touch only
 * their worker, so they can as well come just before that worker's next action, or never; a schedule without them is no
 * longer. Items are moves all the same under a scheduler that steals: a worker keeps what it took. */
#ifndef ISOSIM_SUCCESSORS_H
#define ISOSIM_SUCCESSORS_H

#include "search/search_state.h"

G_BEGIN_DECLS

typedef struct
{
  Action action;
  uint8_t commands, items; /* taken before it */
  bool by_chance;          /* a death that no killer causes */
} Move;

/* Room for all moves of a state. */
#define SUCCESSORS_MAX(nodes) (1 + 8 * (nodes))
/* The most steps of a move: all commands, two items, the action. */
#define MOVE_STEPS_MAX(tests) (SEARCH_INBOX_MAX (tests) + 3)

/* Writes all moves to MOVES, which has room for SUCCESSORS_MAX; returns their number. Where the controller handles a
 * message, only choice 0 is listed. SearchState.shuffled tells afterwards that there is a choice for each permutation.
 */
unsigned successors_list (const SearchState *now, Move *moves);
/* Returns the move that ends with an action; there must be one. */
Move move_of (const SearchState *now, Action action);
/* Makes the move. Returns false as act() does. */
bool move_do (SearchState *now, Move move);

static inline unsigned
move_steps (Move move)
{
  return 1u + move.commands + move.items;
}

/* Lets workers take what they can take without another action: commands before a steal and, unless COMMANDS_ONLY,
 * items. Calls STEP, unless NULL, after each of these actions. Returns their number. */
unsigned take_alone (SearchState *now, bool commands_only, void (*step) (Action action, void *data), void *data);

G_END_DECLS

#endif
