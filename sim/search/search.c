#include "base/thread_pool.h"
#include "search/counterexample.h"
#include "search/livelock.h"
#include "search/state_delta.h"
#include "search/successors.h"
#include "search/symmetry.h"
#include "search/violation.h"
#include "session/controller.h"
#include "session/property.h"
#include <string.h>

/* The search goes by steps: all states that are reached in d steps at the least are looked at before those of d + 1.
 * A move may take several steps (sim/search/successors.h), so the states that wait lie in a ring of levels.
 *
 * The states of a level are taken in blocks, a block in chunks. First the chunks are looked at, each by one thread, and
 * what they reach is written down; then it is noted, each part of the set by one thread, in the order of the chunks.
 * So numbers, counts and schedules are the same for any number of threads. */
#define CHUNK_STATES 128u
#define BLOCK_CHUNKS 16u

/* A state that was reached from one of a chunk. */
typedef struct
{
  Key key;
  Origin origin;
  uint32_t at, bytes; /* where it lies in Chunk.states, packed */
  uint32_t number;    /* once it is noted */
  uint16_t steps;
  uint16_t by_chance; /* it was reached by a death that nothing brings about */
} Candidate;

typedef struct
{
  GByteArray *states;
  GArray *candidate[VISITED_PARTS]; /* of Candidate */
  Counterexample way[PROPERTIES];
  uint64_t transitions;
} Chunk;

/* A state that waits: its number, then its packed bytes. */
#define WAITING_HEAD 8

typedef struct
{
  RecordLog state[VISITED_PARTS];
} Level;

typedef struct
{
  SearchState world;
  Symmetry *alike;
  Move *moves;
  unsigned char *begin;   /* the state that is looked at */
  unsigned char *reached; /* one that was reached */
} Explorer;

typedef struct
{
  const SearchPlan *plan;
  SearchReport *report;
  Permutations *orders;
  Explorer *explorer; /* [jobs] */
  ThreadPool *crew;
  Visited visited;
  /* A state: the deaths that may still happen, then the session's bytes. */
  size_t state_bytes;
  unsigned char *first; /* the first one */
  RecordStock stock[VISITED_PARTS];
  Level *ring; /* [levels] */
  unsigned levels;
  unsigned steps; /* of the level that is looked at */
  Chunk chunk[BLOCK_CHUNKS];
  const unsigned char **block; /* [BLOCK_CHUNKS × CHUNK_STATES] */
  unsigned block_states;
  Transitions transitions; /* kept when livelock is asked for */
  Counterexample way[PROPERTIES];
  gint64 ends_at, tells_at; /* monotonic time; 0: never */
} Search;

static bool
is_asked (const Search *search, Property broken)
{
  return search->plan->asked & PROPERTY_BIT (broken);
}

/* --- looking at a state -------------------------------------------------------------------------------------- */

#define STATE_HEAD 8

static void
load_state (SearchState *world, const unsigned char *state)
{
  memcpy (&world->deaths_left, state, sizeof world->deaths_left);
  session_restore (world->session, state + STATE_HEAD);
  violation_forget (world->session);
}

/* The present state into explorer->reached. */
static void
save_state (const Search *search, const Explorer *explorer)
{
  const SearchState *world = &explorer->world;
  size_t bytes = STATE_HEAD + session_state_bytes (world->session);
  g_assert (bytes <= search->state_bytes);
  memcpy (explorer->reached, &world->deaths_left, sizeof world->deaths_left);
  session_save (world->session, explorer->reached + STATE_HEAD);
  memset (explorer->reached + bytes, 0, search->state_bytes - bytes);
}

static uint32_t
number_of (const unsigned char *waiting)
{
  uint32_t number;
  memcpy (&number, waiting, sizeof number);
  return number;
}

static void
found (const Search *search, Counterexample *ways, Property broken, Counterexample way)
{
  if (is_asked (search, broken) && (ways[broken].steps == 0 || way.steps < ways[broken].steps))
    ways[broken] = way;
}

