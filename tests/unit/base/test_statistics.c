/* tests/unit/base/test_statistics.c - properties that hold for any values. test_noise.c compares with known figures. */
#include "unit/check.h"

#include "base/statistics.h"

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
percentiles_are_nearest_ranks (void)
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

CU_TestInfo statistics_tests[] = {
  { "percentiles are nearest ranks", percentiles_are_nearest_ranks },
  { "a shift moves all but the interval", a_shift_moves_all_but_the_interval },
  CU_TEST_INFO_NULL,
};
