/* sim/state_space/frontier.h - the states that wait to be expanded, in levels: those of fewest steps come first.
 *
 * A move can take several steps, so states wait in several levels at a time. The levels form a ring. Within a level,
 * states come by part of the visited set, and in a part in the order in which they were added: so the order does not
 * depend on the number of threads. */
#ifndef ISOSIM_FRONTIER_H
#define ISOSIM_FRONTIER_H

#include "state_space/visited.h"

typedef struct
{
  uint32_t number; /* in the visited set */
  uint32_t bytes;  /* of the packed state (sim/state_space/state_delta.h) */
  unsigned char packed[];
} WaitingState;

typedef struct
{
  RecordLog state[VISITED_PARTS];
} FrontierLevel;

typedef struct
{
  FrontierLevel *level; /* [levels] */
  unsigned levels;
  unsigned steps; /* of the first level */
  RecordStock stock[VISITED_PARTS];
} Frontier;

/* MOVE_STEPS_MAX: the most steps of one move. The first level has 0 steps. */
void frontier_init (Frontier *frontier, unsigned move_steps_max);
void frontier_clear (Frontier *frontier);

/* Adds a state that is reached in STEPS, from those of the first level to MOVE_STEPS_MAX more. Each part by one thread
 * at a time. */
void frontier_add (Frontier *frontier, unsigned part, unsigned steps, uint32_t number, const unsigned char *packed,
                   size_t bytes);

/* A place in the first level; { 0 } is before its first state. */
typedef struct
{
  unsigned part;
  RecordWalk record;
} FrontierWalk;

/* Returns the next state of the first level, which stays where it is until that level is dropped; NULL after the last.
 */
const WaitingState *frontier_next (const Frontier *frontier, FrontierWalk *walk);
/* Drops the first level; the next one becomes the first. */
void frontier_advance (Frontier *frontier);

bool frontier_is_empty (const Frontier *frontier);
bool frontier_first_level_is_empty (const Frontier *frontier);
/* Returns the bytes of memory that it takes. */
uint64_t frontier_bytes (const Frontier *frontier);

#endif
