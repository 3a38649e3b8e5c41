#include "run/run_settings.h"

#include "run/from_recording.h"

void
run_settings_add_crash (RunSettings *settings, uint32_t test, uint32_t times)
{
  CrashPlan crash = { test, times };
  g_array_append_val (settings->crashes, crash);
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
    settings->options.maxschedchunk = scenario->maxschedchunk;
  settings->options.loadscopereorder = scenario->loadscopereorder;
  settings->options.name_supplied = scenario->patched;
  settings->seed = scenario->set & SCENARIO_SEED ? scenario->seed : 0;
  settings->seeded = true;
  settings->max_worker_restart = scenario->set & SCENARIO_MAX_WORKER_RESTART ? scenario->max_worker_restart : ISO_NONE;
  settings->maxfail = scenario->maxfail;
  for (uint32_t i = 0; i < scenario->crashes; i++)
    run_settings_add_crash (settings, scenario->crash[i].test, scenario->crash[i].times);
  if (scenario->failing || scenario->set & SCENARIO_MAXFAIL)
    settings->failures = scenario_failures (scenario, tests);
}

void
run_settings_init (RunSettings *settings, const Trace *trace, const Release *release)
{
  *settings = (RunSettings){ .dist = "all",
                             .options = { .maxschedchunk = ISO_NONE, .loadscopereorder = release->reorders },
                             .max_worker_restart = RESTARTS_BY_WORKERS };
  settings->crashes = trace->scenario ? g_array_new (FALSE, FALSE, sizeof (CrashPlan)) : from_recording_crashes (trace);
  if (trace->scenario)
    apply_scenario (settings, trace->scenario, trace->suite->tests);
  if (!settings->failures)
    settings->failures = from_recording_failures (trace);
}

void
run_settings_clear (RunSettings *settings)
{
  g_clear_pointer (&settings->crashes, g_array_unref);
  g_clear_pointer (&settings->failures, g_free);
}
