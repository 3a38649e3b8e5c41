#include "recording/recording_read.h"

#include <string.h>

/* Where a time lies before the one that should have come first, because a clock was set back. */
typedef struct
{
  const char *first; /* the line where times go back for the first time, NULL while they do not */
  uint64_t by_us;    /* by how much, there */
  uint32_t places;
} StepsBack;

/* What is known of a worker while its lines are read. */
typedef struct
{
  uint64_t last_run_us; /* when its last run began */
  uint32_t uses;        /* what its next run uses; RECORDING_NONE: not told */
  uint8_t sent_once;    /* bits of what it sent that is sent once */
  GArray *set_up;       /* of uint32_t: its fixtures, in the order of their set-up lines; owned, NULL without any */
} WorkerLines;

struct RecordingReader
{
  const TraceText *in;
  Recording *recording; /* without its arrays until the end */
  bool begun;           /* #recording has been read */

  GArray *name_at;  /* uint64_t, of the lines #test */
  GArray *name_len; /* uint32_t */
  GArray *workers;  /* RecordingWorker */
  GArray *lines_of; /* WorkerLines, by worker */
  GArray *collections;
  GArray *messages;
  GArray *indices; /* uint32_t */
  GArray *runs;
  GArray *fixtures;
  GArray *uses;
  GArray *used; /* uint32_t */
  GArray *coordinated;
  GArray *reports;
  GHashTable *open; /* what a fixture is called on its worker: its number + 1, until it is torn down */

  uint32_t places;         /* of all collections */
  uint32_t test_max;       /* the highest test that a collection names */
  const char *test_max_at; /* where; NULL when none does */
  StepsBack back;
};

static void
clear_collection (void *collection)
{
  g_free (((RecordingCollection *) collection)->test);
}

static void
clear_worker_lines (void *lines)
{
  g_clear_pointer (&((WorkerLines *) lines)->set_up, g_array_unref);
}

RecordingReader *
recording_reader_new (const TraceText *in)
{
  RecordingReader *reader = g_new0 (RecordingReader, 1);
  reader->in = in;
  reader->recording = g_new0 (Recording, 1);
  *reader->recording = (Recording){ .maxschedchunk = RECORDING_NONE,
                                    .loadscopereorder = RECORDING_NONE,
                                    .maxfail = RECORDING_NONE,
                                    .max_worker_restart = RECORDING_NONE,
                                    .numprocesses = RECORDING_NONE,
                                    .end_us = TRACE_US_NONE,
                                    .exit_status = RECORDING_NONE,
                                    .texts = g_string_chunk_new (4096) };
  reader->name_at = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  reader->name_len = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  reader->workers = g_array_new (FALSE, FALSE, sizeof (RecordingWorker));
  reader->lines_of = g_array_new (FALSE, FALSE, sizeof (WorkerLines));
  g_array_set_clear_func (reader->lines_of, clear_worker_lines);
  reader->collections = g_array_new (FALSE, FALSE, sizeof (RecordingCollection));
  g_array_set_clear_func (reader->collections, clear_collection);
  reader->messages = g_array_new (FALSE, FALSE, sizeof (RecordingMessage));
  reader->indices = g_array_sized_new (FALSE, FALSE, sizeof (uint32_t), 1); /* not NULL, even without any */
  reader->runs = g_array_new (FALSE, FALSE, sizeof (RecordingRun));
  reader->fixtures = g_array_new (FALSE, FALSE, sizeof (RecordingFixture));
  reader->uses = g_array_new (FALSE, FALSE, sizeof (RecordingUses));
  reader->used = g_array_sized_new (FALSE, FALSE, sizeof (uint32_t), 1); /* not NULL, even without any */
  reader->coordinated = g_array_new (FALSE, FALSE, sizeof (RecordingCoordinated));
  reader->reports = g_array_new (FALSE, FALSE, sizeof (RecordingReport));
  reader->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return reader;
}

void
recording_reader_free (RecordingReader *reader)
{
  if (!reader)
    return;
  GArray *arrays[] = { reader->name_at,  reader->name_len,    reader->workers, reader->lines_of, reader->collections,
                       reader->messages, reader->indices,     reader->runs,    reader->fixtures, reader->uses,
                       reader->used,     reader->coordinated, reader->reports };
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_hash_table_unref (reader->open);
  recording_free (reader->recording);
  g_free (reader);
}

