/* sim/time_model/calibrate.h - measures the time model of a recorded run. docs/predicting.md explains each time. */
#ifndef ISOSIM_CALIBRATE_H
#define ISOSIM_CALIBRATE_H

#include "time_model/time_model.h"

G_BEGIN_DECLS

/* Returns the time model that TRACE's recording tells, for the tests of SUITE. SUITE may belong to another recording:
 * tests are matched by nodeid, with a loadgroup suffix ignored. TRACE must hold a recording. Returns NULL with *error
 * when there are more than COSTS_PAIRS_MAX pairs of a test and a fixture. The caller frees it with time_model_free().
 */
TimeModel *calibrate (const Trace *trace, const Suite *suite, GError **error);

G_END_DECLS

#endif
