/* sim/simulate/timeline.h - an observer that keeps what ran where and when, and what charts are drawn from. */
#ifndef ISOSIM_TIMELINE_H
#define ISOSIM_TIMELINE_H

#include "simulate/simulate.h"
#include "suite/trace.h"

G_BEGIN_DECLS

typedef enum
{
  SPAN_FINISHED,
  SPAN_CRASHED, /* the worker died of it */
  SPAN_CUT_OFF  /* still ran when the session ended */
} SpanEnd;

typedef struct
{
  uint64_t start_us, end_us;
  uint32_t node;
  uint32_t test;
  SpanEnd end;
} Span;

/* When a worker existed. One that ended after shutdown counts as idle to the end, since no other takes its place. */
typedef struct
{
  uint64_t from_us;
  uint64_t until_us; /* its death; TRACE_US_NONE: none */
  uint32_t running;  /* 1 + the span that it is in; 0: none */
} Presence;

typedef struct
{
  Observer observer; /* first */
  const uint64_t *now_us;
  unsigned workers;  /* at the start */
  GArray *spans;     /* of Span, by start */
  GArray *presences; /* of Presence, by node: all workers that existed */
  uint64_t end_us;   /* of the last span; set by timeline_end() */
} Timeline;

/* For one run of a simulation. NOW_US is its clock, WORKERS the workers at the start. */
void timeline_init (Timeline *timeline, const uint64_t *now_us, unsigned workers);
/* As after timeline_init(), for another run. */
void timeline_reset (Timeline *timeline);
/* To be called after the run: ends what still ran. */
void timeline_end (Timeline *timeline);
void timeline_clear (Timeline *timeline);

static inline const Span *
timeline_span (const Timeline *timeline, guint i)
{
  return &g_array_index (timeline->spans, Span, i);
}

static inline const Presence *
timeline_presence (const Timeline *timeline, unsigned node)
{
  return &g_array_index (timeline->presences, Presence, node);
}

/* What charts are drawn from; all borrowed. */
typedef struct
{
  const char *title; /* what was run: a file, a suite */
  const SimulationPlan *plan;
  const Trace *trace; /* for the phases of its tests; its suite is the plan's */
  const Timeline *timeline;
  const Result *result;
} Chart;

/* The scopes that the chart's scheduler speaks of. */
static inline const ScopeTable *
chart_scopes (const Chart *chart)
{
  return chart->plan->suite->scope_table[chart->plan->model->scope_rule];
}

/* A chart of the run at PATH, as its name ends: .svg, .png (by gnuplot, which is looked for at run time) or .txt (no
 * gnuplot needed): workers as rows, scopes as colours, and below it the utilization over time. False with *error; then
 * nothing is written over. */
bool gantt_write (const char *path, const Chart *chart, GError **error);
/* Whether PATH has such an ending, to be asked before a long run. False with *error. */
bool gantt_knows_ending (const char *path, GError **error);

/* Chrome trace events for ui.perfetto.dev and chrome://tracing: a thread a worker, a complete event a test, with nested
 * set-up, call and tear-down where the trace tells them apart, and a counter of busy workers. False with *error; then
 * nothing is written over. */
bool perfetto_write (const char *path, const Chart *chart, GError **error);

G_END_DECLS

#endif
