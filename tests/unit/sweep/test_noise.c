/* tests/unit/sweep/test_noise.c - drawn runs: the noise has the mean and the spread that were asked for. */
#include "unit/check.h"

#include "sweep/noise.h"
#include <math.h>
#include <string.h>

#define DRAWN_TESTS 200u
#define DRAWN_RUNS 1000u

/* Over 200,000 draws the mean is the trace's within four standard errors, and so is the spread of the logarithm. */
static void
check_draws (double sigma)
{
  uint64_t run_us[DRAWN_TESTS], drawn_us[DRAWN_TESTS];
  double sum = 0, logs = 0, squares = 0, all = DRAWN_TESTS * DRAWN_RUNS;
  for (uint32_t test = 0; test < DRAWN_TESTS; test++)
    run_us[test] = 1000000000;
  for (unsigned run = 0; run < DRAWN_RUNS; run++)
    {
      noise_draw (run_us, DRAWN_TESTS, sigma, 1, run, drawn_us);
      for (uint32_t test = 0; test < DRAWN_TESTS; test++)
        {
          double factor = (double) drawn_us[test] / 1e9;
          sum += factor;
          logs += log (factor);
          squares += log (factor) * log (factor);
        }
    }
  double spread = sqrt (squares / all - logs / all * (logs / all));
  if (fabs (sum / all - 1) > 4 * sqrt ((exp (sigma * sigma) - 1) / all))
    FAIL ("sigma %g: the mean is %g of the trace's", sigma, sum / all);
  if (fabs (spread - sigma) > 4 * sigma / sqrt (2 * all))
    FAIL ("sigma %g: that of the draws is %g", sigma, spread);
}

static void
drawn_times_keep_the_mean_and_have_the_sigma (void)
{
  check_draws (0.05);
  check_draws (0.1);
  check_draws (0.5);
  check_draws (1);
}

static void
a_draw_depends_on_seed_run_and_test_alone (void)
{
  uint64_t run_us[20], few[10], many[20], other[20];
  for (uint32_t test = 0; test < 20; test++)
    run_us[test] = 1000000 + test;
  noise_draw (run_us, 10, 0.3, 7, 3, few);
  noise_draw (run_us, 20, 0.3, 7, 3, many);
  if (memcmp (few, many, sizeof few) != 0)
    FAIL ("the first ten tests are drawn otherwise where more follow");
  noise_draw (run_us, 20, 0.3, 8, 3, other);
  if (memcmp (other, many, sizeof other) == 0)
    FAIL ("another seed draws the same");
  noise_draw (run_us, 20, 0.3, 7, 4, other);
  if (memcmp (other, many, sizeof other) == 0)
    FAIL ("another run draws the same");
  noise_draw (run_us, 20, 0, 7, 3, other);
  if (memcmp (other, run_us, sizeof other) != 0)
    FAIL ("without noise the times are not those of the trace");
  if (noise_shuffle_seed (7, 3) == noise_shuffle_seed (7, 4) || noise_shuffle_seed (7, 3) == noise_shuffle_seed (8, 3))
    FAIL ("two runs are shuffled alike");
}

CU_TestInfo tests_of_noise[] = {
  { "drawn times keep the mean and have the sigma", drawn_times_keep_the_mean_and_have_the_sigma },
  { "a draw depends on seed, run and test alone", a_draw_depends_on_seed_run_and_test_alone },
  CU_TEST_INFO_NULL,
};
