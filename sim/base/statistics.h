/* sim/base/statistics.h - many runs in a few numbers. */
#ifndef ISOSIM_SUMMARY_H
#define ISOSIM_SUMMARY_H

#include <stdint.h>

typedef struct
{
  uint64_t mean;     /* to the nearest */
  double half_width; /* mean ± this holds the true mean in 95 % of such experiments (Student's t); 0 of one value */
  uint64_t p5, p95;  /* nearest rank: the smallest value that 5, or 95, of 100 values do not exceed */
} Statistics;

/* COUNT: at least 1. */
void statistics_of (const uint64_t *values, unsigned count, Statistics *summary);

/* The mean alone, to the nearest. */
uint64_t statistics_mean (const uint64_t *values, unsigned count);

/* Which number a Student-distributed one with so many degrees of freedom (at least 1) exceeds in 2.5 of 100 cases. */
double statistics_student (unsigned degrees);

#endif
