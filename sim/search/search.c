#include "search/search.h"

#include "base/thread_pool.h"
#include "search/expand.h"
#include "search/replay.h"
#include "state_space/livelock.h"

/* All states that are reached in d steps are expanded before those of d + 1 steps.
 *
 * The states of a level are taken in blocks, and a block is cut into chunks. First the chunks are expanded, each by one
 * thread, which writes down the successors. Then the successors are noted: each part of the visited set by one thread,
 * in the order of the chunks. So numbers, counts and schedules are the same for any number of threads. */
#define CHUNK_STATES 128u
#define BLOCK_CHUNKS 16u

typedef struct
{
  const SearchPlan *plan;
  SearchReport *report;
  Permutations *permutations;
  Explorer *explorer;  /* [jobs] */
  ThreadPool *threads; /* NULL: a single one */
  Visited visited;
  Frontier frontier;
  Chunk chunk[BLOCK_CHUNKS];
  const WaitingState **block; /* [BLOCK_CHUNKS × CHUNK_STATES] */
  unsigned block_states;
  Transitions transitions; /* filled only when livelock is asked for */
  Counterexample found[PROPERTIES];
  gint64 ends_at, tells_at; /* monotonic time; 0: never */
} Search;

static bool
is_asked (const Search *search, Property property)
{
  return search->plan->asked & PROPERTY_BIT (property);
}

/* --- a block ----------------------------------------------------------------------------------------------------- */

static void
expand_chunk (unsigned task, unsigned thread, void *data)
{
  Search *search = data;
  unsigned end = MIN ((task + 1) * CHUNK_STATES, search->block_states);
  search->explorer[thread].steps = search->frontier.steps;
  for (unsigned i = task * CHUNK_STATES; i < end; i++)
    expand_state (&search->explorer[thread], &search->chunk[task], search->block[i]);
}

static void
note_candidate (Search *search, unsigned part, const Chunk *chunk, Candidate *candidate)
{
  const unsigned char *packed = chunk->states->data + candidate->at;
  if (visited_note (&search->visited, candidate->key, packed, candidate->bytes, candidate->origin, candidate->steps,
                    &candidate->number))
    frontier_add (&search->frontier, part, candidate->steps, candidate->number, packed, candidate->bytes);
}

/* The visited set is read all over the memory, so what is read is prefetched this many candidates ahead. */
#define AHEAD 8u

static void
note_chunk (Search *search, unsigned part, Chunk *chunk)
{
  GArray *candidates = chunk->candidate[part];
  for (guint i = 0; i < candidates->len; i++)
    {
      if (i + 2 * AHEAD < candidates->len)
        visited_prefetch_slot (&search->visited, g_array_index (candidates, Candidate, i + 2 * AHEAD).key);
      if (i + AHEAD < candidates->len)
        visited_prefetch_state (&search->visited, g_array_index (candidates, Candidate, i + AHEAD).key);
      note_candidate (search, part, chunk, &g_array_index (candidates, Candidate, i));
    }
}

static unsigned
block_chunks (const Search *search)
{
  return (search->block_states + CHUNK_STATES - 1) / CHUNK_STATES;
}

static void
note_part (unsigned part, unsigned thread, void *data)
{
  Search *search = data;
  for (unsigned c = 0; c < block_chunks (search); c++)
    note_chunk (search, part, &search->chunk[c]);
}

static void
keep_transitions (Search *search, const Chunk *chunk)
{
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    for (guint i = 0; i < chunk->candidate[part]->len; i++)
      {
        const Candidate *candidate = &g_array_index (chunk->candidate[part], Candidate, i);
        if (!candidate->by_chance)
          transitions_add (&search->transitions, candidate->origin.parent, candidate->number);
      }
}

