#include "time_model/calibrate_session.h"

#include <string.h>

/* Times of one kind. */
typedef struct
{
  GArray *us; /* of uint64_t */
} Sample;

static Sample
sample_new (void)
{
  return (Sample){ g_array_new (FALSE, FALSE, sizeof (uint64_t)) };
}

static void
sample_add (Sample *sample, uint64_t from_us, uint64_t to_us)
{
  uint64_t us = to_us > from_us ? to_us - from_us : 0;
  if (from_us != TRACE_US_NONE && to_us != TRACE_US_NONE)
    g_array_append_val (sample->us, us);
}

static int
by_time (const void *a, const void *b)
{
  const uint64_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

static uint64_t
take_median (Sample *sample)
{
  guint len = sample->us->len;
  if (len)
    qsort (sample->us->data, len, sizeof (uint64_t), by_time);
  uint64_t median = len ? g_array_index (sample->us, uint64_t, (len - 1) / 2) : 0;
  g_array_unref (sample->us);
  return median;
}

static uint64_t
take_mean (Sample *sample)
{
  uint64_t sum = 0;
  guint len = sample->us->len;
  for (guint i = 0; i < len; i++)
    sum += g_array_index (sample->us, uint64_t, i);
  g_array_unref (sample->us);
  return len ? sum / len : 0;
}

uint64_t
calibrate_run_end_us (const RecordingRun *run)
{
  uint64_t part[] = { run->setup_us, run->call_us, run->teardown_us }, phases_us = 0;
  for (int i = 0; i < 3; i++)
    phases_us += part[i] == TRACE_US_NONE ? 0 : part[i];
  return run->start_us + (run->whole_us == TRACE_US_NONE ? phases_us : MAX (run->whole_us, phases_us));
}

/* --- start-up and end ----------------------------------------------------------------------------------------- */

static uint32_t
workers_at_start (const Recording *recording)
{
  uint32_t said = recording->workers_at_start;
  return said ? MIN (said, recording->workers) : recording->workers;
}

static void
measure_starting (TimeModel *costs, const Recording *recording)
{
  uint32_t workers = workers_at_start (recording);
  Sample ramp = sample_new (), startup = sample_new (), collecting = sample_new ();
  uint64_t last_us = 0;
  costs->before_us = TRACE_US_NONE;
  for (uint32_t i = 0; i < workers; i++)
    {
      const RecordingWorker *worker = &recording->worker[i];
      sample_add (&startup, worker->start_us, worker->ready_us);
      sample_add (&collecting, worker->ready_us, worker->collected_us);
      costs->before_us = MIN (costs->before_us, worker->start_us);
      last_us = worker->collected_us == TRACE_US_NONE ? last_us : MAX (last_us, worker->collected_us);
      if (i > 0)
        sample_add (&ramp, worker[-1].start_us, worker->start_us);
    }
  costs->before_us = costs->before_us == TRACE_US_NONE ? 0 : costs->before_us;
  costs->ramp_us = take_mean (&ramp);
  uint64_t startup_us = take_mean (&startup), collecting_us = take_mean (&collecting);
  StartupModel starting = { .workers = MAX (workers, 1), .cores = costs->cores, .ramp_us = costs->ramp_us };
  startup_model_fit (&starting, startup_us, collecting_us, last_us - MIN (last_us, costs->before_us));
  costs->startup_us = starting.startup_us;
  costs->collect_us = starting.collect_us;
}

static void
measure_ending (TimeModel *costs, const Recording *recording)
{
  g_autofree uint64_t *last_us = g_new0 (uint64_t, MAX (recording->workers, 1));
  Sample exits = sample_new ();
  uint64_t end_us = 0;
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      const RecordingRun *run = &recording->run[i];
      last_us[run->worker] = MAX (last_us[run->worker], calibrate_run_end_us (run));
    }
  for (uint32_t i = 0; i < recording->workers; i++)
    {
      const RecordingWorker *worker = &recording->worker[i];
      if (worker->end == WORKER_EXIT && last_us[i])
        sample_add (&exits, last_us[i], worker->end_us);
      if (worker->end_us != TRACE_US_NONE)
        end_us = MAX (end_us, worker->end_us);
    }
  costs->exit_us = take_mean (&exits);
  bool ended = end_us && recording->end_us != TRACE_US_NONE && recording->end_us > end_us;
  uint64_t after_us = ended ? recording->end_us - end_us : 0;
  uint32_t workers = workers_at_start (recording), cores = costs->cores;
  costs->after_us = cores && workers > cores ? after_us * cores / workers : after_us;
}