/* ---- fields: each is the text up to the next blank, or to the end ---- */

typedef struct
{
  RecordingReader *reader;
  char *first; /* of the line */
  char *at;    /* the next field; end + 1 when there is none */
  char *end;
  GError **error;
} Line;

static bool G_GNUC_PRINTF (3, 4) refuse (const Line *line, const char *place, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  return fields_refuse (line->reader->in, place, line->error, "%s", sentence);
}

static bool
has_more (const Line *line)
{
  return line->at <= line->end;
}

/* The next field, empty at the end of the line. */
static char *
next_field (Line *line, char **field_end)
{
  char *first = MIN (line->at, line->end);
  char *blank = memchr (first, ' ', (gsize) (line->end - first));
  *field_end = blank ? blank : line->end;
  line->at = *field_end + 1;
  return first;
}

static bool
read_number (Line *line, uint64_t most, const char *what, uint64_t *number)
{
  char *end, *first = next_field (line, &end);
  return (field_whole (first, end, number) && *number <= most)
         || refuse (line, first, "expected %s, from 0 to %" G_GUINT64_FORMAT, what, most);
}

static bool
read_number_32 (Line *line, uint32_t most, const char *what, uint32_t *number)
{
  uint64_t wide;
  if (!read_number (line, most, what, &wide))
    return false;
  *number = (uint32_t) wide;
  return true;
}

static bool
read_us (Line *line, uint64_t *us)
{
  return read_number (line, FIELD_US_MAX, "whole microseconds", us);
}

static bool
read_us_or_dash (Line *line, uint64_t *us)
{
  *us = TRACE_US_NONE;
  if (has_more (line) && *line->at == '-')
    {
      char *end, *first = next_field (line, &end);
      return field_is (first, end, "-") || refuse (line, first, "expected whole microseconds, or -");
    }
  return read_us (line, us);
}

/* Makes the worker known. */
static bool
read_worker (Line *line, uint32_t *worker)
{
  char *end, *first = next_field (line, &end);
  RecordingReader *reader = line->reader;
  const RecordingWorker unknown
      = { TRACE_US_NONE, TRACE_US_NONE, TRACE_US_NONE, TRACE_US_NONE, RECORDING_NONE, WORKER_NO_END };
  const WorkerLines none = { .uses = RECORDING_NONE };
  if (!field_worker (first, end, worker))
    return refuse (line, first, "expected a worker, gw0 to gw%u", TRACE_WORKERS_MAX - 1);
  while (reader->workers->len <= *worker)
    {
      g_array_append_val (reader->workers, unknown);
      g_array_append_val (reader->lines_of, none);
    }
  return true;
}

static RecordingWorker *
worker_of (const Line *line, uint32_t worker)
{
  return &g_array_index (line->reader->workers, RecordingWorker, worker);
}

static WorkerLines *
lines_of (const Line *line, uint32_t worker)
{
  return &g_array_index (line->reader->lines_of, WorkerLines, worker);
}

/* One of some words, by its number; WHAT for messages. */
static bool
read_word (Line *line, const char *const *words, uint32_t count, const char *what, uint32_t *number)
{
  char *end, *first = next_field (line, &end);
  for (*number = 0; *number < count; ++*number)
    if (field_is (first, end, words[*number]))
      return true;
  return refuse (line, first, "expected %s", what);
}

/* All the rest of the line, unescaped; a dash stands for "". */
static bool
read_rest (Line *line, const char *what, bool may_be_dash, const char **text, uint32_t *text_len)
{
  char *first = MIN (line->at, line->end);
  line->at = line->end + 1;
  *text = first;
  *text_len = 0;
  if (may_be_dash && field_is (first, line->end, "-"))
    return true;
  gssize len = field_text (line->reader->in, first, line->end, what, line->error);
  *text_len = (uint32_t) MAX (len, 0);
  return len >= 0;
}

static bool
ends_here (const Line *line)
{
  return !has_more (line) || refuse (line, line->at, "expected the end of the line");
}

static bool
has_room (const Line *line, const GArray *array, const char *what)
{
  return array->len < RECORDING_LINES_MAX || refuse (line, line->first, "more than %u %s", RECORDING_LINES_MAX, what);
}

