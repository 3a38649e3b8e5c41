#include "isotrace.h"

#include "builder.h"
#include "format.h"
#include <string.h>

#define TIME_US_MAX ((uint64_t) TRACE_SECONDS_MAX * 1000000)
#define COLUMNS_MAX 32

typedef enum
{
  COLUMN_OTHER, /* of a later version, or the user's own: passed over */
  COLUMN_RUN,
  COLUMN_SETUP,
  COLUMN_CALL,
  COLUMN_TEARDOWN,
  COLUMN_OUTCOME,
  COLUMN_WORKER,
  COLUMN_START,
  COLUMN_GROUP,
  COLUMN_NODEID
} Column;

static const char *const column_names[] = {
  [COLUMN_RUN] = "run_us",           [COLUMN_SETUP] = "setup_us",  [COLUMN_CALL] = "call_us",
  [COLUMN_TEARDOWN] = "teardown_us", [COLUMN_OUTCOME] = "outcome", [COLUMN_WORKER] = "worker",
  [COLUMN_START] = "start_us",       [COLUMN_GROUP] = "group",     [COLUMN_NODEID] = "nodeid",
};

typedef struct
{
  const char *name;    /* of the file, for messages */
  char *text;          /* NUL-terminated; nodeids are unescaped where they lie */
  GMappedFile *mapped; /* that text is in, or NULL: it is g_free'd */
  gsize len;
  char *at;     /* where reading is */
  bool escapes; /* there is a % somewhere */

  Column column[COLUMNS_MAX];
  unsigned columns;
  bool has[COLUMN_NODEID + 1];

  uint32_t tests, room;
  gint64 tests_said; /* by the line #tests; -1: there is none */
  uint64_t *name_at;
  uint32_t *name_len;
  char **group;
  Trace *trace; /* what the rows say of times, outcomes and workers; without its suite until all is read */
} Reader;

