#include "base/statistics.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Quantiles for 1, 2, … degrees of freedom. */
static const double student_few[]
    = { 12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157 };

#define NORMAL_975 1.959963984540054

/* For many degrees it is the normal quantile and three terms of the Cornish-Fisher expansion; the error is below
 * 0.0002. */
double
statistics_student (unsigned degrees)
{
  if (degrees <= G_N_ELEMENTS (student_few))
    return student_few[degrees - 1];
  const double z = NORMAL_975, z2 = z * z, n = degrees;
  double first = z * (z2 + 1) / 4;
  double second = z * (z2 * (5 * z2 + 16) + 3) / 96;
  double third = z * (z2 * (z2 * (3 * z2 + 19) + 17) - 15) / 384;
  return z + first / n + second / (n * n) + third / (n * n * n);
}

/* Adds quotients and remainders apart, because the sum of all values may not fit. */
uint64_t
statistics_mean (const uint64_t *values, unsigned count)
{
  uint64_t whole = 0, rest = 0;
  for (unsigned i = 0; i < count; i++)
    {
      whole += values[i] / count;
      rest += values[i] % count;
    }
  return whole + (rest + count / 2) / count;
}

/* Works on differences to the first value: they are small, so squares of them lose no digits. */
static double
half_width (const uint64_t *values, unsigned count)
{
  double sum = 0, squares = 0;
  if (count < 2)
    return 0;
  for (unsigned i = 0; i < count; i++)
    sum += (double) values[i] - (double) values[0];
  for (unsigned i = 0; i < count; i++)
    {
      double off = (double) values[i] - (double) values[0] - sum / count;
      squares += off * off;
    }
  return statistics_student (count - 1) * sqrt (squares / (count - 1) / count);
}

static int
by_size (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
  return (x > y) - (x < y);
}

void
statistics_of (const uint64_t *values, unsigned count, Statistics *statistics)
{
  g_autofree uint64_t *sorted = g_new (uint64_t, count);
  memcpy (sorted, values, count * sizeof *values);
  qsort (sorted, count, sizeof *sorted, by_size);
  *statistics = (Statistics){ .mean = statistics_mean (values, count),
                              .half_width = half_width (values, count),
                              .p5 = sorted[(count * 5 + 99) / 100 - 1],
                              .p95 = sorted[(count * 95 + 99) / 100 - 1] };
  g_assert (statistics->p5 <= statistics->p95);
  g_assert (sorted[0] <= statistics->mean && statistics->mean <= sorted[count - 1]);
}
