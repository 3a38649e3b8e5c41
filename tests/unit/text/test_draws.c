/* Random numbers by place, and the functions that are alike on every machine. */
#include "unit/check.h"

#include "synthetic/quantiles.h"
#include "text/draws.h"
#include "text/exact.h"
#include <math.h>

/* GOT is WANT but for a part of WITHIN. */
static bool
is_near (double got, double want, double within)
{
  return fabs (got - want) <= within * fabs (want);
}

static void
logarithm_and_exponential_are_those_of_the_library (void)
{
  for (int i = -3000; i <= 3000; i++)
    {
      double x = exp (i / 100.0) * 1.0001, power = i / 100.0;
      if (!is_near (exact_log (x), log (x), 1e-14))
        FAIL ("the logarithm of %.17g is given as %.17g", x, exact_log (x));
      if (!is_near (exact_exp (power), exp (power), 1e-15))
        FAIL ("e to the %.17g is given as %.17g", power, exact_exp (power));
    }
  CU_ASSERT (exact_log (1) == 0 && exact_exp (0) == 1);
}

/* erfc() gives the probability back. */
static void
the_normal_quantile_has_its_probability (void)
{
  for (int i = 1; i < 10000; i++)
    {
      double p = i < 5000 ? exp (-i / 200.0) * 0.9 : (i - 5000 + 0.5) / 5001;
      double back = 0.5 * erfc (-exact_normal_quantile (p) / sqrt (2));
      if (!is_near (back, p, 1e-13))
        FAIL ("the quantile at %.17g lies at %.17g", p, back);
    }
  CU_ASSERT (exact_normal_quantile (0.5) == 0);
  CU_ASSERT (exact_normal_quantile (0.25) == -exact_normal_quantile (0.75));
}

/* Numbers of SplitMix64 from state 0, as its authors' program gives them. */
static void
the_bits_are_those_of_splitmix64 (void)
{
  const Draws from_0 = { 0 };
  const uint64_t known[] = { 0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f };
  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    EQUAL_INT (draws_bits (from_0, i), known[i]);
}

/* Seed, purpose, part and index all decide; neighbours share no more bits than chance has it. */
static void
each_place_has_a_draw_of_its_own (void)
{
  const uint64_t place[][4] = { { 1, 1, 0, 0 }, { 2, 1, 0, 0 }, { 1, 2, 0, 0 }, { 1, 1, 1, 0 },
                                { 1, 1, 0, 1 }, { 0, 1, 0, 0 }, { 0, 2, 1, 0 }, { 1, 1, 2, 0 } };
  for (gsize i = 0; i < G_N_ELEMENTS (place); i++)
    for (gsize j = 0; j < i; j++)
      {
        Draws one = draws_of (place[i][0], (DrawsPurpose) place[i][1], place[i][2]);
        Draws other = draws_of (place[j][0], (DrawsPurpose) place[j][1], place[j][2]);
        int differ = 0;
        for (uint64_t k = 0; k < 64; k++)
          differ += __builtin_popcountll (draws_bits (one, place[i][3] + k) ^ draws_bits (other, place[j][3] + k));
        if (differ < 1850 || differ > 2250)
          FAIL ("places %d and %d differ in %d of 4,096 bits", (int) i, (int) j, differ);
      }
}

static void
numbers_below_a_limit_are_as_likely_as_each_other (void)
{
  Draws draws = draws_of (7, DRAWS_WORDS, 0);
  int times[10] = { 0 };
  for (uint64_t i = 0; i < 100000; i++)
    {
      uint32_t number = draws_below (draws, i, G_N_ELEMENTS (times));
      if (number >= G_N_ELEMENTS (times))
        {
          FAIL ("%u is not below 10", number);
          return;
        }
      times[number]++;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    if (times[i] < 9600 || times[i] > 10400)
      FAIL ("%d was drawn %d times of 100,000", (int) i, times[i]);
  EQUAL_INT (draws_below (draws, 0, 1), 0);
  CU_ASSERT (draws_below (draws, 0, UINT32_MAX) < UINT32_MAX);
}

static void
uniform_draws_lie_between_0_and_1 (void)
{
  Draws draws = draws_of (7, DRAWS_PARAMETERS, 0);
  double sum = 0, least = 1, most = 0;
  for (uint64_t i = 0; i < 100000; i++)
    {
      double number = draws_uniform (draws, i);
      sum += number;
      least = MIN (least, number);
      most = MAX (most, number);
    }
  CU_ASSERT (least > 0 && least < 0.001 && most < 1 && most > 0.999);
  CU_ASSERT_DOUBLE_EQUAL (sum / 100000, 0.5, 0.005);
}

/* The first four moments: 0, 1, 0, 3. */
static void
normal_draws_have_their_moments (void)
{
  Draws draws = draws_of (7, DRAWS_TEST_EFFECT, 3);
  double moment[4] = { 0 };
  for (uint64_t i = 0; i < 100000; i++)
    {
      double number = draws_normal (draws, i), power = number;
      for (int k = 0; k < 4; k++, power *= number)
        moment[k] += power / 100000;
    }
  CU_ASSERT_DOUBLE_EQUAL (moment[0], 0, 0.015);
  CU_ASSERT_DOUBLE_EQUAL (moment[1], 1, 0.02);
  CU_ASSERT_DOUBLE_EQUAL (moment[2], 0, 0.05);
  CU_ASSERT_DOUBLE_EQUAL (moment[3], 3, 0.15);
}

static void
between_quantiles_the_logarithm_goes_straight (void)
{
  const double p[] = { 0, 0.5, 1 };
  const uint32_t figure[] = { 1, 100, 400 };
  Quantiles quantiles = quantiles_of (3, p, figure);
  const double at[][2] = { { 0, 1 }, { 0.25, 10 }, { 0.5, 100 }, { 0.75, 200 }, { 1, 400 } };
  for (gsize i = 0; i < G_N_ELEMENTS (at); i++)
    CU_ASSERT (is_near (quantiles_at (&quantiles, at[i][0]), at[i][1], 1e-14));
  CU_ASSERT (is_near (quantiles_of_rank (&quantiles, 0, 2), 10, 1e-14));
  CU_ASSERT (is_near (quantiles_of_rank (&quantiles, 1, 2), 200, 1e-14));
  CU_ASSERT (is_near (quantiles_of_rank (&quantiles, 0, 1), 100, 1e-14));
}

CU_TestInfo tests_of_draws[] = {
  { "logarithm and exponential are those of the library", logarithm_and_exponential_are_those_of_the_library },
  { "the normal quantile has its probability", the_normal_quantile_has_its_probability },
  { "the bits are those of SplitMix64", the_bits_are_those_of_splitmix64 },
  { "each place has a draw of its own", each_place_has_a_draw_of_its_own },
  { "numbers below a limit are as likely as each other", numbers_below_a_limit_are_as_likely_as_each_other },
  { "uniform draws lie between 0 and 1", uniform_draws_lie_between_0_and_1 },
  { "normal draws have their moments", normal_draws_have_their_moments },
  { "between quantiles the logarithm goes straight", between_quantiles_the_logarithm_goes_straight },
  CU_TEST_INFO_NULL,
};
