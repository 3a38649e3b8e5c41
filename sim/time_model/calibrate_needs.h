/* sim/time_model/calibrate_needs.h - a step of the calibration: which tests need which fixtures. */
#ifndef ISOSIM_CALIBRATE_NEEDS_H
#define ISOSIM_CALIBRATE_NEEDS_H

#include "time_model/calibration.h"

G_BEGIN_DECLS

/* Sets CALIBRATION's mark and lacked, and needs of its time model. Comes after calibrate_fixtures(). */
void calibrate_needs (Calibration *calibration);

G_END_DECLS

#endif