/* Moves what the chunk found and counted to the search, and empties it. */
static void
collect_chunk (Search *search, Chunk *chunk)
{
  for (Property property = 0; property < PROPERTIES; property++)
    if (chunk->found[property].found)
      counterexample_record (search->found, search->plan->asked, property, chunk->found[property]);
  search->report->transitions += chunk->transitions;
  if (is_asked (search, PROPERTY_LIVELOCK))
    keep_transitions (search, chunk);
  chunk_empty (chunk);
}

/* A single thread notes what a chunk reached before it expands the next: that is still in the processor's cache. */
static void
expand_block (Search *search)
{
  unsigned chunks = block_chunks (search);
  bool alone = !search->threads || chunks == 1;
  if (!alone)
    {
      thread_pool_run (search->threads, chunks, expand_chunk, search);
      thread_pool_run (search->threads, VISITED_PARTS, note_part, search);
    }
  for (unsigned c = 0; c < chunks; c++)
    {
      if (alone)
        expand_chunk (c, 0, search);
      for (unsigned part = 0; part < VISITED_PARTS && alone; part++)
        note_chunk (search, part, &search->chunk[c]);
      collect_chunk (search, &search->chunk[c]);
    }
  search->block_states = 0;
}

/* --- the levels -------------------------------------------------------------------------------------------------- */

static void
count_bytes (Search *search)
{
  uint64_t bytes = visited_bytes (&search->visited) + transitions_bytes (&search->transitions)
                   + frontier_bytes (&search->frontier);
  search->report->bytes = MAX (search->report->bytes, bytes);
}

/* Returns whether a limit came, and reports progress. */
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
      plan->progress (report->states, report->transitions, search->frontier.steps, plan->progress_data);
      search->tells_at = now + G_USEC_PER_SEC / 10;
    }
  return report->states > plan->max_states || (search->ends_at && now >= search->ends_at)
         || (plan->interrupted && plan->interrupted ());
}

/* Expands the first level. Returns false if a limit came. */
static bool
expand_level (Search *search)
{
  FrontierWalk walk = { 0 };
  const WaitingState *waiting;
  while ((waiting = frontier_next (&search->frontier, &walk)))
    {
      if (visited_steps (&search->visited, waiting->number) != search->frontier.steps)
        continue; /* it was reached in fewer steps, and is expanded already */
      search->block[search->block_states++] = waiting;
      if (search->block_states < BLOCK_CHUNKS * CHUNK_STATES)
        continue;
      expand_block (search);
      if (has_to_stop (search))
        return false;
    }
  expand_block (search);
  return !has_to_stop (search);
}

/* The deepest level: Candidate.steps has 16 bits. Only a scheduler that never returns to a state goes there. */
#define STEPS_MAX 65000u

/* Expands level after level, until a limit comes or, unless all schedules are asked for, past that of the first ones.
 */
static void
expand_levels (Search *search)
{
  const Frontier *frontier = &search->frontier;
  bool goes_on = true;
  while (goes_on && !frontier_is_empty (frontier) && frontier->steps < STEPS_MAX)
    {
      if (!search->plan->go_on && frontier->steps > counterexample_fewest_steps (search->found))
        return;
      if (!frontier_first_level_is_empty (frontier))
        search->report->depth = frontier->steps;
      goes_on = expand_level (search);
      frontier_advance (&search->frontier);
    }
  search->report->complete = goes_on && frontier_is_empty (frontier);
  search->report->limited = !search->report->complete;
}

/* --- the search -------------------------------------------------------------------------------------------------- */

static void
write_schedules (Search *search, uint32_t start)
{
  unsigned fewest = counterexample_fewest_steps (search->found);
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    {
      const Counterexample *counterexample = &search->found[property];
      if (!counterexample->found || (!search->plan->go_on && counterexample->steps > fewest))
        continue;
      search->report->schedule[property]
          = counterexample_schedule (search->plan, search->permutations, &search->visited, start, counterexample);
      search->report->steps[property] = counterexample->steps;
      if (!search->plan->go_on)
        return;
    }
}

