/* sim/run/report.h - what `isosim --trace` found. It is filled once; printers compute nothing. */
#ifndef ISOSIM_REPORT_H
#define ISOSIM_REPORT_H

#include "simulate/result.h"
#include "simulate/time_breakdown.h"
#include "suite/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  bool promised; /* the scheduler promises it; only then a case against it counts */
  bool holds;
  uint64_t count; /* cases against it, in the run that has most */
  char *example;  /* the first of them, a sentence; NULL if it holds. Owned */
} PropertyReport;

typedef struct
{
  const IsoModel *model;
  Verdict verdict;
  uint64_t wall_us, busy_us;
  uint64_t setups;       /* the number of times that a worker entered a scope */
  uint32_t not_run;      /* tests that did not complete and were not reported crashed */
  uint64_t unstopped_us; /* verdict stopped: the wall time without --maxfail; else 0 */
  bool whole;            /* all tests ran; only then speedup and bound_ratio have a meaning */
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
  bool costs;          /* everything takes time, not only tests */
  uint64_t work_us;    /* all tests; with costs without set-ups of fixtures of wider scope */
  uint64_t longest_us; /* the longest test */
  uint32_t longest;    /* its index */
  uint64_t bound_us;   /* no schedule is faster: the larger of the longest test and work ÷ workers, rounded up */
  bool longest_binds;
  unsigned schedulers;
  SchedulerReport *scheduler; /* [schedulers] */
  GPtrArray *notes;           /* of char *: sentences on crashes and quirks. Owned */
  char *advice;               /* which scheduler to take and what the others cost: a few sentences. Owned */
  bool broken;                /* a promised property broke, or a run did not end well */
} Report;

void report_clear (Report *report);

/* Each returns the whole report; g_string_free it. */
GString *report_text (const Report *report);
GString *report_json (const Report *report);
GString *report_tsv (const Report *report);

G_END_DECLS

#endif
