/* sim/time_model/calibrate_fixtures.h - a step of the calibration: which fixtures there are, what each costs, and which
 * tests lie in its base. */
#ifndef ISOSIM_CALIBRATE_FIXTURES_H
#define ISOSIM_CALIBRATE_FIXTURES_H

#include "time_model/calibration.h"

G_BEGIN_DECLS

/* Fills all of CALIBRATION but mark and lacked, and bases of its time model. The first step. Returns false when there
 * are more than COSTS_PAIRS_MAX pairs of a test and a base, or of a test and a fixture that it may need. */
bool calibrate_fixtures (Calibration *calibration);

G_END_DECLS

#endif
