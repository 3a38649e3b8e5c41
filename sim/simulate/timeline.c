#include "simulate/timeline.h"

static Presence *
presence_of (Timeline *timeline, unsigned node)
{
  while (timeline->presences->len <= node)
    {
      Presence born = { *timeline->now_us, TRACE_US_NONE, 0 };
      g_array_append_val (timeline->presences, born);
    }
  return &g_array_index (timeline->presences, Presence, node);
}

static void
begin_span (Timeline *timeline, unsigned node, uint32_t test)
{
  Span span = { *timeline->now_us, *timeline->now_us, node, test, SPAN_CUT_OFF };
  g_array_append_val (timeline->spans, span);
  presence_of (timeline, node)->running = timeline->spans->len;
}

static void
end_span (Timeline *timeline, Presence *presence, SpanEnd end)
{
  if (presence->running == 0)
    return;
  Span *span = &g_array_index (timeline->spans, Span, presence->running - 1);
  span->end_us = *timeline->now_us;
  span->end = end;
  presence->running = 0;
}

static void
on_event (Observer *observer, const Event *event)
{
  Timeline *timeline = (Timeline *) observer;
  if (event->kind == EVENT_READY)
    presence_of (timeline, event->node);
  else if (event->kind == EVENT_START)
    begin_span (timeline, event->node, event->test);
  else if (event->kind == EVENT_FINISH)
    end_span (timeline, presence_of (timeline, event->node), SPAN_FINISHED);
  else if (event->kind == EVENT_CRASH)
    end_span (timeline, presence_of (timeline, event->node), SPAN_CRASHED);
  if (event->kind == EVENT_CRASH || event->kind == EVENT_ERRORDOWN)
    {
      Presence *presence = presence_of (timeline, event->node);
      presence->until_us = MIN (presence->until_us, *timeline->now_us);
    }
}

void
timeline_init (Timeline *timeline, const uint64_t *now_us, unsigned workers)
{
  *timeline = (Timeline){ .observer.event = on_event,
                          .now_us = now_us,
                          .workers = workers,
                          .spans = g_array_new (FALSE, FALSE, sizeof (Span)),
                          .presences = g_array_new (FALSE, FALSE, sizeof (Presence)) };
  timeline_reset (timeline);
}

void
timeline_reset (Timeline *timeline)
{
  g_array_set_size (timeline->spans, 0);
  g_array_set_size (timeline->presences, 0);
  timeline->end_us = 0;
  for (unsigned node = 0; node < timeline->workers; node++)
    {
      Presence present = { 0, TRACE_US_NONE, 0 };
      g_array_append_val (timeline->presences, present);
    }
}

void
timeline_end (Timeline *timeline)
{
  for (unsigned node = 0; node < timeline->presences->len; node++)
    end_span (timeline, presence_of (timeline, node), SPAN_CUT_OFF);
  for (guint i = 0; i < timeline->spans->len; i++)
    timeline->end_us = MAX (timeline->end_us, timeline_span (timeline, i)->end_us);
}

void
timeline_clear (Timeline *timeline)
{
  g_array_unref (timeline->spans);
  g_array_unref (timeline->presences);
}
