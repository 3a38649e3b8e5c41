/* traces/synthetic/presets.h - what thirteen real suites look like, in figures, for isosim generate.
 *
 * Quantiles are given at fixed probabilities, the same for all presets. Between two of them the logarithm of the figure
 * goes in a straight line. The two rho are shares of variance: each test's time is replaced by its normal score (the
 * standard normal quantile of its rank), and a one-way analysis of variance with random effects, groups being modules
 * or scopes, says which share lies between groups: (MSB - MSW) / (MSB + (n0 - 1) MSW); see traces/synthetic/shares.h. A
 * scope is SCOPE_UNCUT of traces/suite/suite.h, a module SCOPE_FILE. */
#ifndef ISOSIM_PRESETS_H
#define ISOSIM_PRESETS_H

#include <stdint.h>

#define PRESET_TIMES 12
#define PRESET_SIZES 13

typedef struct
{
  const char *name;
  const char *source;             /* the suite that was measured */
  uint32_t tests;                 /* of that suite */
  uint32_t time_us[PRESET_TIMES]; /* quantiles of a test's time, at preset_time_p */
  uint32_t size[PRESET_SIZES];    /* quantiles of a scope's number of tests, at preset_size_p */
  double rho_module, rho_scope;
  double scopes_per_module;
  double param_share;     /* of the tests, those that are one of a parametrised function */
  double run_noise_sigma; /* of the logarithm of one test's time, from run to run */
} Preset;

extern const double preset_time_p[PRESET_TIMES];
extern const double preset_size_p[PRESET_SIZES];

/* All of them, then one without a name. */
extern const Preset presets[];

/* The preset of that name, or NULL. */
const Preset *preset_find (const char *name);

/* The name that is nearest to NAME, or NULL when none is near. */
const char *preset_nearest (const char *name);

#endif
