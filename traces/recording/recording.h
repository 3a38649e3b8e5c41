/* traces/recording/recording.h - what a recording tells of a real run beyond its rows: which workers there were, what
 * ran when, which fixtures were set up, and every message and command in the order in which the controller had them.
 *
 * docs/trace-format.md, "Recordings", is the contract. Times are microseconds since the controller loaded the recorder,
 * at most TRACE_SECONDS_MAX seconds; TRACE_US_NONE is a time that is not known. A recording is read-only once read.
 * What is promised of it: every worker named is below `workers`; every index that a message or a run names is a place
 * in its worker's collection, or, before it collected, in the first; every test is one of the trace's suite. */
#ifndef ISOSIM_RECORDING_H
#define ISOSIM_RECORDING_H

#include "text/limits.h"
#include "text/outcome.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define RECORDING_VERSION 1
#define RECORDING_LINES_MAX (1u << 24) /* most messages, most runs, most fixtures, most uses */
#define RECORDING_INDICES_MAX                                                                                          \
  (1u << 26) /* most indices in all messages, most places in all collections, most fixtures in all uses */
#define RECORDING_COLLECTIONS_MAX 4096u
#define RECORDING_NONE UINT32_MAX           /* no collection, no number */
#define RECORDING_NO_LIMIT (UINT32_MAX - 1) /* the word none where a number could stand */

/* What the controller handled, then what it sent. */
typedef enum
{
  HEARD_WORKERREADY,
  HEARD_COLLECTIONFINISH,
  HEARD_COMPLETE,
  HEARD_UNSCHEDULED,
  HEARD_FAILURE, /* a report that failed, as --maxfail counts */
  HEARD_WORKERFINISHED,
  HEARD_ERRORDOWN,
  HEARD_INTERNAL_ERROR,
  SENT_RUN,
  SENT_RUN_ALL,
  SENT_STEAL,
  SENT_SHUTDOWN
} RecordingWord;

#define RECORDING_FIRST_SENT SENT_RUN
#define RECORDING_WORDS (SENT_SHUTDOWN + 1)

/* How a worker that sent workerfinished came to it. */
typedef enum
{
  FINISHED_PLAIN,
  FINISHED_STOP,       /* it had reached its own limit of failures */
  FINISHED_INTERRUPTED /* by a keyboard interrupt */
} RecordingFinish;

typedef struct
{
  uint64_t at_us;       /* when handling began, or when it was sent */
  uint64_t busy_us;     /* messages: the controller's time for messages of any kind since the message before */
  uint64_t duration_us; /* complete: what the worker told; else 0 */
  uint32_t worker;
  uint32_t first;   /* complete, unscheduled, run, steal: its indices are index[first … first + indices - 1] */
  uint32_t indices; /* 1 for complete */
  uint32_t value;   /* collectionfinish: the collection; workerfinished: a RecordingFinish; else 0 */
  uint32_t word;    /* RecordingWord */
} RecordingMessage;

typedef struct
{
  uint32_t worker;
  uint32_t index;   /* in its worker's collection */
  uint32_t test;    /* in the suite */
  unsigned outcome; /* Outcome bits, traces/suite/trace.h */
  uint64_t start_us;
  uint64_t setup_us, call_us, teardown_us; /* TRACE_US_NONE: did not happen, or not known */
  uint64_t whole_us;                       /* measured around the three; TRACE_US_NONE when it was not */
  uint32_t uses;                           /* in the recording; RECORDING_NONE: not told what it used */
} RecordingRun;

typedef enum
{
  FIXTURE_CLASS,
  FIXTURE_MODULE,
  FIXTURE_PACKAGE,
  FIXTURE_SESSION
} RecordingScope;

#define RECORDING_SCOPES (FIXTURE_SESSION + 1)

typedef struct
{
  uint32_t worker;
  uint32_t scope;   /* RecordingScope */
  const char *name; /* the recording's own; equal texts of fixtures are one pointer */
  const char *base; /* nodeid of what it was set up for; "" is the session */
  uint64_t setup_start_us, setup_us;
  uint64_t teardown_start_us, teardown_us; /* both TRACE_US_NONE: it never was, or nobody could tell */
} RecordingFixture;

