#include "search/expand.h"

#include "search/violation.h"
#include "session/controller.h"
#include "state_space/state_delta.h"
#include <string.h>

#define STATE_HEAD 8 /* the deaths that may still happen */

/* --- chunks ------------------------------------------------------------------------------------------------------ */

void
chunk_init (Chunk *chunk)
{
  *chunk = (Chunk){ .states = g_byte_array_new () };
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    chunk->candidate[part] = g_array_new (FALSE, FALSE, sizeof (Candidate));
}

void
chunk_clear (Chunk *chunk)
{
  g_byte_array_unref (chunk->states);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    g_array_unref (chunk->candidate[part]);
}

void
chunk_empty (Chunk *chunk)
{
  memset (chunk->found, 0, sizeof chunk->found);
  chunk->transitions = 0;
  g_byte_array_set_size (chunk->states, 0);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    g_array_set_size (chunk->candidate[part], 0);
}

/* --- states as bytes --------------------------------------------------------------------------------------------- */

static void
load_state (SearchState *now, const unsigned char *state)
{
  memcpy (&now->deaths_left, state, sizeof now->deaths_left);
  session_restore (now->session, state + STATE_HEAD);
  violation_forget (now->session);
}

/* Writes the present state into explorer->reached. */
static void
save_state (const Explorer *explorer)
{
  const SearchState *now = &explorer->now;
  size_t bytes = STATE_HEAD + session_state_bytes (now->session);
  g_assert (bytes <= explorer->state_bytes);
  memcpy (explorer->reached, &now->deaths_left, sizeof now->deaths_left);
  session_save (now->session, explorer->reached + STATE_HEAD);
  memset (explorer->reached + bytes, 0, explorer->state_bytes - bytes);
}

void
explorer_init (Explorer *explorer, const SearchPlan *plan, const Permutations *permutations)
{
  *explorer = (Explorer){ .plan = plan };
  search_state_init (&explorer->now, plan, permutations);
  explorer->symmetry = symmetry_new (plan, explorer->now.session);
  explorer->moves = g_new (Move, SUCCESSORS_MAX (plan->session.nodes_max));
  explorer->state_bytes = (STATE_HEAD + explorer->now.bytes_max + 63) & ~(size_t) 63;
  explorer->begin = g_malloc (explorer->state_bytes);
  explorer->reached = g_malloc0 (explorer->state_bytes);
  symmetry_canonicalize (explorer->symmetry, explorer->now.session, NULL);
  save_state (explorer);
  explorer->first = g_memdup2 (explorer->reached, explorer->state_bytes);
}

void
explorer_clear (Explorer *explorer)
{
  symmetry_free (explorer->symmetry);
  search_state_clear (&explorer->now);
  g_free (explorer->moves);
  g_free (explorer->begin);
  g_free (explorer->reached);
  g_free (explorer->first);
}

/* --- successors -------------------------------------------------------------------------------------------------- */

/* Adds the present state to the chunk. */
static void
add_candidate (Explorer *explorer, Chunk *chunk, Origin origin, unsigned steps, bool by_chance)
{
  guint at = chunk->states->len;
  symmetry_canonicalize (explorer->symmetry, explorer->now.session, NULL);
  save_state (explorer);
  g_byte_array_set_size (chunk->states, at + (guint) state_delta_bytes_max (explorer->state_bytes));
  unsigned char *packed = chunk->states->data + at;
  size_t bytes = state_delta_pack (explorer->first, explorer->reached, explorer->state_bytes, packed);
  g_byte_array_set_size (chunk->states, at + (guint) bytes);
  Candidate candidate = { .key = key_of (packed, bytes),
                          .origin = origin,
                          .at = at,
                          .bytes = (uint32_t) bytes,
                          .steps = (uint16_t) steps,
                          .by_chance = by_chance };
  g_array_append_val (chunk->candidate[key_part (candidate.key)], candidate);
}

void
expand_start (Explorer *explorer, Chunk *chunk)
{
  load_state (&explorer->now, explorer->first);
  add_candidate (explorer, chunk, (Origin){ 0 }, 0, false);
}

