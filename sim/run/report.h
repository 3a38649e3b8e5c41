/* sim/run/report.h - what `isosim --trace` found, filled once (sim/run/evaluate.c) and printed by printers that compute
 * nothing. */
#ifndef ISOSIM_REPORT_H
#define ISOSIM_REPORT_H

#include "simulate/simulate.h"
#include "simulate/time_breakdown.h"
#include "suite/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  bool promised; /* by the scheduler: only then does breaking it count */
  bool holds;
  uint64_t count; /* cases against it */
  char *example;  /* the first, a sentence; NULL if it holds. Owned */
} PropertyReport;

typedef struct
{
  const IsoModel *model;
  Verdict verdict;
  uint64_t wall_us, busy_us;
  uint64_t setups;       /* how often a worker entered a scope */
  uint32_t not_run;      /* tests that did not complete and were not reported crashed */
  uint64_t unstopped_us; /* verdict stopped: the wall time without --maxfail; else 0 */
  bool whole;            /* it came to all tests: only then do speedup and bound_ratio mean anything */
  double utilization;    /* busy ÷ (workers × wall), 0 to 1 */
  double speedup;        /* over one worker */
  double bound_ratio;    /* wall ÷ bound */
  unsigned seeds;        /* runs over which wall_us is the median; 1 for a scheduler that does not shuffle */
  int64_t seed;          /* of the run whose figures these are */
  uint64_t wall_min_us, wall_max_us; /* over the seeds */
  TimeBreakdown account;             /* with costs */
  unsigned properties;
  PropertyReport property[ISO_PROPERTIES];
  char *trouble; /* when the verdict is not ok: a sentence. Owned */
} SchedulerReport;

typedef struct
{
  const char *path;
  const Trace *trace; /* borrowed */
  uint32_t tests, scopes;
  unsigned workers;
  unsigned cores;      /* --cores; 0 not given */
  bool costs;          /* all takes time, not tests alone */
  uint64_t work_us;    /* all tests; with costs without set-ups of fixtures of wider scope */
  uint64_t longest_us; /* the longest test */
  uint32_t longest;    /* which */
  uint64_t bound_us;   /* no schedule is faster: the larger of the longest test and work ÷ workers, rounded up */
  bool longest_binds;
  unsigned schedulers;
  SchedulerReport *scheduler; /* [schedulers] */
  GPtrArray *notes;           /* of char *: sentences on crashes and quirks. Owned */
  char *advice;               /* which scheduler to take and what the others cost: a few sentences. Owned */
  bool broken;                /* a promised property broke, or a run did not end well */
} Report;

void report_clear (Report *report);

/* Each returns the whole text; g_string_free it. */
GString *report_text (const Report *report);
GString *report_json (const Report *report);
GString *report_tsv (const Report *report);

G_END_DECLS

#endif
