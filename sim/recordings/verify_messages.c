#include "recordings/verify_messages.h"

#include "base/human.h"
#include "recordings/verify_fixtures.h"

/* --- runs ---------------------------------------------------------------------------------------------------- */

static uint64_t
known_us (uint64_t us)
{
  return us == TRACE_US_NONE ? 0 : us;
}

/* Returns whether RUN repeats the test of the run BEFORE it. A plug-in may repeat a test within one run of xdist's;
 * then only the last repetition has a time for the whole. */
static bool
goes_on (const RecordingRun *run, const RecordingRun *before)
{
  return before && before->index == run->index && before->whole_us == TRACE_US_NONE
         && !(before->outcome & OUTCOME_CRASHED);
}

static void
add_run (Verifier *verifier, const RecordingRun *run, const RecordingRun *before, VerifiedRun **last)
{
  uint64_t end_us = run->start_us + known_us (run->setup_us) + known_us (run->call_us) + known_us (run->teardown_us);
  bool crashed = run->outcome & OUTCOME_CRASHED;
  if (*last && goes_on (run, before))
    {
      (*last)->end_us = MAX ((*last)->end_us, end_us);
      (*last)->crashed = crashed;
      return;
    }
  const VerifiedRun added = { run->worker, run->test, run->start_us, end_us, crashed, ISO_NONE };
  g_array_append_val (verifier->runs, added);
  *last = &g_array_index (verifier->runs, VerifiedRun, verifier->runs->len - 1);
}

static int
compare_by_worker (const void *a, const void *b)
{
  const RecordingRun *one = *(const RecordingRun *const *) a, *other = *(const RecordingRun *const *) b;
  if (one->worker != other->worker)
    return one->worker < other->worker ? -1 : 1;
  return one < other ? -1 : one > other;
}

void
verify_messages_add_runs (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  g_autofree const RecordingRun **runs = g_new (const RecordingRun *, recording->runs + 1);
  for (uint32_t i = 0; i < recording->runs; i++)
    runs[i] = &recording->run[i];
  qsort (runs, recording->runs, sizeof *runs, compare_by_worker);
  VerifiedRun *last = NULL;
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      bool first = i == 0 || runs[i - 1]->worker != runs[i]->worker;
      last = first ? NULL : last;
      add_run (verifier, runs[i], first ? NULL : runs[i - 1], &last);
    }
}

/* --- properties ---------------------------------------------------------------------------------------------- */

static char *
test_sentence (const Verifier *verifier, uint32_t test, const char *what)
{
  g_autofree char *name = suite_dup_name (verifier->trace->suite, test);
  return g_strdup_printf ("%s %s", name, what);
}

static bool
was_run (const Verifier *verifier, uint32_t worker, uint32_t test)
{
  const Judge *judge = &verifier->session->judge;
  return judge->seen[(size_t) worker * ((verifier->session->tests + 7) / 8) + test / 8] >> test % 8 & 1;
}

/* With `each`, every worker that lived to its end must have run every test that it collected. */
static void
count_lost_by_worker (Verifier *verifier, VerifiedProperty *property)
{
  const Recording *recording = verifier->recording;
  for (uint32_t worker = 0; worker < MIN (recording->workers_at_start, recording->workers); worker++)
    {
      uint32_t number = recording->worker[worker].collection;
      const RecordingCollection *collection = number == RECORDING_NONE ? NULL : &recording->collection[number];
      for (uint32_t i = 0; recording->worker[worker].end == WORKER_EXIT && collection && i < collection->tests; i++)
        if (!was_run (verifier, worker, collection->test[i]))
          {
            g_autofree char *name = suite_dup_name (verifier->trace->suite, collection->test[i]);
            verified_add_case (property, g_strdup_printf ("%s was lost on gw%u: it never ran there", name, worker));
          }
    }
}

/* Every test of the first collection must run. */
static void
answer_lost (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  if (recording->end_us == TRACE_US_NONE)
    {
      verification_add_untold (verifier->verification, PROPERTY_LOST, "the recording has no end");
      return;
    }
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_LOST);
  const RecordingCollection *collection = recording->collections ? recording->collection : NULL;
  if (verifier->verification->stopped || !collection)
    return;
  for (uint32_t i = 0; i < collection->tests; i++)
    if (!(verifier->session->judge.mark[collection->test[i]] & (TEST_COMPLETED | TEST_REPORTED)))
      verified_add_case (property, test_sentence (verifier, collection->test[i],
                                                  "was lost: it neither completed nor was reported crashed"));
  if (verifier->model->every_worker)
    count_lost_by_worker (verifier, property);
}

static uint32_t
first_without_end (const Recording *recording, uint32_t *count)
{
  uint32_t first = ISO_NONE;
  *count = 0;
  for (uint32_t worker = recording->workers; worker-- > 0;)
    if (recording->worker[worker].end == WORKER_NO_END && recording->worker[worker].start_us != TRACE_US_NONE)
      {
        first = worker;
        ++*count;
      }
  return first;
}

static void
answer_hang (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_HANG);
  if (recording->end_us != TRACE_US_NONE)
    return;
  uint32_t count, first = first_without_end (recording, &count);
  g_autofree char *when = human_time (verifier->last_us), *workers = human_plural (count, "worker");
  g_autofree char *who
      = count ? g_strdup_printf ("; %s had not ended, the first is gw%u", workers, first) : g_strdup ("");
  verified_add_case (
      property, g_strdup_printf ("the run hung or was killed: the last that is known of it was after %s%s", when, who));
}