static void
found_all (const Search *search, Counterexample *ways, unsigned bits, Counterexample way)
{
  for (Property broken = 0; bits; broken++, bits >>= 1)
    if (bits & 1)
      found (search, ways, broken, way);
}

/* Writes down the state that a move led to. */
static void
reach (const Search *search, Chunk *chunk, Explorer *explorer, Origin origin, unsigned steps, bool by_chance)
{
  guint at = chunk->states->len;
  symmetry_canonicalize (explorer->alike, &explorer->world, NULL);
  save_state (search, explorer);
  g_byte_array_set_size (chunk->states, at + (guint) state_delta_bytes_max (search->state_bytes));
  unsigned char *state = chunk->states->data + at;
  size_t bytes = state_delta_pack (search->first, explorer->reached, search->state_bytes, state);
  g_byte_array_set_size (chunk->states, at + (guint) bytes);
  Candidate candidate = { .key = key_of (state, bytes),
                          .origin = origin,
                          .at = at,
                          .bytes = (uint32_t) bytes,
                          .steps = (uint16_t) steps,
                          .by_chance = by_chance };
  g_array_append_val (chunk->candidate[key_part (candidate.key)], candidate);
}

/* False: the scheduler failed, which is an end. */
static bool
try_move (const Search *search, Chunk *chunk, Explorer *explorer, uint32_t number, Move move)
{
  unsigned steps = search->steps + move_steps (move);
  Counterexample way = { steps + 1, number, true, move.action, TAKE_NOTHING };
  bool ok = move_do (&explorer->world, move);
  chunk->transitions++;
  found_all (search, chunk->way, violation_in_step (explorer->world.session), way);
  if (ok)
    reach (search, chunk, explorer, (Origin){ number, move.action }, steps, move.by_chance);
  else
    found (search, chunk->way, PROPERTY_ERROR, way);
  return ok;
}

/* Every choice of a move. The state is loaded. */
static bool
try_choices (const Search *search, Chunk *chunk, Explorer *explorer, uint32_t number, Move move)
{
  bool ok = try_move (search, chunk, explorer, number, move);
  uint32_t choices = explorer->world.shuffled ? search->orders->count : 1;
  for (uint32_t choice = 1; choice < choices; choice++)
    {
      load_state (&explorer->world, explorer->begin);
      move.action.choice = (uint16_t) choice;
      ok &= try_move (search, chunk, explorer, number, move);
    }
  return ok;
}

/* What workers still take on their own before a state counts as broken. */
static Counterexample
way_after_taking (const Search *search, SearchState *world, uint32_t number, Taking taking)
{
  if (!(search->plan->reductions & REDUCE_STEPS))
    return WAY_TO (search->steps, number, TAKE_NOTHING);
  unsigned steps = flush (world, taking == TAKE_COMMANDS, NULL, NULL);
  return WAY_TO (search->steps + steps, number, taking);
}

/* What is broken in the state itself; the state is loaded, and spoilt. */
static void
look_for_next (const Search *search, Chunk *chunk, SearchState *world, uint32_t number)
{
  if (!is_asked (search, PROPERTY_NEXT) || world->session->state->messages.len)
    return;
  Counterexample way = way_after_taking (search, world, number, TAKE_COMMANDS);
  if (violation_next (world->session))
    found (search, chunk->way, PROPERTY_NEXT, way);
}

/* All that can happen in a state; false: nothing but deaths by chance. The state is loaded. */
static bool
try_moves (const Search *search, Chunk *chunk, Explorer *explorer, uint32_t number)
{
  bool goes_on = false;
  unsigned moves = successors_list (&explorer->world, explorer->moves);
  for (unsigned i = 0; i < moves; i++)
    {
      if (i)
        load_state (&explorer->world, explorer->begin);
      goes_on |= !explorer->moves[i].by_chance;
      if (!try_choices (search, chunk, explorer, number, explorer->moves[i]))
        *visited_flags (&search->visited, number) |= STATE_ENDS;
    }
  return goes_on;
}

