#include "synthetic/layout.h"

#include "synthetic/quantiles.h"
#include "text/draws.h"
#include <math.h>
#include <stdbool.h>

#define MEAN_POINTS 4096u /* at which the mean size is measured */
#define SCALE_STEPS 64    /* halvings until two scales are next to each other */

static double
mean_size (const Quantiles *sizes)
{
  double sum = 0;
  for (uint32_t rank = 0; rank < MEAN_POINTS; rank++)
    sum += quantiles_of_rank (sizes, rank, MEAN_POINTS);
  return sum / MEAN_POINTS;
}

/* COUNT divided by EACH, but at least 1 and at most COUNT. */
static uint32_t
parts (uint32_t count, double each)
{
  double wanted = floor (count / each + 0.5);
  return wanted < 1 ? 1 : wanted > count ? count : (uint32_t) wanted;
}

static uint32_t
scaled (double size, double scale)
{
  double rounded = floor (size * scale + 0.5);
  return rounded < 1 ? 1 : (uint32_t) rounded;
}

/* Whether the scopes together then have more than MOST tests. */
static bool
is_too_large (const double *size, uint32_t scopes, double scale, uint32_t most)
{
  uint64_t sum = 0;
  for (uint32_t scope = 0; scope < scopes && sum <= most; scope++)
    sum += scaled (size[scope], scale);
  return sum > most;
}

/* The largest scale that is not too large, as near as a double tells. */
static double
fitting_scale (const double *size, uint32_t scopes, uint32_t tests)
{
  double fits = 0, large = 1;
  while (!is_too_large (size, scopes, large, tests))
    large *= 2;
  for (int step = 0; step < SCALE_STEPS; step++)
    {
      double middle = fits + (large - fits) / 2;
      if (is_too_large (size, scopes, middle, tests))
        large = middle;
      else
        fits = middle;
    }
  return fits;
}

/* Rounded sizes, ascending. What rounding left over goes to the largest, one each: they feel it least. */
static void
set_sizes (Layout *layout, const Quantiles *sizes)
{
  g_autofree double *size = g_new (double, layout->scopes);
  for (uint32_t scope = 0; scope < layout->scopes; scope++)
    size[scope] = quantiles_of_rank (sizes, scope, layout->scopes);
  double scale = fitting_scale (size, layout->scopes, layout->tests);
  uint32_t left = layout->tests;
  for (uint32_t scope = 0; scope < layout->scopes; scope++)
    left -= layout->size[scope] = scaled (size[scope], scale);
  g_assert (left <= layout->tests);
  for (uint32_t scope = layout->scopes; left > 0; left--)
    {
      scope = scope > 0 ? scope - 1 : layout->scopes - 1;
      layout->size[scope]++;
    }
}

static void
shuffle_sizes (Layout *layout, uint64_t seed)
{
  Draws draws = draws_of (seed, DRAWS_SCOPE_ORDER, 0);
  for (uint32_t left = layout->scopes; left > 1; left--)
    {
      uint32_t other = draws_below (draws, left, left), size = layout->size[left - 1];
      layout->size[left - 1] = layout->size[other];
      layout->size[other] = size;
    }
}

/* Every choice of the scopes behind which a module ends is as likely as any other: many modules have one scope, few
 * have many. */
static void
set_modules (Layout *layout, uint64_t seed)
{
  Draws draws = draws_of (seed, DRAWS_MODULE_ENDS, 0);
  uint32_t module = 0;
  for (uint32_t scope = 1; scope < layout->scopes; scope++)
    {
      if (draws_below (draws, scope, layout->scopes - scope) < layout->modules - 1 - module)
        module++;
      layout->module[scope] = module;
    }
}

Layout *
layout_new (const Preset *preset, uint32_t tests, uint32_t scopes, uint64_t seed)
{
  Quantiles sizes = quantiles_of (PRESET_SIZES, preset_size_p, preset->size);
  Layout *layout = g_new0 (Layout, 1);
  layout->tests = tests;
  layout->scopes = scopes > 0 ? scopes : parts (tests, mean_size (&sizes));
  layout->modules = parts (layout->scopes, preset->scopes_per_module);
  layout->size = g_new (uint32_t, layout->scopes);
  layout->module = g_new0 (uint32_t, layout->scopes);
  set_sizes (layout, &sizes);
  shuffle_sizes (layout, seed);
  set_modules (layout, seed);
  return layout;
}

void
layout_free (Layout *layout)
{
  if (!layout)
    return;
  g_free (layout->size);
  g_free (layout->module);
  g_free (layout);
}
