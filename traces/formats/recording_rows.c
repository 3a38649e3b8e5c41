#include "formats/recording_rows.h"

#include <string.h>

/* Sums of many long times would overflow; a mean is put together from quotients and remainders instead. */
typedef struct
{
  uint64_t whole, rest;
} Mean;

typedef struct
{
  uint32_t runs;    /* of the kind that counts */
  bool has_outcome; /* a run that did not crash: crashed ones do not count */
  Mean setup, call, teardown;
} Sum;

static void
mean_add (Mean *mean, uint64_t us, uint32_t runs)
{
  if (us == TRACE_US_NONE)
    return;
  mean->whole += us / runs;
  mean->rest += us % runs;
}

static uint64_t
mean_get (const Mean *mean, uint32_t runs)
{
  return runs ? mean->whole + mean->rest / runs : 0;
}

static bool
counts (const Sum *sum, const RecordingRun *run)
{
  return !(sum->has_outcome && (run->outcome & OUTCOME_CRASHED));
}

static Sum *
count_runs (const Recording *recording, uint32_t tests)
{
  Sum *sums = g_new0 (Sum, tests);
  for (uint32_t i = 0; i < recording->runs; i++)
    if (!(recording->run[i].outcome & OUTCOME_CRASHED))
      sums[recording->run[i].test].has_outcome = true;
  for (uint32_t i = 0; i < recording->runs; i++)
    sums[recording->run[i].test].runs += counts (&sums[recording->run[i].test], &recording->run[i]);
  return sums;
}

static uint64_t
first_start (const Recording *recording)
{
  uint64_t first = TRACE_US_NONE;
  for (uint32_t i = 0; i < recording->runs; i++)
    first = MIN (first, recording->run[i].start_us);
  return first;
}

static void
forget_rows (Trace *trace)
{
  g_clear_pointer (&trace->run_us, g_free);
  g_clear_pointer (&trace->setup_us, g_free);
  g_clear_pointer (&trace->teardown_us, g_free);
  g_clear_pointer (&trace->outcome, g_free);
  g_clear_pointer (&trace->worker, g_free);
  g_clear_pointer (&trace->start_us, g_free);
}

/* Rows of tests that never ran. */
static void
begin_rows (Trace *trace, uint32_t tests)
{
  forget_rows (trace);
  trace->run_us = g_new0 (uint64_t, tests);
  trace->setup_us = g_new0 (uint64_t, tests);
  trace->teardown_us = g_new0 (uint64_t, tests);
  trace->outcome = g_new0 (uint8_t, tests);
  trace->worker = g_new (int32_t, tests);
  trace->start_us = g_new (uint64_t, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      trace->worker[test] = -1;
      trace->start_us[test] = TRACE_US_NONE;
    }
}

static void
add_run (Trace *trace, Sum *sum, const RecordingRun *run, uint64_t first_us)
{
  if (trace->worker[run->test] < 0)
    {
      trace->worker[run->test] = (int32_t) run->worker;
      trace->start_us[run->test] = run->start_us - first_us;
    }
  trace->outcome[run->test] |= (uint8_t) run->outcome;
  if (!counts (sum, run))
    return;
  mean_add (&sum->setup, run->setup_us, sum->runs);
  mean_add (&sum->call, run->call_us, sum->runs);
  mean_add (&sum->teardown, run->teardown_us, sum->runs);
}

void
recording_make_rows (Trace *trace, uint32_t tests)
{
  const Recording *recording = trace->recording;
  g_autofree Sum *sums = count_runs (recording, tests);
  uint64_t first_us = first_start (recording);
  begin_rows (trace, tests);
  for (uint32_t i = 0; i < recording->runs; i++)
    add_run (trace, &sums[recording->run[i].test], &recording->run[i], first_us);
  for (uint32_t test = 0; test < tests; test++)
    {
      const Sum *sum = &sums[test];
      trace->setup_us[test] = mean_get (&sum->setup, sum->runs);
      trace->teardown_us[test] = mean_get (&sum->teardown, sum->runs);
      trace->run_us[test] = trace->setup_us[test] + mean_get (&sum->call, sum->runs) + trace->teardown_us[test];
    }
}

/* The mean over workers of END - BEGIN, where both are known. */
typedef struct
{
  uint64_t total, workers;
} Spans;

static void
add_span (Spans *spans, uint64_t begin_us, uint64_t end_us)
{
  if (begin_us == TRACE_US_NONE || end_us == TRACE_US_NONE || end_us < begin_us)
    return;
  spans->total += end_us - begin_us;
  spans->workers++;
}

static void
count_spans (Trace *trace)
{
  const Recording *recording = trace->recording;
  Spans startup = { 0, 0 }, collect = { 0, 0 };
  for (uint32_t i = 0; i < recording->workers; i++)
    {
      const RecordingWorker *worker = &recording->worker[i];
      add_span (&startup, worker->start_us, worker->ready_us);
      add_span (&collect, worker->ready_us, worker->collected_us);
    }
  if (trace->startup_us == 0 && startup.workers > 0)
    trace->startup_us = startup.total / startup.workers;
  if (trace->collect_us == 0 && collect.workers > 0)
    trace->collect_us = collect.total / collect.workers;
}

void
recording_count (Trace *trace, uint32_t tests)
{
  const Recording *recording = trace->recording;
  g_autofree Sum *sums = count_runs (recording, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      trace->untimed += sums[test].runs == 0;
      trace->merged += sums[test].runs > 1 ? sums[test].runs - 1 : 0;
    }
  count_spans (trace);
}

void
recording_cut_last_line (TraceText *in, GPtrArray *warnings)
{
  if (in->len == 0 || in->text[in->len - 1] == '\n' || !g_strstr_len (in->text, (gssize) in->len, "\n" RECORDING_MAGIC))
    return;
  while (in->text[in->len - 1] != '\n')
    in->len--;
  in->text[in->len] = '\0';
  g_ptr_array_add (warnings, g_strdup_printf ("%s: the last line was cut off, and is left out", in->name));
}

bool
recording_check_names (const RecordingReader *recording, const TraceText *in, uint32_t rows, const uint64_t *name_at,
                       const uint32_t *name_len, GError **error)
{
  uint32_t named = recording_reader_tests (recording);
  for (uint32_t test = 0; named > 0 && test < rows; test++)
    {
      uint32_t len = 0;
      const char *name = test < named ? recording_reader_name (recording, test, &len) : "";
      const char *row = in->text + name_at[test];
      if (len != name_len[test] || memcmp (name, row, len) != 0)
        return fields_refuse (in, row, error, "this row is not test %u of the recording", test);
    }
  return true;
}