static void
look_at (const Search *search, Chunk *chunk, Explorer *explorer, const unsigned char *waiting)
{
  SearchState *world = &explorer->world;
  uint32_t number = number_of (waiting);
  uint8_t *flags = visited_flags (&search->visited, number);
  state_delta_unpack (search->first, waiting + WAITING_HEAD, search->state_bytes, explorer->begin);
  load_state (world, explorer->begin);
  *flags |= STATE_EXPANDED;
  if (controller_session_finished (world->session))
    {
      *flags |= STATE_ENDS;
      found_all (search, chunk->way, violation_at_end (world->session), WAY_TO (search->steps, number, TAKE_NOTHING));
      return;
    }
  bool goes_on = try_moves (search, chunk, explorer, number);
  load_state (world, explorer->begin);
  look_for_next (search, chunk, world, number);
  if (goes_on)
    return;
  *flags |= STATE_ENDS;
  load_state (world, explorer->begin);
  found (search, chunk->way, PROPERTY_HANG, way_after_taking (search, world, number, TAKE_ALL));
}

/* --- a block ------------------------------------------------------------------------------------------------- */

static void
look_at_chunk (unsigned task, unsigned member, void *data)
{
  Search *search = data;
  unsigned end = MIN ((task + 1) * CHUNK_STATES, search->block_states);
  for (unsigned i = task * CHUNK_STATES; i < end; i++)
    look_at (search, &search->chunk[task], &search->explorer[member], search->block[i]);
}

static Level *
level_of (const Search *search, unsigned steps)
{
  g_assert (steps - search->steps < search->levels);
  return &search->ring[steps % search->levels];
}

static void
note (Search *search, unsigned part, const Chunk *chunk, Candidate *candidate)
{
  const unsigned char *state = chunk->states->data + candidate->at;
  if (!visited_note (&search->visited, candidate->key, state, candidate->bytes, candidate->origin, candidate->steps,
                     &candidate->number))
    return;
  unsigned char *waiting = record_log_add (&level_of (search, candidate->steps)->state[part], &search->stock[part],
                                           WAITING_HEAD + candidate->bytes);
  memcpy (waiting, &candidate->number, sizeof candidate->number);
  memcpy (waiting + WAITING_HEAD, state, candidate->bytes);
}

/* Where the set will be looked into is fetched some candidates ahead: it is all over the memory. */
#define AHEAD 8u

static void
note_of_chunk (Search *search, unsigned part, Chunk *chunk)
{
  GArray *candidates = chunk->candidate[part];
  for (guint i = 0; i < candidates->len; i++)
    {
      if (i + 2 * AHEAD < candidates->len)
        visited_expect_soon (&search->visited, g_array_index (candidates, Candidate, i + 2 * AHEAD).key);
      if (i + AHEAD < candidates->len)
        visited_expect (&search->visited, g_array_index (candidates, Candidate, i + AHEAD).key);
      note (search, part, chunk, &g_array_index (candidates, Candidate, i));
    }
}

static unsigned
block_chunks (const Search *search)
{
  return (search->block_states + CHUNK_STATES - 1) / CHUNK_STATES;
}

static void
note_part (unsigned part, unsigned member, void *data)
{
  Search *search = data;
  for (unsigned c = 0; c < block_chunks (search); c++)
    note_of_chunk (search, part, &search->chunk[c]);
}

/* Keeps what is to be remembered of transitions, for livelocks; and the chunk is empty again. */
static void
close_chunk (Search *search, Chunk *chunk)
{
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    {
      GArray *candidates = chunk->candidate[part];
      for (guint i = 0; i < candidates->len && is_asked (search, PROPERTY_LIVELOCK); i++)
        {
          const Candidate *candidate = &g_array_index (candidates, Candidate, i);
          if (!candidate->by_chance)
            transitions_add (&search->transitions, candidate->origin.parent, candidate->number);
        }
      g_array_set_size (candidates, 0);
    }
  g_byte_array_set_size (chunk->states, 0);
}

/* What the chunk found and counted becomes the search's. */
static void
add_up (Search *search, Chunk *chunk)
{
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (chunk->way[broken].steps)
      found (search, search->way, broken, chunk->way[broken]);
  memset (chunk->way, 0, sizeof chunk->way);
  search->report->transitions += chunk->transitions;
  chunk->transitions = 0;
  close_chunk (search, chunk);
}

