#include "recordings/verifier.h"

#include "simulate/findings.h"
#include <string.h>

/* The order of events at the same time. Ends come before starts, so that runs which only touch do not overlap. */
typedef enum
{
  HAPPENED_END,
  HAPPENED_DEATH,
  HAPPENED_REPORT,
  HAPPENED_STOP,
  HAPPENED_SENT,
  HAPPENED_START
} HappeningKind;

typedef struct
{
  uint64_t at_us;
  uint32_t kind;   /* HappeningKind */
  uint32_t number; /* of the run, worker, report or message */
} Happening;

void
verifier_init (Verifier *verifier, Trace *trace, const IsoModel *model, Verification *verification)
{
  *verifier = (Verifier){ .trace = trace, .recording = trace->recording, .model = model, .verification = verification };
  verifier->runs = g_array_new (FALSE, FALSE, sizeof (VerifiedRun));
  verifier->events = g_array_new (FALSE, FALSE, sizeof (Happening));
}

void
verifier_clear (Verifier *verifier)
{
  session_free (verifier->session);
  g_array_unref (verifier->runs);
  g_array_unref (verifier->events);
}

void
verifier_order_runs (Verifier *verifier)
{
  for (guint i = 0; i < verifier->runs->len; i++)
    {
      VerifiedRun *run = &g_array_index (verifier->runs, VerifiedRun, i), *before = i ? run - 1 : NULL;
      if (before && before->worker == run->worker)
        {
          run->start_us = MAX (run->start_us, before->start_us + 1);
          before->end_us = MIN (before->end_us, run->start_us);
          before->next = run->test;
        }
      g_assert (!before || before->worker <= run->worker);
      run->end_us = MAX (run->end_us, run->start_us + 1);
      verifier->last_us = MAX (verifier->last_us, run->end_us);
    }
}

/* --- what happened, in time ---------------------------------------------------------------------------------- */

static void
add_event (Verifier *verifier, uint64_t at_us, HappeningKind kind, uint32_t number)
{
  const Happening event = { at_us, kind, number };
  g_array_append_val (verifier->events, event);
}

static void
list_runs (Verifier *verifier)
{
  for (guint i = 0; i < verifier->runs->len; i++)
    {
      const VerifiedRun *run = &g_array_index (verifier->runs, VerifiedRun, i);
      add_event (verifier, run->start_us, HAPPENED_START, i);
      bool last = run->next == ISO_NONE;
      if (!run->crashed || !last || verifier->recording->worker[run->worker].end != WORKER_DIED)
        add_event (verifier, run->end_us, HAPPENED_END, i);
    }
}

/* A death is not earlier than the last that the worker is known to have done. */
static void
list_deaths (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  g_autofree uint64_t *last_us = g_new0 (uint64_t, recording->workers);
  for (guint i = 0; i < verifier->runs->len; i++)
    {
      const VerifiedRun *run = &g_array_index (verifier->runs, VerifiedRun, i);
      last_us[run->worker] = run->crashed ? run->start_us + 1 : run->end_us;
    }
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    if (recording->worker[worker].end == WORKER_DIED)
      add_event (verifier, MAX (recording->worker[worker].end_us, last_us[worker]), HAPPENED_DEATH, worker);
}

static void
list_messages (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  bool limited = recording->maxfail != RECORDING_NONE && recording->maxfail > 0;
  uint32_t failures = 0;
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      verifier->last_us = MAX (verifier->last_us, message->at_us);
      if (message->word == SENT_RUN && verifier->session->judge.lent)
        add_event (verifier, message->at_us, HAPPENED_SENT, i);
      if (limited && message->word == HEARD_FAILURE && ++failures == recording->maxfail)
        add_event (verifier, message->at_us, HAPPENED_STOP, 0);
    }
  verifier->verification->stopped = (limited && failures >= recording->maxfail) || recording->exit_status == 2;
}

static void
list_events (Verifier *verifier)
{
  if (verifier->recording)
    {
      list_runs (verifier);
      list_deaths (verifier);
      list_messages (verifier);
      for (uint32_t i = 0; i < verifier->recording->reports; i++)
        add_event (verifier, verifier->recording->report[i].at_us, HAPPENED_REPORT, i);
      return;
    }
  for (guint i = 0; i < verifier->runs->len; i++)
    {
      add_event (verifier, g_array_index (verifier->runs, VerifiedRun, i).start_us, HAPPENED_START, i);
      add_event (verifier, g_array_index (verifier->runs, VerifiedRun, i).end_us, HAPPENED_END, i);
    }
}

