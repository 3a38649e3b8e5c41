#include "fuzz/fuzz_recording.h"

#include "models/registry.h"
#include "recordings/conform.h"
#include "recordings/conform_report.h"
#include "recordings/prediction.h"
#include "recordings/verify.h"
#include <string.h>

/* ---- the promises of traces/recording/recording.h ---- */

static const char *
judge_indices (const Recording *recording, const RecordingMessage *message)
{
  if (message->worker >= recording->workers || message->word >= RECORDING_WORDS)
    return "a message is of no worker, or has no name";
  if (message->first > recording->indices || message->indices > recording->indices - message->first)
    return "a message's indices lie beyond the end";
  uint32_t collection = recording->worker[message->worker].collection;
  for (uint32_t i = 0; i < message->indices; i++)
    {
      uint32_t index = recording->index[message->first + i];
      bool own = collection < recording->collections && index < recording->collection[collection].tests;
      if (!own && (!recording->collections || index >= recording->collection[0].tests))
        return "a message names an index that its worker has not collected, and the first has not";
    }
  return NULL;
}

static const char *
judge_run (const Recording *recording, const RecordingRun *run, uint32_t tests)
{
  if (run->worker >= recording->workers || recording->worker[run->worker].collection >= recording->collections)
    return "a run is of no worker, or of one without a collection";
  if (run->index >= recording->collection[recording->worker[run->worker].collection].tests)
    return "a run's index is not in its worker's collection";
  if (run->uses != RECORDING_NONE && (run->uses >= recording->uses || recording->use[run->uses].worker != run->worker))
    return "what a run used is another worker's, or nowhere";
  return run->test < tests && recording_test (recording, run->worker, run->index) == run->test
                 && run->start_us <= FUZZ_US_MAX
             ? NULL
             : "a run's test or start is wrong";
}

/* What a run used is of its worker, and rises. */
static const char *
judge_uses (const Recording *recording, const RecordingUses *uses)
{
  if (uses->first > recording->used_fixtures || uses->fixtures > recording->used_fixtures - uses->first)
    return "what a run used lies beyond the end";
  const uint32_t *used = &recording->used[uses->first];
  for (uint32_t i = 0; i < uses->fixtures; i++)
    if (used[i] >= recording->fixtures || recording->fixture[used[i]].worker != uses->worker
        || (i > 0 && used[i] <= used[i - 1]))
      return "a run used a fixture that is not there, or its fixtures do not rise";
  return NULL;
}

static const char *
judge_fixture (const Recording *recording, const RecordingFixture *fixture)
{
  bool torn = fixture->teardown_us != TRACE_US_NONE;
  if (fixture->worker >= recording->workers || fixture->scope >= RECORDING_SCOPES || !*fixture->name)
    return "a fixture is of no worker or no scope, or has no name";
  return g_utf8_validate (fixture->base, -1, NULL) && fixture->setup_us <= FUZZ_US_MAX
                 && torn == (fixture->teardown_start_us != TRACE_US_NONE)
             ? NULL
             : "a fixture's base or times are wrong";
}

static const char *
judge_workers (const Recording *recording)
{
  for (uint32_t i = 0; i < recording->workers; i++)
    {
      const RecordingWorker *worker = &recording->worker[i];
      if ((worker->collection != RECORDING_NONE) != (worker->collected_us != TRACE_US_NONE)
          || (worker->end != WORKER_NO_END) != (worker->end_us != TRACE_US_NONE))
        return "a worker has a collection or an end without its time, or the other way round";
    }
  return recording->workers <= TRACE_WORKERS_MAX ? NULL : "there are too many workers";
}

const char *
judge_recording (const Recording *recording, uint32_t tests)
{
  const char *wrong = recording ? judge_workers (recording) : NULL;
  for (uint32_t i = 0; !wrong && recording && i < recording->collections; i++)
    for (uint32_t at = 0; at < recording->collection[i].tests; at++)
      if (recording->collection[i].test[at] >= tests)
        return "a collection holds a test that there is not";
  for (uint32_t i = 0; !wrong && recording && i < recording->messages; i++)
    wrong = judge_indices (recording, &recording->message[i]);
  for (uint32_t i = 0; !wrong && recording && i < recording->runs; i++)
    wrong = judge_run (recording, &recording->run[i], tests);
  for (uint32_t i = 0; !wrong && recording && i < recording->uses; i++)
    wrong = judge_uses (recording, &recording->use[i]);
  for (uint32_t i = 0; !wrong && recording && i < recording->fixtures; i++)
    wrong = judge_fixture (recording, &recording->fixture[i]);
  return wrong;
}

/* ---- what is said of one ---- */

/* An answer of larger ones takes too long to be asked for thousands of times. */
#define TESTS_MAX 1000u
#define WORKERS_TIMES_MAX (1u << 17) /* workers × tests, and × messages */