static void
answer_error (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_ERROR);
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_INTERNAL_ERROR)
      {
        g_autofree char *when = human_time (recording->message[i].at_us);
        verified_add_case (property, g_strdup_printf ("gw%u reported an internal error of pytest, after %s",
                                                      recording->message[i].worker, when));
      }
  if (recording->exit_status == 3)
    verified_add_case (property, g_strdup ("pytest ended by an internal error (exit status 3)"));
}

/* A worker must be sent nothing after its shutdown, or after the controller handled its end. */
static void
answer_alive (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_ALIVE);
  g_autofree bool *down = g_new0 (bool, recording->workers);
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      if (down[message->worker] && recording_is_command (message) && message->word != SENT_SHUTDOWN)
        {
          g_autofree char *when = human_time (message->at_us);
          verified_add_case (property,
                             g_strdup_printf ("gw%u was sent %s after %s, when it had been sent shutdown or had ended",
                                              message->worker, recording_words[message->word], when));
        }
      down[message->worker] |= message->word == SENT_SHUTDOWN || message->word == HEARD_WORKERFINISHED
                               || message->word == HEARD_ERRORDOWN;
    }
}

/* Returns the test that each worker died of; ISO_NONE for a worker that ran none then. Free it with g_free(). */
static uint32_t *
died_of (const Verifier *verifier)
{
  uint32_t *test = g_new (uint32_t, verifier->workers);
  for (uint32_t worker = 0; worker < verifier->workers; worker++)
    test[worker] = ISO_NONE;
  for (guint i = 0; i < verifier->runs->len; i++)
    {
      const VerifiedRun *run = &g_array_index (verifier->runs, VerifiedRun, i);
      test[run->worker] = run->crashed ? run->test : ISO_NONE;
    }
  return test;
}

static void
answer_blame (Verifier *verifier, const uint32_t *died)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_BLAME);
  for (uint32_t i = 0; i < recording->reports; i++)
    {
      const RecordingReport *report = &recording->report[i];
      if (died[report->worker] == report->test)
        continue;
      g_autofree char *name = suite_dup_name (verifier->trace->suite, report->test);
      g_autofree char *when = human_time (report->at_us);
      verified_add_case (property,
                         g_strdup_printf ("the death of gw%u was blamed on %s after %s, which it did not run then",
                                          report->worker, name, when));
    }
}

static void
answer_reported (Verifier *verifier, const uint32_t *died)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_REPORTED);
  g_autofree bool *reported = g_new0 (bool, recording->workers);
  for (uint32_t i = 0; i < recording->reports; i++)
    reported[recording->report[i].worker] = true;
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      uint32_t worker = message->worker;
      if (message->word != HEARD_ERRORDOWN || died[worker] == ISO_NONE || reported[worker])
        continue;
      g_autofree char *name = suite_dup_name (verifier->trace->suite, died[worker]);
      g_autofree char *when = human_time (message->at_us);
      verified_add_case (property,
                         g_strdup_printf ("gw%u died running %s, and by %s no crash was reported", worker, name, when));
    }
}

static void
answer_drain (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  if (recording->end_us == TRACE_US_NONE)
    {
      verification_add_untold (verifier->verification, PROPERTY_DRAIN, "the recording has no end");
      return;
    }
  VerifiedProperty *property = verification_add (verifier->verification, PROPERTY_DRAIN);
  for (uint32_t worker = 0; worker < recording->workers && !verifier->verification->stopped; worker++)
    if (recording->worker[worker].end == WORKER_NO_END && recording->worker[worker].start_us != TRACE_US_NONE)
      verified_add_case (property, g_strdup_printf ("the session has ended, and gw%u has not", worker));
}

/* The judge only models a coordinator. So these five promises are judged by the set-ups and tear-downs that ran. */
static void
answer_fixtures (Verifier *verifier)
{
  static const char nothing[] = "the recording tells of no coordinated set-up";
  const Recording *recording = verifier->recording;
  bool promised
      = verifier->verification->model && (verifier->verification->model->promises & ISO_BIT (ISO_SETUP_ONCE)) != 0;
  if (!recording || recording->coordinations == 0)
    {
      for (Property which = ISO_SETUP_ONCE; promised && which <= ISO_SCOPES_APART; which++)
        verification_add_untold (verifier->verification, which, nothing);
      return;
    }
  GPtrArray *cases[ISO_PROPERTIES] = { NULL };
  verify_fixtures (verifier->trace, !verifier->verification->stopped && recording->end_us != TRACE_US_NONE, cases);
  for (Property which = ISO_SETUP_ONCE; which <= ISO_SCOPES_APART; which++)
    {
      VerifiedProperty *property = verification_add (verifier->verification, which);
      for (guint i = 0; i < cases[which]->len; i++)
        verified_add_case (property, g_strdup (cases[which]->pdata[i]));
      g_ptr_array_unref (cases[which]);
    }
}

static void
answer_scopes (Verifier *verifier)
{
  verifier_answer_judged (verifier, ISO_SCOPE);
  verifier_answer_judged (verifier, ISO_ISOLATION);
  for (Property which = ISO_TWO_TESTS; which <= ISO_FENCE_LIMIT; which++)
    if (verifier->verification->model && property_is_judged (which, verifier->verification->model))
      verifier_answer_judged (verifier, which);
}

void
verify_messages_answer (Verifier *verifier)
{
  g_autofree uint32_t *died = died_of (verifier);
  verifier_answer_judged (verifier, ISO_ONCE);
  answer_lost (verifier);
  answer_hang (verifier);
  answer_error (verifier);
  answer_alive (verifier);
  answer_blame (verifier, died);
  answer_reported (verifier, died);
  answer_drain (verifier);
  answer_scopes (verifier);
  answer_fixtures (verifier);
}
