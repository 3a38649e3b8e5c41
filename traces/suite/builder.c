#include "suite/builder.h"

#include "text/input.h"
#include "text/input_error.h"
#include "text/names.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

#define PHASES (PHASE_WHOLE + 1)
#define NO_INDEX UINT32_MAX
#define TEXT_BLOCK 262144u

typedef struct
{
  const char *name; /* in one of Builder.blocks */
  uint32_t name_len;
  uint32_t runs;
  uint64_t sum_us[PHASES]; /* over all runs */
  double start;            /* seconds since the file's own zero, NaN unknown */
  char *group;
  uint32_t item_index; /* NO_INDEX unknown */
  int32_t worker;      /* -1 unknown */
  uint8_t outcome;
  bool timed;
} Item;

struct Builder
{
  const char *name;
  GPtrArray *blocks; /* of char *: the nodeids, never moved, so that the table may point to them */
  char *text;        /* the last block's free bytes */
  gsize text_room;
  NameTable *names;
  Item *item;
  uint32_t items, room;
  unsigned line; /* the last one that was given for a test */

  bool any_outcome, any_worker, any_start, any_group, any_whole;
  uint32_t first_merged; /* the test, if any run was merged */
  unsigned first_merged_line;
  Trace *trace; /* what can be filled in at once: the counters, the warnings, the scenario */
};

Builder *
builder_new (const char *format, const char *name)
{
  Builder *builder = g_new0 (Builder, 1);
  builder->name = name;
  builder->blocks = g_ptr_array_new_with_free_func (g_free);
  builder->names = name_table_new (0);
  builder->trace = g_new0 (Trace, 1);
  builder->trace->format = format;
  builder->trace->warnings = g_ptr_array_new_with_free_func (g_free);
  return builder;
}

void
builder_free (Builder *builder)
{
  if (!builder)
    return;
  g_ptr_array_unref (builder->blocks);
  name_table_free (builder->names);
  for (uint32_t test = 0; builder->any_group && test < builder->items; test++)
    g_free (builder->item[test].group);
  g_free (builder->item);
  trace_free (builder->trace);
  g_free (builder);
}

/* "FILE:LINE", or "FILE" when the line is not known. */
static char *
dup_place (const Builder *builder, unsigned line)
{
  return line ? g_strdup_printf ("%s:%u", builder->name, line) : g_strdup (builder->name);
}

static uint32_t
refuse_name (const Builder *builder, unsigned line, const char *why, GError **error)
{
  g_autofree char *place = dup_place (builder, line);
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT, "%s: %s", place, why);
  return SUITE_NONE;
}

static uint32_t
refuse_long_name (const Builder *builder, const char *nodeid, gsize len, unsigned line, GError **error)
{
  g_autofree char *shown = input_dup_shown (nodeid, len);
  g_autofree char *why = g_strdup_printf ("a nodeid of %" G_GSIZE_FORMAT " bytes (%s); the longest allowed has %u", len,
                                          shown, SUITE_NODEID_MAX);
  return refuse_name (builder, line, why, error);
}

static Item *
append_item (Builder *builder)
{
  if (builder->items == builder->room)
    {
      builder->room = MAX (2 * builder->room, 256);
      builder->item = g_renew (Item, builder->item, builder->room);
    }
  Item *item = &builder->item[builder->items++];
  *item = (Item){ .start = (double) NAN, .item_index = NO_INDEX, .worker = -1 };
  return item;
}

/* A copy of the text, at the beginning of what is free. */
static const char *
write_text (Builder *builder, const char *text, uint32_t len)
{
  if (len > builder->text_room)
    {
      builder->text_room = MAX (len, TEXT_BLOCK);
      builder->text = g_malloc (builder->text_room);
      g_ptr_array_add (builder->blocks, builder->text);
    }
  g_assert (len <= builder->text_room);
  return memcpy (builder->text, text, len);
}

/* The table keeps a pointer to what it is given, which must be our own copy if the name is new; if it is not, the copy
 * is given up. */
static uint32_t
number_name (Builder *builder, const char *nodeid, uint32_t len)
{
  const char *own = write_text (builder, nodeid, len);
  uint32_t test = name_table_add (builder->names, own, len);
  if (test < builder->items)
    return test;
  g_assert (test == builder->items && builder->items <= builder->room);
  Item *item = append_item (builder);
  item->name = own;
  item->name_len = len;
  builder->text += len;
  builder->text_room -= len;
  return test;
}

