#include "check/schedule_log.h"

#include "search/replay.h"
#include "simulate/event_log.h"

typedef struct
{
  Observer observer; /* notes when runs begin and end */
  EventLog events;
  uint64_t step;
  uint64_t *begun, *busy; /* [nodes_max] steps: the last run's first, and all that it ran */
  uint64_t completed;
  Property property;
} Log;

static bool
append (void *to, const char *text, gsize len)
{
  g_string_append_len (to, text, (gssize) len);
  return true;
}

static void
count_run (Observer *observer, const Event *event)
{
  Log *log = (Log *) observer;
  if (event->kind == EVENT_START)
    log->begun[event->node] = log->step;
  if (event->kind == EVENT_FINISH || event->kind == EVENT_CRASH)
    log->busy[event->node] += log->step - log->begun[event->node];
  log->completed += event->kind == EVENT_FINISH;
}

static void
next_step (const IsoSession *session, Action action, void *data)
{
  ((Log *) data)->step++;
}

/* Returns what a simulation would call it. */
static Verdict
verdict_of (Property property)
{
  switch (property)
    {
    case PROPERTY_ERROR:
      return VERDICT_ERROR;
    case PROPERTY_HANG:
      return VERDICT_HANG;
    case PROPERTY_LIVELOCK:
      return VERDICT_LIVELOCK;
    case PROPERTY_LOST:
      return VERDICT_LOST;
    case ISO_ONCE:
      return VERDICT_REPEATED;
    default:
      return VERDICT_OK;
    }
}

static void
end_log (const IsoSession *session, void *data)
{
  Log *log = data;
  Result result = { .verdict = verdict_of (log->property),
                    .wall_us = log->step,
                    .completed = log->completed,
                    .nodes = session->state->next_number,
                    .node_busy_us = log->busy,
                    .reported = session->reported };
  if (session->error)
    log->events.observer.event (&log->events.observer, &(Event){ .kind = EVENT_ERROR, .text = session->error_text });
  event_log_end (&log->events, &result);
}

GString *
schedule_log (const SearchPlan *plan, const GArray *schedule, Property property)
{
  GString *text = g_string_new (NULL);
  Log log = { .observer.event = count_run, .property = property };
  log.begun = g_new0 (uint64_t, plan->session.nodes_max);
  log.busy = g_new0 (uint64_t, plan->session.nodes_max);
  event_log_init (&log.events, &log.step, append, text);
  log.observer.next = &log.events.observer;
  search_replay (plan, schedule,
                 &(Replay){ .before = next_step, .end = end_log, .data = &log, .observers = &log.observer });
  event_log_clear (&log.events);
  g_free (log.begun);
  g_free (log.busy);
  return text;
}
