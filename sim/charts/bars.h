/* sim/charts/bars.h - what charts are made of: bars, slices of time, and the largest scopes.
 *
 * A bar is what a worker did of one scope without a break; runs that take no time are in none. The bars of a worker
 * stand in order of time and do not overlap. */
#ifndef ISOSIM_BARS_H
#define ISOSIM_BARS_H

#include "simulate/timeline.h"

G_BEGIN_DECLS

typedef struct
{
  uint64_t start_us, end_us;
  uint32_t scope;
} Bar;

typedef struct
{
  uint32_t scope;
  uint64_t busy_us;
} ScopeShare;

typedef struct
{
  unsigned nodes;
  uint64_t end_us;     /* of the chart: the last end of a run, but at least 1 */
  uint64_t busy_us;    /* all runs' time */
  Bar *bar;            /* by worker */
  guint *first;        /* [nodes + 1] where the worker's bars begin */
  uint32_t scopes;     /* of the suite */
  ScopeShare *largest; /* [ran] the scopes that ran, that which took most time first */
  uint32_t ran;
} Bars;

void bars_init (Bars *bars, const Chart *chart);
void bars_clear (Bars *bars);

/* A part of a worker's time. */
typedef struct
{
  uint64_t busy_us;
  uint64_t top_us;    /* of that, the scope that took most of it; the earliest of equals */
  uint32_t top_scope; /* SUITE_NONE: none */
} Slice;

/* Cuts time, 0 … end_us, into slices of one length, to the microsecond. */
typedef struct
{
  uint64_t end_us;
  unsigned slices;
  uint64_t *scope_us; /* [scopes] in the slice at hand, zero between calls */
  GArray *present;    /* of uint32_t: the scopes in it */
} Slicer;

void slicer_init (Slicer *slicer, const Bars *bars, unsigned slices);
void slicer_clear (Slicer *slicer);
/* When slice I begins and slice I - 1 ends. */
uint64_t slicer_time (const Slicer *slicer, unsigned i);
/* Fills SLICE [slices] from COUNT bars, in order and without overlap. */
void slicer_cut (Slicer *slicer, const Bar *bar, guint count, Slice *slice);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bars, bars_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slicer, slicer_clear)

G_END_DECLS

#endif
