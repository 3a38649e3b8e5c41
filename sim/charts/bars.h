/* sim/charts/bars.h - what charts are made of: bars, slices of time, and the largest scopes.
 *
 * A bar is an unbroken stretch of runs of one scope on one worker. Runs that take no time are in no bar. The bars of a
 * worker stand in order of time and do not overlap. */
#ifndef ISOSIM_BARS_H
#define ISOSIM_BARS_H

#include "charts/chart.h"

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
  uint64_t end_us;     /* the chart's end: that of the last run, at least 1 */
  uint64_t busy_us;    /* the time of all runs */
  Bar *bar;            /* by worker */
  guint *first;        /* [nodes + 1] where the worker's bars begin */
  uint32_t scopes;     /* of the suite */
  ScopeShare *largest; /* [ran] the scopes that ran, the one that took most time first */
  uint32_t ran;
} Bars;

/* Fills BARS from the chart's timeline; bars_clear() it. */
void bars_init (Bars *bars, const Chart *chart);
void bars_clear (Bars *bars);

/* A part of a worker's time. */
typedef struct
{
  uint64_t busy_us;
  uint64_t top_us;    /* the part of the scope that took most of it */
  uint32_t top_scope; /* which scope; the earliest of equals. SUITE_NONE: nothing ran */
} Slice;

/* Cuts the time from 0 to end_us into slices of equal length, to the microsecond. */
typedef struct
{
  uint64_t end_us;
  unsigned slices;
  uint64_t *scope_us; /* [scopes] busy time in the current slice; 0 between calls */
  GArray *present;    /* of uint32_t: the scopes of the current slice */
} Slicer;

void slicer_init (Slicer *slicer, const Bars *bars, unsigned slices);
void slicer_clear (Slicer *slicer);
/* Returns when slice I begins, which is when slice I - 1 ends. I may be the number of slices. */
uint64_t slicer_time (const Slicer *slicer, unsigned i);
/* Fills SLICE [slices] from COUNT bars of one worker, which must be in order and not overlap. */
void slicer_cut (Slicer *slicer, const Bar *bar, guint count, Slice *slice);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bars, bars_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Slicer, slicer_clear)

G_END_DECLS

#endif