uint32_t
builder_test (Builder *builder, const char *nodeid, gsize len, unsigned line, GError **error)
{
  builder->line = line;
  if (len == 0)
    return refuse_name (builder, line, "a test without a nodeid", error);
  if (len > SUITE_NODEID_MAX)
    return refuse_long_name (builder, nodeid, len, line, error);
  if (!g_utf8_validate_len (nodeid, len, NULL))
    return refuse_name (builder, line, "a nodeid that is not UTF-8", error);
  uint32_t test = number_name (builder, nodeid, (uint32_t) len);
  if (test >= SUITE_TESTS_MAX)
    {
      g_autofree char *why = g_strdup_printf ("more than %u tests", SUITE_TESTS_MAX);
      return refuse_name (builder, line, why, error);
    }
  return test;
}

uint32_t
builder_tests (const Builder *builder)
{
  return builder->items;
}

uint32_t
builder_runs (const Builder *builder, uint32_t test)
{
  return builder->item[test].runs;
}

void
builder_begin_run (Builder *builder, uint32_t test)
{
  if (builder->item[test].runs++ == 0)
    return;
  if (builder->trace->merged++ == 0)
    {
      builder->first_merged = test;
      builder->first_merged_line = builder->line;
    }
}

/* A sum that would overflow (18,000 runs of the longest time) stays at the greatest value instead. */
static uint64_t
add_capped (uint64_t a, uint64_t b)
{
  return b > UINT64_MAX - a ? UINT64_MAX : a + b;
}

void
builder_add_time_us (Builder *builder, uint32_t test, Phase phase, uint64_t us)
{
  Item *item = &builder->item[test];
  if (item->runs == 0)
    builder_begin_run (builder, test);
  item->sum_us[phase] = add_capped (item->sum_us[phase], us);
  item->timed = true;
  if (phase == PHASE_WHOLE)
    builder->any_whole = true;
}

/* The product of a text such as 4.0000005 may fall just below the half that the text means, in one of 80 such texts.
 * One step up mends these, and below 11 days is a thousand times too small to change anything else. */
static uint64_t
to_us (double seconds)
{
  double us = seconds * 1e6;
  return (uint64_t) llround (us < 1e12 ? nextafter (us, (double) INFINITY) : us);
}

static void
warn_of_time (Builder *builder, uint32_t test, double seconds, unsigned line)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const Item *item = &builder->item[test];
  g_autofree char *shown = input_dup_shown (item->name, item->name_len);
  builder_warn (builder, line, "%s took %s s, which counts as 0: a time is from 0 to %u seconds", shown,
                g_ascii_formatd (number, sizeof number, "%.6g", seconds), TRACE_SECONDS_MAX);
}

void
builder_add_time (Builder *builder, uint32_t test, Phase phase, double seconds, unsigned line)
{
  uint64_t us = 0;
  if (seconds >= 0 && seconds <= TRACE_SECONDS_MAX)
    us = to_us (seconds);
  else
    {
      builder->trace->mended++;
      warn_of_time (builder, test, seconds, line);
    }
  builder_add_time_us (builder, test, phase, us);
}

void
builder_add_outcome (Builder *builder, uint32_t test, unsigned outcome)
{
  builder->item[test].outcome |= (uint8_t) outcome;
  if (outcome)
    builder->any_outcome = true;
}

const char *const phase_names[PHASE_WHOLE] = { "setup", "call", "teardown" };

unsigned
outcome_of_report (Phase phase, const char *outcome, bool xfail)
{
  if (g_strcmp0 (outcome, "failed") == 0)
    return (unsigned) OUTCOME_SETUP_FAILED << phase;
  if (g_strcmp0 (outcome, "skipped") == 0)
    return xfail ? OUTCOME_XFAILED : OUTCOME_SKIPPED;
  if (phase == PHASE_CALL && g_strcmp0 (outcome, "passed") == 0)
    return xfail ? OUTCOME_XPASSED : OUTCOME_PASSED;
  return 0;
}

unsigned
outcome_of_word (const char *word)
{
  int outcome = outcome_parse (word, strlen (word));
  if (outcome >= 0)
    return (unsigned) outcome;
  if (strcmp (word, "failed") == 0)
    return OUTCOME_CALL_FAILED;
  return strcmp (word, "error") == 0 ? OUTCOME_SETUP_FAILED : 0;
}

void
builder_set_item_index (Builder *builder, uint32_t test, uint32_t item_index)
{
  if (builder->item[test].item_index == NO_INDEX)
    builder->item[test].item_index = item_index;
}