static int
compare_events (const void *a, const void *b)
{
  const Happening *one = a, *other = b;
  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? -1 : 1;
  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  return (one->number > other->number) - (one->number < other->number);
}

/* --- the replay ---------------------------------------------------------------------------------------------- */

/* Notes that the worker holds the message's tests (SENT), or no longer does. */
static void
mark_held (const Recording *recording, const RecordingMessage *message, uint8_t *held, bool sent)
{
  for (uint32_t i = 0; i < message->indices; i++)
    held[recording->index[message->first + i]] = sent;
}

/* Tests that the dead worker had been sent and did not complete go to other workers. */
static void
requeue_held (Verifier *verifier, uint32_t worker)
{
  const Recording *recording = verifier->recording;
  if (recording->worker[worker].collection == RECORDING_NONE)
    return;
  uint32_t tests = recording->collection[recording->worker[worker].collection].tests;
  g_autofree uint8_t *held = g_new0 (uint8_t, tests + 1);
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      if (message->worker != worker)
        continue;
      if (message->word == SENT_RUN_ALL)
        memset (held, 1, tests);
      else if (message->word == SENT_RUN || message->word == HEARD_COMPLETE || message->word == HEARD_UNSCHEDULED)
        mark_held (recording, message, held, message->word == SENT_RUN);
    }
  for (uint32_t index = 0; index < tests; index++)
    if (held[index])
      judge_requeued (verifier->session, worker, recording_test (recording, worker, index));
}

static void
replay_death (Verifier *verifier, uint32_t worker)
{
  uint32_t running = verifier->session->judge.worker[worker].running;
  requeue_held (verifier, worker);
  judge_death (verifier->session, worker, running ? running - 1 : ISO_NONE);
}

static void
replay_sent (Verifier *verifier, const RecordingMessage *message)
{
  const Recording *recording = verifier->recording;
  for (uint32_t i = 0; i < message->indices; i++)
    {
      uint32_t test = recording_test (recording, message->worker, recording->index[message->first + i]);
      judge_sent (verifier->session, message->worker, &test, 1);
    }
}

static void
replay (Verifier *verifier, const Happening *event)
{
  IsoSession *session = verifier->session;
  const VerifiedRun *run = &g_array_index (verifier->runs, VerifiedRun, event->number); /* of a start or an end */
  session->stamp = event->at_us;
  switch ((HappeningKind) event->kind)
    {
    case HAPPENED_START:
      judge_start (session, run->worker, run->test);
      break;
    case HAPPENED_END:
      /* Sends are replayed only for a scheduler whose judge needs them, and a clock may put them after the end. So the
       * judge is told that the test was there. */
      session->judge.worker[run->worker].pending = MAX (session->judge.worker[run->worker].pending, 1);
      judge_finish (session, run->worker, run->test, run->next);
      break;
    case HAPPENED_DEATH:
      replay_death (verifier, event->number);
      break;
    case HAPPENED_REPORT:
      judge_reported (session, verifier->recording->report[event->number].test);
      break;
    case HAPPENED_STOP:
      session->state->stop = 1;
      break;
    case HAPPENED_SENT:
      replay_sent (verifier, &verifier->recording->message[event->number]);
      break;
    }
}

static void
replay_all (Verifier *verifier)
{
  uint64_t now_us = 0;
  g_array_sort (verifier->events, compare_events);
  for (guint i = 0; i < verifier->events->len; i++)
    {
      const Happening *event = &g_array_index (verifier->events, Happening, i);
      g_assert (event->at_us >= now_us);
      now_us = event->at_us;
      replay (verifier, event);
    }
}

/* --- the judge ----------------------------------------------------------------------------------------------- */

static void
start_judging (Verifier *verifier)
{
  Suite *suite = verifier->trace->suite;
  suite_need_scopes (suite, SCOPE_SCOPE);
  suite_need_scopes (suite, verifier->model->scope_rule);
  verifier->plan = (SessionPlan){ .suite = suite,
                                  .model = verifier->model,
                                  .rules = session_rules_default (),
                                  .workers = verifier->workers,
                                  .nodes_max = verifier->workers };
  verifier->session = session_new (&verifier->plan, &verifier->driver, NULL);
}

void
verifier_judge (Verifier *verifier)
{
  start_judging (verifier);
  list_events (verifier);
  replay_all (verifier);
}

void
verifier_answer_judged (Verifier *verifier, Property which)
{
  Result result = { .verdict = VERDICT_OK };
  VerifiedProperty *property = verification_add (verifier->verification, which);
  memcpy (result.finding, verifier->session->finding, sizeof result.finding);
  property->count = result.finding[which].count;
  if (property->count)
    property->example = property_example (&result, which, verifier->trace->suite);
}