/* Times of one thing go on: if this one lies before the one of before, that is counted. */
static void
see_times (const Line *line, uint64_t before_us, uint64_t now_us)
{
  StepsBack *back = &line->reader->back;
  if (before_us == TRACE_US_NONE || now_us == TRACE_US_NONE || now_us >= before_us)
    return;
  if (back->places++ == 0)
    *back = (StepsBack){ line->first, before_us - now_us, 1 };
}

/* ---- what ran ---- */

static bool
read_recording (Line *line, void *field)
{
  uint64_t version;
  char *first = line->at;
  if (!read_number (line, FIELD_US_MAX, "a version", &version) || !ends_here (line))
    return false;
  if (line->reader->begun)
    return refuse (line, line->first, "a second recording begins here; a file holds one");
  line->reader->begun = true;
  return version == RECORDING_VERSION
         || refuse (line, first, "this isosim reads version %d of recordings, and no other", RECORDING_VERSION);
}

/* A word that stands once, of visible ASCII. */
static bool
read_name (Line *line, void *field)
{
  char **name = field, *end, *first = next_field (line, &end);
  if (*name)
    return refuse (line, line->first, "this stands here for the second time");
  for (const char *at = first; at < end; at++)
    if (!g_ascii_isgraph (*at))
      return refuse (line, at, "expected a word of ASCII");
  if (end == first || end - first > 255)
    return refuse (line, first, "expected a word of up to 255 characters");
  *name = g_strndup (first, (gsize) (end - first));
  return ends_here (line);
}

static bool
read_count (Line *line, void *field)
{
  uint32_t *count = field;
  if (*count)
    return refuse (line, line->first, "this stands here for the second time");
  return read_number_32 (line, TRACE_WORKERS_MAX * 16, "a number", count) && ends_here (line);
}

static bool
read_end (Line *line, void *field)
{
  Recording *recording = line->reader->recording;
  if (recording->end_us != TRACE_US_NONE)
    return refuse (line, line->first, "a second end");
  return read_us (line, &recording->end_us)
         && read_number_32 (line, G_MAXINT32, "an exit status", &recording->exit_status) && ends_here (line);
}

static bool
read_option (Line *line, void *field)
{
  Recording *recording = line->reader->recording;
  const struct
  {
    const char *name;
    uint32_t *value, most;
    bool may_be_none;
  } options[] = {
    { "maxschedchunk", &recording->maxschedchunk, G_MAXINT32, false },
    { "loadscopereorder", &recording->loadscopereorder, 1, false },
    { "maxfail", &recording->maxfail, G_MAXINT32, false },
    { "max_worker_restart", &recording->max_worker_restart, G_MAXINT32, true },
    { "numprocesses", &recording->numprocesses, G_MAXINT32, false },
  };
  char *end, *first = next_field (line, &end);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (field_is (first, end, options[i].name))
      {
        if (*options[i].value != RECORDING_NONE)
          return refuse (line, line->first, "this stands here for the second time");
        if (options[i].may_be_none && has_more (line) && field_is (line->at, line->end, "none"))
          *options[i].value = RECORDING_NO_LIMIT;
        else
          return read_number_32 (line, options[i].most, "a number", options[i].value) && ends_here (line);
      }
  return true;
}

/* ---- tests, collections, workers ---- */

static bool
read_test (Line *line, void *field)
{
  RecordingReader *reader = line->reader;
  uint64_t number, at;
  uint32_t len, tests = reader->name_at->len;
  const char *name;
  char *first = line->at;
  if (!read_number (line, SUITE_TESTS_MAX - 1, "a test's number", &number))
    return false;
  if (number != tests)
    return refuse (line, first, "expected test %u: tests are numbered without a gap", tests);
  if (!read_rest (line, "nodeid", false, &name, &len))
    return false;
  at = (uint64_t) (name - reader->in->text);
  g_array_append_val (reader->name_at, at);
  g_array_append_val (reader->name_len, len);
  return true;
}

