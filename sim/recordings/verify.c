#include "recordings/verify.h"

#include "base/human.h"
#include "models/registry.h"
#include "recordings/verify_fixtures.h"
#include "run/from_recording.h"
#include "session/property.h"
#include "session/session.h"
#include "simulate/findings.h"
#include <string.h>

/* One run of a test. */
typedef struct
{
  uint32_t worker, test;
  uint64_t start_us, end_us;
  bool crashed;
  uint32_t next; /* the test that its worker ran after it; ISO_NONE */
} Span;

/* In this order where times are the same. */
typedef enum
{
  HAPPENED_END,
  HAPPENED_DEATH,
  HAPPENED_REPORT,
  HAPPENED_STOP,
  HAPPENED_SENT,
  HAPPENED_START
} What;

typedef struct
{
  uint64_t at_us;
  uint32_t what;   /* What */
  uint32_t number; /* of the span, worker, report or message */
} Happening;

typedef struct
{
  Trace *trace;
  const Recording *recording; /* NULL: the trace is none */
  const char *path;
  const IsoModel *model; /* never NULL */
  Verification *verification;
  uint32_t workers;
  SessionPlan plan;
  Driver driver;
  IsoSession *session;
  GArray *spans;      /* Span, those of a worker in their order */
  GArray *happenings; /* Happening */
  uint64_t last_us;   /* the last that is known to have happened */
} Verifier;

void
verification_clear (Verification *verification)
{
  for (unsigned i = 0; i < verification->properties; i++)
    g_free (verification->property[i].example);
}

/* --- runs ---------------------------------------------------------------------------------------------------- */

static uint64_t
known_us (uint64_t us)
{
  return us == TRACE_US_NONE ? 0 : us;
}

/* A plug-in ran a test again within one run of xdist's: only the last has a time around it. */
static bool
goes_on (const RecordingRun *run, const RecordingRun *before)
{
  return before && before->index == run->index && before->whole_us == TRACE_US_NONE
         && !(before->outcome & OUTCOME_CRASHED);
}

static void
add_run (Verifier *verifier, const RecordingRun *run, const RecordingRun *before, Span **last)
{
  uint64_t end_us = run->start_us + known_us (run->setup_us) + known_us (run->call_us) + known_us (run->teardown_us);
  bool crashed = run->outcome & OUTCOME_CRASHED;
  if (*last && goes_on (run, before))
    {
      (*last)->end_us = MAX ((*last)->end_us, end_us);
      (*last)->crashed = crashed;
      return;
    }
  const Span span = { run->worker, run->test, run->start_us, end_us, crashed, ISO_NONE };
  g_array_append_val (verifier->spans, span);
  *last = &g_array_index (verifier->spans, Span, verifier->spans->len - 1);
}

static int
compare_by_worker (const void *a, const void *b)
{
  const RecordingRun *one = *(const RecordingRun *const *) a, *other = *(const RecordingRun *const *) b;
  if (one->worker != other->worker)
    return one->worker < other->worker ? -1 : 1;
  return one < other ? -1 : one > other;
}

static void
add_runs (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  g_autofree const RecordingRun **runs = g_new (const RecordingRun *, recording->runs + 1);
  for (uint32_t i = 0; i < recording->runs; i++)
    runs[i] = &recording->run[i];
  qsort (runs, recording->runs, sizeof *runs, compare_by_worker);
  Span *last = NULL;
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      bool first = i == 0 || runs[i - 1]->worker != runs[i]->worker;
      last = first ? NULL : last;
      add_run (verifier, runs[i], first ? NULL : runs[i - 1], &last);
    }
}

/* Runs of one worker follow one another, each takes at least 1 µs, and the next one is known. */
static void
put_in_line (Verifier *verifier)
{
  for (guint i = 0; i < verifier->spans->len; i++)
    {
      Span *span = &g_array_index (verifier->spans, Span, i), *before = i ? span - 1 : NULL;
      if (before && before->worker == span->worker)
        {
          span->start_us = MAX (span->start_us, before->start_us + 1);
          before->end_us = MIN (before->end_us, span->start_us);
          before->next = span->test;
        }
      span->end_us = MAX (span->end_us, span->start_us + 1);
      verifier->last_us = MAX (verifier->last_us, span->end_us);
    }
}

/* --- what happened, in time ---------------------------------------------------------------------------------- */

static void
happens (Verifier *verifier, uint64_t at_us, What what, uint32_t number)
{
  const Happening happening = { at_us, what, number };
  g_array_append_val (verifier->happenings, happening);
}