void
builder_set_worker (Builder *builder, uint32_t test, uint32_t worker)
{
  if (builder->item[test].worker >= 0 || worker >= TRACE_WORKERS_MAX)
    return;
  builder->item[test].worker = (int32_t) worker;
  builder->any_worker = true;
}

void
builder_set_worker_id (Builder *builder, uint32_t test, const char *id)
{
  if (!id || id[0] != 'g' || id[1] != 'w' || !g_ascii_isdigit (id[2]))
    return;
  char *end;
  guint64 worker = g_ascii_strtoull (id + 2, &end, 10);
  if (*end == '\0' && worker <= INT32_MAX)
    builder_set_worker (builder, test, (uint32_t) worker);
}

void
builder_set_start (Builder *builder, uint32_t test, double seconds)
{
  if (!isfinite (seconds) || isfinite (builder->item[test].start))
    return;
  builder->item[test].start = seconds;
  builder->any_start = true;
}

void
builder_set_group (Builder *builder, uint32_t test, const char *group)
{
  if (builder->item[test].group)
    return;
  builder->item[test].group = g_strdup (group);
  builder->any_group = true;
}

void
builder_dropped (Builder *builder, unsigned line, const char *why)
{
  builder->trace->dropped++;
  builder_warn (builder, line, "%s", why);
}

void
builder_guessed (Builder *builder)
{
  builder->trace->guessed++;
}

void
builder_warn (Builder *builder, unsigned line, const char *format, ...)
{
  if (builder->trace->warnings->len >= TRACE_WARNINGS_MAX)
    return;
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_autofree char *place = dup_place (builder, line);
  g_ptr_array_add (builder->trace->warnings, g_strdup_printf ("%s: %s", place, what));
}

void
builder_set_scenario (Builder *builder, Scenario *scenario)
{
  builder->trace->scenario = scenario;
}

/* One sentence for all, in the last place if there is no room: the numbers above it are counted elsewhere, too. */
static void
warn_of_merged (Builder *builder)
{
  if (builder->trace->merged == 0)
    return;
  if (builder->trace->warnings->len == TRACE_WARNINGS_MAX)
    g_ptr_array_set_size (builder->trace->warnings, TRACE_WARNINGS_MAX - 1);
  const Item *item = &builder->item[builder->first_merged];
  g_autofree char *shown = input_dup_shown (item->name, item->name_len);
  g_autofree char *line
      = builder->first_merged_line ? g_strdup_printf (", line %u", builder->first_merged_line) : g_strdup ("");
  builder_warn (builder, 0, "%u %s a nodeid (first: %s%s); each such test counts once, with the mean of its runs",
                builder->trace->merged, builder->trace->merged == 1 ? "run repeats" : "runs repeat", shown, line);
}

static uint32_t
count_untimed (const Builder *builder)
{
  uint32_t untimed = 0;
  for (uint32_t test = 0; test < builder->items; test++)
    untimed += !builder->item[test].timed;
  return untimed;
}

static bool
refuse_empty (const Builder *builder, uint32_t untimed, GError **error)
{
  if (builder->items == 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: holds no test", builder->name);
  else if (untimed == builder->items)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: none of its %u tests has a time", builder->name,
                 untimed);
  else
    return false;
  return true;
}

static int
compare_keys (const void *a, const void *b)
{
  uint64_t key_a = *(const uint64_t *) a, key_b = *(const uint64_t *) b;
  return (key_a > key_b) - (key_a < key_b);
}

