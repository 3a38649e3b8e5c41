/* sim/time_model/calibrate_session.h - a step of the calibration: start-up, messages, gaps between tests, and the end.
 */
#ifndef ISOSIM_CALIBRATE_SESSION_H
#define ISOSIM_CALIBRATE_SESSION_H

#include "time_model/time_model.h"

G_BEGIN_DECLS

/* Sets cores, between_us, and all times of COSTS that belong to no test and no fixture. A time that the recording does
 * not tell is 0. OF_TEST: [recorded tests] the test of COSTS, or SUITE_NONE. */
void calibrate_session (TimeModel *costs, const Recording *recording, const uint32_t *of_test);

/* Returns when a run ended by the worker's clock; its start where no phase is known. */
uint64_t calibrate_run_end_us (const RecordingRun *run);

G_END_DECLS

#endif
