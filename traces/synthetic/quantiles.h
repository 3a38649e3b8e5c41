/* traces/synthetic/quantiles.h - a distribution by its quantiles: between two of them the logarithm goes in a straight
 * line. */
#ifndef ISOSIM_QUANTILES_H
#define ISOSIM_QUANTILES_H

#include <stdint.h>

#define QUANTILES_MAX 16

typedef struct
{
  int points;
  const double *p; /* [points] ascending, the first 0, the last 1; borrowed */
  double log_figure[QUANTILES_MAX];
} Quantiles;

/* FIGURE has POINTS numbers, from 1, ascending; at least 2 and at most QUANTILES_MAX of them. */
Quantiles quantiles_of (int points, const double *p, const uint32_t *figure);

/* The figure at P, from 0 to 1. The same on every machine, see traces/text/exact.h. */
double quantiles_at (const Quantiles *quantiles, double p);

/* The figure of the RANK-th smallest (from 0) of COUNT, as it is expected: at (RANK + 1/2) / COUNT. */
double quantiles_of_rank (const Quantiles *quantiles, uint32_t rank, uint32_t count);

#endif
