#include "run/from_recording.h"

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
recorded_crashes (const Trace *trace)
{
  GArray *crashes = g_array_new (FALSE, FALSE, sizeof (CrashPlan));
  const uint8_t *outcome = trace->outcome;
  for (uint32_t test = 0; outcome && test < trace->suite->tests; test++)
    if (outcome[test] & OUTCOME_CRASHED)
      add_crash (crashes, test, outcome[test] == OUTCOME_CRASHED ? CRASH_ALWAYS : 1);
  return crashes;
}

/* Each phase that failed made one failed report. */
static uint8_t
failed_reports (unsigned outcome)
{
  return (uint8_t) (!!(outcome & OUTCOME_SETUP_FAILED) + !!(outcome & OUTCOME_CALL_FAILED)
                    + !!(outcome & OUTCOME_TEARDOWN_FAILED));
}

uint8_t *
recorded_failures (const Trace *trace)
{
  uint8_t *failures = trace->outcome ? g_new (uint8_t, trace->suite->tests) : NULL;
  for (uint32_t test = 0; failures && test < trace->suite->tests; test++)
    failures[test] = failed_reports (trace->outcome[test]);
  return failures;
}

/* --- the run itself ------------------------------------------------------------------------------------------- */

bool
recorded_fail (GError **error, const char *path, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: %s", path, what);
  return false;
}

/* "3.1.0" is of release 3.1; one that isosim does not know has the rules of the newest. */
static const Release *
release_of (const char *xdist)
{
  const char *dot = xdist ? strchr (xdist, '.') : NULL;
  const char *end = dot ? dot + 1 + strspn (dot + 1, "0123456789") : NULL;
  g_autofree char *name = end ? g_strndup (xdist, (gsize) (end - xdist)) : NULL;
  const Release *release = release_find (name);
  return release ? release : release_find (NULL);
}

/* A run without xdist is one worker that has all tests from the beginning. */
static bool
find_model (const Recording *recording, const char *path, const IsoModel **model, GError **error)
{
  const char *dist = recording->dist;
  if (!dist)
    return recorded_fail (error, path, "the recording does not say --dist");
  *model = model_find (strcmp (dist, "no") == 0 ? "each" : dist);
  return *model || recorded_fail (error, path, "recorded with --dist %s, which isosim does not model", dist);
}

static SessionRules
recorded_rules (const Recording *recording, unsigned workers)
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
recorded_evaluation (Evaluation *evaluation, const IsoModel **model, const char *path, GError **error)
{
  const Recording *recording = evaluation->trace->recording;
  if (!recording)
    return recorded_fail (error, path, "not a recording (scripts/isosim_recorder.py writes one)");
  if (!recording->runs)
    return recorded_fail (error, path, "no test ran in this recording");
  if (!find_model (recording, path, model, error))
    return false;
  evaluation->path = path;
  evaluation->workers = recording->workers_at_start ? recording->workers_at_start : recording->workers;
  evaluation->cores = recording->cores;
  evaluation->rules = recorded_rules (recording, evaluation->workers);
  return true;
}