/* "7" or "7-9"; WHAT: what there are, from 0 on, below COUNT. */
static bool
read_range (Line *line, uint32_t count, const char *what, uint32_t *from, uint32_t *to)
{
  char *end, *first = next_field (line, &end), *dash = memchr (first, '-', (gsize) (end - first));
  uint64_t low = 0, high = 0;
  bool good = field_whole (first, dash ? dash : end, &low);
  high = low;
  if (dash)
    good = good && field_whole (dash + 1, end, &high);
  *from = (uint32_t) low;
  *to = (uint32_t) high;
  return (good && low <= high && high < count)
         || refuse (line, first, "expected a %s or a range of %ss, from 0 to %u", what, what, count - 1);
}

/* Whether there is such a test is known at the end. */
static void
see_test (RecordingReader *reader, const char *place, uint32_t test)
{
  if (reader->test_max_at && test <= reader->test_max)
    return;
  reader->test_max_at = place;
  reader->test_max = test;
}

static bool
add_range (Line *line, GArray *tests)
{
  RecordingReader *reader = line->reader;
  const char *place = line->at;
  uint32_t from, to;
  if (!read_range (line, SUITE_TESTS_MAX, "test", &from, &to))
    return false;
  if (to - from >= RECORDING_INDICES_MAX - reader->places)
    return refuse (line, place, "more than %u places in all collections", RECORDING_INDICES_MAX);
  see_test (reader, place, to);
  reader->places += to - from + 1;
  for (uint32_t test = from; test <= to; test++)
    g_array_append_val (tests, test);
  return true;
}

static bool
read_collection (Line *line, void *field)
{
  RecordingReader *reader = line->reader;
  uint64_t number;
  const char *place = line->at;
  if (!read_number (line, RECORDING_COLLECTIONS_MAX - 1, "a collection", &number))
    return false;
  if (number != reader->collections->len)
    return refuse (line, place, "expected collection %u: collections are numbered without a gap",
                   reader->collections->len);
  g_autoptr (GArray) tests = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  while (has_more (line))
    if (!add_range (line, tests))
      return false;
  RecordingCollection collection = { .tests = tests->len };
  collection.test = (uint32_t *) (void *) g_array_free (g_steal_pointer (&tests), FALSE);
  g_array_append_val (reader->collections, collection);
  return true;
}

typedef enum
{
  EVENT_START,
  EVENT_READY,
  EVENT_COLLECTED,
  EVENT_EXIT,
  EVENT_DIED
} WorkerEvent;

static const char *const event_words[] = {
  [EVENT_START] = "start", [EVENT_READY] = "ready", [EVENT_COLLECTED] = "collected",
  [EVENT_EXIT] = "exit",   [EVENT_DIED] = "died",
};

static bool
read_collection_number (Line *line, uint32_t *collection)
{
  const char *place = line->at;
  return read_number_32 (line, RECORDING_COLLECTIONS_MAX - 1, "a collection", collection)
         && (*collection < line->reader->collections->len
             || refuse (line, place, "there is no collection %u", *collection));
}

static bool
read_worker_event (Line *line, void *field)
{
  uint32_t number, event;
  if (!read_worker (line, &number)
      || !read_word (line, event_words, G_N_ELEMENTS (event_words), "start, ready, collected, exit or died", &event))
    return false;
  RecordingWorker *worker = worker_of (line, number);
  uint64_t *times[] = { &worker->start_us, &worker->ready_us, &worker->collected_us, &worker->end_us, &worker->end_us };
  if (*times[event] != TRACE_US_NONE)
    return refuse (line, line->first, "gw%u has this behind it already: two runs are mixed", number);
  if (!read_us (line, times[event])
      || (event == EVENT_COLLECTED && !read_collection_number (line, &worker->collection)))
    return false;
  if (event >= EVENT_EXIT)
    worker->end = event == EVENT_EXIT ? WORKER_EXIT : WORKER_DIED;
  for (uint32_t i = 0; i < MIN (event, EVENT_EXIT); i++)
    see_times (line, *times[i], *times[event]);
  return ends_here (line);
}

/* ---- runs and fixtures ---- */

/* An index that the worker has collected. It may be SENT before: then it is one of the first collection, as load sends
 * tests to a replacement that is listed and has not collected. */
