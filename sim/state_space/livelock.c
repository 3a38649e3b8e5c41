#include "state_space/livelock.h"

#define BLOCK_TRANSITIONS 8192u

typedef struct
{
  uint32_t from, to;
} Transition;

void
transitions_init (Transitions *transitions)
{
  *transitions = (Transitions){ g_ptr_array_new_with_free_func (g_free), 0 };
}

void
transitions_clear (Transitions *transitions)
{
  g_ptr_array_unref (transitions->blocks);
}

static Transition *
transition_at (const Transitions *transitions, uint64_t i)
{
  Transition *block = transitions->blocks->pdata[i / BLOCK_TRANSITIONS];
  return &block[i % BLOCK_TRANSITIONS];
}

void
transitions_add (Transitions *transitions, uint32_t from, uint32_t to)
{
  if (transitions->count % BLOCK_TRANSITIONS == 0)
    g_ptr_array_add (transitions->blocks, g_new (Transition, BLOCK_TRANSITIONS));
  *transition_at (transitions, transitions->count++) = (Transition){ from, to };
}

uint64_t
transitions_bytes (const Transitions *transitions)
{
  return (uint64_t) transitions->blocks->len * BLOCK_TRANSITIONS * sizeof (Transition);
}

/* Of a state that was not expanded nothing is known, so it may. */
static bool
may_end (const Visited *visited, uint32_t number)
{
  unsigned flags = visited_flags (visited, number);
  return flags & STATE_ENDS || !(flags & STATE_EXPANDED);
}

/* Walks the transitions backward, the latest first: most ends spread in one walk. Returns false if none spread. */
static bool
spread_ends (const Transitions *transitions, Visited *visited)
{
  bool more = false;
  for (uint64_t i = transitions->count; i-- > 0;)
    {
      const Transition *transition = transition_at (transitions, i);
      if (may_end (visited, transition->from) || !may_end (visited, transition->to))
        continue;
      visited_set_flag (visited, transition->from, STATE_ENDS);
      more = true;
    }
  return more;
}

uint32_t
transitions_find_livelock (const Transitions *transitions, Visited *visited)
{
  uint32_t nearest = VISITED_NONE;
  g_assert (transitions->count <= (uint64_t) transitions->blocks->len * BLOCK_TRANSITIONS);
  while (spread_ends (transitions, visited))
    ;
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    for (uint32_t place = 0; place < visited->part[part].count; place++)
      {
        uint32_t number = place * VISITED_PARTS + part;
        if (may_end (visited, number))
          continue;
        if (nearest == VISITED_NONE || visited_steps (visited, number) < visited_steps (visited, nearest))
          nearest = number;
      }
  return nearest;
}
