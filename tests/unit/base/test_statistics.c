/* tests/unit/base/test_statistics.c - many runs in a few numbers. */
#include "unit/check.h"

#include "base/statistics.h"
#include <math.h>

/* As any table of Student's distribution has them. */
static const struct
{
  unsigned degrees;
  double quantile;
} students[] = { { 1, 12.7062 }, { 2, 4.3027 },  { 4, 2.7764 },  { 9, 2.2622 },   { 10, 2.2281 },
                 { 19, 2.0930 }, { 29, 2.0452 }, { 99, 1.9842 }, { 199, 1.9720 }, { 99999, 1.9600 } };

static void
intervals_are_students (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (students); i++)
    if (fabs (statistics_student (students[i].degrees) - students[i].quantile) > 0.0003)
      FAIL ("%u degrees: %g, expected %g", students[i].degrees, statistics_student (students[i].degrees),
            students[i].quantile);
  const uint64_t values[] = { 10, 14, 12, 16 };
  Statistics summary;
  statistics_of (values, 4, &summary);
  EQUAL_INT (summary.mean, 13);
  EQUAL_INT (summary.p5, 10);
  EQUAL_INT (summary.p95, 16);
  /* sqrt (20 / 3 / 4) times 3.1824 */
  if (fabs (summary.half_width - 4.1085) > 0.0005)
    FAIL ("half width %g", summary.half_width);
  statistics_of (values, 1, &summary);
  EQUAL_INT (summary.mean, 10);
  EQUAL_INT (summary.p95, 10);
}

static void
percentiles_are_nearest_ranks_and_sums_do_not_overflow (void)
{
  uint64_t values[200];
  Statistics summary;
  for (unsigned i = 0; i < 200; i++)
    values[i] = 200 - i;
  statistics_of (values, 200, &summary);
  EQUAL_INT (summary.p5, 10);
  EQUAL_INT (summary.p95, 190);
  EQUAL_INT (summary.mean, 101); /* 100.5 */
  for (unsigned i = 0; i < 200; i++)
    values[i] = UINT64_MAX - 200 + i;
  EQUAL_INT (statistics_mean (values, 200), UINT64_MAX - 100);
}

/* COUNT values, spread unevenly from BASE on. */
static uint64_t *
new_values (unsigned count, uint64_t base)
{
  uint64_t *values = g_new (uint64_t, count);
  for (unsigned i = 0; i < count; i++)
    values[i] = base + (uint64_t) (i * 7919 % 1009) * (i % 5);
  return values;
}

static unsigned
count_up_to (const uint64_t *values, unsigned count, uint64_t most)
{
  unsigned found = 0;
  for (unsigned i = 0; i < count; i++)
    found += values[i] <= most;
  return found;
}

static void
percentiles_hold_for_any_values (void)
{
  for (unsigned count = 1; count < 300; count += 7)
    {
      g_autofree uint64_t *values = new_values (count, 10);
      Statistics statistics;
      statistics_of (values, count, &statistics);
      if (count_up_to (values, count, statistics.p5) * 20 < count
          || count_up_to (values, count, statistics.p5 - 1) * 20 >= count)
        FAIL ("%u values: p5 is %" G_GUINT64_FORMAT, count, statistics.p5);
      if (count_up_to (values, count, statistics.p95) * 20 < count * 19
          || count_up_to (values, count, statistics.p95 - 1) * 20 >= count * 19)
        FAIL ("%u values: p95 is %" G_GUINT64_FORMAT, count, statistics.p95);
    }
}

/* Adding a constant moves the mean and the percentiles by it, and leaves the interval. */
static void
a_shift_moves_all_but_the_interval (void)
{
  const uint64_t shift = UINT64_C (1) << 40;
  g_autofree uint64_t *values = new_values (101, 5), *shifted = new_values (101, 5 + shift);
  Statistics one, other;
  statistics_of (values, 101, &one);
  statistics_of (shifted, 101, &other);
  EQUAL_INT (other.mean - one.mean, shift);
  EQUAL_INT (other.p5 - one.p5, shift);
  EQUAL_INT (other.p95 - one.p95, shift);
  if (one.half_width < other.half_width * 0.999 || one.half_width > other.half_width * 1.001)
    FAIL ("half widths are %g and %g", one.half_width, other.half_width);
}

CU_TestInfo tests_of_statistics[] = {
  { "percentiles hold for any values", percentiles_hold_for_any_values },
  { "a shift moves all but the interval", a_shift_moves_all_but_the_interval },
  { "intervals are Student's", intervals_are_students },
  { "percentiles are nearest ranks, and sums do not overflow", percentiles_are_nearest_ranks_and_sums_do_not_overflow },
  CU_TEST_INFO_NULL,
};
