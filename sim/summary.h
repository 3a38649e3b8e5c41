/* sim/summary.h - many runs in a few numbers. */
#ifndef ISOSIM_SUMMARY_H
#define ISOSIM_SUMMARY_H

#include <stdint.h>

typedef struct
{
  uint64_t mean;     /* to the nearest */
  double half_width; /* mean ± this holds the true mean in 95 % of such experiments (Student's t); 0 of one value */
  uint64_t p5, p95;  /* nearest rank: the smallest value that 5, or 95, of 100 values do not exceed */
} Summary;

/* COUNT: at least 1. */
void summary_of (const uint64_t *values, unsigned count, Summary *summary);

/* The mean alone, to the nearest. */
uint64_t summary_mean (const uint64_t *values, unsigned count);

/* Which number a Student-distributed one with so many degrees of freedom (at least 1) exceeds in 2.5 of 100 cases. */
double summary_student (unsigned degrees);

#endif
