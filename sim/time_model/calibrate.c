#include "time_model/calibrate.h"

#include "text/trace_error.h"
#include "time_model/calibrate_fixtures.h"
#include "time_model/calibrate_needs.h"
#include "time_model/calibrate_session.h"
#include "time_model/calibrate_tests.h"

TimeModel *
calibrate (const Trace *trace, const Suite *suite, GError **error)
{
  g_autoptr (TimeModel) costs = time_model_new_empty (suite->tests);
  g_auto (Calibration) calibration;
  calibration_init (&calibration, trace, suite, costs);
  if (!calibrate_fixtures (&calibration))
    {
      g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT,
                   "more than %u pairs of a test and a fixture that it may need", COSTS_PAIRS_MAX);
      return NULL;
    }
  calibrate_needs (&calibration);
  calibrate_tests (&calibration);
  calibrate_session (costs, trace->recording, calibration.of_test);
  costs->fixtures = calibration.fixture->len;
  costs->fixture = g_memdup2 (calibration.fixture->data, costs->fixtures * sizeof (FixtureCost));
  g_assert (costs->guessed <= costs->tests && costs->needs.first[costs->tests] <= COSTS_PAIRS_MAX);
  return g_steal_pointer (&costs);
}