static void
reader_clear (Reader *reader)
{
  if (reader->mapped)
    g_mapped_file_unref (reader->mapped);
  else
    g_free (reader->text);
  g_free (reader->name_at);
  g_free (reader->name_len);
  trace_free (reader->trace);
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

/* Always false. PLACE lies in the text, which the message shows. */
static bool G_GNUC_PRINTF (4, 5)
    refuse (const Reader *reader, const char *place, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  input_set_error_at (error, TRACE_ERROR_FORMAT, reader->name, reader->text, reader->len,
                      (gsize) (place - reader->text), "%s", sentence);
  return false;
}

/* The end of the line that begins at AT, before its LF or CRLF; *next is where the next begins. */
static char *
line_end (const Reader *reader, char *at, char **next)
{
  char *end = memchr (at, '\n', (gsize) (reader->text + reader->len - at));
  if (!end)
    {
      *next = reader->text + reader->len;
      return *next;
    }
  *next = end + 1;
  return end > at && end[-1] == '\r' ? end - 1 : end;
}

static bool
word_is (const char *at, const char *end, const char *word)
{
  return (gsize) (end - at) == strlen (word) && memcmp (at, word, (gsize) (end - at)) == 0;
}

static bool
read_version (Reader *reader, GError **error)
{
  char *next, *end = line_end (reader, reader->at, &next);
  char *version = reader->at + strlen (ISOTRACE_MAGIC);
  if (!word_is (version, end, G_STRINGIFY (ISOTRACE_VERSION)))
    return refuse (reader, version, error, "this isosim reads version %d of the trace format, and no other",
                   ISOTRACE_VERSION);
  reader->at = next;
  return true;
}

/* Whole microseconds: the digits from *AT on, which is moved behind them. False when there are none, or too many. */
static inline bool
parse_us (char **at, const char *end, uint64_t *us)
{
  const char *first = *at;
  uint64_t number = 0;
  unsigned digit;
  for (; *at < end && (digit = (unsigned) (unsigned char) **at - '0') <= 9; ++*at)
    number = number * 10 + digit;
  *us = number;
  return *at > first && *at - first <= 16 && number <= TIME_US_MAX;
}

/* A number and nothing else up to the end. */
static bool
parse_whole (char *at, const char *end, uint64_t *number)
{
  return parse_us (&at, end, number) && at == end;
}

/* The value of a remark "#key N"; a line of another key leaves *number as it is. */
static bool
read_remark_number (Reader *reader, const char *key, const char *end, uint64_t most, uint64_t *number, GError **error)
{
  char *at = reader->at + strlen (key);
  if (!g_str_has_prefix (reader->at, key))
    return true;
  return (parse_whole (at, end, number) && *number <= most)
         || refuse (reader, at, error, "expected a whole number up to %" G_GUINT64_FORMAT, most);
}

static bool
read_remark (Reader *reader, const char *end, GError **error)
{
  uint64_t tests = (uint64_t) reader->tests_said;
  for (gsize i = 0; i < ORDER_SORTED + 1; i++)
    if (g_str_has_prefix (reader->at, "#order ")
        && word_is (reader->at + strlen ("#order "), end, isotrace_order_names[i]))
      reader->trace->order = (TraceOrder) i;
  if (!read_remark_number (reader, "#tests ", end, SUITE_TESTS_MAX, &tests, error)
      || !read_remark_number (reader, "#startup_us ", end, TIME_US_MAX, &reader->trace->startup_us, error)
      || !read_remark_number (reader, "#collect_us ", end, TIME_US_MAX, &reader->trace->collect_us, error))
    return false;
  reader->tests_said = (gint64) tests;
  return true;
}

/* Lines "#key value" between the version and the column names; keys that are not known are for others. */
static bool
read_remarks (Reader *reader, GError **error)
{
  while (reader->at < reader->text + reader->len && *reader->at == '#')
    {
      char *next, *end = line_end (reader, reader->at, &next);
      if (!read_remark (reader, end, error))
        return false;
      reader->at = next;
    }
  return true;
}

static bool
read_column_name (Reader *reader, char *at, char *end, GError **error)
{
  Column column = COLUMN_OTHER;
  for (gsize i = 1; i < G_N_ELEMENTS (column_names); i++)
    if (word_is (at, end, column_names[i]))
      column = (Column) i;
  if (reader->columns == COLUMNS_MAX)
    return refuse (reader, at, error, "more than %d columns", COLUMNS_MAX);
  if (column != COLUMN_OTHER && reader->has[column])
    return refuse (reader, at, error, "the column %s stands here for the second time", column_names[column]);
  reader->has[column] = true;
  reader->column[reader->columns++] = column;
  return true;
}

static bool
read_column_names (Reader *reader, GError **error)
{
  char *next, *end = line_end (reader, reader->at, &next), *first = reader->at;
  for (char *at = first, *tab; at <= end; at = tab + 1)
    {
      tab = memchr (at, '\t', (gsize) (end - at));
      tab = tab ? tab : end;
      if (!read_column_name (reader, at, tab, error))
        return false;
    }
  if (!reader->has[COLUMN_NODEID])
    return refuse (reader, first, error, "expected the names of the columns, nodeid among them");
  if (!reader->has[COLUMN_RUN] && !reader->has[COLUMN_CALL])
    return refuse (reader, first, error, "expected a column run_us or call_us");
  if (reader->has[COLUMN_RUN]
      && (reader->has[COLUMN_CALL] || reader->has[COLUMN_SETUP] || reader->has[COLUMN_TEARDOWN]))
    return refuse (reader, first, error, "run_us is the sum of setup_us, call_us and teardown_us: give it or them");
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
  room = MIN (room, (uint32_t) MIN (reader->len / 4 + 64, SUITE_TESTS_MAX + 1));
  reader->room = MAX (room, reader->tests + 1);
  GROW (reader->name_at, reader->room);
  GROW (reader->name_len, reader->room);
  GROW (reader->trace->run_us, reader->room);
  if (!reader->has[COLUMN_RUN])
    {
      GROW (reader->trace->setup_us, reader->room);
      GROW (reader->trace->teardown_us, reader->room);
    }
  if (reader->has[COLUMN_START])
    GROW (reader->trace->start_us, reader->room);
  if (reader->has[COLUMN_OUTCOME])
    GROW (reader->trace->outcome, reader->room);
  if (reader->has[COLUMN_WORKER])
    GROW (reader->trace->worker, reader->room);
  if (reader->has[COLUMN_GROUP])
    GROW (reader->group, reader->room);
}

static int
hex_pair (const char *at, const char *end)
{
  if (end - at < 3 || !g_ascii_isxdigit (at[1]) || !g_ascii_isxdigit (at[2]))
    return -1;
  return g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2]);
}

