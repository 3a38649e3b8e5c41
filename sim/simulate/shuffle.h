/* sim/simulate/shuffle.h - the order that random.seed(SEED); random.sample(range(n), n) gives in Python 3. */
#ifndef ISOSIM_SHUFFLE_H
#define ISOSIM_SHUFFLE_H

#include <stdint.h>

/* Writes 0 … count-1 in that order. The sign of the seed does not matter. */
void shuffle_like_python (int64_t seed, uint32_t *numbers, uint32_t count);

#endif
