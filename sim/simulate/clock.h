/* sim/simulate/clock.h - what happens next, for the instant driver.
 *
 * Events are ordered by time, then by insertion. The order is total, so two runs of one trace and seed see the same
 * events.
 *
 * The clock holds one timed event a worker at most: the end of what the worker does. They lie in a tournament tree, so
 * setting one costs log2 of the workers, without a branch that could be mispredicted. Messages are always due at the
 * present moment; they lie in a queue. Both bear numbers of insertion. */
#ifndef ISOSIM_CLOCK_H
#define ISOSIM_CLOCK_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* The time in the upper half, insertion number × CLOCK_NODES + worker in the lower. Comparing one wide number needs no
 * branch, and which of two workers ends first could not be predicted. */
__extension__ typedef unsigned __int128 ClockKey;

#define CLOCK_NODES 65536u /* most workers */
#define CLOCK_NEVER UINT64_MAX

typedef struct
{
  uint64_t number;
  Message message;
} ClockMessage;

typedef struct
{
  uint64_t now_us;
  uint64_t inserted;
  uint32_t leaves; /* a power of two, at least the number of workers */
  ClockKey
      *tree; /* [2 × leaves] leaves + worker is the worker's own; inner nodes hold the least below, the root is 1 */
  GArray *messages; /* of ClockMessage, due now; those before first are gone */
  uint32_t first;
} Clock;

typedef enum
{
  CLOCK_NOTHING,
  CLOCK_WORKER, /* *node's timed event is due; it stays in the clock until it is set again or cleared */
  CLOCK_MESSAGE /* *message is due */
} ClockEvent;

void clock_init (Clock *clock, unsigned workers);
void clock_reset (Clock *clock);
void clock_clear (Clock *clock);

static inline uint64_t
clock_key_time_us (ClockKey key)
{
  return (uint64_t) (key >> 64);
}

static inline uint64_t
clock_key_order (ClockKey key)
{
  return (uint64_t) key;
}

/* Sets the worker's event. TIME_US is not before now; CLOCK_NEVER: the worker has none. */
static inline void
clock_set (Clock *clock, unsigned node, uint64_t time_us)
{
  g_assert (time_us >= clock->now_us && node < clock->leaves);
  ClockKey least = (ClockKey) time_us << 64 | (clock->inserted++ * CLOCK_NODES + node);
  ClockKey *tree = clock->tree;
  uint32_t at = clock->leaves + node;
  tree[at] = least;
  for (; at > 1; at /= 2)
    {
      ClockKey other = tree[at ^ 1];
      least = other < least ? other : least;
      tree[at / 2] = least;
    }
}

/* Adds a message that is due now, after all that is due now already. */
void clock_post (Clock *clock, Message message);

/* Returns what is due next, and sets now_us to its time. */
ClockEvent clock_next (Clock *clock, unsigned *node, Message *message);

G_END_DECLS

#endif
