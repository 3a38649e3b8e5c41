#include "simulate/clock.h"

void
clock_init (Clock *clock, unsigned workers)
{
  clock->leaves = 2;
  g_assert (workers <= CLOCK_NODES);
  while (clock->leaves < workers)
    clock->leaves *= 2;
  clock->tree = g_new (ClockKey, 2 * (gsize) clock->leaves);
  clock->messages = g_array_new (FALSE, FALSE, sizeof (ClockMessage));
  clock_reset (clock);
}

void
clock_reset (Clock *clock)
{
  clock->now_us = 0;
  clock->inserted = 0;
  clock->first = 0;
  g_array_set_size (clock->messages, 0);
  for (uint32_t at = 0; at < 2 * clock->leaves; at++)
    clock->tree[at] = ~(ClockKey) 0;
}

void
clock_clear (Clock *clock)
{
  g_free (clock->tree);
  g_array_unref (clock->messages);
}

void
clock_post (Clock *clock, Message message)
{
  ClockMessage due = { clock->inserted++, message };
  g_array_append_val (clock->messages, due);
}

static ClockEvent
next_message (Clock *clock, Message *message)
{
  *message = g_array_index (clock->messages, ClockMessage, clock->first).message;
  if (++clock->first == clock->messages->len)
    {
      clock->first = 0;
      g_array_set_size (clock->messages, 0);
    }
  return CLOCK_MESSAGE;
}

ClockEvent
clock_next (Clock *clock, unsigned *node, Message *message)
{
  ClockKey first = clock->tree[1];
  *node = clock_key_order (first) % CLOCK_NODES;
  if (clock->messages->len)
    {
      /* Messages are due now; a worker's event comes first only if it is due now too and was inserted before. */
      uint64_t number = g_array_index (clock->messages, ClockMessage, clock->first).number;
      if (clock_key_time_us (first) > clock->now_us || clock_key_order (first) / CLOCK_NODES > number)
        return next_message (clock, message);
    }
  if (clock_key_time_us (first) == CLOCK_NEVER)
    return CLOCK_NOTHING;
  g_assert (clock_key_time_us (first) >= clock->now_us);
  clock->now_us = clock_key_time_us (first);
  return CLOCK_WORKER;
}
