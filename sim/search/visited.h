/* sim/search/visited.h - the states that a search has met, by number; part of the search.
 *
 * A state is known by a hash of 128 bits, or by its bytes. The set has parts, by the hash: while nobody notes, all
 * threads may look into all of them; while states are noted, each part belongs to one thread. Numbers depend on the
 * order in which a part's states are noted, and on nothing else. */
#ifndef ISOSIM_VISITED_H
#define ISOSIM_VISITED_H

#include "search/record_log.h"
#include "search/search.h"

G_BEGIN_DECLS

#define VISITED_PARTS 16u
#define VISITED_NONE UINT32_MAX

typedef struct
{
  uint64_t a, b;
} Key;

/* How a state was reached first, by a shortest way. */
typedef struct
{
  uint32_t parent;
  Action action;
} Origin;

typedef enum
{
  STATE_EXPANDED = 1 << 0, /* all that can happen in it was tried */
  STATE_ENDS = 1 << 1      /* an end can be reached from it, without a death by chance */
} StateFlag;

typedef struct
{
  uint64_t *slot; /* [mask + 1] a tag in the upper half, 1 + the place in the lower; 0 is empty */
  uint64_t mask;
  Key *key; /* [room], as the next three, by place */
  Origin *origin;
  uint16_t *steps; /* of the shortest way known */
  uint8_t *flags;  /* StateFlag */
  uint32_t count, room;
  /* the states' bytes, when they are to be compared */
  const unsigned char **state; /* [room] */
  RecordLog kept;
  RecordStock stock;
} VisitedPart;

typedef struct
{
  VisitedPart part[VISITED_PARTS];
  bool exact;
} Visited;

void visited_init (Visited *visited, bool exact);
void visited_clear (Visited *visited);

/* Of a packed state (sim/search/state_delta.h); BYTES is a multiple of eight. */
Key key_of (const unsigned char *state, size_t bytes);

static inline unsigned
key_part (Key key)
{
  return (unsigned) (key.b >> 60);
}

/* That a state will be noted soon: its place in memory is fetched, in two steps. */
void visited_expect (const Visited *visited, Key key);
void visited_expect_soon (const Visited *visited, Key key);
/* Notes a state that can be reached in STEPS: true when it is new, or was reached in more steps only. */
bool visited_note (Visited *visited, Key key, const unsigned char *state, size_t bytes, Origin origin, unsigned steps,
                   uint32_t *number);

uint64_t visited_states (const Visited *visited);
/* The memory that the set takes. */
uint64_t visited_bytes (const Visited *visited);

static inline VisitedPart *
visited_part_of (const Visited *visited, uint32_t number)
{
  return (VisitedPart *) (uintptr_t) &visited->part[number % VISITED_PARTS];
}

static inline unsigned
visited_steps (const Visited *visited, uint32_t number)
{
  return visited_part_of (visited, number)->steps[number / VISITED_PARTS];
}

static inline uint8_t *
visited_flags (const Visited *visited, uint32_t number)
{
  return &visited_part_of (visited, number)->flags[number / VISITED_PARTS];
}

static inline Origin
visited_origin (const Visited *visited, uint32_t number)
{
  return visited_part_of (visited, number)->origin[number / VISITED_PARTS];
}

G_END_DECLS

#endif
