/* sim/clock.h - what happens next, by time.
 *
 * The order is total: time, then order of insertion. Two runs of one trace and seed therefore see the same events, and
 * a golden file is a fair test. The clock belongs to the timed driver, not to the state that a search copies.
 *
 * It holds at most one timed event a worker, the end of what the worker does (a tournament tree over workers: setting
 * one costs log2 of their number, without a branch to mispredict), and any number of messages that are due at the
 * present moment (a queue). Insertion numbers order both. */
#ifndef ISOSIM_CLOCK_H
#define ISOSIM_CLOCK_H

#include "session.h"

G_BEGIN_DECLS

typedef struct
{
  uint64_t time_us; /* CLOCK_NEVER: nothing */
  uint64_t order;   /* number of insertion × CLOCK_NODES + worker */
} ClockKey;

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

/* Whether A is due before B; no branch, for the outcome cannot be predicted. */
static inline bool
clock_key_before (ClockKey a, ClockKey b)
{
  return (a.time_us < b.time_us) | ((a.time_us == b.time_us) & (a.order < b.order));
}

/* Sets the worker's event; TIME_US may be CLOCK_NEVER, else it is not before now. */
static inline void
clock_set (Clock *clock, unsigned node, uint64_t time_us)
{
  uint32_t at = clock->leaves + node;
  ClockKey least = { time_us, clock->inserted++ * CLOCK_NODES + node };
  clock->tree[at] = least;
  for (; at > 1; at /= 2)
    {
      ClockKey other = clock->tree[at ^ 1];
      uint64_t mask = -(uint64_t) clock_key_before (other, least);
      least.time_us ^= (least.time_us ^ other.time_us) & mask;
      least.order ^= (least.order ^ other.order) & mask;
      clock->tree[at / 2] = least;
    }
}

/* A message that is due now, after everything that is due now already. */
void clock_post (Clock *clock, Message message);

/* What is due next; moves now to its time. */
ClockEvent clock_next (Clock *clock, unsigned *node, Message *message);

G_END_DECLS

#endif
