#include "search/successors.h"

#include "session/worker.h"

bool
move_do (SearchState *now, Move move)
{
  for (unsigned i = 0; i < move.commands; i++)
    worker_take_command (now->session, move.action.node);
  for (unsigned i = 0; i < move.items; i++)
    worker_take_item (now->session, move.action.node);
  return act (now, move.action);
}

/* --- the list of moves ------------------------------------------------------------------------------------------- */

typedef struct
{
  Move *move;
  unsigned count, room;
} MoveList;

static void
add (MoveList *list, ActionKind kind, unsigned node, unsigned commands, unsigned items)
{
  g_assert (list->count < list->room && commands <= UINT8_MAX);
  list->move[list->count++]
      = (Move){ { (uint8_t) kind, (uint8_t) node, 0 }, (uint8_t) commands, (uint8_t) items, false };
}

/* Sets *commands to the number of commands that a worker must take until its queue holds WANT items, and *first to the
 * first item of its queue then. Returns false if a steal, or the end of the inbox, comes before. */
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

/* Sets *commands to the number of commands before the first steal; returns false if there is no steal. */
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

/* Under a scheduler that steals, an item that a worker took cannot be stolen any more, so when it takes it matters. */
static bool
items_are_moves (const SearchState *now)
{
  return now->plan->session.model->remove_pending_tests_from_node != NULL;
}

/* Adds the next action of a worker that is up, with the commands and items that it must take before. */
static void
add_next_of_up (const SearchState *now, unsigned node, MoveList *list)
{
  const Worker *worker = &now->session->worker[node];
  unsigned commands;
  uint32_t first;
  if (worker->taken == 2)
    add (list, ACTION_BEGIN, node, 0, 0);
  else if (items_are_moves (now))
    {
      if (supply (now->session, worker, worker->taken + 1u, &commands, &first))
        add (list, ACTION_ITEM, node, commands, 0);
    }
  else if (supply (now->session, worker, 1, &commands, &first) && first == now->session->tests)
    add (list, ACTION_EXIT, node, commands, 1);
  else if (supply (now->session, worker, 2, &commands, &first))
    add (list, ACTION_BEGIN, node, commands, 2u - worker->taken);
}

/* An idle worker takes items only together with another action. So adds its death after it has taken its first item, if
 * workers may die there and not when idle. */
static void
add_death_after_item (const SearchState *now, unsigned node, MoveList *list)
{
  const Worker *worker = &now->session->worker[node];
  unsigned commands;
  uint32_t first;
  if (worker->state != WORKER_UP || worker->taken || items_are_moves (now)
      || !supply (now->session, worker, 1, &commands, &first))
    return;
  if (search_state_may_die_in (now, first == now->session->tests ? CRASH_EXITING : CRASH_WAITING))
    add (list, ACTION_DIE, node, commands, 1);
}

static void
add_reduced (const SearchState *now, unsigned node, MoveList *list)
{
  const Worker *worker = &now->session->worker[node];
  unsigned commands;
  if (worker->state == WORKER_UP)
    add_next_of_up (now, node, list);
  if (search_state_takes_command (worker) && commands_to_steal (now->session, worker, &commands))
    add (list, ACTION_COMMAND, node, commands, 0);
}

static void
add_single (const SearchState *now, unsigned node, MoveList *list)
{
  for (unsigned kind = ACTION_COMMAND; kind <= ACTION_BEGIN; kind++)
    if (can_act (now, (Action){ (uint8_t) kind, (uint8_t) node, 0 }))
      add (list, (ActionKind) kind, node, 0, 0);
}

static void
add_death (const SearchState *now, unsigned node, MoveList *list)
{
  unsigned before = list->count;
  if (can_act (now, (Action){ ACTION_DIE, (uint8_t) node, 0 }))
    add (list, ACTION_DIE, node, 0, 0);
  else if (now->deaths_left && now->plan->reductions & REDUCE_STEPS)
    add_death_after_item (now, node, list);
  if (list->count > before)
    list->move[before].by_chance = !search_state_runs_killer (now, node);
}

static void
add_end (const SearchState *now, unsigned node, MoveList *list)
{
  add (list, ACTION_END, node, 0, 0);
  if (!now->plan->session.model->looks_at_duration)
    return;
  add (list, ACTION_END, node, 0, 0);
  list->move[list->count - 1].action.choice = 1;
}

static void
add_of_worker (const SearchState *now, unsigned node, MoveList *list)
{
  switch ((WorkerState) now->session->worker[node].state)
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
      if (now->plan->reductions & REDUCE_STEPS)
        add_reduced (now, node, list);
      else
        add_single (now, node, list);
      if (search_state_can_end (now, node))
        add_end (now, node, list);
      break;
    case WORKER_ABSENT:
    case WORKER_GONE:
      return;
    }
  add_death (now, node, list);
}

unsigned
successors_list (const SearchState *now, Move *moves)
{
  MoveList list = { moves, 0, SUCCESSORS_MAX (now->plan->session.nodes_max) };
  if (now->session->state->messages.len)
    add (&list, ACTION_HANDLE, 0, 0, 0);
  for (unsigned node = 0; node < now->session->state->next_number; node++)
    add_of_worker (now, node, &list);
  return list.count;
}

Move
move_of (const SearchState *now, Action action)
{
  g_autofree Move *moves = g_new (Move, SUCCESSORS_MAX (now->plan->session.nodes_max));
  unsigned count = successors_list (now, moves);
  for (unsigned i = 0; i < count; i++)
    if (moves[i].action.kind == action.kind && moves[i].action.node == action.node)
      {
        moves[i].action.choice = action.choice;
        return moves[i];
      }
  g_assert_not_reached ();
}

/* --- what workers still take ------------------------------------------------------------------------------------- */

static bool
take_one (SearchState *now, unsigned node, bool commands_only, Action *action)
{
  const Worker *worker = &now->session->worker[node];
  *action = (Action){ ACTION_COMMAND, (uint8_t) node, 0 };
  if (search_state_takes_command (worker) && iso_queue_get (&now->session->store, &worker->inbox, 0) != COMMAND_STEAL)
    worker_take_command (now->session, node);
  else if (!commands_only && !items_are_moves (now) && worker_can_take_item (now->session, node))
    {
      action->kind = ACTION_ITEM;
      worker_take_item (now->session, node);
    }
  else
    return false;
  return true;
}

unsigned
take_alone (SearchState *now, bool commands_only, void (*step) (Action action, void *data), void *data)
{
  unsigned steps = 0;
  Action action;
  for (unsigned node = 0; node < now->session->state->next_number; node++)
    for (; take_one (now, node, commands_only, &action); steps++)
      if (step)
        step (action, data);
  return steps;
}
