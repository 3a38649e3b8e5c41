/* sim/simulate/timeline.h - what ran where and when, for charts: an observer that keeps one span for each run. */
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

/* When a worker was there. One that left in good order stays, idle, to the end: its seat is free, and nobody took it.
 */
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

G_END_DECLS

#endif
