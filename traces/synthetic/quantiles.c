#include "synthetic/quantiles.h"

#include "text/exact.h"

Quantiles
quantiles_of (int points, const double *p, const uint32_t *figure)
{
  Quantiles quantiles = { .points = points, .p = p };
  for (int i = 0; i < points; i++)
    quantiles.log_figure[i] = exact_log (figure[i]);
  return quantiles;
}

double
quantiles_at (const Quantiles *quantiles, double p)
{
  int above = 1;
  while (above < quantiles->points - 1 && quantiles->p[above] < p)
    above++;
  double from = quantiles->p[above - 1], to = quantiles->p[above], part = (p - from) / (to - from);
  double low = quantiles->log_figure[above - 1], high = quantiles->log_figure[above];
  return exact_exp (low + part * (high - low));
}

double
quantiles_of_rank (const Quantiles *quantiles, uint32_t rank, uint32_t count)
{
  return quantiles_at (quantiles, (rank + 0.5) / count);
}