/* A single thread notes what a chunk reached before it looks at the next: it is still at hand. */
static void
look_at_block (Search *search)
{
  unsigned chunks = block_chunks (search);
  bool alone = !search->crew || chunks == 1;
  if (!alone)
    {
      thread_pool_run (search->crew, chunks, look_at_chunk, search);
      thread_pool_run (search->crew, VISITED_PARTS, note_part, search);
    }
  for (unsigned c = 0; c < chunks; c++)
    {
      if (alone)
        look_at_chunk (c, 0, search);
      for (unsigned part = 0; part < VISITED_PARTS && alone; part++)
        note_of_chunk (search, part, &search->chunk[c]);
      add_up (search, &search->chunk[c]);
    }
  search->block_states = 0;
}

/* --- the levels ---------------------------------------------------------------------------------------------- */

static void
count_bytes (Search *search)
{
  uint64_t bytes = visited_bytes (&search->visited) + transitions_bytes (&search->transitions);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    bytes += search->stock[part].bytes;
  search->report->bytes = MAX (search->report->bytes, bytes);
}

/* Whether a limit came; and the listener is told how far it got. */
static bool
has_to_stop (Search *search)
{
  const SearchPlan *plan = search->plan;
  SearchReport *report = search->report;
  gint64 now = search->ends_at || search->tells_at ? g_get_monotonic_time () : 0;
  report->states = visited_states (&search->visited);
  count_bytes (search);
  if (search->tells_at && now >= search->tells_at)
    {
      plan->progress (report->states, report->transitions, search->steps, plan->progress_data);
      search->tells_at = now + G_USEC_PER_SEC / 10;
    }
  return report->states > plan->max_states || (search->ends_at && now >= search->ends_at)
         || (plan->interrupted && plan->interrupted ());
}

/* False: a limit came. */
static bool
look_at_part (Search *search, const RecordLog *waiting)
{
  RecordWalk walk = { 0, 0 };
  size_t bytes;
  const unsigned char *state;
  while ((state = record_log_next (waiting, &walk, &bytes)))
    {
      if (visited_steps (&search->visited, number_of (state)) != search->steps)
        continue; /* a shorter way was found */
      search->block[search->block_states++] = state;
      if (search->block_states < BLOCK_CHUNKS * CHUNK_STATES)
        continue;
      look_at_block (search);
      if (has_to_stop (search))
        return false;
    }
  return true;
}

static bool
look_at_level (Search *search, Level *level)
{
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    if (!look_at_part (search, &level->state[part]))
      return false;
  look_at_block (search);
  return !has_to_stop (search);
}

static bool
is_empty (const Level *level)
{
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    if (!record_log_is_empty (&level->state[part]))
      return false;
  return true;
}

static bool
all_empty (const Search *search)
{
  for (unsigned i = 0; i < search->levels; i++)
    if (!is_empty (&search->ring[i]))
      return false;
  return true;
}

/* The steps of the shortest schedule found so far that breaks anything. */
static unsigned
fewest_steps (const Search *search)
{
  unsigned fewest = UINT_MAX;
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (search->way[broken].steps)
      fewest = MIN (fewest, search->way[broken].steps - 1);
  return fewest;
}

/* Deeper a way cannot be counted (Candidate.steps); only a scheduler that never comes back to a state goes there. */
#define STEPS_MAX 65000u

/* Level after level; up to that of the first schedules that break something, unless all are asked for. */
static void
look_at_levels (Search *search)
{
  bool goes_on = true;
  for (; goes_on && !all_empty (search) && search->steps < STEPS_MAX; search->steps++)
    {
      if (!search->plan->go_on && search->steps > fewest_steps (search))
        return;
      Level *level = level_of (search, search->steps);
      if (!is_empty (level))
        search->report->depth = search->steps;
      goes_on = look_at_level (search, level);
      for (unsigned part = 0; part < VISITED_PARTS; part++)
        record_log_drop (&level->state[part], &search->stock[part]);
    }
  search->report->complete = goes_on && all_empty (search);
  search->report->limited = !search->report->complete;
}

