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

CU_TestInfo tests_of_statistics[] = {
  { "intervals are Student's", intervals_are_students },
  { "percentiles are nearest ranks, and sums do not overflow", percentiles_are_nearest_ranks_and_sums_do_not_overflow },
  CU_TEST_INFO_NULL,
};