static bool
read_index (Line *line, uint32_t worker, bool sent, uint32_t *index)
{
  const char *place = line->at;
  uint32_t collection = worker_of (line, worker)->collection;
  if (!read_number_32 (line, SUITE_TESTS_MAX - 1, "an index", index))
    return false;
  if (collection == RECORDING_NONE && (!sent || line->reader->collections->len == 0))
    return refuse (line, place, "gw%u has not collected anything yet", worker);
  collection = collection == RECORDING_NONE ? 0 : collection;
  uint32_t tests = g_array_index (line->reader->collections, RecordingCollection, collection).tests;
  return *index < tests
         || refuse (line, place, "gw%u has collected %u tests: there is no index %u", worker, tests, *index);
}

static bool
read_outcome (Line *line, unsigned *outcome)
{
  char *end, *first = next_field (line, &end);
  int bits = outcome_parse (first, (gsize) (end - first));
  *outcome = (unsigned) bits;
  return bits >= 0 || refuse (line, first, "expected an outcome (passed, skipped, call-failed, …), or - for none");
}

static uint64_t
known_us (uint64_t us)
{
  return us == TRACE_US_NONE ? 0 : us;
}

static bool
read_run (Line *line, void *field)
{
  RecordingReader *reader = line->reader;
  RecordingRun run;
  if (!has_room (line, reader->runs, "runs") || !read_worker (line, &run.worker)
      || !read_index (line, run.worker, false, &run.index) || !read_us (line, &run.start_us)
      || !read_us_or_dash (line, &run.setup_us) || !read_us_or_dash (line, &run.call_us)
      || !read_us_or_dash (line, &run.teardown_us) || !read_us_or_dash (line, &run.whole_us)
      || !read_outcome (line, &run.outcome) || !ends_here (line))
    return false;
  if (known_us (run.setup_us) + known_us (run.call_us) + known_us (run.teardown_us) > FIELD_US_MAX)
    return refuse (line, line->first, "the phases of this run take more than %u seconds in all", TRACE_SECONDS_MAX);
  uint32_t collection = worker_of (line, run.worker)->collection;
  run.test = g_array_index (reader->collections, RecordingCollection, collection).test[run.index];
  WorkerLines *of = lines_of (line, run.worker);
  see_times (line, of->last_run_us, run.start_us);
  of->last_run_us = run.start_us;
  bool died_in_setup = run.outcome & OUTCOME_CRASHED && run.call_us == TRACE_US_NONE;
  run.uses = died_in_setup ? RECORDING_NONE : of->uses;
  g_array_append_val (reader->runs, run);
  return true;
}

static bool
read_fixture_name (Line *line, const char **name)
{
  char *end, *first = next_field (line, &end);
  gssize len = field_text (line->reader->in, first, end, "fixture's name", line->error);
  if (len < 0)
    return false;
  g_autofree char *text = g_strndup (first, (gsize) len);
  *name = g_string_chunk_insert_const (line->reader->recording->texts, text);
  return true;
}

static bool
read_fixture_base (Line *line, const char **base)
{
  const char *first;
  uint32_t len;
  if (!read_rest (line, "fixture's base", true, &first, &len))
    return false;
  g_autofree char *text = g_strndup (first, len);
  *base = g_string_chunk_insert_const (line->reader->recording->texts, text);
  return true;
}

static void
set_up (RecordingReader *reader, const RecordingFixture *fixture, char *key)
{
  GArray **set_up = &g_array_index (reader->lines_of, WorkerLines, fixture->worker).set_up;
  uint32_t number = reader->fixtures->len;
  if (!*set_up)
    *set_up = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_array_append_val (*set_up, number);
  g_array_append_vals (reader->fixtures, fixture, 1);
  g_hash_table_replace (reader->open, key, GUINT_TO_POINTER (reader->fixtures->len));
}

static bool
tear_down (Line *line, const RecordingFixture *torn, const char *key)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (line->reader->open, key));
  if (number == 0)
    return refuse (line, line->first, "a tear-down without a set-up");
  RecordingFixture *fixture = &g_array_index (line->reader->fixtures, RecordingFixture, number - 1);
  see_times (line, fixture->setup_start_us, torn->setup_start_us);
  fixture->teardown_start_us = torn->setup_start_us;
  fixture->teardown_us = torn->setup_us;
  g_hash_table_remove (line->reader->open, key);
  return true;
}

static const char *const fixture_words[] = { "setup", "teardown" };