/* --- the search ---------------------------------------------------------------------------------------------- */

static void
write_schedules (Search *search, uint32_t start)
{
  unsigned fewest = fewest_steps (search);
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    {
      const Counterexample *way = &search->way[broken];
      if (!way->steps || (!search->plan->go_on && way->steps - 1 > fewest))
        continue;
      search->report->schedule[broken]
          = counterexample_schedule (search->plan, search->orders, &search->visited, start, way);
      search->report->steps[broken] = way->steps - 1;
      g_assert (search->report->schedule[broken]->len == way->steps - 1);
      if (!search->plan->go_on)
        return;
    }
}

static void
init_chunks (Search *search)
{
  search->block = g_new (const unsigned char *, BLOCK_CHUNKS *CHUNK_STATES);
  for (unsigned c = 0; c < BLOCK_CHUNKS; c++)
    {
      search->chunk[c] = (Chunk){ .states = g_byte_array_new () };
      for (unsigned part = 0; part < VISITED_PARTS; part++)
        search->chunk[c].candidate[part] = g_array_new (FALSE, FALSE, sizeof (Candidate));
    }
}

static void
clear_chunks (Search *search)
{
  for (unsigned c = 0; c < BLOCK_CHUNKS; c++)
    {
      g_byte_array_unref (search->chunk[c].states);
      for (unsigned part = 0; part < VISITED_PARTS; part++)
        g_array_unref (search->chunk[c].candidate[part]);
    }
  g_free (search->block);
}

/* A move takes as many steps as there are commands, and three more, at the most. */
static void
init_levels (Search *search)
{
  search->levels = SEARCH_INBOX_MAX (search->plan->session.suite->tests) + 4;
  search->ring = g_new (Level, search->levels);
  for (unsigned i = 0; i < search->levels; i++)
    for (unsigned part = 0; part < VISITED_PARTS; part++)
      record_log_init (&search->ring[i].state[part]);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    record_log_stock_init (&search->stock[part]);
}

static void
clear_levels (Search *search)
{
  for (unsigned i = 0; i < search->levels; i++)
    for (unsigned part = 0; part < VISITED_PARTS; part++)
      record_log_clear (&search->ring[i].state[part]);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    record_log_stock_clear (&search->stock[part]);
  g_free (search->ring);
}

static void
init_explorers (Search *search)
{
  search->explorer = g_new (Explorer, search->plan->jobs);
  for (unsigned i = 0; i < search->plan->jobs; i++)
    {
      Explorer *explorer = &search->explorer[i];
      search_state_init (&explorer->world, search->plan, search->orders);
      explorer->alike = symmetry_new (search->plan, &explorer->world);
      explorer->moves = g_new (Move, SUCCESSORS_MAX (search->plan->session.nodes_max));
      search->state_bytes = (STATE_HEAD + explorer->world.bytes_max + 63) & ~(size_t) 63;
      explorer->begin = g_malloc (search->state_bytes);
      explorer->reached = g_malloc (search->state_bytes);
      memset (explorer->reached, 0, STATE_HEAD);
    }
  search->crew = search->plan->jobs > 1 ? thread_pool_new (search->plan->jobs) : NULL;
}

static void
clear_explorers (Search *search)
{
  g_clear_pointer (&search->crew, thread_pool_free);
  for (unsigned i = 0; i < search->plan->jobs; i++)
    {
      symmetry_free (search->explorer[i].alike);
      search_state_clear (&search->explorer[i].world);
      g_free (search->explorer[i].moves);
      g_free (search->explorer[i].begin);
      g_free (search->explorer[i].reached);
    }
  g_free (search->explorer);
}

static void
search_init (Search *search, const SearchPlan *plan, SearchReport *report)
{
  bool too_many;
  *search = (Search){ .plan = plan, .report = report };
  search->orders = search_state_permutations (plan, &too_many);
  g_assert (!too_many && plan->jobs >= 1 && plan->jobs <= SEARCH_JOBS_MAX);
  init_explorers (search);
  visited_init (&search->visited, plan->exact);
  transitions_init (&search->transitions);
  init_levels (search);
  init_chunks (search);
  gint64 now = g_get_monotonic_time ();
  search->ends_at = plan->time_us ? now + (gint64) plan->time_us : 0;
  search->tells_at = plan->progress ? now + G_USEC_PER_SEC / 2 : 0;
}

