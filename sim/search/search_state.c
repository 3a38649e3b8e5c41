#include "search/search_state.h"
#include "session/controller.h"

#include "session/worker.h"

/* --- the driver: commands and messages wait until an action takes them ------------------------------------------- */

static void
post (Driver *driver, IsoSession *session, Message message)
{
  controller_post (session, message);
}

static void
shuffle_as_chosen (Driver *driver, uint32_t *numbers, uint32_t count)
{
  SearchState *now = (SearchState *) driver;
  g_assert (now->choice < now->permutations->count && count == now->permutations->tests);
  const uint8_t *permutation = now->permutations->test + (size_t) now->choice * count;
  now->shuffled = true;
  for (uint32_t i = 0; i < count; i++)
    numbers[i] = permutation[i];
}

Permutations *
search_state_permutations (const SearchPlan *plan, bool *too_many)
{
  const Suite *suite = plan->session.suite;
  *too_many = false;
  if (!plan->session.model->shuffles)
    return NULL;
  g_autofree bool *special = search_special_tests (plan);
  Permutations *permutations = permutations_new (suite->scope_table[SCOPE_SCOPE], suite->tests, special);
  *too_many = !permutations;
  return permutations;
}

void
search_state_init (SearchState *now, const SearchPlan *plan, const Permutations *permutations)
{
  *now = (SearchState){ .plan = plan, .permutations = permutations, .deaths_left = plan->crashes };
  now->driver = (Driver){ .sent = driver_wait,
                          .begin = driver_wait_run,
                          .leave = driver_wait,
                          .emit = post,
                          .start = driver_wait,
                          .shuffle = shuffle_as_chosen };
  now->session = session_new (&plan->session, &now->driver, NULL);
  /* The queues have room for each test once; half as much again is enough for some that are sent twice. */
  now->bytes_max = session_state_bytes (now->session) * 3 / 2;
}

void
search_state_clear (SearchState *now)
{
  session_free (now->session);
}

/* --- what can be taken at once ----------------------------------------------------------------------------------- */

bool
search_state_takes_command (const Worker *worker)
{
  return worker->inbox.len && (worker->state == WORKER_UP || worker->state == WORKER_RUNNING);
}

static uint32_t
running_test (const SearchState *now, unsigned node)
{
  const IsoSession *session = now->session;
  return iso_test_of (session, node, iso_queue_get (&session->store, &session->worker[node].queue, 0));
}

bool
search_state_runs_killer (const SearchState *now, unsigned node)
{
  return now->plan->killer && now->session->worker[node].state == WORKER_RUNNING
         && now->plan->killer[running_test (now, node)];
}

/* Whether the running test can end: it is no killer, and the test that it waits for has ended. */
bool
search_state_can_end (const SearchState *now, unsigned node)
{
  if (now->session->worker[node].state != WORKER_RUNNING || search_state_runs_killer (now, node))
    return false;
  uint32_t after = now->plan->after ? now->plan->after[running_test (now, node)] : ISO_NONE;
  return after == ISO_NONE || now->session->judge.mark[after] & TEST_ENDED;
}

CrashState
crash_state (const Worker *worker)
{
  switch ((WorkerState) worker->state)
    {
    case WORKER_STARTING:
      return CRASH_STARTING;
    case WORKER_COLLECTING:
      return CRASH_COLLECTING;
    case WORKER_UP:
      return worker->taken ? CRASH_WAITING : CRASH_IDLE;
    case WORKER_RUNNING:
      return CRASH_RUNNING;
    case WORKER_EXITING:
      return CRASH_EXITING;
    default:
      return CRASH_STATES;
    }
}

bool
search_state_may_die_in (const SearchState *now, CrashState state)
{
  return state < CRASH_STATES && now->deaths_left && now->plan->crash_states & CRASH_BIT (state);
}

bool
can_act (const SearchState *now, Action action)
{
  const IsoSession *session = now->session;
  if (action.kind == ACTION_HANDLE)
    return session->state->messages.len > 0 && action.choice < (now->permutations ? now->permutations->count : 1);
  if (action.node >= session->state->next_number)
    return false;
  const Worker *worker = &session->worker[action.node];
  switch ((ActionKind) action.kind)
    {
    case ACTION_READY:
      return worker->state == WORKER_STARTING;
    case ACTION_COLLECT:
      return worker->state == WORKER_COLLECTING;
    case ACTION_COMMAND:
      return search_state_takes_command (worker);
    case ACTION_ITEM:
      return worker_can_take_item (session, action.node);
    case ACTION_BEGIN:
      return worker_can_begin (session, action.node);
    case ACTION_END:
      return search_state_can_end (now, action.node);
    case ACTION_EXIT:
      return worker->state == WORKER_EXITING;
    case ACTION_DIE:
      return search_state_runs_killer (now, action.node) || search_state_may_die_in (now, crash_state (worker));
    case ACTION_HANDLE:
      break;
    }
  return false;
}

/* --- doing it ---------------------------------------------------------------------------------------------------- */

static void
end_run (IsoSession *session, unsigned node, bool took_long)
{
  uint32_t index = worker_end_run (session, node);
  controller_post (session, (Message){ MESSAGE_COMPLETE, node, index, took_long ? MESSAGE_LONG_US : 0 });
  if (worker_ends (session, node))
    worker_advance (session, node);
}

static void
become_ready (IsoSession *session, unsigned node)
{
  worker_ready (session, node);
  controller_post (session, (Message){ MESSAGE_WORKERREADY, node, 0, 0 });
}

static void
collect (IsoSession *session, unsigned node)
{
  worker_collected (session, node);
  controller_post (session, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
}

/* Room for states and moves is limited. A scheduler that needs more sends the same tests again and again. */
static bool
is_beyond_bounds (const SearchState *now)
{
  const IsoSession *session = now->session;
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].inbox.len > SEARCH_INBOX_MAX (session->tests))
      return true;
  return session_state_bytes (session) > now->bytes_max;
}

static bool
handle (SearchState *now)
{
  IsoSession *session = now->session;
  if (!controller_handle (session))
    return false;
  controller_settle (session);
  if (session->state->active > 0 || controller_session_finished (session))
    return true;
  return iso_fail (session, ISO_OTHER_ERROR, "RuntimeError: no active workers are left");
}

static bool
do_action (SearchState *now, Action action)
{
  IsoSession *session = now->session;
  now->choice = action.choice;
  now->shuffled = false;
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return handle (now);
    case ACTION_READY:
      become_ready (session, action.node);
      break;
    case ACTION_COLLECT:
      collect (session, action.node);
      break;
    case ACTION_COMMAND:
      worker_take_command (session, action.node);
      break;
    case ACTION_ITEM:
      worker_take_item (session, action.node);
      break;
    case ACTION_BEGIN:
      worker_begin (session, action.node);
      break;
    case ACTION_END:
      end_run (session, action.node, action.choice);
      break;
    case ACTION_EXIT:
      worker_exit (session, action.node);
      break;
    case ACTION_DIE:
      now->deaths_left -= !search_state_runs_killer (now, action.node);
      g_assert (now->deaths_left <= now->plan->crashes);
      worker_die (session, action.node);
      break;
    }
  return true;
}

bool
act (SearchState *now, Action action)
{
  if (!do_action (now, action))
    return false;
  return !is_beyond_bounds (now)
         || iso_fail (now->session, ISO_OTHER_ERROR,
                      "the scheduler sends more than can be kept: tests again and again");
}
