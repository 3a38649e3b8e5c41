/* sim/time_model/calibrate_tests.h - a step of the calibration: what each test takes without its fixtures. */
#ifndef ISOSIM_CALIBRATE_TESTS_H
#define ISOSIM_CALIBRATE_TESTS_H

#include "time_model/calibration.h"

G_BEGIN_DECLS

/* Sets test_us, overhead_us and guessed of the time model. Comes after calibrate_fixtures(), which tells how much of a
 * run its fixtures took. */
void calibrate_tests (Calibration *calibration);

G_END_DECLS

#endif
