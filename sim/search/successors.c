#include "search/successors.h"

#include "session/controller.h"
#include "session/worker.h"
#include <string.h>

const char *const crash_state_names[CRASH_STATES] = {
  [CRASH_STARTING] = "starting", [CRASH_COLLECTING] = "collecting", [CRASH_IDLE] = "idle",
  [CRASH_WAITING] = "waiting",   [CRASH_RUNNING] = "running",       [CRASH_EXITING] = "exiting",
};

/* --- the driver: commands and messages wait ------------------------------------------------------------------ */

static void
post (Driver *driver, IsoSession *session, Message message)
{
  controller_post (session, message);
}

static void
take_order (Driver *driver, uint32_t *numbers, uint32_t count)
{
  SearchState *world = (SearchState *) driver;
  const uint8_t *order = world->orders->test + (size_t) world->choice * count;
  world->shuffled = true;
  for (uint32_t i = 0; i < count; i++)
    numbers[i] = order[i];
}

/* Which tests are like no other. */
static bool *
special_tests (const SearchPlan *plan)
{
  uint32_t tests = plan->session.suite->tests;
  bool *special = g_new0 (bool, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      bool waits = plan->after && plan->after[test] != ISO_NONE;
      special[test] |= waits || (plan->killer && plan->killer[test]);
      if (waits)
        special[plan->after[test]] = true;
    }
  return special;
}

Permutations *
search_state_permutations (const SearchPlan *plan, bool *too_many)
{
  const Suite *suite = plan->session.suite;
  *too_many = false;
  if (!plan->session.model->shuffles)
    return NULL;
  g_autofree bool *special = special_tests (plan);
  Permutations *orders = permutations_new (suite->scope_table[SCOPE_SCOPE], suite->tests, special);
  *too_many = !orders;
  return orders;
}

void
search_state_init (SearchState *world, const SearchPlan *plan, const Permutations *orders)
{
  *world = (SearchState){ .plan = plan, .orders = orders, .deaths_left = plan->crashes };
  world->driver = (Driver){ .sent = driver_wait,
                            .begin = driver_wait_run,
                            .leave = driver_wait,
                            .emit = post,
                            .start = driver_wait,
                            .shuffle = take_order };
  world->session = session_new (&plan->session, &world->driver, NULL);
  /* Half as much again as the queues need when nobody is sent a test twice. */
  world->bytes_max = session_state_bytes (world->session) * 3 / 2;
}

void
search_state_clear (SearchState *world)
{
  session_free (world->session);
}

/* --- what can be taken at once ------------------------------------------------------------------------------- */

static bool
takes_commands (const Worker *worker)
{
  return worker->inbox.len && (worker->state == WORKER_UP || worker->state == WORKER_RUNNING);
}

static uint32_t
running_test (const SearchState *world, unsigned node)
{
  const IsoSession *session = world->session;
  return iso_test_of (session, node, iso_queue_get (&session->store, &session->worker[node].queue, 0));
}

static bool
runs_killer (const SearchState *world, unsigned node)
{
  return world->plan->killer && world->session->worker[node].state == WORKER_RUNNING
         && world->plan->killer[running_test (world, node)];
}

/* The lock that the running test waits for is free. */
static bool
can_end (const SearchState *world, unsigned node)
{
  if (world->session->worker[node].state != WORKER_RUNNING || runs_killer (world, node))
    return false;
  uint32_t after = world->plan->after ? world->plan->after[running_test (world, node)] : ISO_NONE;
  return after == ISO_NONE || world->session->judge.mark[after] & TEST_ENDED;
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

static bool
is_chosen (const SearchState *world, CrashState state)
{
  return state < CRASH_STATES && world->deaths_left && world->plan->crash_states & CRASH_BIT (state);
}

bool
can_act (const SearchState *world, Action action)
{
  const IsoSession *session = world->session;
  if (action.kind == ACTION_HANDLE)
    return session->state->messages.len > 0 && action.choice < (world->orders ? world->orders->count : 1);
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
      return takes_commands (worker);
    case ACTION_ITEM:
      return worker_can_take_item (session, action.node);
    case ACTION_BEGIN:
      return worker_can_begin (session, action.node);
    case ACTION_END:
      return can_end (world, action.node);
    case ACTION_EXIT:
      return worker->state == WORKER_EXITING;
    case ACTION_DIE:
      return runs_killer (world, action.node) || is_chosen (world, crash_state (worker));
    case ACTION_HANDLE:
      break;
    }
  return false;
}

/* --- doing it ------------------------------------------------------------------------------------------------ */

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

