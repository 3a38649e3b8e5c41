#include "time_model/time_model.h"

#include <string.h>

TimeModel *
time_model_new_empty (uint32_t tests)
{
  TimeModel *costs = g_new0 (TimeModel, 1);
  costs->tests = tests;
  costs->test_us = g_new0 (uint64_t, tests);
  costs->overhead_us = g_new0 (uint64_t, tests);
  costs->between_us = g_new0 (uint64_t, tests);
  costs->needs.first = g_new0 (uint32_t, (gsize) tests + 1);
  costs->bases.first = g_new0 (uint32_t, (gsize) tests + 1);
  return costs;
}

TimeModel *
time_model_new (const Suite *suite, const uint64_t *run_us)
{
  TimeModel *costs = time_model_new_empty (suite->tests);
  memcpy (costs->test_us, run_us, suite->tests * sizeof *run_us);
  return costs;
}

void
time_model_free (TimeModel *costs)
{
  if (!costs)
    return;
  g_free (costs->test_us);
  g_free (costs->overhead_us);
  g_free (costs->between_us);
  g_free (costs->fixture);
  g_free (costs->needs.first);
  g_free (costs->needs.number);
  g_free (costs->bases.first);
  g_free (costs->bases.number);
  g_free (costs);
}

static uint64_t
saturating_sum (uint64_t a, uint64_t b)
{
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

/* Sums of two or three single times fit; only the sum over tests may not. */
uint64_t
time_model_most_us (const TimeModel *costs)
{
  uint64_t most_us = 0;
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      most_us = saturating_sum (most_us, costs->test_us[test] + costs->overhead_us[test] + costs->between_us[test]);
      for (uint32_t i = costs->needs.first[test]; i < costs->needs.first[test + 1]; i++)
        {
          const FixtureCost *fixture = &costs->fixture[costs->needs.number[i]];
          most_us = saturating_sum (most_us, fixture->setup_us + fixture->teardown_us);
        }
    }
  return most_us;
}

/* Workers that end share the cores as those that start do. */
uint64_t
time_model_after_us (const TimeModel *costs, unsigned workers)
{
  return costs->cores && workers > costs->cores ? costs->after_us * workers / costs->cores : costs->after_us;
}

bool
time_model_covers (const TimeModel *costs, uint32_t base, uint32_t test)
{
  if (base == 0)
    return true;
  for (uint32_t i = costs->bases.first[test]; i < costs->bases.first[test + 1]; i++)
    if (costs->bases.number[i] == base)
      return true;
  return false;
}
