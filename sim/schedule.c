#include "schedule.h"

#include <string.h>

/* What is put together while a schedule is gone along. */
typedef struct
{
  const SearchPlan *plan;
  GPtrArray *lines; /* sentences */
  GPtrArray *held;  /* what the workers hold after each step, in columns */
} Telling;

static const char *const message_names[] = {
  [MESSAGE_WORKERREADY] = "workerready", [MESSAGE_COLLECTIONFINISH] = "collectionfinish",
  [MESSAGE_COMPLETE] = "complete",       [MESSAGE_UNSCHEDULED] = "unscheduled",
  [MESSAGE_REPORTS] = "failed reports",  [MESSAGE_WORKERFINISHED] = "workerfinished",
  [MESSAGE_ERRORDOWN] = "errordown",
};

static char *
dup_test (const IsoSession *session, uint32_t index)
{
  return suite_dup_name (session->plan->suite, index);
}

static char *
handle_sentence (const IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  uint32_t kind = iso_queue_get (&session->store, messages, 0), node = iso_queue_get (&session->store, messages, 1);
  g_autofree char *test
      = kind == MESSAGE_COMPLETE ? dup_test (session, iso_queue_get (&session->store, messages, 2)) : NULL;
  return g_strdup_printf ("controller: %s of gw%u%s%s", message_names[kind], node, test ? ", " : "", test ? test : "");
}

static char *
run_sentence (const IsoSession *session, Action action)
{
  uint32_t index = iso_queue_get (&session->store, &session->worker[action.node].queue, 0);
  g_autofree char *test = dup_test (session, index);
  return g_strdup_printf ("gw%u %s %s%s", action.node, action.kind == ACTION_BEGIN ? "begins" : "ends", test,
                          action.choice ? ", after more than 0.1 s" : "");
}

static char *
death_sentence (const IsoSession *session, Action action)
{
  static const char *const states[] = {
    [WORKER_STARTING] = "starting",
    [WORKER_COLLECTING] = "collecting",
    [WORKER_UP] = "idle",
    [WORKER_EXITING] = "exiting",
  };
  const Worker *worker = &session->worker[action.node];
  if (worker->state != WORKER_RUNNING)
    return g_strdup_printf ("gw%u dies, %s", action.node,
                            worker->state == WORKER_UP && worker->taken ? "waiting" : states[worker->state]);
  g_autofree char *test = dup_test (session, iso_queue_get (&session->store, &worker->queue, 0));
  return g_strdup_printf ("gw%u dies, running %s", action.node, test);
}

static char *
sentence (const IsoSession *session, Action action)
{
  static const char *const said[] = {
    [ACTION_READY] = "is up",        [ACTION_COLLECT] = "has collected", [ACTION_COMMAND] = "takes a command",
    [ACTION_ITEM] = "takes an item", [ACTION_EXIT] = "is down",
  };
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return handle_sentence (session);
    case ACTION_BEGIN:
    case ACTION_END:
      return run_sentence (session, action);
    case ACTION_DIE:
      return death_sentence (session, action);
    default:
      return g_strdup_printf ("gw%u %s", action.node, said[action.kind]);
    }
}

static void
say_before (const IsoSession *session, Action action, void *data)
{
  g_ptr_array_add (((Telling *) data)->lines, sentence (session, action));
}

/* --- what a worker holds ------------------------------------------------------------------------------------- */

/* A test's number from 1, "." for the end marker. */
static void
append_item (GString *text, const IsoSession *session, uint32_t item)
{
  if (item == session->tests)
    g_string_append_c (text, '.');
  else
    g_string_append_printf (text, "%u", item + 1);
}

static void
append_held (GString *text, const IsoSession *session, unsigned node)
{
  const Worker *worker = &session->worker[node];
  if (worker->state == WORKER_ABSENT || worker->state == WORKER_GONE)
    {
      g_string_append (text, worker->state == WORKER_GONE ? "gone" : "");
      return;
    }
  for (uint32_t i = 0; i < worker->queue.len; i++)
    {
      bool runs = i == 0 && worker->state == WORKER_RUNNING;
      g_string_append (text, i == worker->taken && i ? " |" : "");
      g_string_append (text, i ? " " : "");
      g_string_append (text, runs ? "[" : "");
      append_item (text, session, iso_queue_get (&session->store, &worker->queue, i));
      g_string_append (text, runs ? "]" : "");
    }
  g_string_append (text, worker->inbox.len ? " <" : "");
}

static void
note_after (const IsoSession *session, Action action, void *data)
{
  Telling *telling = data;
  GString *text = g_string_new (NULL);
  for (unsigned node = 0; node < telling->plan->session.nodes_max; node++)
    {
      g_autoptr (GString) held = g_string_new (NULL);
      append_held (held, session, node);
      g_string_append_printf (text, "  %-10s", held->str);
    }
  g_ptr_array_add (telling->held, g_strchomp (g_string_free (text, FALSE)));
}

/* --- lines --------------------------------------------------------------------------------------------------- */

static Telling
tell (const SearchPlan *plan, const GArray *schedule)
{
  Telling telling = { plan, g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };
  search_replay (plan, schedule, say_before, note_after, &telling);
  return telling;
}

GPtrArray *
schedule_lines (const SearchPlan *plan, const GArray *schedule)
{
  Telling telling = tell (plan, schedule);
  g_ptr_array_unref (telling.held);
  return telling.lines;
}

/* Without blanks at its end. */
static void
append_line (GString *text, const char *number, const char *step, const char *held)
{
  g_autofree char *line = g_strdup_printf ("%4s  %-38s%s", number, step, held);
  g_string_append_printf (text, "%s\n", g_strchomp (line));
}

void
schedule_append_text (GString *text, const SearchPlan *plan, const GArray *schedule)
{
  Telling telling = tell (plan, schedule);
  GString *header = g_string_new (NULL);
  for (unsigned node = 0; node < plan->session.nodes_max; node++)
    g_string_append_printf (header, "  gw%-8u", node);
  append_line (text, "", "", header->str);
  g_string_free (header, TRUE);
  for (guint i = 0; i < telling.lines->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      append_line (text, number, telling.lines->pdata[i], telling.held->pdata[i]);
    }
  g_string_append (text, "      tests by number, in [ ] the one that runs, before | what is taken, . the end marker,\n"
                         "      < commands that are not taken yet\n");
  g_ptr_array_unref (telling.lines);
  g_ptr_array_unref (telling.held);
}
