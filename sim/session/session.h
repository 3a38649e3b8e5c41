/* sim/session/session.h - one test session: the controller, its workers and its scheduler, without a clock.
 *
 * The rules are those of xdist's dsession.py (controller) and remote.py (worker) in release 3.8. What is
 * free in reality (when a worker acts, when a message is handled, how long a run takes, how tests are shuffled) is the
 * driver's to choose: the clock (sim/simulate/simulate.h) chooses by time; a search may try every choice.
 *
 * Every command passes through its worker's inbox and every message through the controller's one queue, in order; a
 * driver that lets nothing wait (Driver.prompt, session_receive) has them handed on at once instead.
 *
 * All state that decides what can still happen lies in one block of bytes (state, workers, what the judge and the
 * coordinator remember, the model) and in the store of the queues: copy both and the session can be rewound
 * (session_save, session_restore). No time, sequence number or growing counter is among them; findings and observers
 * lie beside. */
#ifndef ISOSIM_SESSION_H
#define ISOSIM_SESSION_H

#include "models/model.h"
#include "session/session_rules.h"
#include "suite/suite.h"

G_BEGIN_DECLS

/* What is to be run; read-only, outlives the session. */
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
  uint8_t taken;         /* of its queue: 1 holds current, 2 also next */
  uint8_t stopping;      /* it reached maxfail itself: it runs nothing more */
  uint32_t failures;     /* failed reports that it made; counted with maxfail only */
  uint32_t died_of;      /* 1 + the test that it ran when it died; until the controller has heard */
  uint32_t differs;      /* it collected the first test last */
  IsoQueue queue;        /* current, next, then what waits; an end marker is the number of tests */
  IsoQueue inbox;        /* commands that it has not taken yet */
  IsoQueue stolen;       /* indices it gave up, whose message the controller has not handled yet */
} Worker;

G_STATIC_ASSERT (sizeof (Worker) == 16 + 3 * sizeof (IsoQueue));

typedef enum
{
  MESSAGE_WORKERREADY,
  MESSAGE_COLLECTIONFINISH,
  MESSAGE_COMPLETE,       /* arg: the index */
  MESSAGE_UNSCHEDULED,    /* arg: how many indices of the worker's stolen queue */
  MESSAGE_REPORTS,        /* arg: how many reports of a run failed; sent before its complete, if any did */
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

/* What an observer is told: everything that golden files log, in the order in which it happens. */
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

/* The one place of every free choice. */
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
  /* NODE sends a message; the driver brings it to session_post(). */
  void (*emit) (Driver *driver, IsoSession *session, Message message);
  /* A replacement is started. */
  void (*start) (Driver *driver, IsoSession *session, unsigned node);
  /* Puts 0 … count-1 in some order. */
  void (*shuffle) (Driver *driver, uint32_t *numbers, uint32_t count);
};

/* What the judge found against a property; the first case is kept. */
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

#include "session/coordinator.h"
#include "session/judge.h"

struct IsoSession
{
  const SessionPlan *plan;
  Driver *driver;
  Observer *observers; /* NULL: nobody listens */
  uint32_t tests;      /* of the suite; as an element of a worker's queue: the end marker */

  size_t block_bytes;
  SessionState *state;       /* the block begins here */
  Worker *worker;            /* [nodes_max] */
  Judge judge;               /* pointers into the block, and its tables */
  Coordination *coordinator; /* [scopes of SCOPE_SCOPE]; none where the model promises nothing of fixtures */
  void *model_state;
  void *aside; /* what a hosted scheduler has beside its state; its own */
  IsoStore store;

  uint64_t stamp; /* set by the driver: the time that findings bear */
  Finding finding[ISO_PROPERTIES];
  uint64_t entries;      /* how often a worker entered a scope */
  uint32_t done;         /* tests that completed or were reported crashed */
  uint32_t restarted;    /* starts of a test that had completed or been reported crashed */
  uint32_t sent_wrongly; /* commands to a node that was sent shutdown, and indices that its collection does not have */
  uint32_t blamed;       /* crashes reported for a test that the dead worker did not run */
  uint32_t unreported;   /* deaths of a worker that ran a test, not reported for any */
  bool out_of_nodes;     /* a replacement was due beyond nodes_max: none is started */
  GArray *reported;      /* of uint32_t: the tests that crashes were reported for, in that order */
  IsoErrorKind error;    /* 0: none */
  char error_text[320];
  uint32_t *scratch;   /* [the more of tests and nodes_max, + 1] for the model */
  uint32_t *command;   /* [tests + 1] for the session */
  uint32_t *node_list; /* [nodes_max] */
};

/* PLAN, DRIVER and OBSERVERS outlive the session. The workers exist and are starting. */
IsoSession *session_new (const SessionPlan *plan, Driver *driver, Observer *observers);
/* As after session_new(), for another run of the same plan. */
void session_reset (IsoSession *session);
void session_free (IsoSession *session);

/* Puts a message at the tail of the controller's queue. */
void session_post (IsoSession *session, Message message);
/* The controller handles its oldest message; there must be one. False: the scheduler failed (error, error_text), and
 * the session is at its end. */
bool session_handle (IsoSession *session);
/* Post and handle in one, for a driver that lets no message wait: the queue must be empty. */
bool session_receive (IsoSession *session, Message message);
/* What the controller does after each message: asks tests_finished, and triggers shutdown if so. */
void session_settle (IsoSession *session);
/* Shutdown is triggered and no worker is alive. */
bool session_over (const IsoSession *session);

/* The worker's process is no more: it finished or died. */
void session_note_gone (IsoSession *session, unsigned node);

/* The block and the store as bytes: how many, copied out, copied in. */
size_t session_state_bytes (const IsoSession *session);
void session_save (const IsoSession *session, unsigned char *bytes);
void session_restore (IsoSession *session, const unsigned char *bytes);

static inline void
session_tell (IsoSession *session, Event event)
{
  for (Observer *observer = session->observers; observer; observer = observer->next)
    observer->event (observer, &event);
}

/* For a driver that acts from outside, at a moment of its own choice: `sent`, `leave` and `start`, and `begin`, that
 * leave all as it is. */
void driver_wait (Driver *driver, IsoSession *session, unsigned node);
void driver_wait_run (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next);

/* `each` runs every test on every worker, and keeps a bit for each such run: so many at the most. */
#define EACH_RUNS_MAX (1u << 24)

static inline bool
model_has_too_many_runs (const IsoModel *model, uint32_t tests, uint32_t workers)
{
  return model->every_worker && (uint64_t) tests * workers > EACH_RUNS_MAX;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSession, session_free)

G_END_DECLS

#endif
