#include "formats/isotrace.h"

#include "formats/format.h"
#include "formats/isotrace_columns.h"
#include "formats/recording_rows.h"
#include "recording/recording_read.h"
#include "text/fields.h"
#include <string.h>

typedef struct
{
  TraceText in;
  GMappedFile *mapped; /* that the text is in, or NULL */
  char *unpacked;      /* that the text is in otherwise; owned, as the mapping is, until the suite takes it over */
  char *at;            /* where reading is */

  IsotraceColumns columns;

  uint32_t tests, room;
  gint64 tests_said; /* by the line #tests; -1: there is none */
  uint64_t *name_at;
  uint32_t *name_len;
  char **group;
  RecordingReader *recording; /* NULL until the file turns out to be one */
  Trace *trace; /* what the rows say of times, outcomes and workers; without its suite until all is read */
} Reader;

static void
reader_clear (Reader *reader)
{
  if (reader->mapped)
    g_mapped_file_unref (reader->mapped);
  g_free (reader->unpacked);
  g_free (reader->name_at);
  g_free (reader->name_len);
  trace_free (reader->trace);
  recording_reader_free (reader->recording);
  for (uint32_t i = 0; reader->group && i < reader->tests; i++)
    g_free (reader->group[i]);
  g_free (reader->group);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static bool
recognise (const char *head, gsize len)
{
  return g_str_has_prefix (head, ISOTRACE_MAGIC);
}

/* The end of the line that begins at AT, before its LF or CRLF; *next is where the next begins. */
static char *
line_end (const Reader *reader, char *at, char **next)
{
  char *end = memchr (at, '\n', (gsize) (reader->in.text + reader->in.len - at));
  if (!end)
    {
      *next = reader->in.text + reader->in.len;
      return *next;
    }
  *next = end + 1;
  return end > at && end[-1] == '\r' ? end - 1 : end;
}

static bool
read_version (Reader *reader, GError **error)
{
  char *next, *end = line_end (reader, reader->at, &next);
  char *version = reader->at + strlen (ISOTRACE_MAGIC);
  if (!field_is (version, end, G_STRINGIFY (ISOTRACE_VERSION)))
    return fields_refuse (&reader->in, version, error, "this isosim reads version %d of the trace format, and no other",
                          ISOTRACE_VERSION);
  reader->at = next;
  return true;
}

/* The value of a remark "#key N"; a line of another key leaves *number as it is. */
static bool
read_remark_number (Reader *reader, const char *key, const char *end, uint64_t most, uint64_t *number, GError **error)
{
  char *at = reader->at + strlen (key);
  if (!g_str_has_prefix (reader->at, key))
    return true;
  return (field_whole (at, end, number) && *number <= most)
         || fields_refuse (&reader->in, at, error, "expected a whole number up to %" G_GUINT64_FORMAT, most);
}

/* *taken: whether it is a recording's. */
static bool
read_recording_remark (Reader *reader, char *end, bool *taken, GError **error)
{
  *taken = false;
  if (!reader->recording && g_str_has_prefix (reader->at, RECORDING_MAGIC))
    reader->recording = recording_reader_new (&reader->in);
  return !reader->recording || recording_reader_take (reader->recording, reader->at, end, taken, error);
}

static bool
read_trace_remark (Reader *reader, const char *end, GError **error)
{
  uint64_t tests = (uint64_t) reader->tests_said;
  for (gsize i = 0; i < ORDER_SORTED + 1; i++)
    if (g_str_has_prefix (reader->at, "#order ")
        && field_is (reader->at + strlen ("#order "), end, isotrace_order_names[i]))
      reader->trace->order = (TraceOrder) i;
  if (!read_remark_number (reader, "#tests ", end, SUITE_TESTS_MAX, &tests, error)
      || !read_remark_number (reader, "#startup_us ", end, FIELD_US_MAX, &reader->trace->startup_us, error)
      || !read_remark_number (reader, "#collect_us ", end, FIELD_US_MAX, &reader->trace->collect_us, error))
    return false;
  reader->tests_said = (gint64) tests;
  return true;
}

static bool
read_remark (Reader *reader, char *end, GError **error)
{
  bool taken;
  return read_recording_remark (reader, end, &taken, error) && (taken || read_trace_remark (reader, end, error));
}

/* Lines "#key value" between the version and the column names; keys that are not known are for others. */
static bool
read_remarks (Reader *reader, GError **error)
{
  while (reader->at < reader->in.text + reader->in.len && *reader->at == '#')
    {
      char *next, *end = line_end (reader, reader->at, &next);
      if (!read_remark (reader, end, error))
        return false;
      reader->at = next;
    }
  return true;
}

static bool
read_column_names (Reader *reader, GError **error)
{
  char *next, *end = line_end (reader, reader->at, &next);
  if (!isotrace_read_columns (&reader->columns, &reader->in, reader->at, end, error))
    return false;
  reader->at = next;
  return true;
}

#define GROW(array, room) ((array) = g_renew (__typeof__ (*(array)), array, room))

/* Room for more tests, in the arrays of the columns that are there. */
static void
grow (Reader *reader)
{
  uint32_t room = reader->room ? reader->room * 2 : (uint32_t) CLAMP (reader->tests_said, 64, SUITE_TESTS_MAX);
  /* A line has at least four bytes: what #tests says is a hint, never a reason to take more than the file can need. */
  room = MIN (room, (uint32_t) MIN (reader->in.len / 4 + 64, SUITE_TESTS_MAX + 1));
  reader->room = MAX (room, reader->tests + 1);
  GROW (reader->name_at, reader->room);
  GROW (reader->name_len, reader->room);
  GROW (reader->trace->run_us, reader->room);
  if (!reader->columns.has[COLUMN_RUN])
    {
      GROW (reader->trace->setup_us, reader->room);
      GROW (reader->trace->teardown_us, reader->room);
    }
  if (reader->columns.has[COLUMN_START])
    GROW (reader->trace->start_us, reader->room);
  if (reader->columns.has[COLUMN_OUTCOME])
    GROW (reader->trace->outcome, reader->room);
  if (reader->columns.has[COLUMN_WORKER])
    GROW (reader->trace->worker, reader->room);
  if (reader->columns.has[COLUMN_GROUP])
    GROW (reader->group, reader->room);
}

static bool
is_dash (const char *at, const char *end)
{
  return end - at == 1 && *at == '-';
}

static bool
read_nodeid (Reader *reader, char *at, char *end, GError **error)
{
  gssize len = field_text (&reader->in, at, end, "nodeid", error);
  if (len < 0)
    return false;
  reader->name_at[reader->tests] = (uint64_t) (at - reader->in.text);
  reader->name_len[reader->tests] = (uint32_t) len;
  return true;
}

static bool
read_group (Reader *reader, char *at, char *end, GError **error)
{
  if (is_dash (at, end))
    return true;
  gssize len = field_text (&reader->in, at, end, "group", error);
  if (len >= 0)
    reader->group[reader->tests] = g_strndup (at, (gsize) len);
  return len >= 0;
}

static bool
read_worker (Reader *reader, char *at, char *end, GError **error)
{
  uint32_t number;
  reader->trace->worker[reader->tests] = -1;
  if (is_dash (at, end))
    return true;
  if (!field_worker (at, end, &number))
    return fields_refuse (&reader->in, at, error, "expected a worker, gw0 to gw%u, or - for none",
                          TRACE_WORKERS_MAX - 1);
  reader->trace->worker[reader->tests] = (int32_t) number;
  return true;
}

static bool
read_outcome (Reader *reader, char *at, char *end, GError **error)
{
  int outcome = outcome_parse (at, (gsize) (end - at));
  if (outcome < 0)
    return fields_refuse (&reader->in, at, error,
                          "expected an outcome (passed, skipped, call-failed, …), or - for none");
  reader->trace->outcome[reader->tests] = (uint8_t) outcome;
  return true;
}

static bool
read_time (Reader *reader, char *at, char *end, uint64_t *us, GError **error)
{
  return field_whole (at, end, us)
         || fields_refuse (&reader->in, at, error, "expected whole microseconds, from 0 to 1e15 (%u seconds)",
                           TRACE_SECONDS_MAX);
}

static bool
read_start (Reader *reader, char *at, char *end, GError **error)
{
  reader->trace->start_us[reader->tests] = TRACE_US_NONE;
  return is_dash (at, end) || read_time (reader, at, end, &reader->trace->start_us[reader->tests], error);
}

static bool
read_field (Reader *reader, Column column, char *at, char *end, uint64_t *call_us, GError **error)
{
  switch (column)
    {
    case COLUMN_RUN:
    case COLUMN_CALL:
      return read_time (reader, at, end, call_us, error);
    case COLUMN_SETUP:
      return read_time (reader, at, end, &reader->trace->setup_us[reader->tests], error);
    case COLUMN_TEARDOWN:
      return read_time (reader, at, end, &reader->trace->teardown_us[reader->tests], error);
    case COLUMN_OUTCOME:
      return read_outcome (reader, at, end, error);
    case COLUMN_WORKER:
      return read_worker (reader, at, end, error);
    case COLUMN_START:
      return read_start (reader, at, end, error);
    case COLUMN_GROUP:
      return read_group (reader, at, end, error);
    case COLUMN_NODEID:
      return read_nodeid (reader, at, end, error);
    default:
      return true;
    }
}

/* Fields are found by their tabs, the last one by the end of the line. */
static bool
read_fields (Reader *reader, char *at, char *end, uint64_t *call_us, GError **error)
{
  for (unsigned i = 0; i < reader->columns.count; i++)
    {
      char *tab = memchr (at, '\t', (gsize) (end - at));
      if (!tab != (i + 1 == reader->columns.count))
        return fields_refuse (&reader->in, tab ? tab : end, error, "expected %u fields, one for each column",
                              reader->columns.count);
      if (!read_field (reader, reader->columns.column[i], at, tab ? tab : end, call_us, error))
        return false;
      at = tab ? tab + 1 : end;
    }
  return true;
}

/* One test: the line from AT to END. */
static bool
read_row (Reader *reader, char *at, char *end, GError **error)
{
  uint32_t test = reader->tests;
  uint64_t run_us = 0;
  if (reader->trace->setup_us)
    reader->trace->setup_us[test] = reader->trace->teardown_us[test] = 0;
  if (reader->group)
    reader->group[test] = NULL;
  if (!read_fields (reader, at, end, &run_us, error))
    {
      if (reader->group)
        g_free (reader->group[test]);
      return false;
    }
  reader->tests++;
  if (reader->trace->setup_us)
    run_us += reader->trace->setup_us[test] + reader->trace->teardown_us[test];
  reader->trace->run_us[test] = run_us;
  return run_us <= FIELD_US_MAX
         || fields_refuse (&reader->in, at, error, "the phases of this test take more than %u seconds in all",
                           TRACE_SECONDS_MAX);
}

/* Behind the columns remarks are passed over, but not the beginning of another recording. */
static bool
pass_over_remark (const Reader *reader, GError **error)
{
  return !reader->recording || !g_str_has_prefix (reader->at, RECORDING_MAGIC)
         || fields_refuse (&reader->in, reader->at, error, "a second recording begins here; a file holds one");
}

static bool
read_line_of_rows (Reader *reader, char *end, GError **error)
{
  if (end == reader->at)
    return true;
  return *reader->at == '#' ? pass_over_remark (reader, error) : read_row (reader, reader->at, end, error);
}

static bool
read_rows (Reader *reader, GError **error)
{
  const char *text_end = reader->in.text + reader->in.len;
  while (reader->at < text_end)
    {
      char *next, *end = line_end (reader, reader->at, &next);
      if (next == text_end && next[-1] != '\n')
        return fields_refuse (&reader->in, end, error, "the file is cut off: its last line has no end");
      if (reader->tests == reader->room)
        grow (reader);
      if (!read_line_of_rows (reader, end, error))
        return false;
      if (reader->tests > SUITE_TESTS_MAX)
        return fields_refuse (&reader->in, reader->at, error, "more than %u tests", SUITE_TESTS_MAX);
      reader->at = next;
    }
  return true;
}

static bool
check_count (Reader *reader, GError **error)
{
  if (reader->tests == 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: holds no test", reader->in.name);
  else if (reader->tests_said >= 0 && reader->tests_said != reader->tests)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT,
                 "%s: says %" G_GINT64_FORMAT " tests and holds %u: it is cut off, or was edited (then take out its "
                 "line #tests)",
                 reader->in.name, reader->tests_said, reader->tests);
  else
    return true;
  return false;
}

static bool
check_repeated (const Reader *reader, const Suite *suite, GError **error)
{
  uint32_t earlier, test = suite_find_repeated (suite, &earlier);
  if (test == SUITE_NONE)
    return true;
  /* The names were unescaped where they lie, but no line end was touched. */
  char *text = reader->in.text;
  return fields_refuse (&reader->in, text + suite->name_at[test], error, "this nodeid stands in line %u already",
                        fields_line (&reader->in, text + suite->name_at[earlier]));
}

static void
unmap (void *mapped)
{
  g_mapped_file_unref (mapped);
}

/* The suite takes over the text. */
static void
make_suite (Reader *reader)
{
  void *owner = reader->mapped ? (void *) g_steal_pointer (&reader->mapped) : g_steal_pointer (&reader->unpacked);
  void (*free_text) (void *) = owner == reader->in.text ? g_free : unmap;
  reader->trace->suite
      = suite_new (reader->tests, reader->in.text, g_steal_pointer (&reader->name_at),
                   g_steal_pointer (&reader->name_len), g_steal_pointer (&reader->group), free_text, owner);
}

static bool
take_text (Reader *reader, Input *input, GError **error)
{
  reader->mapped = input_map_all (input);
  if (!reader->mapped)
    return (reader->in.text = reader->unpacked = input_take_all (input, &reader->in.len, error)) != NULL;
  reader->in.text = g_mapped_file_get_contents (reader->mapped);
  reader->in.len = g_mapped_file_get_length (reader->mapped);
  return true;
}

/* The tests are those that the recording names, not those of the rows. */
static void
take_recorded_names (Reader *reader)
{
  g_free (reader->name_at);
  g_free (reader->name_len);
  for (uint32_t i = 0; reader->group && i < reader->tests; i++)
    g_free (reader->group[i]);
  g_clear_pointer (&reader->group, g_free);
  reader->tests = recording_reader_tests (reader->recording);
  reader->tests_said = -1;
  recording_reader_take_names (reader->recording, &reader->name_at, &reader->name_len);
}

/* What the lines #test name stands for rows that were not written, or not all. *made: the rows are still to be made. */
static bool
settle_rows (Reader *reader, bool *made, GError **error)
{
  *made = false;
  if (!reader->recording)
    return true;
  if (!recording_check_names (reader->recording, &reader->in, reader->tests, reader->name_at, reader->name_len, error))
    return false;
  *made = reader->tests < recording_reader_tests (reader->recording);
  if (*made && reader->tests > 0)
    g_ptr_array_add (reader->trace->warnings,
                     g_strdup_printf ("%s: rows are missing; all are made from the runs", reader->in.name));
  if (*made)
    take_recorded_names (reader);
  return true;
}

static bool
finish_recording (Reader *reader, bool made, GError **error)
{
  Trace *trace = reader->trace;
  if (!reader->recording)
    return true;
  trace->recording = recording_reader_finish (reader->recording, reader->tests, trace->warnings, error);
  if (!trace->recording)
    return false;
  if (made)
    recording_make_rows (trace, reader->tests);
  recording_count (trace, reader->tests);
  return true;
}

static bool
read_table (Reader *reader, GError **error)
{
  if (reader->recording && reader->at == reader->in.text + reader->in.len)
    return true;
  return read_column_names (reader, error) && read_rows (reader, error);
}

static bool
read_all (Reader *reader, GError **error)
{
  bool made;
  if (!fields_check_utf8 (&reader->in, error) || !read_version (reader, error) || !read_remarks (reader, error)
      || !read_table (reader, error) || !settle_rows (reader, &made, error) || !check_count (reader, error)
      || !finish_recording (reader, made, error))
    return false;
  make_suite (reader);
  return check_repeated (reader, reader->trace->suite, error);
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_auto (Reader) reader = { .in.name = input_name (input), .tests_said = -1, .trace = g_new0 (Trace, 1) };
  reader.trace->format = format_isotrace.title;
  reader.trace->warnings = g_ptr_array_new_with_free_func (g_free);
  if (!take_text (&reader, input, error))
    return NULL;
  recording_cut_last_line (&reader.in, reader.trace->warnings);
  reader.at = reader.in.text;
  reader.in.escapes = memchr (reader.in.text, '%', reader.in.len) != NULL;
  return read_all (&reader, error) ? g_steal_pointer (&reader.trace) : NULL;
}

const Format format_isotrace = { "isosim", "isosim trace", recognise, read_trace };
