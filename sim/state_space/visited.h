/* sim/state_space/visited.h - the states that a search has met, each with a number.
 *
 * A state is recognised by a hash of 128 bits; in an exact set also by its bytes. The set has parts, chosen by the
 * hash. Any number of threads may read it while none notes a state. While states are noted, each part belongs to one
 * thread. A number depends only on the order in which the states of its part are noted. */
#ifndef ISOSIM_VISITED_H
#define ISOSIM_VISITED_H

#include "state_space/action.h"
#include "state_space/record_log.h"

G_BEGIN_DECLS

#define VISITED_PARTS 16u
#define VISITED_NONE UINT32_MAX

typedef struct
{
  uint64_t a, b;
} Key;

/* The last step of a shortest path to a state. */
typedef struct
{
  uint32_t parent;
  Action action;
} Origin;

typedef enum
{
  STATE_EXPANDED = 1 << 0, /* all its successors were tried */
  STATE_ENDS = 1 << 1      /* the session can end from here without a death by chance */
} StateFlag;

typedef struct
{
  uint64_t *slot; /* [mask + 1] upper half: bits of the hash; lower half: 1 + the place. 0: empty */
  uint64_t mask;
  Key *key; /* [room], as the next three, by place */
  Origin *origin;
  uint16_t *steps; /* of the shortest path known */
  uint8_t *flags;  /* StateFlag */
  uint32_t count, room;
  /* an exact set only */
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

/* Returns the hash of a packed state; BYTES is a multiple of eight. */
Key key_of (const unsigned char *state, size_t bytes);

static inline unsigned
key_part (Key key)
{
  return (unsigned) (key.b >> 60);
}

/* Prefetch what visited_note() will read for this key: first the slot, then, a little later, what the slot names. */
void visited_prefetch_slot (const Visited *visited, Key key);
void visited_prefetch_state (const Visited *visited, Key key);
/* Notes that a state can be reached in STEPS, up to UINT16_MAX, and sets *number. Returns true if it is new, or was
 * reached in more steps only: then ORIGIN becomes its origin. A state that was expanded is never reached in fewer. */
bool visited_note (Visited *visited, Key key, const unsigned char *state, size_t bytes, Origin origin, unsigned steps,
                   uint32_t *number);

uint64_t visited_states (const Visited *visited);
/* Returns the bytes of memory that the set takes. */
uint64_t visited_bytes (const Visited *visited);

/* By number: those of a part are PART, PART + VISITED_PARTS, … */

static inline const VisitedPart *
visited_part_of (const Visited *visited, uint32_t number)
{
  const VisitedPart *part = &visited->part[number % VISITED_PARTS];
  g_assert (number / VISITED_PARTS < part->count);
  return part;
}

static inline unsigned
visited_steps (const Visited *visited, uint32_t number)
{
  return visited_part_of (visited, number)->steps[number / VISITED_PARTS];
}

static inline Origin
visited_origin (const Visited *visited, uint32_t number)
{
  return visited_part_of (visited, number)->origin[number / VISITED_PARTS];
}

/* Returns StateFlag bits. */
static inline unsigned
visited_flags (const Visited *visited, uint32_t number)
{
  return visited_part_of (visited, number)->flags[number / VISITED_PARTS];
}

/* Threads may do so at the same time, each for states of its own. */
static inline void
visited_set_flag (Visited *visited, uint32_t number, StateFlag flag)
{
  visited_part_of (visited, number)->flags[number / VISITED_PARTS] |= (uint8_t) flag;
}

G_END_DECLS

#endif