static void
list_spans (Verifier *verifier)
{
  for (guint i = 0; i < verifier->spans->len; i++)
    {
      const Span *span = &g_array_index (verifier->spans, Span, i);
      happens (verifier, span->start_us, HAPPENED_START, i);
      bool last = span->next == ISO_NONE;
      if (!span->crashed || !last || verifier->recording->worker[span->worker].end != WORKER_DIED)
        happens (verifier, span->end_us, HAPPENED_END, i);
    }
}

/* Not before the last that the worker is known to have done. */
static void
list_deaths (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  g_autofree uint64_t *last_us = g_new0 (uint64_t, recording->workers);
  for (guint i = 0; i < verifier->spans->len; i++)
    {
      const Span *span = &g_array_index (verifier->spans, Span, i);
      last_us[span->worker] = span->crashed ? span->start_us + 1 : span->end_us;
    }
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    if (recording->worker[worker].end == WORKER_DIED)
      happens (verifier, MAX (recording->worker[worker].end_us, last_us[worker]), HAPPENED_DEATH, worker);
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
        happens (verifier, message->at_us, HAPPENED_SENT, i);
      if (limited && message->word == HEARD_FAILURE && ++failures == recording->maxfail)
        happens (verifier, message->at_us, HAPPENED_STOP, 0);
    }
  verifier->verification->stopped = (limited && failures >= recording->maxfail) || recording->exit_status == 2;
}

static int
compare_happenings (const void *a, const void *b)
{
  const Happening *one = a, *other = b;
  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? -1 : 1;
  if (one->what != other->what)
    return one->what < other->what ? -1 : 1;
  return (one->number > other->number) - (one->number < other->number);
}

/* --- telling the judge --------------------------------------------------------------------------------------- */

static void
mark (const Recording *recording, const RecordingMessage *message, uint8_t *held, bool sent)
{
  for (uint32_t i = 0; i < message->indices; i++)
    held[recording->index[message->first + i]] = sent;
}

/* What the worker had been sent and did not complete goes to others. */
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
        mark (recording, message, held, message->word == SENT_RUN);
    }
  for (uint32_t index = 0; index < tests; index++)
    if (held[index])
      judge_requeued (verifier->session, worker, recording_test (recording, worker, index));
}

static void
tell_death (Verifier *verifier, uint32_t worker)
{
  uint32_t running = verifier->session->judge.worker[worker].running;
  requeue_held (verifier, worker);
  judge_death (verifier->session, worker, running ? running - 1 : ISO_NONE);
}

static void
tell_sent (Verifier *verifier, const RecordingMessage *message)
{
  const Recording *recording = verifier->recording;
  for (uint32_t i = 0; i < message->indices; i++)
    {
      uint32_t test = recording_test (recording, message->worker, recording->index[message->first + i]);
      judge_sent (verifier->session, message->worker, &test, 1);
    }
}

static void
tell (Verifier *verifier, const Happening *happening)
{
  IsoSession *session = verifier->session;
  const Span *span = &g_array_index (verifier->spans, Span, happening->number); /* where it is one */
  session->stamp = happening->at_us;
  switch ((What) happening->what)
    {
    case HAPPENED_START:
      judge_start (session, span->worker, span->test);
      break;
    case HAPPENED_END:
      /* When it was sent is known only where that is judged, and a clock may say that it came later. */
      session->judge.worker[span->worker].pending = MAX (session->judge.worker[span->worker].pending, 1);
      judge_finish (session, span->worker, span->test, span->next);
      break;
    case HAPPENED_DEATH:
      tell_death (verifier, happening->number);
      break;
    case HAPPENED_REPORT:
      judge_reported (session, verifier->recording->report[happening->number].test);
      break;
    case HAPPENED_STOP:
      session->state->stop = 1;
      break;
    case HAPPENED_SENT:
      tell_sent (verifier, &verifier->recording->message[happening->number]);
      break;
    }
}

static void
tell_all (Verifier *verifier)
{
  g_array_sort (verifier->happenings, compare_happenings);
  for (guint i = 0; i < verifier->happenings->len; i++)
    tell (verifier, &g_array_index (verifier->happenings, Happening, i));
}

/* --- the answers --------------------------------------------------------------------------------------------- */

static VerifiedProperty *
add_property (Verifier *verifier, Property broken)
{
  Verification *verification = verifier->verification;
  VerifiedProperty *property = &verification->property[verification->properties++];
  unsigned promised = property_promised (verification->model);
  *property = (VerifiedProperty){ .name = property_name (broken),
                                  .judged = true,
                                  .promised = (promised & PROPERTY_BIT (broken)) != 0 };
  return property;
}

