/* sim/compare/compare_dists.h - two schedulers over traces, as two results. */
#ifndef ISOSIM_COMPARE_DISTS_H
#define ISOSIM_COMPARE_DISTS_H

#include "run/result_file.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct
{
  const IsoModel *model[2]; /* the old one, the new one; none runs every test on every worker */
  unsigned traces;
  const char *const *path;   /* [traces] */
  const Trace *const *trace; /* [traces] */
  unsigned counts;
  const unsigned *workers; /* [counts] */
  unsigned runs;           /* with drawn times, see SweepPlan; 0: the trace as it is */
  uint64_t seed;
  unsigned jobs; /* threads; what is found does not depend on them */
} DistsQuestion;

/* Simulates both on each trace at each number of workers: cases by trace, then by number of workers, their wall times
 * means over the runs. False when Ctrl-C came; the results then hold the traces that were done. */
bool compare_dists (const DistsQuestion *question, Results *before, Results *now);

G_END_DECLS

#endif
