/* traces/synthetic/generate.h - a synthetic suite that looks like a real one, and how long its tests take.
 *
 * The tests' scores (traces/synthetic/shares.h) decide their order by time only. The times themselves are the preset's
 * quantiles at the middle of each rank, rounded to the nearest microsecond: of N tests the r-th fastest (from 1) takes
 * what stands at (r - 1/2) / N. Quantiles are thus met at any seed; what a seed decides is which tests are the slow
 * ones. */
#ifndef ISOSIM_GENERATE_H
#define ISOSIM_GENERATE_H

#include "suite/trace.h"
#include "synthetic/presets.h"

G_BEGIN_DECLS

typedef struct
{
  const Preset *preset;
  uint64_t seed;
  uint32_t tests;  /* 1 … SUITE_TESTS_MAX */
  uint32_t scopes; /* 1 … tests; 0: as many as the preset's sizes make of them */
} GeneratePlan;

/* The same plan gives the same trace, on every machine (traces/text/exact.h). */
Trace *generate_trace (const GeneratePlan *plan);

G_END_DECLS

#endif
