/* sim/search/expand.h - expands states: finds their successors, and what is violated on the way. Each thread has an
 * explorer, and writes what it finds into a chunk; nothing else changes but the flags of the states that it expands. */
#ifndef ISOSIM_EXPAND_H
#define ISOSIM_EXPAND_H

#include "search/counterexample.h"
#include "search/symmetry.h"
#include "state_space/frontier.h"

/* A successor of one of a chunk's states. */
typedef struct
{
  Key key;
  Origin origin;
  uint32_t at, bytes; /* where it lies in Chunk.states, packed */
  uint32_t number;    /* in the visited set, once it is noted */
  uint16_t steps;
  uint16_t by_chance; /* it was reached by a death that no killer causes */
} Candidate;

/* What expanding some states has found. */
typedef struct
{
  GByteArray *states;
  GArray *candidate[VISITED_PARTS]; /* of Candidate, by the part that each belongs to */
  Counterexample found[PROPERTIES];
  uint64_t transitions;
} Chunk;

void chunk_init (Chunk *chunk);
void chunk_clear (Chunk *chunk);
/* Forgets all that was found, and keeps the memory. */
void chunk_empty (Chunk *chunk);

/* What is needed to expand a state; one for each thread. */
typedef struct
{
  const SearchPlan *plan;
  SearchState now;
  Symmetry *symmetry;
  Move *moves;
  size_t state_bytes;     /* of a state: the deaths that may still happen, then the session */
  unsigned char *begin;   /* [state_bytes] the state that is expanded */
  unsigned char *reached; /* [state_bytes] the successor */
  unsigned char *first;   /* [state_bytes] the first state, canonical: states are packed against it */
  unsigned steps;         /* of the states that are expanded; set by the caller, as the next */
  Visited *visited;
} Explorer;

/* PLAN and PERMUTATIONS outlive the explorer. */
void explorer_init (Explorer *explorer, const SearchPlan *plan, const Permutations *permutations);
void explorer_clear (Explorer *explorer);

/* Writes the first state into the chunk, as its only candidate. */
void expand_start (Explorer *explorer, Chunk *chunk);
/* Adds to the chunk the successors of a state, and what it and its transitions violate. */
void expand_state (Explorer *explorer, Chunk *chunk, const WaitingState *waiting);

#endif