static void
cannot_tell (Verifier *verifier, Property broken, const char *untold)
{
  VerifiedProperty *property = add_property (verifier, broken);
  property->judged = false;
  property->untold = untold;
}

/* One more case; EXAMPLE is taken over if it is the first. */
static void
add_case (VerifiedProperty *property, char *example)
{
  if (property->count++ == 0)
    property->example = example;
  else
    g_free (example);
}

static void
answer_judged (Verifier *verifier, Property which)
{
  Result result = { .verdict = VERDICT_OK };
  VerifiedProperty *property = add_property (verifier, which);
  memcpy (result.finding, verifier->session->finding, sizeof result.finding);
  property->count = result.finding[which].count;
  if (property->count)
    property->example = property_example (&result, which, verifier->trace->suite);
}

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

/* With `each`, what a worker that lived to its end did not run. */
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
            add_case (property, g_strdup_printf ("%s was lost on gw%u: it never ran there", name, worker));
          }
    }
}

/* What was collected first is what is to be run. */
static void
answer_lost (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  if (recording->end_us == TRACE_US_NONE)
    {
      cannot_tell (verifier, PROPERTY_LOST, "the recording has no end");
      return;
    }
  VerifiedProperty *property = add_property (verifier, PROPERTY_LOST);
  const RecordingCollection *collection = recording->collections ? recording->collection : NULL;
  if (verifier->verification->stopped || !collection)
    return;
  for (uint32_t i = 0; i < collection->tests; i++)
    if (!(verifier->session->judge.mark[collection->test[i]] & (TEST_COMPLETED | TEST_REPORTED)))
      add_case (property, test_sentence (verifier, collection->test[i],
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
  VerifiedProperty *property = add_property (verifier, PROPERTY_HANG);
  if (recording->end_us != TRACE_US_NONE)
    return;
  uint32_t count, first = first_without_end (recording, &count);
  g_autofree char *when = human_time (verifier->last_us), *workers = human_plural (count, "worker");
  g_autofree char *who
      = count ? g_strdup_printf ("; %s had not ended, the first is gw%u", workers, first) : g_strdup ("");
  add_case (property,
            g_strdup_printf ("the run hung or was killed: the last that is known of it was after %s%s", when, who));
}

static void
answer_error (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = add_property (verifier, PROPERTY_ERROR);
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_INTERNAL_ERROR)
      {
        g_autofree char *when = human_time (recording->message[i].at_us);
        add_case (property, g_strdup_printf ("gw%u reported an internal error of pytest, after %s",
                                             recording->message[i].worker, when));
      }
  if (recording->exit_status == 3)
    add_case (property, g_strdup ("pytest ended by an internal error (exit status 3)"));
}

/* Tests or a steal for a worker that was sent shutdown, or whose end the controller had handled. */
static void
answer_alive (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = add_property (verifier, PROPERTY_ALIVE);
  g_autofree bool *down = g_new0 (bool, recording->workers);
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      if (down[message->worker] && recording_is_command (message) && message->word != SENT_SHUTDOWN)
        {
          g_autofree char *when = human_time (message->at_us);
          add_case (property, g_strdup_printf ("gw%u was sent %s after %s, when it had been sent shutdown or had ended",
                                               message->worker, recording_words[message->word], when));
        }
      down[message->worker] |= message->word == SENT_SHUTDOWN || message->word == HEARD_WORKERFINISHED
                               || message->word == HEARD_ERRORDOWN;
    }
}

/* The test that a worker ran when it died, ISO_NONE for each that ran none; g_free it. */
static uint32_t *
died_of (const Verifier *verifier)
{
  uint32_t *test = g_new (uint32_t, verifier->workers);
  for (uint32_t worker = 0; worker < verifier->workers; worker++)
    test[worker] = ISO_NONE;
  for (guint i = 0; i < verifier->spans->len; i++)
    {
      const Span *span = &g_array_index (verifier->spans, Span, i);
      test[span->worker] = span->crashed ? span->test : ISO_NONE;
    }
  return test;
}

static void
answer_blame (Verifier *verifier, const uint32_t *died)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = add_property (verifier, PROPERTY_BLAME);
  for (uint32_t i = 0; i < recording->reports; i++)
    {
      const RecordingReport *report = &recording->report[i];
      if (died[report->worker] == report->test)
        continue;
      g_autofree char *name = suite_dup_name (verifier->trace->suite, report->test);
      g_autofree char *when = human_time (report->at_us);
      add_case (property, g_strdup_printf ("the death of gw%u was blamed on %s after %s, which it did not run then",
                                           report->worker, name, when));
    }
}

