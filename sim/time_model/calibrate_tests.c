#include "time_model/calibrate_tests.h"

#include "text/outcome.h"
#include "text/trace_error.h"

static uint64_t
known (uint64_t time_us)
{
  return time_us == TRACE_US_NONE ? 0 : time_us;
}

/* A test that never ran in the recording takes what the others take on average. */
static void
guess_tests (TimeModel *costs, const uint32_t *runs)
{
  uint64_t test_us = 0, overhead_us = 0;
  uint32_t ran = 0;
  for (uint32_t test = 0; test < costs->tests; test++)
    if (runs[test])
      {
        test_us += costs->test_us[test];
        overhead_us += costs->overhead_us[test];
        ran++;
      }
  for (uint32_t test = 0; test < costs->tests; test++)
    if (!runs[test])
      {
        costs->test_us[test] = ran ? test_us / ran : 0;
        costs->overhead_us[test] = ran ? overhead_us / ran : 0;
        costs->guessed++;
      }
}

/* The mean over the runs of a test. Runs in which the worker died count only where the test has no other. */
void
calibrate_tests (Calibration *calibration)
{
  TimeModel *costs = calibration->costs;
  const Recording *recording = calibration->recording;
  g_autofree uint32_t *runs = g_new0 (uint32_t, costs->tests);
  g_autofree bool *whole = g_new0 (bool, costs->tests);
  for (uint32_t i = 0; i < recording->runs; i++)
    if (calibration->of_test[recording->run[i].test] != SUITE_NONE)
      whole[calibration->of_test[recording->run[i].test]] |= !(recording->run[i].outcome & OUTCOME_CRASHED);
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      const RecordingRun *run = &recording->run[i];
      uint32_t test = calibration->of_test[run->test];
      uint64_t phases_us = known (run->setup_us) + known (run->call_us) + known (run->teardown_us);
      if (test == SUITE_NONE || (whole[test] && run->outcome & OUTCOME_CRASHED))
        continue;
      runs[test]++;
      costs->test_us[test] += phases_us - MIN (phases_us, calibration->fixtures_us[i]);
      costs->overhead_us[test] += MAX (known (run->whole_us), phases_us) - phases_us;
    }
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      costs->test_us[test] /= MAX (runs[test], 1);
      costs->overhead_us[test] /= MAX (runs[test], 1);
    }
  guess_tests (costs, runs);
}