/* Room for state and moves is limited; a scheduler that needs more sends the same again and again. */
static bool
is_beyond_bounds (const SearchState *world)
{
  const IsoSession *session = world->session;
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].inbox.len > SEARCH_INBOX_MAX (session->tests))
      return true;
  return session_state_bytes (session) > world->bytes_max;
}

static bool
handle (SearchState *world)
{
  IsoSession *session = world->session;
  if (!controller_handle (session))
    return false;
  controller_settle (session);
  if (session->state->active > 0 || controller_session_finished (session))
    return true;
  return iso_fail (session, ISO_OTHER_ERROR, "RuntimeError: no active workers are left");
}

static bool
do_action (SearchState *world, Action action)
{
  IsoSession *session = world->session;
  world->choice = action.choice;
  world->shuffled = false;
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return handle (world);
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
      world->deaths_left -= !runs_killer (world, action.node);
      worker_die (session, action.node);
      break;
    }
  return true;
}

bool
act (SearchState *world, Action action)
{
  if (!do_action (world, action))
    return false;
  return !is_beyond_bounds (world)
         || iso_fail (world->session, ISO_OTHER_ERROR,
                      "the scheduler sends more than can be kept: tests again and again");
}

bool
move_do (SearchState *world, Move move)
{
  for (unsigned i = 0; i < move.commands; i++)
    worker_take_command (world->session, move.action.node);
  for (unsigned i = 0; i < move.items; i++)
    worker_take_item (world->session, move.action.node);
  return act (world, move.action);
}

/* --- moves --------------------------------------------------------------------------------------------------- */

typedef struct
{
  Move *move;
  unsigned count;
} MoveList;

static void
add (MoveList *list, ActionKind kind, unsigned node, unsigned commands, unsigned items)
{
  list->move[list->count++]
      = (Move){ { (uint8_t) kind, (uint8_t) node, 0 }, (uint8_t) commands, (uint8_t) items, false };
}

/* How many commands a worker must take until its queue holds WANT items; false: not enough are there before a steal.
 * *first is then the first of its queue. */
static bool
supply (const IsoSession *session, const Worker *worker, uint32_t want, unsigned *commands, uint32_t *first)
{
  uint32_t len = worker->queue.len, at = 0;
  *first = len ? iso_queue_get (&session->store, &worker->queue, 0) : session->tests;
  for (*commands = 0; len < want; ++*commands)
    {
      if (at >= worker->inbox.len)
        return false;
      Command command = worker_command_at (session, worker, at);
      uint32_t count = command.kind == COMMAND_SHUTDOWN ? 1 : command.end - command.indices;
      if (command.kind == COMMAND_STEAL)
        return false;
      if (len == 0 && command.kind == COMMAND_RUN && count)
        *first = iso_queue_get (&session->store, &worker->inbox, command.indices);
      len += count;
      at = command.end;
    }
  return true;
}

/* How many commands lie before the first steal; false: there is none. */
static bool
commands_to_steal (const IsoSession *session, const Worker *worker, unsigned *commands)
{
  uint32_t at = 0;
  for (*commands = 0; at < worker->inbox.len; ++*commands)
    {
      Command command = worker_command_at (session, worker, at);
      if (command.kind == COMMAND_STEAL)
        return true;
      at = command.end;
    }
  return false;
}

static bool
items_are_moves (const SearchState *world)
{
  return world->plan->session.model->remove_pending_tests_from_node != NULL;
}

/* What a worker that is up can do next, with what it must take before. */
static void
add_next_of_up (const SearchState *world, unsigned node, MoveList *list)
{
  const Worker *worker = &world->session->worker[node];
  unsigned commands;
  uint32_t first;
  if (worker->taken == 2)
    add (list, ACTION_BEGIN, node, 0, 0);
  else if (items_are_moves (world))
    {
      if (supply (world->session, worker, worker->taken + 1u, &commands, &first))
        add (list, ACTION_ITEM, node, commands, 0);
    }
  else if (supply (world->session, worker, 1, &commands, &first) && first == world->session->tests)
    add (list, ACTION_EXIT, node, commands, 1);
  else if (supply (world->session, worker, 2, &commands, &first))
    add (list, ACTION_BEGIN, node, commands, 2u - worker->taken);
}

