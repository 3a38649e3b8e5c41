/* sim/session/session_state.h - the structures of a session: what its two halves, its scheduler and its judge share.
 *
 * The controller's half (controller.h) works on SessionState, the workers' half (worker.h) on Worker. They exchange
 * Messages, from workers to the controller, and Commands, from the controller to workers, and nothing else.
 *
 * All that decides what can still happen lies in one block of bytes (from IsoSession.state on: state, workers, the
 * judge's and the coordinator's memory, the model's state) and in the store of the queues. No time, address or growing
 * counter is in it, so equal situations have equal bytes. */
#ifndef ISOSIM_SESSION_STATE_H
#define ISOSIM_SESSION_STATE_H

#include "models/model.h"
#include "session/coordinator.h"
#include "session/judge.h"
#include "session/session_rules.h"
#include "suite/suite.h"

G_BEGIN_DECLS

/* What is run. It is read only, and outlives the session. */
typedef struct
{
  Suite *suite; /* with the scope tables of SCOPE_SCOPE and of the model's rule */
  const IsoModel *model;
  SessionRules rules;
  unsigned workers;         /* at the start, from 1 */
  unsigned nodes_max;       /* workers and all replacements that there can be */
  bool canonical;           /* equal states are equal bytes: for a search over small suites */
  bool replacements_differ; /* a replacement collects the first test last, unless nobody collected before it */
} SessionPlan;

typedef enum
{
  WORKER_ABSENT, /* does not exist yet */
  WORKER_STARTING,
  WORKER_COLLECTING,
  WORKER_UP, /* idle, or waiting for a next test */
  WORKER_RUNNING,
  WORKER_EXITING, /* took the end marker */
  WORKER_GONE     /* finished or died */
} WorkerState;

typedef struct
{
  uint8_t state;         /* WorkerState */
  uint8_t shutdown_sent; /* the controller sent it shutdown */
  uint8_t taken;         /* elements of its queue that it holds: 0, 1 (current) or 2 (current and next) */
  uint8_t stopping;      /* it reached maxfail itself: it runs nothing more */
  uint32_t failures;     /* failed reports that it made; counted with maxfail only */
  uint32_t died_of;      /* 1 + the test that it ran when it died, until the controller handles its errordown; or 0 */
  uint32_t differs;      /* it collected the first test last */
  IsoQueue queue;        /* current, next, then what waits: indices; the number of tests is the end marker */
  IsoQueue inbox;        /* commands that it has not taken yet */
  IsoQueue stolen;       /* indices that it gave up and the controller has not heard of */
} Worker;

G_STATIC_ASSERT (sizeof (Worker) == 16 + 3 * sizeof (IsoQueue));

typedef enum
{
  MESSAGE_WORKERREADY,
  MESSAGE_COLLECTIONFINISH,
  MESSAGE_COMPLETE,       /* arg: the index */
  MESSAGE_UNSCHEDULED,    /* arg: the number of indices, the first of the worker's stolen queue */
  MESSAGE_REPORTS,        /* arg: the number of failed reports of a run, if any; sent before its complete */
  MESSAGE_WORKERFINISHED, /* arg: 1 if it stopped because of maxfail */
  MESSAGE_ERRORDOWN
} MessageKind;

typedef struct
{
  uint32_t kind; /* MessageKind */
  uint32_t node;
  uint32_t arg;
  uint64_t duration_us; /* complete: what the run took. Waiting in the controller's queue it is known only as under or
                           over 0.1 s, which is all that a scheduler looks at */
} Message;

#define MESSAGE_LONG_US 100000
#define MESSAGE_WORDS 4 /* elements of the controller's queue that a message takes: kind, node, arg, 1 if long */

/* What the controller sends a worker. In an inbox the kind is an element of its own, followed by what is said here. */
typedef enum
{
  COMMAND_RUN,     /* count, indices */
  COMMAND_STEAL,   /* count, indices */
  COMMAND_SHUTDOWN /* nothing */
} CommandKind;

/* What observers are told, in the order in which it happens. Golden files log all of it. */
typedef enum
{
  EVENT_RUN,   /* tests, count: sent */
  EVENT_STEAL, /* tests, count: sent */
  EVENT_SHUTDOWN,
  EVENT_START,  /* test */
  EVENT_FINISH, /* test */
  EVENT_CRASH,  /* test */
  EVENT_ERRORDOWN,
  EVENT_WORKERFINISHED,
  EVENT_UNSCHEDULED, /* tests, count */
  EVENT_READY,
  EVENT_ERROR /* text */
} EventKind;

typedef struct
{
  EventKind kind;
  unsigned node;
  uint32_t test;
  const uint32_t *tests;
  uint32_t count;
  const char *text;
} Event;

typedef struct Observer Observer;
struct Observer
{
  void (*event) (Observer *observer, const Event *event);
  Observer *next; /* the list is told one after the other */
};