static bool
read_fixture (Line *line, void *field)
{
  RecordingFixture fixture = { .teardown_start_us = TRACE_US_NONE, .teardown_us = TRACE_US_NONE };
  uint32_t what;
  if (!has_room (line, line->reader->fixtures, "fixtures") || !read_worker (line, &fixture.worker)
      || !read_word (line, fixture_words, G_N_ELEMENTS (fixture_words), "setup or teardown", &what)
      || !read_us (line, &fixture.setup_start_us) || !read_us (line, &fixture.setup_us)
      || !read_word (line, recording_scope_names, RECORDING_SCOPES, "class, module, package or session", &fixture.scope)
      || !read_fixture_name (line, &fixture.name) || !read_fixture_base (line, &fixture.base))
    return false;
  g_autofree char *key
      = g_strdup_printf ("%u %u %s%c%s", fixture.worker, fixture.scope, fixture.name, '\1', fixture.base);
  if (what == 1)
    return tear_down (line, &fixture, key);
  set_up (line->reader, &fixture, g_steal_pointer (&key));
  return true;
}

/* More of what a worker's runs use: fixtures FROM to TO by its own set-ups. */
static bool
add_used (Line *line, RecordingUses *uses, uint32_t *next)
{
  GArray *used = line->reader->used;
  const GArray *set_up = lines_of (line, uses->worker)->set_up;
  const char *place = line->at;
  uint32_t from, to;
  if (!set_up)
    return refuse (line, place, "gw%u has not set up anything yet", uses->worker);
  if (!read_range (line, set_up->len, "fixture", &from, &to))
    return false;
  if (from < *next)
    return refuse (line, place, "expected numbers that rise");
  if (to - from >= RECORDING_INDICES_MAX - used->len)
    return refuse (line, place, "more than %u fixtures in all uses", RECORDING_INDICES_MAX);
  g_array_append_vals (used, &g_array_index (set_up, uint32_t, from), to - from + 1);
  uses->fixtures += to - from + 1;
  *next = to + 1;
  return true;
}

/* From its next run on the worker's runs use these, and no others. */
static bool
read_uses (Line *line, void *field)
{
  GArray *all = line->reader->uses;
  RecordingUses uses = { .first = line->reader->used->len };
  uint32_t next = 0;
  if (!has_room (line, all, "uses") || !read_worker (line, &uses.worker))
    return false;
  while (has_more (line))
    if (!add_used (line, &uses, &next))
      return false;
  lines_of (line, uses.worker)->uses = all->len;
  g_array_append_val (all, uses);
  return true;
}

static bool
read_coordinated (Line *line, void *field)
{
  RecordingCoordinated coordinated = { 0 };
  uint32_t what;
  if (!has_room (line, line->reader->coordinated, "coordinated fixtures") || !read_worker (line, &coordinated.worker)
      || !read_word (line, fixture_words, G_N_ELEMENTS (fixture_words), "setup or teardown", &what)
      || !read_us (line, &coordinated.start_us) || !read_us (line, &coordinated.us)
      || !read_fixture_name (line, &coordinated.name) || !read_fixture_base (line, &coordinated.base))
    return false;
  coordinated.teardown = what == 1;
  g_array_append_val (line->reader->coordinated, coordinated);
  return true;
}

static bool
read_report (Line *line, void *field)
{
  RecordingReport report;
  if (!has_room (line, line->reader->reports, "reported crashes") || !read_worker (line, &report.worker)
      || !read_us (line, &report.at_us))
    return false;
  const char *place = line->at;
  if (!read_number_32 (line, SUITE_TESTS_MAX - 1, "a test", &report.test) || !ends_here (line))
    return false;
  see_test (line->reader, place, report.test);
  g_array_append_val (line->reader->reports, report);
  return true;
}

/* ---- messages ---- */

static bool
read_indices (Line *line, RecordingMessage *message)
{
  GArray *indices = line->reader->indices;
  for (uint32_t index; has_more (line); message->indices++)
    {
      const char *place = line->at;
      if (!read_index (line, message->worker, recording_is_command (message), &index))
        return false;
      if (indices->len == RECORDING_INDICES_MAX)
        return refuse (line, place, "more than %u indices in all messages", RECORDING_INDICES_MAX);
      g_array_append_val (indices, index);
    }
  return true;
}