static uint32_t
most_workers (const Trace *trace)
{
  const Recording *recording = trace->recording;
  uint32_t workers = recording ? recording->workers + MIN (recording->workers_at_start, TRACE_WORKERS_MAX) : 0;
  for (uint32_t test = 0; trace->worker && test < trace->suite->tests; test++)
    workers = MAX (workers, (uint32_t) MAX (trace->worker[test], 0) + 1);
  return workers;
}

static bool
is_small (const Trace *trace)
{
  uint64_t messages = trace->recording ? trace->recording->messages : 0, tests = trace->suite->tests;
  return tests <= TESTS_MAX && most_workers (trace) * (tests + messages) <= WORKERS_TIMES_MAX;
}

const char *
judge_refusal (const GError *error, const char *path, GQuark domain)
{
  if (!error)
    return "it is refused without a message";
  if (error->domain != domain)
    return "the error is of another domain";
  gsize len = strlen (path);
  if (!g_str_has_prefix (error->message, path) || error->message[len] != ':' || strlen (error->message) < len + 4)
    return "the message does not begin with the file's name";
  return g_utf8_validate (error->message, -1, NULL) ? NULL : "the message is not UTF-8";
}

static const char *
judge_property (const VerifiedProperty *property)
{
  if (!property->name || property->judged != !property->untold)
    return "a property has no name, or is neither judged nor is it said why";
  if ((property->count > 0) != (property->example != NULL) || (property->count && !property->judged))
    return "a property is broken without an example, or the other way round";
  return !property->example || g_utf8_validate (property->example, -1, NULL) ? NULL : "an example is not UTF-8";
}

static const char *
judge_verification (Trace *trace, const char *path, const IsoModel *model)
{
  g_autoptr (GError) error = NULL;
  g_auto (Verification) found = { .model = NULL };
  if (!verify (trace, path, model, &found, &error))
    return judge_refusal (error, path, TRACE_ERROR);
  bool broken = false;
  const char *wrong = error || found.properties > PROPERTIES ? "it is both judged and refused" : NULL;
  for (unsigned i = 0; !wrong && i < found.properties; i++)
    {
      wrong = judge_property (&found.property[i]);
      broken |= found.property[i].promised && found.property[i].count;
    }
  return wrong ? wrong : broken == found.broken ? NULL : "a broken promise is not told, or one that was kept";
}

static const char *
judge_texts (const ConformReport *report)
{
  g_autoptr (GString) text = conform_text (report), json = conform_json (report);
  bool good = text->len && json->len && g_utf8_validate (text->str, (gssize) text->len, NULL)
              && g_utf8_validate (json->str, (gssize) json->len, NULL);
  return good ? NULL : "what is said of a comparison is empty or not UTF-8";
}

static const char *
judge_conformity (const Trace *trace, const char *path, const ConformPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_auto (Conformity) conformity = { .messages = 0 };
  if (!conform (trace, path, plan, &conformity, &error))
    return judge_refusal (error, path, TRACE_ERROR);
  if (error || conformity.equal > conformity.commands)
    return "it is both compared and refused, or more commands are equal than there are";
  bool told = conformity.real.word != RECORDING_NONE || conformity.model.word != RECORDING_NONE
              || conformity.model_error || conformity.why;
  if (conformity.differs != told || (told && conformity.message >= trace->recording->messages))
    return "a difference is not told, or lies nowhere";
  return judge_texts (&(ConformReport){ path, trace, plan, &conformity, NULL });
}

/* The run, simulated with its own costs, comes to an end; its account adds up. */
static const char *
judge_prediction (const Trace *trace, const char *path)
{
  g_autoptr (GError) error = NULL;
  Prediction prediction = { 0 };
  if (!prediction_make (&prediction, path, trace, NULL, NULL, &error))
    return judge_refusal (error, path, TRACE_ERROR);
  const TimeBreakdown *account = &prediction.predicted;
  return account->start_us + account->wall_us + account->end_us == account->whole_us ? NULL : "the account has a gap";
}

/* Every second scheduler by the rules of the oldest release. */
static const char *
judge_by (Trace *trace, const char *path, unsigned number)
{
  const Recording *recording = trace->recording;
  const char *wrong = judge_verification (trace, path, models[number]);
  const ConformPlan plan = { models[number], release_find (number % 2 ? "3.1" : NULL), true, 1 };
  if (!wrong && recording && recording->xdist && recording->messages)
    wrong = judge_conformity (trace, path, &plan);
  return wrong;
}

const char *
judge_answers (Trace *trace, const char *path)
{
  if (!is_small (trace))
    return NULL;
  const char *wrong = judge_verification (trace, path, NULL);
  for (unsigned i = 0; !wrong && models[i]; i++)
    wrong = judge_by (trace, path, i);
  return wrong || !trace->recording ? wrong : judge_prediction (trace, path);
}
