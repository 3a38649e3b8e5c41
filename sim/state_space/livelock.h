/* sim/state_space/livelock.h - the transitions of a search, and the states from which no end can be reached along them.
 *
 * Deaths by chance are left out: a session that can only end by such a death does not end. */
#ifndef ISOSIM_LIVELOCK_H
#define ISOSIM_LIVELOCK_H

#include "state_space/visited.h"

typedef struct
{
  GPtrArray *blocks;
  uint64_t count;
} Transitions;

void transitions_init (Transitions *transitions);
void transitions_clear (Transitions *transitions);
/* FROM and TO are numbers of visited states. */
void transitions_add (Transitions *transitions, uint32_t from, uint32_t to);
/* Returns the bytes of memory that they take. */
uint64_t transitions_bytes (const Transitions *transitions);

/* Returns the state of fewest steps from which no end can be reached; VISITED_NONE if there is none. A state that was
 * not expanded may end. Sets STATE_ENDS in all states that can reach an end. */
uint32_t transitions_find_livelock (const Transitions *transitions, Visited *visited);

#endif