static void
search_clear (Search *search)
{
  clear_explorers (search);
  clear_chunks (search);
  clear_levels (search);
  visited_clear (&search->visited);
  transitions_clear (&search->transitions);
  g_free (search->first);
  permutations_free (search->orders);
}

/* The state in which everything begins: its number. */
static uint32_t
note_start (Search *search)
{
  Explorer *explorer = search->explorer;
  Chunk *chunk = &search->chunk[0];
  symmetry_canonicalize (explorer->alike, &explorer->world, NULL);
  save_state (search, explorer);
  search->first = g_memdup2 (explorer->reached, search->state_bytes);
  g_byte_array_set_size (chunk->states, (guint) state_delta_bytes_max (search->state_bytes));
  size_t bytes = state_delta_pack (search->first, explorer->reached, search->state_bytes, chunk->states->data);
  Candidate start = { .key = key_of (chunk->states->data, bytes), .bytes = (uint32_t) bytes };
  note (search, key_part (start.key), chunk, &start);
  g_byte_array_set_size (chunk->states, 0);
  return start.number;
}

static void
find_livelock (Search *search)
{
  uint32_t state = transitions_find_livelock (&search->transitions, &search->visited);
  if (state != VISITED_NONE)
    found (search, search->way, PROPERTY_LIVELOCK,
           WAY_TO (visited_steps (&search->visited, state), state, TAKE_NOTHING));
}

static void
search_once (const SearchPlan *plan, SearchReport *report)
{
  Search search;
  *report = (SearchReport){ 0 };
  search_init (&search, plan, report);
  uint32_t start = note_start (&search);
  look_at_levels (&search);
  if (is_asked (&search, PROPERTY_LIVELOCK) && (plan->go_on || fewest_steps (&search) == UINT_MAX))
    find_livelock (&search);
  write_schedules (&search, start);
  search_clear (&search);
}

/* Each schedule breaks what it should. A livelock is not seen from its schedule. */
static bool
is_true (const SearchPlan *plan, const SearchReport *report)
{
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    {
      unsigned breaks = 0;
      if (!report->schedule[broken] || broken == PROPERTY_LIVELOCK)
        continue;
      search_replay (plan, report->schedule[broken], &(Replay){ .breaks = &breaks });
      if (!(breaks & PROPERTY_BIT (broken)))
        return false;
    }
  return true;
}

void
search (const SearchPlan *plan, SearchReport *report)
{
  SearchPlan whole = *plan;
  whole.reductions = 0;
  search_once (plan, report);
  if (is_true (plan, report))
    return;
  search_report_clear (report);
  search_once (&whole, report);
}

void
search_report_clear (SearchReport *report)
{
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    g_clear_pointer (&report->schedule[broken], g_array_unref);
}

static bool
replay_step (SearchState *world, Action action, const Replay *replay)
{
  if (!can_act (world, action))
    return false;
  violation_forget (world->session);
  if (replay->before)
    replay->before (world->session, action, replay->data);
  act (world, action);
  if (replay->after)
    replay->after (world->session, action, replay->data);
  return true;
}

guint
search_replay (const SearchPlan *plan, const GArray *schedule, const Replay *replay)
{
  SearchState world;
  bool too_many;
  guint taken = 0;
  g_autoptr (Permutations) orders = search_state_permutations (plan, &too_many);
  g_assert (!too_many);
  search_state_init (&world, plan, orders);
  world.session->observers = replay->observers;
  while (taken < schedule->len && replay_step (&world, g_array_index (schedule, Action, taken), replay))
    taken++;
  unsigned broken = violation_now (&world);
  if (replay->breaks)
    *replay->breaks = broken;
  if (replay->end)
    replay->end (world.session, replay->data);
  search_state_clear (&world);
  return taken;
}