/* --- messages ------------------------------------------------------------------------------------------------- */

/* The items that a worker was sent: each test, and last the shutdown. A worker begins a test when it holds that item
 * and the one after it, as pytest-xdist's workers do. */
typedef struct
{
  GArray *item;       /* of uint64_t: when each was sent */
  bool shut_down;     /* later items are ignored */
  uint64_t robbed_us; /* the first steal: after it, counting no longer tells which item is which */
  uint32_t ran;       /* the number of runs so far */
  uint64_t last_us;   /* end of its last run */
  uint64_t last_start_us;
  uint32_t last_test;
} Supply;

static void
supply (Supply *to, uint32_t items, uint64_t at_us)
{
  for (uint32_t i = 0; i < items && !to->shut_down; i++)
    g_array_append_val (to->item, at_us);
}

static void
note_command (Supply *to, const Recording *recording, const RecordingMessage *command)
{
  uint32_t collection = recording->worker[command->worker].collection;
  if (command->word == SENT_RUN)
    supply (to, command->indices, command->at_us);
  else if (command->word == SENT_RUN_ALL && collection != RECORDING_NONE)
    supply (to, recording->collection[collection].tests, command->at_us);
  else if (command->word == SENT_STEAL)
    to->robbed_us = MIN (to->robbed_us, command->at_us);
  else if (command->word == SENT_SHUTDOWN)
    {
      supply (to, 1, command->at_us);
      to->shut_down = true;
    }
}

/* The gaps after runs, by the test that ran before the gap. */
typedef struct
{
  uint64_t *sum_us; /* [tests] */
  uint32_t *count;  /* [tests] */
  const uint32_t *of_test;
} Gaps;

static void
add_gap (Gaps *gaps, uint32_t recorded, uint64_t from_us, uint64_t to_us)
{
  uint32_t test = gaps->of_test[recorded];
  if (test == SUITE_NONE)
    return;
  gaps->sum_us[test] += to_us > from_us ? to_us - from_us : 0;
  gaps->count[test]++;
}

/* A worker begins run k (from 0) when it holds items k and k + 1. There are two clear cases. It held both before run
 * k - 1 began: then the gap after that run is the worker's own. Item k + 1 was sent after run k - 1 had ended: then the
 * worker waited for that command only. All other gaps mix both, and are not measured. */
static void
note_run (Supply *of, const RecordingRun *run, Gaps *gaps, Sample *commands)
{
  uint32_t needed = of->ran + 1;
  bool counts = needed < of->item->len && run->start_us < of->robbed_us;
  uint64_t sent_us = counts ? g_array_index (of->item, uint64_t, needed) : 0;
  if (counts && of->ran > 0 && sent_us <= of->last_start_us)
    add_gap (gaps, of->last_test, of->last_us, run->start_us);
  else if (counts && sent_us >= of->last_us)
    sample_add (commands, sent_us, run->start_us);
  of->ran++;
  of->last_start_us = run->start_us;
  of->last_us = calibrate_run_end_us (run);
  of->last_test = run->test;
}

