/* models/isoscope.h - how many workers isoscope lets take part in a scope. */
#ifndef ISOSIM_ISOSCOPE_H
#define ISOSIM_ISOSCOPE_H

#include <stdint.h>

/* How many workers TESTS tests of a scope can use at most: each takes part with two of them, unless there is only one.
 * (IsoScopeScheduling._get_max_workers_for_num_tests in pull request 1126.) */
static inline uint32_t
isoscope_workers_max (uint32_t tests)
{
  return tests == 1 ? 1 : tests / 2;
}

#endif
