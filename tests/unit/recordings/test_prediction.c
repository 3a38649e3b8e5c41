/* tests/unit/recordings/test_prediction.c - the predicted time of a small recorded run. */
#include "unit/check.h"

#include "recordings/prediction.h"
#include "unit/shapes.h"
#include "unit/time_model/recorded.h"

/* Start-up 160, the schedule 3, a command 35; 155 + 5 + 134 + 6 + 100; then 40, 4 to handle the farewell, 60. */
static void
a_recorded_run_is_predicted (void)
{
  g_autoptr (Trace) trace = trace_of_text (RECORDED);
  g_autoptr (GError) error = NULL;
  Prediction prediction = { 0 };
  if (!prediction_make (&prediction, "f", trace, NULL, NULL, &error))
    FAIL ("%s", error->message);
  EQUAL_INT (prediction.predicted.start_us, 198);
  EQUAL_INT (prediction.predicted.wall_us, 400);
  EQUAL_INT (prediction.predicted.whole_us, 702);
  EQUAL_INT (prediction.recorded.start_us, 200);
  EQUAL_INT (prediction.recorded.wall_us, 400);
  EQUAL_INT (prediction.recorded.whole_us, 700);
  EQUAL_INT (prediction.recorded.setup_us, 70);
  EQUAL_INT (prediction.predicted.setup_us, 70);
  EQUAL_INT (prediction.recorded.overhead_us, 7);
  EQUAL_INT (prediction.recorded.idle_us, 11);
  EQUAL_INT (prediction.predicted.idle_us, 11);
}

CU_TestInfo tests_of_prediction[] = {
  { "a recorded run is predicted", a_recorded_run_is_predicted },
  CU_TEST_INFO_NULL,
};