/* Makes every free choice: when things happen, how long they take, how numbers are shuffled. */
typedef struct Driver Driver;
struct Driver
{
  /* Workers take commands the moment they are sent: no command ever lies in an inbox, and `sent` is not called. */
  bool prompt;
  /* A command lies in NODE's inbox. */
  void (*sent) (Driver *driver, IsoSession *session, unsigned node);
  /* NODE runs its current test; the driver ends the run by worker_end_run() or worker_die(). */
  void (*begin) (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next);
  /* NODE took its end marker; the driver lets it go by worker_exit(). */
  void (*leave) (Driver *driver, IsoSession *session, unsigned node);
  /* NODE sends a message; the driver brings it to controller_post(). */
  void (*emit) (Driver *driver, IsoSession *session, Message message);
  /* A replacement is started. */
  void (*start) (Driver *driver, IsoSession *session, unsigned node);
  /* Puts 0 … count-1 in some order. */
  void (*shuffle) (Driver *driver, uint32_t *numbers, uint32_t count);
};

/* What the judge found against a property: the number of cases, and the first of them. */
typedef struct
{
  uint64_t count;
  uint32_t test, other_test; /* ISO_NONE: none */
  uint32_t node, other_node;
  uint64_t when; /* the observer's stamp (IsoSession.stamp) of the first case */
} Finding;

typedef struct
{
  IsoQueue messages; /* of the controller, MESSAGE_WORDS elements each */
  uint32_t next_number;
  uint32_t active; /* workers that the controller has not seen finish or die */
  uint32_t failed_nodes;
  uint32_t shut_down; /* nodes for which iso_shutting_down() holds */
  uint32_t shutdown_triggered;
  uint32_t failures;  /* failed reports; counted with maxfail only */
  uint32_t stop;      /* maxfail is reached: shutdown is triggered again after every message */
  uint32_t collected; /* a worker has collected; kept with replacements_differ only */
} SessionState;

struct IsoSession
{
  const SessionPlan *plan;
  Driver *driver;
  Observer *observers;      /* NULL: nobody listens */
  uint32_t tests;           /* of the suite; as an element of a worker's queue: the end marker */
  const ScopeTable *scopes; /* of SCOPE_SCOPE, by which the judge judges */
  const ScopeTable *units;  /* of the model's scope_rule, which the model sees */

  size_t block_bytes;
  SessionState *state;       /* the block begins here */
  Worker *worker;            /* [nodes_max] */
  Judge judge;               /* pointers into the block */
  Coordination *coordinator; /* [scopes of SCOPE_SCOPE]; none where the model promises nothing of fixtures */
  void *model_state;
  void *external; /* what an external scheduler keeps beside its state; its own */
  IsoStore store;

  uint64_t stamp; /* set by the driver: the time that findings bear */
  Finding finding[ISO_PROPERTIES];
  uint64_t entries;      /* how often a worker entered a scope */
  uint32_t done;         /* tests that completed or were reported crashed */
  uint32_t restarted;    /* starts of a test that had completed or been reported crashed */
  uint32_t sent_wrongly; /* commands to a node that was sent shutdown, and indices that its collection does not have */
  uint32_t blamed;       /* crashes reported for a test that the dead worker did not run */
  uint32_t unreported;   /* deaths of a worker that ran a test, not reported for any */
  bool out_of_nodes;     /* a replacement was due, but nodes_max exist already: it was not started */
  GArray *reported;      /* of uint32_t: the tests that crashes were reported for, in that order */
  IsoErrorKind error;    /* 0: none */
  char error_text[320];
  uint32_t *scratch;   /* [the more of tests and nodes_max, + 1] for the model */
  uint32_t *command;   /* [tests + 1] for the session */
  uint32_t *node_list; /* [nodes_max] */
};

/* Tells all observers, in the order of the list. */
static inline void
session_tell (IsoSession *session, Event event)
{
  for (Observer *observer = session->observers; observer; observer = observer->next)
    observer->event (observer, &event);
}

/* The index of TEST in NODE's collection. A worker that differs collected the first test last. */
static inline uint32_t
session_index_on (const IsoSession *session, unsigned node, uint32_t test)
{
  if (!session->worker[node].differs)
    return test;
  return test == 0 ? session->tests - 1 : test - 1;
}

/* The test of INDEX in NODE's collection. */
static inline uint32_t
session_test_of (const IsoSession *session, unsigned node, uint32_t index)
{
  if (!session->worker[node].differs)
    return index;
  return index == session->tests - 1 ? 0 : index + 1;
}

/* Nothing may be sent to it any more: it was sent shutdown, finished or died. */
static inline bool
worker_is_down (const Worker *worker)
{
  return worker->shutdown_sent || worker->state == WORKER_GONE;
}

G_END_DECLS

#endif