/* An idle worker's death in a state that it reaches by taking its first item, where only that one is chosen. */
static void
add_death_after_item (const SearchState *world, unsigned node, MoveList *list)
{
  const Worker *worker = &world->session->worker[node];
  unsigned commands;
  uint32_t first;
  if (worker->state != WORKER_UP || worker->taken || items_are_moves (world)
      || !supply (world->session, worker, 1, &commands, &first))
    return;
  if (is_chosen (world, first == world->session->tests ? CRASH_EXITING : CRASH_WAITING))
    add (list, ACTION_DIE, node, commands, 1);
}

static void
add_reduced (const SearchState *world, unsigned node, MoveList *list)
{
  const Worker *worker = &world->session->worker[node];
  unsigned commands;
  if (worker->state == WORKER_UP)
    add_next_of_up (world, node, list);
  if (takes_commands (worker) && commands_to_steal (world->session, worker, &commands))
    add (list, ACTION_COMMAND, node, commands, 0);
}

static void
add_single (const SearchState *world, unsigned node, MoveList *list)
{
  for (unsigned kind = ACTION_COMMAND; kind <= ACTION_BEGIN; kind++)
    if (can_act (world, (Action){ (uint8_t) kind, (uint8_t) node, 0 }))
      add (list, (ActionKind) kind, node, 0, 0);
}

static void
add_death (const SearchState *world, unsigned node, MoveList *list)
{
  unsigned before = list->count;
  if (can_act (world, (Action){ ACTION_DIE, (uint8_t) node, 0 }))
    add (list, ACTION_DIE, node, 0, 0);
  else if (world->deaths_left && world->plan->reductions & REDUCE_STEPS)
    add_death_after_item (world, node, list);
  if (list->count > before)
    list->move[before].by_chance = !runs_killer (world, node);
}

static void
add_end (const SearchState *world, unsigned node, MoveList *list)
{
  add (list, ACTION_END, node, 0, 0);
  if (!world->plan->session.model->looks_at_duration)
    return;
  add (list, ACTION_END, node, 0, 0);
  list->move[list->count - 1].action.choice = 1;
}

static void
add_of_worker (const SearchState *world, unsigned node, MoveList *list)
{
  switch ((WorkerState) world->session->worker[node].state)
    {
    case WORKER_STARTING:
      add (list, ACTION_READY, node, 0, 0);
      break;
    case WORKER_COLLECTING:
      add (list, ACTION_COLLECT, node, 0, 0);
      break;
    case WORKER_EXITING:
      add (list, ACTION_EXIT, node, 0, 0);
      break;
    case WORKER_UP:
    case WORKER_RUNNING:
      if (world->plan->reductions & REDUCE_STEPS)
        add_reduced (world, node, list);
      else
        add_single (world, node, list);
      if (can_end (world, node))
        add_end (world, node, list);
      break;
    case WORKER_ABSENT:
    case WORKER_GONE:
      return;
    }
  add_death (world, node, list);
}

unsigned
successors_list (const SearchState *world, Move *moves)
{
  MoveList list = { moves, 0 };
  if (world->session->state->messages.len)
    add (&list, ACTION_HANDLE, 0, 0, 0);
  for (unsigned node = 0; node < world->session->state->next_number; node++)
    add_of_worker (world, node, &list);
  return list.count;
}

Move
move_of (const SearchState *world, Action action)
{
  g_autofree Move *moves = g_new (Move, SUCCESSORS_MAX (world->plan->session.nodes_max));
  unsigned count = successors_list (world, moves);
  for (unsigned i = 0; i < count; i++)
    if (moves[i].action.kind == action.kind && moves[i].action.node == action.node)
      {
        moves[i].action.choice = action.choice;
        return moves[i];
      }
  g_assert_not_reached ();
}

/* --- what workers would still take --------------------------------------------------------------------------- */

static bool
take_alone (SearchState *world, unsigned node, bool commands_only, Action *action)
{
  const Worker *worker = &world->session->worker[node];
  *action = (Action){ ACTION_COMMAND, (uint8_t) node, 0 };
  if (takes_commands (worker) && iso_queue_get (&world->session->store, &worker->inbox, 0) != COMMAND_STEAL)
    worker_take_command (world->session, node);
  else if (!commands_only && !items_are_moves (world) && worker_can_take_item (world->session, node))
    {
      action->kind = ACTION_ITEM;
      worker_take_item (world->session, node);
    }
  else
    return false;
  return true;
}

unsigned
flush (SearchState *world, bool commands_only, void (*step) (Action action, void *data), void *data)
{
  unsigned steps = 0;
  Action action;
  for (unsigned node = 0; node < world->session->state->next_number; node++)
    for (; take_alone (world, node, commands_only, &action); steps++)
      if (step)
        step (action, data);
  return steps;
}