static void
search_init (Search *search, const SearchPlan *plan, SearchReport *report)
{
  bool too_many;
  *search = (Search){ .plan = plan, .report = report };
  search->permutations = search_state_permutations (plan, &too_many);
  g_assert (!too_many && plan->session.canonical && plan->jobs >= 1 && plan->jobs <= SEARCH_JOBS_MAX);
  visited_init (&search->visited, plan->exact);
  frontier_init (&search->frontier, MOVE_STEPS_MAX (plan->session.suite->tests));
  transitions_init (&search->transitions);
  search->explorer = g_new (Explorer, plan->jobs);
  for (unsigned i = 0; i < plan->jobs; i++)
    {
      explorer_init (&search->explorer[i], plan, search->permutations);
      search->explorer[i].visited = &search->visited;
    }
  search->threads = plan->jobs > 1 ? thread_pool_new (plan->jobs) : NULL;
  search->block = g_new (const WaitingState *, BLOCK_CHUNKS *CHUNK_STATES);
  for (unsigned c = 0; c < BLOCK_CHUNKS; c++)
    chunk_init (&search->chunk[c]);
  gint64 now = g_get_monotonic_time ();
  search->ends_at = plan->time_us ? now + (gint64) plan->time_us : 0;
  search->tells_at = plan->progress ? now + G_USEC_PER_SEC / 2 : 0;
}

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->threads, thread_pool_free);
  for (unsigned i = 0; i < search->plan->jobs; i++)
    explorer_clear (&search->explorer[i]);
  g_free (search->explorer);
  for (unsigned c = 0; c < BLOCK_CHUNKS; c++)
    chunk_clear (&search->chunk[c]);
  g_free (search->block);
  frontier_clear (&search->frontier);
  visited_clear (&search->visited);
  transitions_clear (&search->transitions);
  permutations_free (search->permutations);
}

/* Notes the first state, and returns its number. */
static uint32_t
note_start (Search *search)
{
  Chunk *chunk = &search->chunk[0];
  uint32_t number = VISITED_NONE;
  expand_start (search->explorer, chunk);
  for (unsigned part = 0; part < VISITED_PARTS; part++)
    if (chunk->candidate[part]->len)
      {
        note_chunk (search, part, chunk);
        number = g_array_index (chunk->candidate[part], Candidate, 0).number;
      }
  g_assert (number != VISITED_NONE);
  chunk_empty (chunk);
  return number;
}

static void
find_livelock (Search *search)
{
  uint32_t state = transitions_find_livelock (&search->transitions, &search->visited);
  if (state == VISITED_NONE)
    return;
  const Counterexample counterexample
      = { .found = true, .steps = visited_steps (&search->visited, state), .state = state };
  counterexample_record (search->found, search->plan->asked, PROPERTY_LIVELOCK, counterexample);
}

static void
search_once (const SearchPlan *plan, SearchReport *report)
{
  Search search;
  *report = (SearchReport){ 0 };
  search_init (&search, plan, report);
  uint32_t start = note_start (&search);
  expand_levels (&search);
  if (is_asked (&search, PROPERTY_LIVELOCK) && (plan->go_on || counterexample_fewest_steps (search.found) == UINT_MAX))
    find_livelock (&search);
  write_schedules (&search, start);
  search_clear (&search);
}

/* Whether each schedule violates what it should. A livelock does not show in a schedule. */
static bool
is_confirmed (const SearchPlan *plan, const SearchReport *report)
{
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    {
      unsigned violated = 0;
      if (!report->schedule[property] || property == PROPERTY_LIVELOCK)
        continue;
      search_replay (plan, report->schedule[property], &(Replay){ .violated = &violated });
      if (!(violated & PROPERTY_BIT (property)))
        return false;
    }
  return true;
}

void
search (const SearchPlan *plan, SearchReport *report)
{
  SearchPlan unreduced = *plan;
  unreduced.reductions = 0;
  search_once (plan, report);
  if (is_confirmed (plan, report))
    return;
  search_report_clear (report);
  search_once (&unreduced, report);
}