/* What a run used of the fixtures that were set up on its worker: used[first … first + fixtures - 1], rising. */
typedef struct
{
  uint32_t worker;
  uint32_t first;
  uint32_t fixtures;
} RecordingUses;

/* A Setup or a Teardown that workers coordinate: it ran here, once for all of them. */
typedef struct
{
  uint32_t worker;
  bool teardown;
  const char *name, *base; /* as a fixture's */
  uint64_t start_us, us;
} RecordingCoordinated;

/* The controller reported that a worker crashed while running a test. */
typedef struct
{
  uint64_t at_us;
  uint32_t worker, test;
} RecordingReport;

typedef enum
{
  WORKER_NO_END, /* nobody heard of its end */
  WORKER_EXIT,
  WORKER_DIED
} RecordingEnd;

/* Times are TRACE_US_NONE where it did not come so far. */
typedef struct
{
  uint64_t start_us;     /* the controller began to start it */
  uint64_t ready_us;     /* its workerready arrived */
  uint64_t collected_us; /* its collectionfinish arrived */
  uint64_t end_us;
  uint32_t collection; /* RECORDING_NONE until collected_us */
  uint32_t end;        /* RecordingEnd */
} RecordingWorker;

typedef struct
{
  uint32_t tests; /* how many places it has */
  uint32_t *test; /* [tests] the test at each place, owned */
} RecordingCollection;

typedef struct
{
  char *pytest, *xdist, *python; /* releases; owned, NULL when not told (xdist: when there was none) */
  char *dist, *scheduler;        /* --dist, and the scheduler's class; owned, NULL when not told */
  uint32_t workers_at_start;     /* 0 when not told */
  uint32_t cores;                /* 0 when not told */

  uint32_t maxschedchunk;      /* RECORDING_NONE when not told, as the next ones */
  uint32_t loadscopereorder;   /* 0 or 1 */
  uint32_t maxfail;            /* 0: no limit */
  uint32_t max_worker_restart; /* may be RECORDING_NO_LIMIT */
  uint32_t numprocesses;

  uint64_t end_us;      /* of the run; TRACE_US_NONE: it was killed */
  uint32_t exit_status; /* RECORDING_NONE then */

  uint32_t workers;        /* 1 + the highest number of a worker */
  RecordingWorker *worker; /* [workers] */
  uint32_t collections;
  RecordingCollection *collection; /* [collections] */
  uint32_t messages;
  RecordingMessage *message; /* [messages] messages and commands, in the controller's order */
  uint32_t indices;
  uint32_t *index; /* [indices] of all messages, one behind the other; not NULL, even without any */
  uint32_t runs;
  RecordingRun *run; /* [runs] in the order of the file: of one worker, in the order in which it ran them */
  uint32_t fixtures;
  RecordingFixture *fixture; /* [fixtures] in the order of the set-up lines */
  uint32_t uses;
  RecordingUses *use; /* [uses] in the order of the file */
  uint32_t used_fixtures;
  uint32_t *used; /* [used_fixtures] fixtures, of all uses; not NULL, even without any */
  uint32_t coordinations;
  RecordingCoordinated *coordinated; /* [coordinations] in the order of the file */
  uint32_t reports;
  RecordingReport *report; /* [reports] in the order of the file */
  GStringChunk *texts;     /* of fixtures and coordinations */
} Recording;

void recording_free (Recording *recording);

static inline bool
recording_is_command (const RecordingMessage *message)
{
  return message->word >= RECORDING_FIRST_SENT;
}

/* The test at a place of a worker's collection; of one that it was sent before it collected, of the first collection.
 * The index must be one that the recording has. */
static inline uint32_t
recording_test (const Recording *recording, uint32_t worker, uint32_t index)
{
  uint32_t number = recording->worker[worker].collection;
  bool own = number != RECORDING_NONE && index < recording->collection[number].tests;
  return recording->collection[own ? number : 0].test[index];
}

/* The words of the file, by RecordingWord, RecordingScope and RecordingFinish. */
extern const char *const recording_words[RECORDING_WORDS];
extern const char *const recording_scope_names[RECORDING_SCOPES];
extern const char *const recording_finish_words[FINISHED_INTERRUPTED + 1]; /* "" for a plain one */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

G_END_DECLS

#endif
