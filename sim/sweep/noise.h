/* sim/sweep/noise.h - draws how long tests take in a run that was never recorded.
 *
 * A test takes the trace's time × e^(sigma × z - sigma² ÷ 2), with z standard normal. That is log-normal, and its mean
 * is the trace's time. A draw depends on seed, run and test only (traces/text/draws.h). */
#ifndef ISOSIM_NOISE_H
#define ISOSIM_NOISE_H

#include <stdint.h>

#define NOISE_SIGMA_MAX 1.0
#define NOISE_SIGMA_ASSUMED 0.1 /* where nothing is known: what most of the presets of isosim generate have */
#define NOISE_FACTOR_MAX                                                                                               \
  100.0 /* no test takes longer by more, so that sums fit; met about once in 10^7 draws at                             \
           sigma 1, and never at 0.5 */

/* Writes the times of a run to DRAWN_US, to the nearest microsecond. RUN_US and DRAWN_US have TESTS elements. */
void noise_draw (const uint64_t *run_us, uint32_t tests, double sigma, uint64_t seed, unsigned run, uint64_t *drawn_us);

/* Returns the seed of the run's shuffle, from 0 to 2^32 - 1; --seed takes the same. */
int64_t noise_shuffle_seed (uint64_t seed, unsigned run);

#endif
