/* sim/timeline.h - what ran where and when, for charts: an observer that keeps one span a run. */
#ifndef ISOSIM_TIMELINE_H
#define ISOSIM_TIMELINE_H

#include "simulate.h"
#include "trace.h"

G_BEGIN_DECLS

typedef struct
{
  uint64_t start_us, end_us;
  uint32_t node;
  uint32_t test;
  bool crashed; /* the worker died of it */
} Span;

typedef struct
{
  Observer observer; /* first */
  const uint64_t *now_us;
  GArray *spans;   /* of Span, by start; a run that was cut off by the end of the session ends there */
  GArray *running; /* of uint32_t, by node: 1 + the span that it is in */
  unsigned nodes;  /* workers seen so far */
} Timeline;

/* NOW_US is the simulation's clock. */
void timeline_init (Timeline *timeline, const uint64_t *now_us);
/* To be called after the run: ends what still ran. */
void timeline_end (Timeline *timeline, const Result *result);
void timeline_clear (Timeline *timeline);

/* A chart of the run at PATH, as its name ends: .svg, .png (by gnuplot, which is looked for at run time) or .txt (no gnuplot
 * needed): workers as rows, scopes as colours, and below it the utilization over time. TITLE stands above. False with
 * *error; then nothing is written over. */
bool gantt_write (const char *path, const char *title, const Trace *trace, const Timeline *timeline,
                  const Result *result, GError **error);

/* Chrome trace events for ui.perfetto.dev and chrome://tracing: a thread a worker, a complete event a test, with nested
 * set-up, call and tear-down where the trace tells them apart, and a counter of busy workers. */
bool perfetto_write (const char *path, const char *title, const Trace *trace, const Timeline *timeline,
                     const Result *result, GError **error);

G_END_DECLS

#endif