static bool
read_completion (Line *line, RecordingMessage *message)
{
  uint32_t index;
  if (!read_index (line, message->worker, false, &index) || !read_us (line, &message->duration_us) || !ends_here (line))
    return false;
  message->indices = 1;
  g_array_append_val (line->reader->indices, index);
  return true;
}

/* What stands behind the word. */
static bool
read_message_rest (Line *line, RecordingMessage *message)
{
  switch ((RecordingWord) message->word)
    {
    case HEARD_COMPLETE:
      return read_completion (line, message);
    case HEARD_UNSCHEDULED:
    case SENT_RUN:
    case SENT_STEAL:
      return read_indices (line, message);
    case HEARD_COLLECTIONFINISH:
      return read_collection_number (line, &message->value) && ends_here (line);
    case HEARD_WORKERFINISHED:
      return !has_more (line)
             || (read_word (line, recording_finish_words + FINISHED_STOP, 2, "stop or interrupted", &message->value)
                 && ++message->value && ends_here (line));
    default:
      return ends_here (line);
    }
}

/* From or to: the words of the other side are no words here. */
static bool
read_message_word (Line *line, bool from, RecordingMessage *message)
{
  const char *what = from ? "a message's name" : "a command's name";
  uint32_t first = from ? 0 : RECORDING_FIRST_SENT, end = from ? RECORDING_FIRST_SENT : RECORDING_WORDS;
  if (!read_word (line, recording_words + first, end - first, what, &message->word))
    return false;
  message->word += first;
  return true;
}

/* A worker sends each of these once in its life. */
static bool
note_beginning (Line *line, const RecordingMessage *message)
{
  uint8_t bit = message->word == HEARD_WORKERREADY ? 1 : message->word == HEARD_COLLECTIONFINISH ? 2 : 0;
  uint8_t *sent = &lines_of (line, message->worker)->sent_once;
  if (*sent & bit)
    return refuse (line, line->first, "gw%u has sent %s already: two runs are mixed", message->worker,
                   recording_words[message->word]);
  *sent |= bit;
  return true;
}

static bool
read_message (Line *line, void *field)
{
  static const char *const sides[] = { "from", "to" };
  GArray *messages = line->reader->messages;
  RecordingMessage message = { .first = line->reader->indices->len };
  uint32_t side;
  if (!has_room (line, messages, "messages") || !read_us (line, &message.at_us))
    return false;
  bool from = has_more (line) && g_ascii_isdigit (*line->at);
  if (from && !read_us (line, &message.busy_us))
    return false;
  const char *place = line->at;
  if (!read_word (line, sides, 2, "from or to", &side))
    return false;
  if (from != (side == 0))
    return refuse (line, MIN (place, line->end), from ? "expected from" : "expected microseconds before from");
  if (!read_worker (line, &message.worker) || !read_message_word (line, from, &message)
      || !read_message_rest (line, &message) || !note_beginning (line, &message))
    return false;
  if (messages->len > 0)
    see_times (line, g_array_index (messages, RecordingMessage, messages->len - 1).at_us, message.at_us);
  g_array_append_val (messages, message);
  return true;
}

/* ---- the whole ---- */

bool
recording_reader_take (RecordingReader *reader, char *at, char *end, bool *taken, GError **error)
{
  Recording *recording = reader->recording;
  const struct
  {
    const char *key;
    bool (*read) (Line *line, void *field);
    void *field;
  } remarks[] = {
    { "#message ", read_message, NULL },
    { "#run ", read_run, NULL },
    { "#test ", read_test, NULL },
    { "#fixture ", read_fixture, NULL },
    { "#uses ", read_uses, NULL },
    { "#worker ", read_worker_event, NULL },
    { "#reported ", read_report, NULL },
    { "#coordinated ", read_coordinated, NULL },
    { "#collection ", read_collection, NULL },
    { RECORDING_MAGIC, read_recording, NULL },
    { "#pytest ", read_name, &recording->pytest },
    { "#xdist ", read_name, &recording->xdist },
    { "#python ", read_name, &recording->python },
    { "#dist ", read_name, &recording->dist },
    { "#scheduler ", read_name, &recording->scheduler },
    { "#workers ", read_count, &recording->workers_at_start },
    { "#cores ", read_count, &recording->cores },
    { "#option ", read_option, NULL },
    { "#end ", read_end, NULL },
  };
  *taken = false;
  for (gsize i = 0; i < G_N_ELEMENTS (remarks); i++)
    if (g_str_has_prefix (at, remarks[i].key))
      {
        Line line = { .reader = reader, .first = at, .at = at + strlen (remarks[i].key), .end = end, .error = error };
        *taken = true;
        return remarks[i].read (&line, remarks[i].field);
      }
  return true;
}

