#include "run/from_trace.h"

#include "models/registry.h"
#include "text/outcome.h"
#include "text/trace_error.h"
#include <string.h>

static void
add_crash (GArray *crashes, uint32_t test, uint32_t times)
{
  CrashPlan crash = { test, times };
  g_array_append_val (crashes, crash);
}

GArray *
from_trace_crashes (const Trace *trace)
{
  GArray *crashes = g_array_new (FALSE, FALSE, sizeof (CrashPlan));
  const uint8_t *outcome = trace->outcome;
  for (uint32_t test = 0; outcome && test < trace->suite->tests; test++)
    if (outcome[test] & OUTCOME_CRASHED)
      add_crash (crashes, test, outcome[test] == OUTCOME_CRASHED ? CRASH_ALWAYS : 1);
  return crashes;
}

/* Each phase that failed makes one failed report. */
static uint8_t
failed_reports (unsigned outcome)
{
  return (uint8_t) (!!(outcome & OUTCOME_SETUP_FAILED) + !!(outcome & OUTCOME_CALL_FAILED)
                    + !!(outcome & OUTCOME_TEARDOWN_FAILED));
}

uint8_t *
from_trace_failures (const Trace *trace)
{
  uint8_t *failures = trace->outcome ? g_new (uint8_t, trace->suite->tests) : NULL;
  for (uint32_t test = 0; failures && test < trace->suite->tests; test++)
    failures[test] = failed_reports (trace->outcome[test]);
  return failures;
}

/* --- the run itself ------------------------------------------------------------------------------------------- */

bool
from_trace_fail (GError **error, const char *path, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: %s", path, what);
  return false;
}

/* Returns the release of a version: 3.1 for "3.1.0", and the newest for a version that isosim does not know. */
static const Release *
release_of (const char *xdist)
{
  const char *dot = xdist ? strchr (xdist, '.') : NULL;
  const char *end = dot ? dot + 1 + strspn (dot + 1, "0123456789") : NULL;
  g_autofree char *name = end ? g_strndup (xdist, (gsize) (end - xdist)) : NULL;
  const Release *release = release_find (name);
  return release ? release : release_find (NULL);
}

/* A run without xdist is that of one worker which has all tests from the beginning, as `each` gives them. */
static bool
find_model (const Recording *recording, const char *path, const IsoModel **model, GError **error)
{
  const char *dist = recording->dist;
  if (!dist)
    return from_trace_fail (error, path, "the recording does not say --dist");
  *model = model_find (strcmp (dist, "no") == 0 ? "each" : dist);
  return *model || from_trace_fail (error, path, "recorded with --dist %s, which isosim does not model", dist);
}

static SessionRules
rules_of (const Recording *recording, unsigned workers)
{
  const Release *release = release_of (recording->xdist);
  SessionRules rules = session_rules_default ();
  if (recording->maxschedchunk && recording->maxschedchunk != RECORDING_NONE)
    rules.options.maxschedchunk = recording->maxschedchunk;
  rules.options.loadscopereorder
      = recording->loadscopereorder == RECORDING_NONE ? release->reorders : recording->loadscopereorder != 0;
  rules.stops_at_once = release->stops_at_once;
  rules.workers_go_on = release->workers_go_on;
  rules.maxfail = recording->maxfail == RECORDING_NONE ? 0 : recording->maxfail;
  if (recording->max_worker_restart != RECORDING_NO_LIMIT)
    rules.max_worker_restart
        = recording->max_worker_restart == RECORDING_NONE ? workers * 4 : recording->max_worker_restart;
  return rules;
}

bool
from_trace_evaluation (Evaluation *evaluation, const IsoModel **model, const char *path, GError **error)
{
  const Recording *recording = evaluation->trace->recording;
  if (!recording)
    return from_trace_fail (error, path, "not a recording (scripts/isosim_recorder.py writes one)");
  if (!recording->runs)
    return from_trace_fail (error, path, "no test ran in this recording");
  if (!find_model (recording, path, model, error))
    return false;
  evaluation->path = path;
  evaluation->workers = recording->workers_at_start ? recording->workers_at_start : recording->workers;
  evaluation->cores = recording->cores;
  evaluation->rules = rules_of (recording, evaluation->workers);
  return true;
}

/* --- the settings of a trace --------------------------------------------------------------------------------- */

void
run_settings_add_crash (RunSettings *settings, uint32_t test, uint32_t times)
{
  add_crash (settings->crashes, test, times);
}

/* Returns the number of failed reports of each test. */
static uint8_t *
scenario_failures (const Scenario *scenario, uint32_t tests)
{
  uint8_t *failures = g_new0 (uint8_t, tests);
  for (uint32_t i = 0; i < scenario->failing; i++)
    failures[scenario->failure[i].test] = (uint8_t) scenario->failure[i].times;
  return failures;
}

/* A scenario describes one run of the oracle. So it always has a seed, 0 unless it says another, and it has no limit of
 * restarts unless it says one. */
static void
apply_scenario (RunSettings *settings, const Scenario *scenario, uint32_t tests)
{
  settings->workers = scenario->set & SCENARIO_WORKERS ? scenario->workers : 0;
  if (scenario->scheduler)
    settings->dist = scenario->scheduler;
  if (scenario->set & SCENARIO_MAXSCHEDCHUNK)
    settings->rules.options.maxschedchunk = scenario->maxschedchunk;
  settings->rules.options.loadscopereorder = scenario->loadscopereorder;
  settings->rules.options.name_supplied = scenario->patched;
  settings->seed = scenario->set & SCENARIO_SEED ? scenario->seed : 0;
  settings->seeded = true;
  settings->rules.max_worker_restart
      = scenario->set & SCENARIO_MAX_WORKER_RESTART ? scenario->max_worker_restart : ISO_NONE;
  settings->rules.maxfail = scenario->maxfail;
  for (uint32_t i = 0; i < scenario->crashes; i++)
    run_settings_add_crash (settings, scenario->crash[i].test, scenario->crash[i].times);
  if (scenario->failing || scenario->set & SCENARIO_MAXFAIL)
    settings->failures = scenario_failures (scenario, tests);
}

void
run_settings_init (RunSettings *settings, const Trace *trace, const Release *release)
{
  *settings = (RunSettings){ .dist = "all", .rules = session_rules_default () };
  settings->rules.options.loadscopereorder = release->reorders;
  settings->rules.stops_at_once = release->stops_at_once;
  settings->rules.workers_go_on = release->workers_go_on;
  settings->rules.max_worker_restart = RESTARTS_BY_WORKERS;
  settings->crashes = trace->scenario ? g_array_new (FALSE, FALSE, sizeof (CrashPlan)) : from_trace_crashes (trace);
  if (trace->scenario)
    apply_scenario (settings, trace->scenario, trace->suite->tests);
  if (!settings->failures)
    settings->failures = from_trace_failures (trace);
}

void
run_settings_clear (RunSettings *settings)
{
  g_clear_pointer (&settings->crashes, g_array_unref);
  g_clear_pointer (&settings->failures, g_free);
}