/* Makes the move. Returns false if the scheduler failed: the session has ended. */
static bool
try_move (Explorer *explorer, Chunk *chunk, uint32_t number, Move move)
{
  unsigned asked = explorer->plan->asked, steps = explorer->steps + move_steps (move);
  const Counterexample counterexample
      = { .found = true, .steps = steps, .state = number, .acts = true, .action = move.action };
  bool ok = move_do (&explorer->now, move);
  chunk->transitions++;
  counterexample_record_all (chunk->found, asked, violation_in_step (explorer->now.session), counterexample);
  if (ok)
    add_candidate (explorer, chunk, (Origin){ number, move.action }, steps, move.by_chance);
  else
    counterexample_record (chunk->found, asked, PROPERTY_ERROR, counterexample);
  return ok;
}

/* Tries all choices of a move. The state is loaded. */
static bool
try_choices (Explorer *explorer, Chunk *chunk, uint32_t number, Move move)
{
  bool ok = try_move (explorer, chunk, number, move);
  uint32_t choices = explorer->now.shuffled ? explorer->now.permutations->count : 1;
  for (uint32_t choice = 1; choice < choices; choice++)
    {
      load_state (&explorer->now, explorer->begin);
      move.action.choice = (uint16_t) choice;
      ok &= try_move (explorer, chunk, number, move);
    }
  return ok;
}

/* Tries all moves. Returns false if nothing can happen but deaths by chance. The state is loaded. */
static bool
try_moves (Explorer *explorer, Chunk *chunk, uint32_t number)
{
  bool goes_on = false;
  unsigned moves = successors_list (&explorer->now, explorer->moves);
  for (unsigned i = 0; i < moves; i++)
    {
      if (i)
        load_state (&explorer->now, explorer->begin);
      goes_on |= !explorer->moves[i].by_chance;
      if (!try_choices (explorer, chunk, number, explorer->moves[i]))
        visited_set_flag (explorer->visited, number, STATE_ENDS);
    }
  return goes_on;
}

/* --- what a state violates --------------------------------------------------------------------------------------- */

/* Returns the counterexample that ends in the state, after what workers take on their own; the state is loaded, and is
 * changed by that. */
static Counterexample
counterexample_after (Explorer *explorer, uint32_t number, Taking taking)
{
  Counterexample counterexample = { .found = true, .steps = explorer->steps, .state = number };
  if (taking == TAKE_NOTHING || !(explorer->plan->reductions & REDUCE_STEPS))
    return counterexample;
  counterexample.taking = taking;
  counterexample.steps += take_alone (&explorer->now, taking == TAKE_COMMANDS, NULL, NULL);
  return counterexample;
}

static void
look_for_next (Explorer *explorer, Chunk *chunk, uint32_t number)
{
  unsigned asked = explorer->plan->asked;
  load_state (&explorer->now, explorer->begin);
  if (!(asked & PROPERTY_BIT (PROPERTY_NEXT)) || explorer->now.session->state->messages.len)
    return;
  const Counterexample counterexample = counterexample_after (explorer, number, TAKE_COMMANDS);
  if (violation_next (explorer->now.session))
    counterexample_record (chunk->found, asked, PROPERTY_NEXT, counterexample);
}

static void
look_at_end (Explorer *explorer, Chunk *chunk, uint32_t number)
{
  visited_set_flag (explorer->visited, number, STATE_ENDS);
  counterexample_record_all (chunk->found, explorer->plan->asked, violation_at_end (explorer->now.session),
                             counterexample_after (explorer, number, TAKE_NOTHING));
}

void
expand_state (Explorer *explorer, Chunk *chunk, const WaitingState *waiting)
{
  uint32_t number = waiting->number;
  size_t packed = state_delta_unpack (explorer->first, waiting->packed, explorer->state_bytes, explorer->begin);
  g_assert (packed == waiting->bytes);
  g_assert (visited_steps (explorer->visited, number) == explorer->steps);
  load_state (&explorer->now, explorer->begin);
  visited_set_flag (explorer->visited, number, STATE_EXPANDED);
  if (controller_session_finished (explorer->now.session))
    {
      look_at_end (explorer, chunk, number);
      return;
    }
  bool goes_on = try_moves (explorer, chunk, number);
  look_for_next (explorer, chunk, number);
  if (goes_on)
    return;
  visited_set_flag (explorer->visited, number, STATE_ENDS);
  load_state (&explorer->now, explorer->begin);
  counterexample_record (chunk->found, explorer->plan->asked, PROPERTY_HANG,
                         counterexample_after (explorer, number, TAKE_ALL));
}