/* Sorts the items by item index, ties by first appearance, if every item has one. */
static bool
sort_by_item_index (Builder *builder)
{
  g_autofree uint64_t *key = g_new (uint64_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    {
      if (builder->item[test].item_index == NO_INDEX)
        return false;
      key[test] = (uint64_t) builder->item[test].item_index << 32 | test;
    }
  qsort (key, builder->items, sizeof *key, compare_keys);
  Item *sorted = g_new (Item, builder->items);
  for (uint32_t place = 0; place < builder->items; place++)
    sorted[place] = builder->item[(uint32_t) key[place]];
  g_free (builder->item);
  builder->item = sorted;
  builder->room = builder->items;
  return true;
}

static int
compare_names (const Item *a, const Item *b)
{
  int order = memcmp (a->name, b->name, MIN (a->name_len, b->name_len));
  return order ? order : (a->name_len > b->name_len) - (a->name_len < b->name_len);
}

/* A single name is in sorted order, too, but then no order is lost. */
static bool
names_are_sorted (const Builder *builder)
{
  for (uint32_t test = 1; test < builder->items; test++)
    if (compare_names (&builder->item[test - 1], &builder->item[test]) >= 0)
      return false;
  return builder->items > 1;
}

static TraceOrder
put_in_order (Builder *builder, bool sorted_loses_order)
{
  if (sort_by_item_index (builder))
    return ORDER_COLLECTION;
  return sorted_loses_order && names_are_sorted (builder) ? ORDER_SORTED : ORDER_FILE;
}

static char **
take_groups (Builder *builder)
{
  if (!builder->any_group)
    return NULL;
  char **group = g_new (char *, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    group[test] = g_steal_pointer (&builder->item[test].group);
  return group;
}

/* All nodeids in one text, in the order of the tests. */
static Suite *
build_suite (Builder *builder)
{
  uint64_t len = 0;
  uint64_t *name_at = g_new (uint64_t, builder->items);
  uint32_t *name_len = g_new (uint32_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    {
      name_at[test] = len;
      name_len[test] = builder->item[test].name_len;
      len += name_len[test];
    }
  char *text = g_malloc (len);
  for (uint32_t test = 0; test < builder->items; test++)
    memcpy (text + name_at[test], builder->item[test].name, name_len[test]);
  return suite_new (builder->items, text, name_at, name_len, take_groups (builder), g_free, text);
}

/* Rounded to the nearest microsecond. */
static uint64_t
mean_us (const Item *item, Phase phase)
{
  if (item->runs == 0)
    return 0;
  uint64_t whole = item->sum_us[phase] / item->runs, rest = item->sum_us[phase] % item->runs;
  return whole + (rest >= item->runs - rest);
}

static uint64_t
whole_us (const Item *item)
{
  uint64_t us = 0;
  for (Phase phase = PHASE_SETUP; phase < PHASES; phase++)
    us = add_capped (us, mean_us (item, phase));
  return us;
}

/* Phases that are each within the limit may exceed it together. */
static void
mend_sums (Builder *builder)
{
  for (uint32_t test = 0; test < builder->items; test++)
    {
      uint64_t us = whole_us (&builder->item[test]);
      if (us <= (uint64_t) TRACE_SECONDS_MAX * 1000000)
        continue;
      builder->trace->mended++;
      warn_of_time (builder, test, (double) us / 1e6, 0);
      memset (builder->item[test].sum_us, 0, sizeof builder->item[test].sum_us);
    }
}

static uint64_t *
means_us (const Builder *builder, Phase phase)
{
  uint64_t *us = g_new (uint64_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    us[test] = mean_us (&builder->item[test], phase);
  return us;
}

static void
fill_times (const Builder *builder, Trace *trace)
{
  trace->run_us = g_new (uint64_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    trace->run_us[test] = whole_us (&builder->item[test]);
  if (builder->any_whole)
    return;
  trace->setup_us = means_us (builder, PHASE_SETUP);
  trace->teardown_us = means_us (builder, PHASE_TEARDOWN);
}

static double
first_start (const Builder *builder)
{
  double first = (double) INFINITY;
  for (uint32_t test = 0; test < builder->items; test++)
    first = fmin (first, builder->item[test].start); /* which passes over NaN */
  return first;
}

static void
fill_starts (const Builder *builder, Trace *trace)
{
  double first = first_start (builder);
  trace->start_us = g_new (uint64_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    {
      double start = builder->item[test].start - first;
      trace->start_us[test] = start <= TRACE_SECONDS_MAX ? to_us (start) : TRACE_US_NONE;
    }
}

static void
fill_outcomes (const Builder *builder, Trace *trace)
{
  trace->outcome = g_new (uint8_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    trace->outcome[test] = builder->item[test].outcome;
}

static void
fill_workers (const Builder *builder, Trace *trace)
{
  trace->worker = g_new (int32_t, builder->items);
  for (uint32_t test = 0; test < builder->items; test++)
    trace->worker[test] = builder->item[test].worker;
}

Trace *
builder_finish (Builder *builder, bool sorted_loses_order, GError **error)
{
  uint32_t untimed = count_untimed (builder);
  if (refuse_empty (builder, untimed, error))
    return NULL;
  mend_sums (builder);
  warn_of_merged (builder);
  Trace *trace = g_steal_pointer (&builder->trace);
  trace->order = put_in_order (builder, sorted_loses_order);
  trace->suite = build_suite (builder);
  trace->untimed = untimed;
  g_assert (trace->suite->tests == builder->items && untimed < builder->items);
  fill_times (builder, trace);
  if (builder->any_outcome)
    fill_outcomes (builder, trace);
  if (builder->any_worker)
    fill_workers (builder, trace);
  if (builder->any_start)
    fill_starts (builder, trace);
  return trace;
}
