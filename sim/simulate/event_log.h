/* sim/simulate/event_log.h - an observer that writes a run as JSON lines, in the format of tests/golden.
 *
 * A line is {"t","ev","w",…} in that order, without blanks; t is the time in microseconds, w the worker, tests and test
 * are indices. The last line is "end", with the verdict. */
#ifndef ISOSIM_EVENT_LOG_H
#define ISOSIM_EVENT_LOG_H

#include "simulate/simulate.h"

G_BEGIN_DECLS

typedef struct
{
  Observer observer; /* first */
  const uint64_t *now_us;
  GString *line;                                         /* being put together */
  bool (*write) (void *to, const char *text, gsize len); /* false: no more room; what follows is not written */
  void *to;
  bool failed;
} EventLog;

/* NOW_US is the simulation's time (simulation_now_us()). WRITE is called with TO and a line; if it returns false
 * nothing more is written. */
void event_log_init (EventLog *log, const uint64_t *now_us, bool (*write) (void *to, const char *text, gsize len),
                     void *to);
void event_log_end (EventLog *log, const Result *result);
void event_log_clear (EventLog *log);

G_END_DECLS

#endif
