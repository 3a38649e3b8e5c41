#include "recording/recording_text.h"

#include "text/escape.h"
#include <string.h>

static void
append_name (GString *text, const char *key, const char *name)
{
  if (name)
    g_string_append_printf (text, "#%s %s\n", key, name);
}

static void
append_count (GString *text, const char *key, uint32_t count)
{
  if (count)
    g_string_append_printf (text, "#%s %u\n", key, count);
}

static void
append_option (GString *text, const char *name, uint32_t value)
{
  if (value == RECORDING_NO_LIMIT)
    g_string_append_printf (text, "#option %s none\n", name);
  else if (value != RECORDING_NONE)
    g_string_append_printf (text, "#option %s %u\n", name, value);
}

static void
append_head (GString *text, const Recording *recording)
{
  g_string_append_printf (text, "#recording %d\n", RECORDING_VERSION);
  append_name (text, "pytest", recording->pytest);
  append_name (text, "xdist", recording->xdist);
  append_name (text, "python", recording->python);
  append_name (text, "dist", recording->dist);
  append_name (text, "scheduler", recording->scheduler);
  append_count (text, "workers", recording->workers_at_start);
  append_count (text, "cores", recording->cores);
  append_option (text, "maxschedchunk", recording->maxschedchunk);
  append_option (text, "loadscopereorder", recording->loadscopereorder);
  append_option (text, "maxfail", recording->maxfail);
  append_option (text, "max_worker_restart", recording->max_worker_restart);
  append_option (text, "numprocesses", recording->numprocesses);
}

/* How far numbers go on one by one from place FIRST; the place behind. */
static uint32_t
range_end (const uint32_t *number, uint32_t count, uint32_t first)
{
  uint32_t end = first + 1;
  while (end < count && number[end] == number[end - 1] + 1)
    end++;
  return end;
}

/* To the end of the line. */
static void
append_ranges (GString *text, const uint32_t *number, uint32_t count)
{
  for (uint32_t at = 0, end; at < count; at = end)
    {
      end = range_end (number, count, at);
      g_string_append_printf (text, " %u", number[at]);
      if (end > at + 1)
        g_string_append_printf (text, "-%u", number[end - 1]);
    }
  g_string_append_c (text, '\n');
}

static void
append_collection (GString *text, const Recording *recording, uint32_t number)
{
  const RecordingCollection *collection = &recording->collection[number];
  g_string_append_printf (text, "#collection %u", number);
  append_ranges (text, collection->test, collection->tests);
}

static void
append_event (GString *text, uint32_t worker, const char *event, uint64_t at_us)
{
  if (at_us != TRACE_US_NONE)
    g_string_append_printf (text, "#worker gw%u %s %" G_GUINT64_FORMAT "\n", worker, event, at_us);
}

static void
append_worker (GString *text, const Recording *recording, uint32_t number)
{
  const RecordingWorker *worker = &recording->worker[number];
  append_event (text, number, "start", worker->start_us);
  append_event (text, number, "ready", worker->ready_us);
  if (worker->collected_us != TRACE_US_NONE)
    g_string_append_printf (text, "#worker gw%u collected %" G_GUINT64_FORMAT " %u\n", number, worker->collected_us,
                            worker->collection);
  append_event (text, number, worker->end == WORKER_DIED ? "died" : "exit", worker->end_us);
}

static void
append_us_or_dash (GString *text, uint64_t us)
{
  if (us == TRACE_US_NONE)
    g_string_append (text, " -");
  else
    g_string_append_printf (text, " %" G_GUINT64_FORMAT, us);
}

static void
append_run (GString *text, const RecordingRun *run)
{
  g_autofree char *outcome = outcome_dup_text (run->outcome);
  g_string_append_printf (text, "#run gw%u %u", run->worker, run->index);
  append_us_or_dash (text, run->start_us);
  append_us_or_dash (text, run->setup_us);
  append_us_or_dash (text, run->call_us);
  append_us_or_dash (text, run->teardown_us);
  append_us_or_dash (text, run->whole_us);
  g_string_append_printf (text, " %s\n", outcome);
}

/* USED by the numbers that its worker's fixtures have: FIXTURE's is number[fixture]. */
static void
append_uses (GString *text, const Recording *recording, const RecordingUses *uses, const uint32_t *number)
{
  g_autofree uint32_t *own = g_new (uint32_t, MAX (uses->fixtures, 1));
  for (uint32_t i = 0; i < uses->fixtures; i++)
    own[i] = number[recording->used[uses->first + i]];
  g_string_append_printf (text, "#uses gw%u", uses->worker);
  append_ranges (text, own, uses->fixtures);
}

static bool
same_uses (const Recording *recording, uint32_t a, uint32_t b)
{
  const RecordingUses *x = &recording->use[a], *y = &recording->use[b];
  return a == b
         || (x->fixtures == y->fixtures
             && (x->fixtures == 0
                 || memcmp (&recording->used[x->first], &recording->used[y->first],
                            x->fixtures * sizeof *recording->used)
                        == 0));
}

