/* sim/sweep/noise.h - how long tests take in a run that was never recorded.
 *
 * A test's time is what the trace says times e^(sigma × z - sigma² ÷ 2), z standard normal: log-normal, and of many
 * runs the mean is the trace's own. Each draw is a function of seed, run and test alone (traces/text/draws.h). */
#ifndef ISOSIM_NOISE_H
#define ISOSIM_NOISE_H

#include <stdint.h>

#define NOISE_SIGMA_MAX 1.0
#define NOISE_SIGMA_ASSUMED 0.1 /* where nothing is known: what most of the presets of isosim generate have */
#define NOISE_FACTOR_MAX                                                                                               \
  100.0 /* no test takes longer by more, so that sums fit; met about once in 10^7 draws at                             \
           sigma 1, and never at 0.5 */

/* The times of a run to DRAWN_US, to the nearest microsecond. Both [TESTS]. */
void noise_draw (const uint64_t *run_us, uint32_t tests, double sigma, uint64_t seed, unsigned run, uint64_t *drawn_us);

/* The seed of the run's shuffle, as --seed takes it: from 0 to 2^32 - 1. */
int64_t noise_shuffle_seed (uint64_t seed, unsigned run);

#endif
