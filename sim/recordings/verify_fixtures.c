#include "recordings/verify_fixtures.h"

#include "base/human.h"
#include "session/property.h"
#include <string.h>

/* A fixture and one base that it was set up for, with the set-ups and tear-downs that ran. */
typedef struct
{
  const char *name, *base;                                  /* of the recording */
  const RecordingCoordinated *setup, *teardown;             /* the earliest of each; NULL: none ran */
  const RecordingCoordinated *setup_again, *teardown_again; /* another one; NULL: there is none */
  uint32_t setups, teardowns;
} Served;

typedef struct
{
  const Trace *trace;
  GArray *served; /* Served, in the order of the file */
  GPtrArray **cases;
} Fixtures;

static void G_GNUC_PRINTF (3, 4) add (Fixtures *fixtures, Property property, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (fixtures->cases[property], g_strdup_vprintf (format, args));
  va_end (args);
}

/* Returns "database for a.py::TestA" or "server for the session"; free it with g_free(). */
static char *
served_words (const Served *served)
{
  return g_strdup_printf ("%s for %s", served->name, *served->base ? served->base : "the session");
}

static uint64_t
end_us (const RecordingCoordinated *ran)
{
  return ran->start_us + ran->us;
}

/* --- what ran for which base --------------------------------------------------------------------------------- */

static void
note (const RecordingCoordinated *ran, const RecordingCoordinated **first, const RecordingCoordinated **again)
{
  bool sooner = !*first || ran->start_us < (*first)->start_us;
  if (sooner && *first)
    *again = *first;
  else if (!sooner && !*again)
    *again = ran;
  if (sooner)
    *first = ran;
}

static Served *
find_served (Fixtures *fixtures, GHashTable *places, const RecordingCoordinated *ran)
{
  g_autofree char *key = g_strdup_printf ("%s%c%s", ran->name, '\1', ran->base);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, key));
  if (place == 0)
    {
      const Served served = { .name = ran->name, .base = ran->base };
      g_array_append_val (fixtures->served, served);
      place = fixtures->served->len;
      g_hash_table_insert (places, g_steal_pointer (&key), GUINT_TO_POINTER (place));
    }
  return &g_array_index (fixtures->served, Served, place - 1);
}

static void
list_served (Fixtures *fixtures)
{
  const Recording *recording = fixtures->trace->recording;
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t i = 0; i < recording->coordinations; i++)
    {
      const RecordingCoordinated *ran = &recording->coordinated[i];
      Served *served = find_served (fixtures, places, ran);
      served->setups += !ran->teardown;
      served->teardowns += ran->teardown;
      if (ran->teardown)
        note (ran, &served->teardown, &served->teardown_again);
      else
        note (ran, &served->setup, &served->setup_again);
    }
}

/* --- the promises -------------------------------------------------------------------------------------------- */

static void
add_twice (Fixtures *fixtures, Property property, const char *what, const Served *served,
           const RecordingCoordinated *first, const RecordingCoordinated *again)
{
  g_autofree char *words = served_words (served);
  g_autofree char *when = human_time (first->start_us), *later = human_time (again->start_us);
  add (fixtures, property, "the %s of %s ran twice: on gw%u after %s, and on gw%u after %s", what, words, first->worker,
       when, again->worker, later);
}

static void
judge_once (Fixtures *fixtures, const Served *served, bool whole)
{
  g_autofree char *words = served_words (served);
  if (served->setups > 1)
    add_twice (fixtures, ISO_SETUP_ONCE, "set-up", served, served->setup, served->setup_again);
  if (served->setups == 0)
    add (fixtures, ISO_SETUP_ONCE, "%s was torn down, and never set up", words);
  if (served->teardowns > 1)
    add_twice (fixtures, ISO_TEARDOWN_ONCE, "tear-down", served, served->teardown, served->teardown_again);
  if (served->teardowns == 0 && whole)
    add (fixtures, ISO_TEARDOWN_ONCE, "%s was set up, and never torn down", words);
}

static bool
serves (const Served *served, const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  gsize base = strlen (served->base);
  if (base == 0)
    return true;
  return len > base && memcmp (name, served->base, base) == 0 && (name[base] == ':' || name[base] == '/');
}