/* [fixtures] which of its worker's set-ups each is. */
static uint32_t *
number_set_ups (const Recording *recording)
{
  g_autofree uint32_t *count = g_new0 (uint32_t, MAX (recording->workers, 1));
  uint32_t *number = g_new (uint32_t, MAX (recording->fixtures, 1));
  for (uint32_t i = 0; i < recording->fixtures; i++)
    number[i] = count[recording->fixture[i].worker]++;
  return number;
}

/* What a run uses stands before it where its worker's run before used something else. */
static void
append_runs (GString *text, const Recording *recording)
{
  g_autofree uint32_t *number = number_set_ups (recording), *told = g_new (uint32_t, MAX (recording->workers, 1));
  for (uint32_t i = 0; i < recording->workers; i++)
    told[i] = RECORDING_NONE;
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      const RecordingRun *run = &recording->run[i];
      uint32_t *last = &told[run->worker];
      if (run->uses != RECORDING_NONE && (*last == RECORDING_NONE || !same_uses (recording, *last, run->uses)))
        append_uses (text, recording, &recording->use[run->uses], number);
      *last = run->uses == RECORDING_NONE ? *last : run->uses;
      append_run (text, run);
    }
}

/* Fields are set apart by blanks: those of the name are escaped too. */
static void
append_fixture_name (GString *text, const char *name)
{
  gsize at = text->len;
  escape_append (text, name, strlen (name));
  while (at < text->len)
    {
      gsize blank = at + strcspn (text->str + at, " ");
      if (blank < text->len)
        {
          g_string_erase (text, (gssize) blank, 1);
          g_string_insert (text, (gssize) blank, "%20");
        }
      at = blank + 1;
    }
}

/* The end of a line. */
static void
append_name_and_base (GString *text, const char *name, const char *base)
{
  append_fixture_name (text, name);
  g_string_append_c (text, ' ');
  if (*base)
    escape_append (text, base, strlen (base));
  else
    g_string_append_c (text, '-');
  g_string_append_c (text, '\n');
}

static void
append_fixture_line (GString *text, const RecordingFixture *fixture, const char *what, uint64_t start_us, uint64_t us)
{
  g_string_append_printf (text, "#fixture gw%u %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s ", fixture->worker,
                          what, start_us, us, recording_scope_names[fixture->scope]);
  append_name_and_base (text, fixture->name, fixture->base);
}

static void
append_coordinated (GString *text, const RecordingCoordinated *coordinated)
{
  g_string_append_printf (text, "#coordinated gw%u %s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " ",
                          coordinated->worker, coordinated->teardown ? "teardown" : "setup", coordinated->start_us,
                          coordinated->us);
  append_name_and_base (text, coordinated->name, coordinated->base);
}

static void
append_report (GString *text, const RecordingReport *report)
{
  g_string_append_printf (text, "#reported gw%u %" G_GUINT64_FORMAT " %u\n", report->worker, report->at_us,
                          report->test);
}

static void
append_fixture (GString *text, const RecordingFixture *fixture)
{
  append_fixture_line (text, fixture, "setup", fixture->setup_start_us, fixture->setup_us);
  if (fixture->teardown_us != TRACE_US_NONE)
    append_fixture_line (text, fixture, "teardown", fixture->teardown_start_us, fixture->teardown_us);
}

static void
append_message_rest (GString *text, const Recording *recording, const RecordingMessage *message)
{
  if (message->word == HEARD_COLLECTIONFINISH)
    g_string_append_printf (text, " %u", message->value);
  if (message->word == HEARD_WORKERFINISHED && message->value)
    g_string_append_printf (text, " %s", recording_finish_words[message->value]);
  for (uint32_t i = 0; i < message->indices; i++)
    g_string_append_printf (text, " %u", recording->index[message->first + i]);
  if (message->word == HEARD_COMPLETE)
    g_string_append_printf (text, " %" G_GUINT64_FORMAT, message->duration_us);
}

static void
append_message (GString *text, const Recording *recording, const RecordingMessage *message)
{
  g_string_append_printf (text, "#message %" G_GUINT64_FORMAT, message->at_us);
  if (recording_is_command (message))
    g_string_append (text, " to");
  else
    g_string_append_printf (text, " %" G_GUINT64_FORMAT " from", message->busy_us);
  g_string_append_printf (text, " gw%u %s", message->worker, recording_words[message->word]);
  append_message_rest (text, recording, message);
  g_string_append_c (text, '\n');
}

void
recording_append_text (GString *text, const Recording *recording)
{
  append_head (text, recording);
  for (uint32_t i = 0; i < recording->collections; i++)
    append_collection (text, recording, i);
  for (uint32_t i = 0; i < recording->workers; i++)
    append_worker (text, recording, i);
  for (uint32_t i = 0; i < recording->fixtures; i++)
    append_fixture (text, &recording->fixture[i]);
  for (uint32_t i = 0; i < recording->coordinations; i++)
    append_coordinated (text, &recording->coordinated[i]);
  for (uint32_t i = 0; i < recording->reports; i++)
    append_report (text, &recording->report[i]);
  append_runs (text, recording);
  for (uint32_t i = 0; i < recording->messages; i++)
    append_message (text, recording, &recording->message[i]);
  if (recording->end_us != TRACE_US_NONE)
    g_string_append_printf (text, "#end %" G_GUINT64_FORMAT " %u\n", recording->end_us, recording->exit_status);
}