static void
answer_reported (Verifier *verifier, const uint32_t *died)
{
  const Recording *recording = verifier->recording;
  VerifiedProperty *property = add_property (verifier, PROPERTY_REPORTED);
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
      add_case (property,
                g_strdup_printf ("gw%u died running %s, and by %s no crash was reported", worker, name, when));
    }
}

static void
answer_drain (Verifier *verifier)
{
  const Recording *recording = verifier->recording;
  if (recording->end_us == TRACE_US_NONE)
    {
      cannot_tell (verifier, PROPERTY_DRAIN, "the recording has no end");
      return;
    }
  VerifiedProperty *property = add_property (verifier, PROPERTY_DRAIN);
  for (uint32_t worker = 0; worker < recording->workers && !verifier->verification->stopped; worker++)
    if (recording->worker[worker].end == WORKER_NO_END && recording->worker[worker].start_us != TRACE_US_NONE)
      add_case (property, g_strdup_printf ("the session has ended, and gw%u has not", worker));
}

/* The judge's own findings on fixtures are what a coordinator would have done; these are what was done. */
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
        cannot_tell (verifier, which, nothing);
      return;
    }
  GPtrArray *cases[ISO_PROPERTIES] = { NULL };
  verify_fixtures (verifier->trace, !verifier->verification->stopped && recording->end_us != TRACE_US_NONE, cases);
  for (Property which = ISO_SETUP_ONCE; which <= ISO_SCOPES_APART; which++)
    {
      VerifiedProperty *property = add_property (verifier, which);
      for (guint i = 0; i < cases[which]->len; i++)
        add_case (property, g_strdup (cases[which]->pdata[i]));
      g_ptr_array_unref (cases[which]);
    }
}

static void
answer_scopes (Verifier *verifier)
{
  answer_judged (verifier, ISO_SCOPE);
  answer_judged (verifier, ISO_ISOLATION);
  for (Property which = ISO_TWO_TESTS; which <= ISO_FENCE_LIMIT; which++)
    if (verifier->verification->model && property_is_judged (which, verifier->verification->model))
      answer_judged (verifier, which);
}