/* Turns %XX into bytes in place; the new length, or -1 with *wrong at a % that is none. */
static gssize
unescape (const Reader *reader, char *at, char *end, char **wrong)
{
  if (!reader->escapes)
    return end - at;
  char *to = memchr (at, '%', (gsize) (end - at));
  if (!to)
    return end - at;
  for (char *from = to; from < end;)
    if (*from != '%')
      *to++ = *from++;
    else
      {
        int byte = hex_pair (from, end);
        *wrong = from;
        if (byte < 0)
          return -1;
        *to++ = (char) byte;
        from += 3;
      }
  return to - at;
}

/* A nodeid or a group: unescaped, and still UTF-8 without NUL. Its length, or -1 with *error. */
static gssize
read_text (Reader *reader, char *at, char *end, const char *what, GError **error)
{
  char *wrong = at;
  gssize len = unescape (reader, at, end, &wrong);
  if (len < 0)
    refuse (reader, wrong, error, "expected two hexadecimal digits after %%");
  else if (len == 0)
    refuse (reader, at, error, "expected a %s", what);
  else if ((gsize) len > SUITE_NODEID_MAX)
    refuse (reader, at, error, "a %s of %" G_GSSIZE_FORMAT " bytes; the longest allowed is %u", what, len,
            SUITE_NODEID_MAX);
  else if (at + len < end && !g_utf8_validate (at, len, NULL))
    refuse (reader, at, error, "the escapes of this %s do not make UTF-8", what);
  else
    return len;
  return -1;
}

static bool
is_dash (const char *at, const char *end)
{
  return end - at == 1 && *at == '-';
}

static bool
read_nodeid (Reader *reader, char *at, char *end, GError **error)
{
  gssize len = read_text (reader, at, end, "nodeid", error);
  if (len < 0)
    return false;
  reader->name_at[reader->tests] = (uint64_t) (at - reader->text);
  reader->name_len[reader->tests] = (uint32_t) len;
  return true;
}

static bool
read_group (Reader *reader, char *at, char *end, GError **error)
{
  if (is_dash (at, end))
    return true;
  gssize len = read_text (reader, at, end, "group", error);
  if (len >= 0)
    reader->group[reader->tests] = g_strndup (at, (gsize) len);
  return len >= 0;
}

static bool
read_worker (Reader *reader, char *at, char *end, GError **error)
{
  uint64_t number;
  reader->trace->worker[reader->tests] = -1;
  if (is_dash (at, end))
    return true;
  if (end - at < 3 || at[0] != 'g' || at[1] != 'w' || !parse_whole (at + 2, end, &number)
      || number >= TRACE_WORKERS_MAX)
    return refuse (reader, at, error, "expected a worker, gw0 to gw%u, or - for none", TRACE_WORKERS_MAX - 1);
  reader->trace->worker[reader->tests] = (int32_t) number;
  return true;
}

static bool
read_outcome (Reader *reader, char *at, char *end, GError **error)
{
  int outcome = outcome_parse (at, (gsize) (end - at));
  if (outcome < 0)
    return refuse (reader, at, error, "expected an outcome (passed, skipped, call-failed, …), or - for none");
  reader->trace->outcome[reader->tests] = (uint8_t) outcome;
  return true;
}

