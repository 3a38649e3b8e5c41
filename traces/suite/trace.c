#include "suite/trace.h"

static void
scenario_free (Scenario *scenario)
{
  if (!scenario)
    return;
  g_free (scenario->scheduler);
  g_free (scenario->crash);
  g_free (scenario->failure);
  g_free (scenario);
}

void
trace_free (Trace *trace)
{
  if (!trace)
    return;
  suite_free (trace->suite);
  g_free (trace->run_us);
  g_free (trace->setup_us);
  g_free (trace->teardown_us);
  g_free (trace->outcome);
  g_free (trace->worker);
  g_free (trace->start_us);
  scenario_free (trace->scenario);
  recording_free (trace->recording);
  if (trace->warnings)
    g_ptr_array_unref (trace->warnings);
  g_free (trace);
}

uint64_t
trace_total_us (const Trace *trace)
{
  uint64_t total = 0;
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    total += trace->run_us[test];
  return total;
}
