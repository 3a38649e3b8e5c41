#include "search/replay.h"

#include "search/violation.h"

/* Returns false if the action cannot be taken. */
static bool
replay_step (SearchState *now, Action action, const Replay *replay)
{
  if (!can_act (now, action))
    return false;
  violation_forget (now->session);
  if (replay->before)
    replay->before (now->session, action, replay->data);
  act (now, action);
  if (replay->after)
    replay->after (now->session, action, replay->data);
  return true;
}

guint
search_replay (const SearchPlan *plan, const GArray *schedule, const Replay *replay)
{
  SearchState now;
  bool too_many;
  guint taken = 0;
  g_autoptr (Permutations) permutations = search_state_permutations (plan, &too_many);
  g_assert (!too_many);
  search_state_init (&now, plan, permutations);
  now.session->observers = replay->observers;
  while (taken < schedule->len && replay_step (&now, g_array_index (schedule, Action, taken), replay))
    taken++;
  unsigned violated = violation_now (&now);
  if (replay->violated)
    *replay->violated = violated;
  if (replay->end)
    replay->end (now.session, replay->data);
  search_state_clear (&now);
  return taken;
}