/* A test that no measured gap follows has the mean of all gaps. */
static void
mean_gaps (TimeModel *costs, const Gaps *gaps)
{
  uint64_t sum_us = 0, count = 0;
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      sum_us += gaps->sum_us[test];
      count += gaps->count[test];
    }
  for (uint32_t test = 0; test < costs->tests; test++)
    costs->between_us[test] = gaps->count[test] ? gaps->sum_us[test] / gaps->count[test] : count ? sum_us / count : 0;
}

static void
note_runs (Supply *supplies, const Recording *recording, Gaps *gaps, Sample *commands)
{
  for (uint32_t i = 0; i < recording->workers; i++)
    supplies[i] = (Supply){ .item = g_array_new (FALSE, FALSE, sizeof (uint64_t)), .robbed_us = UINT64_MAX };
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording_is_command (&recording->message[i]))
      note_command (&supplies[recording->message[i].worker], recording, &recording->message[i]);
  for (uint32_t i = 0; i < recording->runs; i++)
    note_run (&supplies[recording->run[i].worker], &recording->run[i], gaps, commands);
  for (uint32_t i = 0; i < recording->workers; i++)
    g_array_unref (supplies[i].item);
}

static void
measure_workers (TimeModel *costs, const Recording *recording, const uint32_t *of_test)
{
  Sample commands = sample_new ();
  g_autofree Supply *supplies = g_new0 (Supply, MAX (recording->workers, 1));
  g_autofree uint64_t *sum_us = g_new0 (uint64_t, costs->tests);
  g_autofree uint32_t *count = g_new0 (uint32_t, costs->tests);
  Gaps gaps = { sum_us, count, of_test };
  note_runs (supplies, recording, &gaps, &commands);
  mean_gaps (costs, &gaps);
  costs->command_us = take_median (&commands);
}

/* Returns the time from the arrival of the last collection to the first command after it. */
static uint64_t
schedule_us (const Recording *recording)
{
  uint32_t last = RECORDING_NONE;
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      if (message->word == HEARD_COLLECTIONFINISH)
        last = i;
      else if (last != RECORDING_NONE && (message->word == SENT_RUN || message->word == SENT_RUN_ALL))
        return message->at_us - MIN (message->at_us, recording->message[last].at_us);
    }
  return 0;
}

/* The controller handles a run's reports before its complete message. So the time from the end of a run to that message
 * is the way of the reports and their handling. */
static void
measure_controller (TimeModel *costs, const Recording *recording)
{
  Sample busy = sample_new (), way = sample_new ();
  g_autofree uint32_t *run_of
      = g_new (uint32_t, MAX (recording->workers, 1)); /* 1 + its first run that was not yet heard of */
  g_autofree uint32_t *next_run = g_new0 (uint32_t, MAX (recording->runs, 1));
  g_autofree uint32_t *last = g_new0 (uint32_t, MAX (recording->workers, 1));
  memset (run_of, 0, recording->workers * sizeof *run_of);
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      uint32_t worker = recording->run[i].worker;
      *(last[worker] ? &next_run[last[worker] - 1] : &run_of[worker]) = i + 1;
      last[worker] = i + 1;
    }
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      uint32_t run = message->word == HEARD_COMPLETE ? run_of[message->worker] : 0;
      if (!run)
        continue;
      run_of[message->worker] = next_run[run - 1];
      sample_add (&busy, 0, message->busy_us);
      if (recording->run[run - 1].index == recording->index[message->first])
        sample_add (&way, calibrate_run_end_us (&recording->run[run - 1]), message->at_us);
    }
  uint64_t way_us = take_median (&way);
  costs->handle_us = take_median (&busy);
  costs->message_us = way_us - MIN (way_us, costs->handle_us);
}

void
calibrate_session (TimeModel *costs, const Recording *recording, const uint32_t *of_test)
{
  costs->cores = recording->cores;
  measure_starting (costs, recording);
  measure_ending (costs, recording);
  measure_workers (costs, recording, of_test);
  measure_controller (costs, recording);
  costs->schedule_us = schedule_us (recording);
}
