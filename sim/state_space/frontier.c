#include "state_space/frontier.h"

#include <string.h>

void
frontier_init (Frontier *frontier, unsigned move_steps_max)
{
  *frontier = (Frontier){ .levels = move_steps_max + 1 };
  frontier->level = g_new (FrontierLevel, frontier->levels);
  for (unsigned i = 0; i < frontier->levels; i++)
    for (unsigned part = 0; part < VISITED_PARTS; part++)
      record_log_init (&frontier->level[i].state[part]);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    record_stock_init (&frontier->stock[part]);
}

void
frontier_clear (Frontier *frontier)
{
  for (unsigned i = 0; i < frontier->levels; i++)
    for (unsigned part = 0; part < VISITED_PARTS; part++)
      record_log_clear (&frontier->level[i].state[part]);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    record_stock_clear (&frontier->stock[part]);
  g_clear_pointer (&frontier->level, g_free);
}

static FrontierLevel *
level_of (const Frontier *frontier, unsigned steps)
{
  g_assert (steps >= frontier->steps && steps - frontier->steps < frontier->levels);
  return &frontier->level[steps % frontier->levels];
}

void
frontier_add (Frontier *frontier, unsigned part, unsigned steps, uint32_t number, const unsigned char *packed,
              size_t bytes)
{
  RecordLog *log = &level_of (frontier, steps)->state[part];
  WaitingState *waiting = (void *) record_log_add (log, &frontier->stock[part], sizeof *waiting + bytes);
  g_assert (number % VISITED_PARTS == part);
  waiting->number = number;
  waiting->bytes = (uint32_t) bytes;
  memcpy (waiting->packed, packed, bytes);
}

const WaitingState *
frontier_next (const Frontier *frontier, FrontierWalk *walk)
{
  const FrontierLevel *level = level_of (frontier, frontier->steps);
  for (; walk->part < VISITED_PARTS; *walk = (FrontierWalk){ walk->part + 1, { 0, 0 } })
    {
      size_t bytes;
      const WaitingState *waiting = (void *) record_log_next (&level->state[walk->part], &walk->record, &bytes);
      if (!waiting)
        continue;
      g_assert (waiting->number % VISITED_PARTS == walk->part && sizeof *waiting + waiting->bytes == bytes);
      return waiting;
    }
  return NULL;
}

void
frontier_advance (Frontier *frontier)
{
  FrontierLevel *level = level_of (frontier, frontier->steps);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    record_log_drop (&level->state[part], &frontier->stock[part]);
  frontier->steps++;
}

static bool
is_empty (const FrontierLevel *level)
{
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    if (!record_log_is_empty (&level->state[part]))
      return false;
  return true;
}

bool
frontier_first_level_is_empty (const Frontier *frontier)
{
  return is_empty (level_of (frontier, frontier->steps));
}

bool
frontier_is_empty (const Frontier *frontier)
{
  for (unsigned i = 0; i < frontier->levels; i++)
    if (!is_empty (&frontier->level[i]))
      return false;
  return true;
}

uint64_t
frontier_bytes (const Frontier *frontier)
{
  uint64_t bytes = 0;
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    bytes += frontier->stock[part].bytes;
  return bytes;
}
