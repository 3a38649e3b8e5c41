#include "clock.h"

void
clock_init (Clock *clock, unsigned workers)
{
  clock->leaves = 2;
  while (clock->leaves < workers)
    clock->leaves *= 2;
  clock->key = g_new (ClockKey, clock->leaves);
  clock->winner = g_new (uint32_t, clock->leaves);
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
  for (uint32_t leaf = 0; leaf < clock->leaves; leaf++)
    clock->key[leaf] = (ClockKey){ CLOCK_NEVER, UINT64_MAX };
  for (uint32_t at = clock->leaves - 1; at >= 1; at--)
    clock->winner[at] = 2 * at >= clock->leaves ? 2 * at - clock->leaves : clock->winner[2 * at];
}

void
clock_clear (Clock *clock)
{
  g_free (clock->key);
  g_free (clock->winner);
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
  *node = clock->winner[1];
  ClockKey first = clock->key[*node];
  if (clock->messages->len)
    {
      /* Messages are due now; a worker's event comes first only if it is due now too and was inserted before. */
      uint64_t number = g_array_index (clock->messages, ClockMessage, clock->first).number;
      if (first.time_us > clock->now_us || first.number > number)
        return next_message (clock, message);
    }
  if (first.time_us == CLOCK_NEVER)
    return CLOCK_NOTHING;
  clock->now_us = first.time_us;
  return CLOCK_WORKER;
}
