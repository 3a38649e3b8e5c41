/* tests/unit/time_model/test_startup_model.c - workers that start share the cores. */
#include "unit/check.h"

#include "time_model/startup_model.h"

/* What two workers on two cores took says what one takes alone, and eight on two. */
static void
start_up_contends_for_cores (void)
{
  uint64_t ready_us[8], collected_us[8];
  StartupModel starting = { .workers = 2, .cores = 2 };
  startup_model_fit (&starting, 1000, 500, 1500);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
  starting.workers = 8;
  startup_model_times (&starting, ready_us, collected_us);
  EQUAL_INT (ready_us[7], 4000);
  EQUAL_INT (collected_us[0], 6000);
  startup_model_fit (&starting, 4000, 2000, 6000);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
}

CU_TestInfo tests_of_startup_model[] = {
  { "start-up contends for cores", start_up_contends_for_cores },
  CU_TEST_INFO_NULL,
};