static void
judge_run (Fixtures *fixtures, const Served *served, const RecordingRun *run)
{
  if (run->call_us == TRACE_US_NONE || run->outcome & OUTCOME_CRASHED
      || !serves (served, fixtures->trace->suite, run->test))
    return;
  uint64_t call_us = run->start_us + (run->setup_us == TRACE_US_NONE ? 0 : run->setup_us);
  uint64_t called_us = call_us + run->call_us;
  g_autofree char *words = served_words (served), *name = suite_dup_name (fixtures->trace->suite, run->test);
  g_autofree char *call = human_time (call_us), *called = human_time (called_us);
  if (served->setup && call_us + VERIFY_SLACK_US < end_us (served->setup))
    {
      g_autofree char *ready = human_time (end_us (served->setup));
      add (fixtures, ISO_SETUP_FIRST, "%s began on gw%u after %s, and the set-up of %s ended on gw%u after %s", name,
           run->worker, call, words, served->setup->worker, ready);
    }
  if (served->teardown && served->teardown->start_us + VERIFY_SLACK_US < called_us)
    {
      g_autofree char *torn = human_time (served->teardown->start_us);
      add (fixtures, ISO_TEARDOWN_LAST, "%s ended on gw%u after %s, and the tear-down of %s began on gw%u after %s",
           name, run->worker, called, words, served->teardown->worker, torn);
    }
}

static int
compare_setups (const void *a, const void *b)
{
  const Served *one = *(const Served *const *) a, *other = *(const Served *const *) b;
  int by_name = strcmp (one->name, other->name);
  if (by_name)
    return by_name;
  if (one->setup->start_us != other->setup->start_us)
    return one->setup->start_us < other->setup->start_us ? -1 : 1;
  return one < other ? -1 : one > other;
}

static uint64_t
closed_us (const Served *served)
{
  return served->teardown ? end_us (served->teardown) : UINT64_MAX;
}

static void
add_beside (Fixtures *fixtures, const Served *served, const Served *open)
{
  g_autofree char *words = served_words (served), *others = served_words (open);
  g_autofree char *when = human_time (served->setup->start_us);
  g_autofree char *closed = open->teardown ? human_time (closed_us (open)) : NULL;
  if (closed)
    add (fixtures, ISO_SCOPES_APART, "the set-up of %s began on gw%u after %s, and %s was torn down by %s", words,
         served->setup->worker, when, others, closed);
  else
    add (fixtures, ISO_SCOPES_APART, "the set-up of %s began on gw%u after %s, and %s was never torn down", words,
         served->setup->worker, when, others);
}

/* Checks that a fixture is torn down for one base before it is set up for the next. */
static void
judge_apart (Fixtures *fixtures)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  for (guint i = 0; i < fixtures->served->len; i++)
    if (g_array_index (fixtures->served, Served, i).setup)
      g_ptr_array_add (order, &g_array_index (fixtures->served, Served, i));
  if (order->len)
    qsort (order->pdata, order->len, sizeof *order->pdata, compare_setups);
  const Served *open = NULL;
  for (guint i = 0; i < order->len; i++)
    {
      const Served *served = order->pdata[i];
      bool same = open && strcmp (open->name, served->name) == 0;
      if (same && (!open->teardown || served->setup->start_us + VERIFY_SLACK_US < closed_us (open)))
        add_beside (fixtures, served, open);
      if (!same || closed_us (served) > closed_us (open))
        open = served;
    }
}

void
verify_fixtures (const Trace *trace, bool whole, GPtrArray *cases[ISO_PROPERTIES])
{
  Fixtures fixtures = { trace, g_array_new (FALSE, FALSE, sizeof (Served)), cases };
  for (int property = ISO_SETUP_ONCE; property <= ISO_SCOPES_APART; property++)
    cases[property] = g_ptr_array_new_with_free_func (g_free);
  list_served (&fixtures);
  for (guint i = 0; i < fixtures.served->len; i++)
    {
      const Served *served = &g_array_index (fixtures.served, Served, i);
      judge_once (&fixtures, served, whole);
      for (uint32_t run = 0; run < trace->recording->runs; run++)
        judge_run (&fixtures, served, &trace->recording->run[run]);
    }
  judge_apart (&fixtures);
  g_array_unref (fixtures.served);
}
