/* sim/search/livelock.h - the transitions of a search, and from which states no end can be reached along them; part of
 * the search.
 *
 * Told of are all transitions but deaths by chance: a session that can only end by such a death does not end. */
#ifndef ISOSIM_LIVELOCK_H
#define ISOSIM_LIVELOCK_H

#include "search/visited.h"

typedef struct
{
  GPtrArray *blocks;
  uint64_t count;
} Transitions;

void transitions_init (Transitions *transitions);
void transitions_clear (Transitions *transitions);
void transitions_add (Transitions *transitions, uint32_t from, uint32_t to);
uint64_t transitions_bytes (const Transitions *transitions);

/* The state of fewest steps from which no end can be reached; VISITED_NONE: there is none. Of states that were not
 * looked at, an end is taken to be near. Sets STATE_ENDS. */
uint32_t transitions_find_livelock (const Transitions *transitions, Visited *visited);

#endif