static bool
read_time (Reader *reader, char *at, char *end, uint64_t *us, GError **error)
{
  return parse_whole (at, end, us)
         || refuse (reader, at, error, "expected whole microseconds, from 0 to 1e15 (%u seconds)", TRACE_SECONDS_MAX);
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
  for (unsigned i = 0; i < reader->columns; i++)
    {
      char *tab = memchr (at, '\t', (gsize) (end - at));
      if (!tab != (i + 1 == reader->columns))
        return refuse (reader, tab ? tab : end, error, "expected %u fields, one for each column", reader->columns);
      if (!read_field (reader, reader->column[i], at, tab ? tab : end, call_us, error))
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
  return run_us <= TIME_US_MAX
         || refuse (reader, at, error, "the phases of this test take more than %u seconds in all", TRACE_SECONDS_MAX);
}

static bool
read_rows (Reader *reader, GError **error)
{
  const char *text_end = reader->text + reader->len;
  while (reader->at < text_end)
    {
      char *next, *end = line_end (reader, reader->at, &next);
      if (next == text_end && next[-1] != '\n')
        return refuse (reader, end, error, "the file is cut off: its last line has no end");
      if (reader->tests == reader->room)
        grow (reader);
      if (end > reader->at && *reader->at != '#' && !read_row (reader, reader->at, end, error))
        return false;
      if (reader->tests > SUITE_TESTS_MAX)
        return refuse (reader, reader->at, error, "more than %u tests", SUITE_TESTS_MAX);
      reader->at = next;
    }
  return true;
}

static bool
check_count (Reader *reader, GError **error)
{
  if (reader->tests == 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: holds no test", reader->name);
  else if (reader->tests_said >= 0 && reader->tests_said != reader->tests)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT,
                 "%s: says %" G_GINT64_FORMAT " tests and holds %u: it is cut off, or was edited (then take out its "
                 "line #tests)",
                 reader->name, reader->tests_said, reader->tests);
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
  unsigned line = 1;
  for (uint64_t at = 0; at < suite->name_at[earlier]; at++)
    line += suite->text[at] == '\n';
  /* The names were unescaped where they lie, but no line end was touched. */
  input_set_error_at (error, TRACE_ERROR_FORMAT, reader->name, suite->text, reader->len, suite->name_at[test],
                      "this nodeid stands in line %u already", line);
  return false;
}

/* Bytes beyond ASCII are looked at only if there are any. */
static bool
check_utf8 (const Reader *reader, GError **error)
{
  const char *text = reader->text, *wrong;
  uint64_t seen = 0;
  gsize at = 0;
  if ((wrong = memchr (text, '\0', reader->len)))
    return refuse (reader, wrong, error, "a NUL byte");
  for (; at + 8 <= reader->len; at += 8)
    {
      uint64_t word;
      memcpy (&word, text + at, sizeof word);
      seen |= word;
    }
  for (; at < reader->len; at++)
    seen |= (unsigned char) text[at];
  if (!(seen & UINT64_C (0x8080808080808080)) || g_utf8_validate (text, (gssize) reader->len, &wrong))
    return true;
  return refuse (reader, wrong, error, "this is not UTF-8");
}

static void
unmap (void *mapped)
{
  g_mapped_file_unref (mapped);
}

/* The suite takes over the text. */
static Trace *
make_trace (Reader *reader)
{
  void *owner = reader->mapped ? (void *) reader->mapped : reader->text;
  reader->trace->suite
      = suite_new (reader->tests, reader->text, g_steal_pointer (&reader->name_at), g_steal_pointer (&reader->name_len),
                   g_steal_pointer (&reader->group), reader->mapped ? unmap : g_free, owner);
  reader->text = NULL;
  reader->mapped = NULL;
  return g_steal_pointer (&reader->trace);
}

static bool
take_text (Reader *reader, Input *input, GError **error)
{
  reader->mapped = input_map_all (input);
  if (!reader->mapped)
    return (reader->text = input_take_all (input, &reader->len, error)) != NULL;
  reader->text = g_mapped_file_get_contents (reader->mapped);
  reader->len = g_mapped_file_get_length (reader->mapped);
  return true;
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_auto (Reader) reader = { .name = input_name (input), .tests_said = -1, .trace = g_new0 (Trace, 1) };
  reader.trace->format = format_isotrace.title;
  reader.trace->warnings = g_ptr_array_new_with_free_func (g_free);
  if (!take_text (&reader, input, error))
    return NULL;
  reader.at = reader.text;
  reader.escapes = memchr (reader.text, '%', reader.len) != NULL;
  if (!check_utf8 (&reader, error) || !read_version (&reader, error))
    return NULL;
  if (!read_remarks (&reader, error) || !read_column_names (&reader, error) || !read_rows (&reader, error)
      || !check_count (&reader, error))
    return NULL;
  g_autoptr (Trace) trace = make_trace (&reader);
  return check_repeated (&reader, trace->suite, error) ? g_steal_pointer (&trace) : NULL;
}

const Format format_isotrace = { "isosim", "isosim trace", recognise, read_trace };