static void
answer_all (Verifier *verifier)
{
  g_autofree uint32_t *died = died_of (verifier);
  answer_judged (verifier, ISO_ONCE);
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

/* --- a file that is no recording: one run a test, and no messages -------------------------------------------- */

/* The first test of the same unit that another worker ran. */
static void
answer_scope_by_worker (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  const ScopeTable *units = trace->suite->scope_table[verifier->model->scope_rule];
  VerifiedProperty *property = add_property (verifier, ISO_SCOPE);
  for (uint32_t unit = 0; unit < units->scopes; unit++)
    for (uint32_t at = units->first[unit], first = SUITE_NONE; at < units->first[unit + 1]; at++)
      {
        uint32_t test = units->member[at];
        if (trace->worker[test] < 0)
          continue;
        first = first == SUITE_NONE ? test : first;
        if (trace->worker[test] == trace->worker[first])
          continue;
        g_autofree char *name = suite_dup_name (trace->suite, test), *other = suite_dup_name (trace->suite, first);
        add_case (property, g_strdup_printf ("%s ran on gw%d, and %s, of its scope, on gw%d", name, trace->worker[test],
                                             other, trace->worker[first]));
      }
}

static bool
is_timed (const Trace *trace)
{
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    if (trace->worker[test] >= 0 && (!trace->start_us || trace->start_us[test] == TRACE_US_NONE))
      return false;
  return true;
}

static int
compare_spans (const void *a, const void *b)
{
  const Span *one = a, *other = b;
  if (one->worker != other->worker)
    return one->worker < other->worker ? -1 : 1;
  if (one->start_us != other->start_us)
    return one->start_us < other->start_us ? -1 : 1;
  return (one->test > other->test) - (one->test < other->test);
}

static void
add_tests (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    {
      if (trace->worker[test] < 0)
        continue;
      uint64_t start_us = verifier->verification->timed ? trace->start_us[test] : 0;
      const Span span
          = { (uint32_t) trace->worker[test], test, start_us, start_us + trace->run_us[test], false, ISO_NONE };
      g_array_append_val (verifier->spans, span);
    }
  g_array_sort (verifier->spans, compare_spans);
}

/* Runs beyond a test's first are counted by the reader; which they were is not known any more. */
static void
answer_once_by_count (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  if (verifier->model->every_worker)
    {
      cannot_tell (verifier, ISO_ONCE, "the file does not tell a worker's runs apart");
      return;
    }
  VerifiedProperty *property = add_property (verifier, ISO_ONCE);
  property->count = trace->merged;
  g_autofree char *runs = human_plural (trace->merged, "run");
  if (trace->merged)
    property->example = g_strdup_printf ("%s began when their tests had run before", runs);
}

static bool
any_crash (const Trace *trace)
{
  for (uint32_t test = 0; trace->outcome && test < trace->suite->tests; test++)
    if (trace->outcome[test] & OUTCOME_CRASHED)
      return true;
  return false;
}

static void
answer_without_messages (Verifier *verifier)
{
  static const char untimed[] = "the file does not tell when tests began",
                    crash[] = "a worker died, and what it held is not told";
  bool timed = verifier->verification->timed;
  answer_once_by_count (verifier);
  if (any_crash (verifier->trace))
    cannot_tell (verifier, ISO_SCOPE, crash);
  else if (timed)
    answer_judged (verifier, ISO_SCOPE);
  else
    answer_scope_by_worker (verifier);
  if (timed)
    answer_judged (verifier, ISO_ISOLATION);
  else
    cannot_tell (verifier, ISO_ISOLATION, untimed);
}

/* --- the whole ----------------------------------------------------------------------------------------------- */

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

static void
list_what_happened (Verifier *verifier)
{
  if (verifier->recording)
    {
      list_spans (verifier);
      list_deaths (verifier);
      list_messages (verifier);
      for (uint32_t i = 0; i < verifier->recording->reports; i++)
        happens (verifier, verifier->recording->report[i].at_us, HAPPENED_REPORT, i);
      return;
    }
  for (guint i = 0; i < verifier->spans->len; i++)
    {
      happens (verifier, g_array_index (verifier->spans, Span, i).start_us, HAPPENED_START, i);
      happens (verifier, g_array_index (verifier->spans, Span, i).end_us, HAPPENED_END, i);
    }
}

static uint32_t
workers_of (const Trace *trace)
{
  int32_t highest = 0;
  if (trace->recording)
    return trace->recording->workers;
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    highest = MAX (highest, trace->worker[test]);
  return (uint32_t) highest + 1;
}

static bool
read_spans (Verifier *verifier, GError **error)
{
  const Trace *trace = verifier->trace;
  if (!verifier->recording && !trace->worker)
    return recorded_fail (error, verifier->path,
                          "the file does not tell on which worker a test ran: there is nothing to judge");
  verifier->verification->timed = verifier->recording || is_timed (trace);
  verifier->workers = workers_of (trace);
  if (verifier->recording)
    add_runs (verifier);
  else
    add_tests (verifier);
  put_in_line (verifier);
  if (verifier->spans->len == 0)
    return recorded_fail (error, verifier->path, "no test ran: there is nothing to judge");
  if (model_has_too_many_runs (verifier->model, trace->suite->tests, verifier->workers))
    return recorded_fail (error, verifier->path, "each: tests × workers are more than %u", EACH_RUNS_MAX);
  return true;
}

static void
judge_all (Verifier *verifier)
{
  start_judging (verifier);
  list_what_happened (verifier);
  tell_all (verifier);
  if (verifier->recording)
    answer_all (verifier);
  else
    answer_without_messages (verifier);
}

static void
sum_up (Verifier *verifier)
{
  Verification *verification = verifier->verification;
  verification->tests = verifier->trace->suite->tests;
  verification->runs = verifier->spans->len;
  verification->workers = verifier->workers;
  for (unsigned i = 0; i < verification->properties; i++)
    verification->broken |= verification->property[i].promised && verification->property[i].count > 0;
}

static void
verifier_clear (Verifier *verifier)
{
  session_free (verifier->session);
  g_array_unref (verifier->spans);
  g_array_unref (verifier->happenings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verifier, verifier_clear)

bool
verify (Trace *trace, const char *path, const IsoModel *model, Verification *verification, GError **error)
{
  g_auto (Verifier) verifier = { .trace = trace,
                                 .recording = trace->recording,
                                 .path = path,
                                 .model = model ? model : model_find ("load"),
                                 .verification = verification };
  verifier.spans = g_array_new (FALSE, FALSE, sizeof (Span));
  verifier.happenings = g_array_new (FALSE, FALSE, sizeof (Happening));
  *verification = (Verification){ .model = model };
  if (!read_spans (&verifier, error))
    return false;
  judge_all (&verifier);
  sum_up (&verifier);
  return true;
}
