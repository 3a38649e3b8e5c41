#include "sweep/noise.h"

#include "text/draws.h"
#include "text/exact.h"

void
noise_draw (const uint64_t *run_us, uint32_t tests, double sigma, uint64_t seed, unsigned run, uint64_t *drawn_us)
{
  const Draws draws = draws_of (seed, DRAWS_RUN_NOISE, run);
  for (uint32_t test = 0; test < tests; test++)
    {
      double factor = exact_exp (sigma * draws_normal (draws, test) - sigma * sigma / 2);
      factor = factor < NOISE_FACTOR_MAX ? factor : NOISE_FACTOR_MAX;
      drawn_us[test] = (uint64_t) ((double) run_us[test] * factor + 0.5);
    }
}

int64_t
noise_shuffle_seed (uint64_t seed, unsigned run)
{
  return (int64_t) (draws_bits (draws_of (seed, DRAWS_RUN_SHUFFLE, run), 0) >> 32);
}
