#include "search/search_plan.h"

const char *const crash_state_names[CRASH_STATES] = {
  [CRASH_STARTING] = "starting", [CRASH_COLLECTING] = "collecting", [CRASH_IDLE] = "idle",
  [CRASH_WAITING] = "waiting",   [CRASH_RUNNING] = "running",       [CRASH_EXITING] = "exiting",
};

void
search_report_clear (SearchReport *report)
{
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    g_clear_pointer (&report->schedule[property], g_array_unref);
}

bool *
search_special_tests (const SearchPlan *plan)
{
  uint32_t tests = plan->session.suite->tests;
  bool *special = g_new0 (bool, tests);
  for (uint32_t test = 0; test < tests; test++)
    {
      bool waits = plan->after && plan->after[test] != ISO_NONE;
      special[test] |= waits || (plan->killer && plan->killer[test]);
      if (waits)
        special[plan->after[test]] = true;
    }
  return special;
}
