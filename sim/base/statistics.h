/* sim/base/statistics.h - many values in a few numbers. */
#ifndef ISOSIM_STATISTICS_H
#define ISOSIM_STATISTICS_H

#include <stdint.h>

typedef struct
{
  uint64_t mean;     /* rounded to the nearest */
  double half_width; /* of the 95 % confidence interval of the mean (Student's t); 0 for one value */
  uint64_t p5, p95;  /* percentiles by nearest rank: the smallest value that at least 5, or 95, of 100 do not exceed */
} Statistics;

/* Fills STATISTICS from VALUES [COUNT]; COUNT is at least 1. */
void statistics_of (const uint64_t *values, unsigned count, Statistics *statistics);

/* Returns the mean alone, rounded to the nearest. Sums that do not fit into 64 bits are no problem. */
uint64_t statistics_mean (const uint64_t *values, unsigned count);

/* Returns the 97.5 % quantile of Student's distribution with DEGREES degrees of freedom, at least 1. */
double statistics_student (unsigned degrees);

#endif