uint32_t
recording_reader_tests (const RecordingReader *reader)
{
  return reader->name_at->len;
}

const char *
recording_reader_name (const RecordingReader *reader, uint32_t test, uint32_t *len)
{
  *len = g_array_index (reader->name_len, uint32_t, test);
  return reader->in->text + g_array_index (reader->name_at, uint64_t, test);
}

/* The elements of an array, which is left empty. */
static void *
steal (GArray *array, uint32_t *count)
{
  gsize len;
  void *data = g_array_steal (array, &len);
  *count = (uint32_t) len;
  return data;
}

void
recording_reader_take_names (RecordingReader *reader, uint64_t **name_at, uint32_t **name_len)
{
  uint32_t tests;
  *name_at = steal (reader->name_at, &tests);
  *name_len = steal (reader->name_len, &tests);
}

static void G_GNUC_PRINTF (3, 4) warn (const RecordingReader *reader, GPtrArray *warnings, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  if (warnings->len < TRACE_WARNINGS_MAX)
    g_ptr_array_add (warnings, g_strdup_printf ("%s:%s", reader->in->name, sentence));
}

static void
warn_of_ends (const RecordingReader *reader, GPtrArray *warnings)
{
  uint32_t first = 0, count = 0;
  if (reader->recording->end_us == TRACE_US_NONE)
    {
      warn (reader, warnings, " the recording has no end: the run was killed, and its last moments are missing");
      return;
    }
  for (uint32_t i = reader->workers->len; i-- > 0;)
    {
      const RecordingWorker *worker = &g_array_index (reader->workers, RecordingWorker, i);
      if (worker->start_us == TRACE_US_NONE || worker->end != WORKER_NO_END)
        continue;
      first = i;
      count++;
    }
  if (count > 1)
    warn (reader, warnings, " %u workers never ended, gw%u the first of them", count, first);
  else if (count == 1)
    warn (reader, warnings, " gw%u never ended", first);
}

static void
warn_of_steps_back (const RecordingReader *reader, GPtrArray *warnings)
{
  const StepsBack *back = &reader->back;
  if (back->places == 0)
    return;
  uint32_t more = back->places - 1;
  g_autofree char *others = more ? g_strdup_printf (", and at %u more place%s", more, more == 1 ? "" : "s") : NULL;
  warn (reader, warnings, "%u: time goes back by %" G_GUINT64_FORMAT " µs here%s; times are kept as they are",
        fields_line (reader->in, back->first), back->by_us, others ? others : "");
}

Recording *
recording_reader_finish (RecordingReader *reader, uint32_t tests, GPtrArray *warnings, GError **error)
{
  if (reader->test_max_at && reader->test_max >= tests)
    {
      fields_refuse (reader->in, reader->test_max_at, error, "there is no test %u: the file names %u", reader->test_max,
                     tests);
      return NULL;
    }
  warn_of_ends (reader, warnings);
  warn_of_steps_back (reader, warnings);
  Recording *recording = g_steal_pointer (&reader->recording);
  recording->worker = steal (reader->workers, &recording->workers);
  recording->collection = steal (reader->collections, &recording->collections);
  recording->message = steal (reader->messages, &recording->messages);
  recording->index = steal (reader->indices, &recording->indices);
  recording->run = steal (reader->runs, &recording->runs);
  recording->fixture = steal (reader->fixtures, &recording->fixtures);
  recording->use = steal (reader->uses, &recording->uses);
  recording->used = steal (reader->used, &recording->used_fixtures);
  recording->coordinated = steal (reader->coordinated, &recording->coordinations);
  recording->report = steal (reader->reports, &recording->reports);
  return recording;
}
