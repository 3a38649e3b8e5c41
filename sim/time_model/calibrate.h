/* sim/time_model/calibrate.h - what a recording tells of all that lies around the runs: start-up, messages, ends. */
#ifndef ISOSIM_COSTS_MEASURE_H
#define ISOSIM_COSTS_MEASURE_H

#include "time_model/time_model.h"

G_BEGIN_DECLS

/* Sets cores, between_us, and all times of COSTS that are not a test's or a fixture's; what the recording does not tell
 * is 0. OF_TEST: [recorded tests] the test of COSTS, or SUITE_NONE. */
void calibrate (TimeModel *costs, const Recording *recording, const uint32_t *of_test);

/* When a run ended by the worker's clock; its start where nothing more is known. */
uint64_t recorded_end_us (const RecordingRun *run);

G_END_DECLS

#endif
