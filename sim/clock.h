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
  uint64_t number;  /* of insertion */
} ClockKey;

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
  uint32_t leaves;  /* a power of two, at least the number of workers */
  ClockKey *key;    /* [leaves] by worker */
  uint32_t *winner; /* [leaves] of each inner node of the tree: the worker whose key is least; the root is 1 */
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

/* Sets the worker's event; TIME_US may be CLOCK_NEVER, else it is not before now. */
static inline void
clock_set (Clock *clock, unsigned node, uint64_t time_us)
{
  clock->key[node] = (ClockKey){ time_us, clock->inserted++ };
  uint32_t best = node;
  /* Upwards from the leaf: at each inner node the better of the two below wins. The least key of a subtree changes only
   * along this path. */
  for (uint32_t at = clock->leaves + node; at > 1; at /= 2)
    {
      uint32_t other = at >= clock->leaves ? (at ^ 1) - clock->leaves : clock->winner[at ^ 1];
      ClockKey a = clock->key[best], b = clock->key[other];
      bool other_first = (b.time_us < a.time_us) | ((b.time_us == a.time_us) & (b.number < a.number));
      best = other_first ? other : best;
      clock->winner[at / 2] = best;
    }
}

/* A message that is due now, after everything that is due now already. */
void clock_post (Clock *clock, Message message);

/* What is due next; moves now to its time. */
ClockEvent clock_next (Clock *clock, unsigned *node, Message *message);

G_END_DECLS

#endif
