#include "check/realizable_run.h"

#include "search/replay.h"
#include "search/violation.h"
#include "session/controller.h"

/* More than any run of a suite that can be searched has. */
#define RUN_ACTIONS_MAX 2000u

typedef enum
{
  RUN_GOES_ON, /* by `next` */
  RUN_VIOLATES,
  RUN_ENDED
} RunState;

typedef struct
{
  const SearchPlan *plan;
  Property property;
  unsigned holds;  /* HoldBits */
  GArray *wishes;  /* of Action: the held ones of the schedule */
  guint wish;      /* the first that was neither taken nor skipped */
  GArray *done;    /* of Action: the run so far */
  SearchState now; /* after it */
  RunState state;
  Action next;
} Run;

/* --- what is held, what is not ------------------------------------------------------------------------------- */

static bool
has_hook (const IsoSession *session)
{
  uint32_t kind = iso_queue_get (&session->store, &session->state->messages, 0);
  return kind != MESSAGE_UNSCHEDULED && !(kind == MESSAGE_COLLECTIONFINISH && session->state->shutdown_triggered);
}

bool
realizable_is_held (const IsoSession *session, Action action, unsigned holds)
{
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return (holds & HOLD_CONTROLLER) && has_hook (session);
    case ACTION_BEGIN:
      return holds & HOLD_BEGIN;
    case ACTION_COMMAND:
    case ACTION_ITEM:
      return false;
    case ACTION_READY:
    case ACTION_COLLECT:
    case ACTION_END:
    case ACTION_EXIT:
    case ACTION_DIE:
      return true;
    }
  g_assert_not_reached ();
}

/* Finds the first action that can happen and is held, or is not: messages before commands before items. No death. */
static bool
find_action (Run *run, bool held)
{
  const IsoSession *session = run->now.session;
  static const ActionKind order[] = { ACTION_HANDLE, ACTION_COMMAND, ACTION_ITEM, ACTION_BEGIN,
                                      ACTION_READY,  ACTION_COLLECT, ACTION_END,  ACTION_EXIT };
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (unsigned node = 0; node < (order[i] == ACTION_HANDLE ? 1 : session->state->next_number); node++)
      {
        Action action = { (uint8_t) order[i], (uint8_t) node, 0 };
        if (!can_act (&run->now, action) || realizable_is_held (session, action, run->holds) != held)
          continue;
        run->next = action;
        return true;
      }
  return false;
}

/* Finds the next held action of the schedule that can happen; skips those that cannot any more. */
static bool
find_wish (Run *run)
{
  while (run->wish < run->wishes->len)
    {
      run->next = g_array_index (run->wishes, Action, run->wish++);
      if (can_act (&run->now, run->next) && realizable_is_held (run->now.session, run->next, run->holds))
        return true;
    }
  return false;
}

/* --- the run ------------------------------------------------------------------------------------------------- */

static void
decide (Run *run)
{
  run->state = RUN_GOES_ON;
  if (violation_now (&run->now) & PROPERTY_BIT (run->property))
    run->state = RUN_VIOLATES;
  else if (controller_session_finished (run->now.session) || run->now.session->error)
    run->state = RUN_ENDED;
  else if (!find_action (run, false) && !find_wish (run) && !find_action (run, true))
    run->state = RUN_ENDED;
}

/* A test that waits for its turn takes long. */
static void
do_next (Run *run)
{
  run->next.choice = run->next.kind == ACTION_END && run->plan->session.model->looks_at_duration;
  g_array_append_val (run->done, run->next);
  violation_forget (run->now.session);
  act (&run->now, run->next);
  decide (run);
}

static void
note_wish (const IsoSession *session, Action action, void *data)
{
  Run *run = data;
  if (realizable_is_held (session, action, run->holds))
    g_array_append_val (run->wishes, action);
}

/* The first action is the schedule's: nothing can happen before a worker is up or dies. */
static bool
run_with (Run *run, const GArray *schedule)
{
  g_array_set_size (run->done, 0);
  g_array_set_size (run->wishes, 0);
  search_replay (run->plan, schedule, &(Replay){ .before = note_wish, .data = run });
  if (run->wishes->len == 0)
    return false;
  run->wish = 1;
  run->next = g_array_index (run->wishes, Action, 0);
  run->state = RUN_GOES_ON;
  search_state_init (&run->now, run->plan, NULL);
  while (run->state == RUN_GOES_ON && run->done->len < RUN_ACTIONS_MAX)
    do_next (run);
  search_state_clear (&run->now);
  return run->state == RUN_VIOLATES;
}

GArray *
realizable_run (const SearchPlan *plan, Property property, const GArray *schedule, unsigned *holds)
{
  static const unsigned tried[] = { 0, HOLD_BEGIN, HOLD_CONTROLLER, HOLD_BEGIN | HOLD_CONTROLLER };
  bool found = false;
  Run run = { .plan = plan, .property = property };
  run.wishes = g_array_new (FALSE, FALSE, sizeof (Action));
  run.done = g_array_new (FALSE, FALSE, sizeof (Action));
  for (gsize i = 0; i < G_N_ELEMENTS (tried) && !found; i++)
    {
      *holds = run.holds = tried[i];
      found = run_with (&run, schedule);
    }
  g_array_unref (run.wishes);
  if (!found)
    g_clear_pointer (&run.done, g_array_unref);
  return run.done;
}
