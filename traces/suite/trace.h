/* traces/suite/trace.h - what a file said: a suite, how long its tests took, and how the file was understood.
 *
 * Times are integer microseconds. A time read is rounded to the nearest microsecond (halves away from zero), each phase
 * on its own; a test's run_us is the sum of its phases. */
#ifndef ISOSIM_TRACE_H
#define ISOSIM_TRACE_H

#include "recording/recording.h"
#include "suite/suite.h"
#include "text/outcome.h"
#include "text/trace_error.h"

G_BEGIN_DECLS

/* Where the order of the tests comes from, best first. */
typedef enum
{
  ORDER_COLLECTION, /* the file says in which order pytest collected them */
  ORDER_FILE,       /* the order of the file, which is that of running or of reporting */
  ORDER_SORTED      /* the file is sorted by name, so collection order is lost */
} TraceOrder;

/* What a scenario asks for beside its tests; the keys are those of the oracle's drive.py, and maxfail and failures,
 * which that one does not know. Given in `set` by bit. */
typedef enum
{
  SCENARIO_WORKERS = 1 << 0,
  SCENARIO_SEED = 1 << 1,
  SCENARIO_MAXSCHEDCHUNK = 1 << 2,
  SCENARIO_MAX_WORKER_RESTART = 1 << 3,
  SCENARIO_MAXFAIL = 1 << 4
} ScenarioKey;

typedef struct
{
  uint32_t test;
  uint32_t times; /* crash: the first so many runs of the test to end kill their worker; failures: reports of a run that
                     fail, up to 3 */
} ScenarioCount;

typedef struct
{
  unsigned set;    /* ScenarioKey bits: which numbers below were given */
  char *scheduler; /* owned */
  uint32_t workers;
  int64_t seed; /* as given; its sign does not matter to Python's random.seed */
  bool patched;
  bool loadscopereorder; /* true unless the scenario says false */
  uint32_t maxschedchunk;
  uint32_t max_worker_restart;
  uint32_t maxfail; /* from 1 */
  uint32_t crashes;
  ScenarioCount *crash; /* [crashes], owned */
  uint32_t failing;
  ScenarioCount *failure; /* [failing], owned */
} Scenario;

typedef struct
{
  Suite *suite;
  uint64_t *run_us;      /* [tests] set-up + call + tear-down */
  uint64_t *setup_us;    /* [tests], or NULL when the file does not tell the phases apart */
  uint64_t *teardown_us; /* [tests], NULL exactly when setup_us is; the call is what remains of run_us */
  uint8_t *outcome;      /* [tests] Outcome bits, or NULL when the file has none */
  int32_t *worker;       /* [tests] number of the worker it ran on, -1 unknown; or NULL */
  uint64_t *start_us;    /* [tests] since the first start in the file, TRACE_US_NONE unknown; or NULL */
  uint64_t startup_us;   /* from a worker's start to its being ready; 0 unknown */
  uint64_t collect_us;   /* from then to its collection; 0 unknown */
  Scenario *scenario;    /* NULL unless the file is a scenario */
  Recording *recording;  /* NULL unless the file is a recording */

  const char *format; /* static text: "pytest-split durations", … */
  TraceOrder order;
  uint32_t merged;     /* runs beyond the first of their nodeid, folded into the mean of that test's runs */
  uint32_t dropped;    /* entries left out: no name, or no test */
  uint32_t mended;     /* times that were negative, not finite or beyond TRACE_SECONDS_MAX: counted as 0 */
  uint32_t untimed;    /* tests without any time: counted as 0 */
  uint32_t guessed;    /* nodeids put together from parts (JUnit's classname and name) */
  GPtrArray *warnings; /* of char *, complete sentences with file and place; at most TRACE_WARNINGS_MAX */
} Trace;

void trace_free (Trace *trace);
uint64_t trace_total_us (const Trace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trace, trace_free)

G_END_DECLS

#endif
