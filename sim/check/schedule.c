#include "check/schedule.h"

#include "search/replay.h"
#include "search/violation.h"
#include <string.h>

/* What a replay fills. */
typedef struct
{
  const SearchPlan *plan;
  GPtrArray *lines; /* sentences */
  GPtrArray *held;  /* of GStrv: what the workers hold after each step */
} Table;

#define SENTENCE_WIDTH_MIN 38

static const char *const message_names[] = {
  [MESSAGE_WORKERREADY] = "workerready", [MESSAGE_COLLECTIONFINISH] = "collectionfinish",
  [MESSAGE_COMPLETE] = "complete",       [MESSAGE_UNSCHEDULED] = "unscheduled",
  [MESSAGE_REPORTS] = "failed reports",  [MESSAGE_WORKERFINISHED] = "workerfinished",
  [MESSAGE_ERRORDOWN] = "errordown",
};

/* Returns the name of the test with that index on a node. */
static char *
dup_test (const IsoSession *session, unsigned node, uint32_t index)
{
  return suite_dup_name (session->plan->suite, iso_test_of (session, node, index));
}

static char *
handle_sentence (const IsoSession *session)
{
  const IsoQueue *messages = &session->state->messages;
  uint32_t kind = iso_queue_get (&session->store, messages, 0), node = iso_queue_get (&session->store, messages, 1);
  g_autofree char *test
      = kind == MESSAGE_COMPLETE ? dup_test (session, node, iso_queue_get (&session->store, messages, 2)) : NULL;
  return g_strdup_printf ("controller: %s of gw%u%s%s", message_names[kind], node, test ? ", " : "", test ? test : "");
}

static char *
run_sentence (const IsoSession *session, Action action)
{
  uint32_t index = iso_queue_get (&session->store, &session->worker[action.node].queue, 0);
  g_autofree char *test = dup_test (session, action.node, index);
  return g_strdup_printf ("gw%u %s %s%s", action.node, action.kind == ACTION_BEGIN ? "begins" : "ends", test,
                          action.choice ? ", after more than 0.1 s" : "");
}

static char *
death_sentence (const IsoSession *session, Action action)
{
  const Worker *worker = &session->worker[action.node];
  if (worker->state != WORKER_RUNNING)
    return g_strdup_printf ("gw%u dies, %s", action.node, crash_state_names[crash_state (worker)]);
  g_autofree char *test = dup_test (session, action.node, iso_queue_get (&session->store, &worker->queue, 0));
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
  g_ptr_array_add (((Table *) data)->lines, sentence (session, action));
}

/* --- what a worker holds ------------------------------------------------------------------------------------- */

/* Appends a test's number, from 1, or "." for the end marker. */
static void
append_item (GString *text, const IsoSession *session, unsigned node, uint32_t item)
{
  if (item == session->tests)
    g_string_append_c (text, '.');
  else
    g_string_append_printf (text, "%u", iso_test_of (session, node, item) + 1);
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
      append_item (text, session, node, iso_queue_get (&session->store, &worker->queue, i));
      g_string_append (text, runs ? "]" : "");
    }
  g_string_append (text, worker->inbox.len ? " <" : "");
}

static void
note_after (const IsoSession *session, Action action, void *data)
{
  Table *table = data;
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      g_autoptr (GString) held = g_string_new (NULL);
      append_held (held, session, node);
      g_strv_builder_add (cells, held->str);
    }
  g_ptr_array_add (table->held, g_strv_builder_end (cells));
}

/* --- lines --------------------------------------------------------------------------------------------------- */

static void
fill_table (Table *table, const SearchPlan *plan, const GArray *schedule)
{
  table->lines = g_ptr_array_new_with_free_func (g_free);
  table->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  search_replay (plan, schedule, &(Replay){ .before = say_before, .after = note_after, .data = table });
}

GPtrArray *
schedule_lines (const SearchPlan *plan, const GArray *schedule)
{
  Table table;
  fill_table (&table, plan, schedule);
  g_ptr_array_unref (table.held);
  return table.lines;
}

typedef struct
{
  Property property;
  char *sentence;
} Detail;

static void
keep_detail (const IsoSession *session, void *data)
{
  Detail *detail = data;
  detail->sentence = violation_detail (session, detail->property);
}

char *
schedule_detail (const SearchPlan *plan, const GArray *schedule, Property property)
{
  Detail detail = { property, NULL };
  search_replay (plan, schedule, &(Replay){ .end = keep_detail, .data = &detail });
  return detail.sentence;
}

/* Returns the number of workers that existed at the end, and sets the width of each one's column. */
static unsigned
measure_columns (const Table *table, unsigned *width)
{
  unsigned nodes = 0;
  for (guint i = 0; i < table->held->len; i++)
    for (char **cell = table->held->pdata[i]; *cell; cell++)
      {
        unsigned node = (unsigned) (cell - (char **) table->held->pdata[i]);
        if (node == nodes)
          width[nodes++] = node < 10 ? 3 : 4; /* gw10 */
        width[node] = MAX (width[node], (unsigned) strlen (*cell));
      }
  return nodes;
}

/* The widths of a table's columns, in characters. */
typedef struct
{
  unsigned sentence;
  unsigned nodes;
  unsigned *node; /* [nodes] */
} Widths;

static unsigned
measure_sentences (const GPtrArray *lines)
{
  unsigned width = SENTENCE_WIDTH_MIN;
  for (guint i = 0; i < lines->len; i++)
    width = MAX (width, (unsigned) g_utf8_strlen (lines->pdata[i], -1));
  return width;
}

/* Appends a text, and blanks up to a width in characters. */
static void
append_padded (GString *line, const char *text, unsigned width)
{
  g_string_append (line, text);
  for (glong len = g_utf8_strlen (text, -1); len < (glong) width; len++)
    g_string_append_c (line, ' ');
}

/* Appends a line: a number, a sentence, and a cell for each worker; without blanks at its end. */
static void
append_line (GString *text, const char *number, const char *step, char **cells, const Widths *widths)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_string_append_printf (line, "%4s  ", number);
  append_padded (line, step, widths->sentence);
  for (unsigned node = 0; node < widths->nodes && cells[node]; node++)
    g_string_append_printf (line, "  %-*s", (int) widths->node[node], cells[node]);
  g_string_append_printf (text, "%s\n", g_strchomp (line->str));
}

static void
append_header (GString *text, const Widths *widths)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (unsigned node = 0; node < widths->nodes; node++)
    {
      g_autofree char *name = g_strdup_printf ("gw%u", node);
      g_strv_builder_add (names, name);
    }
  g_auto (GStrv) cells = g_strv_builder_end (names);
  append_line (text, "", "", cells, widths);
}

void
schedule_append_text (GString *text, const SearchPlan *plan, const GArray *schedule)
{
  Table table;
  g_autofree unsigned *width = g_new0 (unsigned, plan->session.nodes_max);
  fill_table (&table, plan, schedule);
  const Widths widths = { measure_sentences (table.lines), measure_columns (&table, width), width };
  append_header (text, &widths);
  for (guint i = 0; i < table.held->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      append_line (text, number, table.lines->pdata[i], table.held->pdata[i], &widths);
    }
  g_string_append (text, "      tests by number, in [ ] the one that runs, before | what is taken, . the end marker,\n"
                         "      < commands that are not taken yet\n");
  g_ptr_array_unref (table.lines);
  g_ptr_array_unref (table.held);
}
