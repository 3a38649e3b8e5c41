/* sim/search/search.h - tries every order in which the free choices of a session can fall, shortest schedules first: so
 * the first schedule that is found to break something is among the shortest.
 *
 * Free is which worker acts next (comes up, collects, takes a command or an item, begins, ends, exits, dies) and when
 * the controller handles its oldest message; whether a run took over 0.1 s, where the scheduler looks at that; and the
 * order of a shuffle (sim/search/permutations.h). Suites must be small: the number of states grows fast.
 *
 * What counts as broken is defined in docs/checking.md and looked for in sim/search/violation.h. */
#ifndef ISOSIM_SEARCH_H
#define ISOSIM_SEARCH_H

#include "session/property.h"
#include "session/session.h"

G_BEGIN_DECLS

typedef enum
{
  ACTION_HANDLE,  /* the controller handles its oldest message; choice: which order of a shuffle */
  ACTION_READY,   /* a worker is up */
  ACTION_COLLECT, /* has collected */
  ACTION_COMMAND, /* takes a command */
  ACTION_ITEM,    /* takes an item from its queue */
  ACTION_BEGIN,   /* begins to run */
  ACTION_END,     /* ends its run; choice: 1 if it took over 0.1 s */
  ACTION_EXIT,    /* is down after its end marker */
  ACTION_DIE
} ActionKind;

typedef struct
{
  uint8_t kind; /* ActionKind */
  uint8_t node;
  uint16_t choice;
} Action;

/* Where in its life a worker can die. */
typedef enum
{
  CRASH_STARTING,
  CRASH_COLLECTING,
  CRASH_IDLE,    /* holds nothing */
  CRASH_WAITING, /* holds a test, and waits for what follows it or is about to run it */
  CRASH_RUNNING,
  CRASH_EXITING, /* took its end marker */
  CRASH_STATES
} CrashState;

#define CRASH_BIT(state) (1u << (state))
#define CRASH_ANY (CRASH_BIT (CRASH_STATES) - 1)

/* "starting", …, as --crash-states has them. */
extern const char *const crash_state_names[CRASH_STATES];

/* Reductions: fewer states, the same verdicts and the same lengths of the shortest schedules. */
typedef enum
{
  REDUCE_WORKERS = 1 << 0, /* states that differ in the names of workers are one (sim/search/symmetry.h) */
  REDUCE_TESTS = 1 << 1,   /* states that differ in the names of a scope's tests are one */
  REDUCE_STEPS
  = 1 << 2, /* a worker takes commands and items only when its next step needs them (sim/search/successors.h) */
  REDUCE_ALL = REDUCE_WORKERS | REDUCE_TESTS | REDUCE_STEPS
} Reduction;

#define SEARCH_JOBS_MAX 64u

typedef struct
{
  SessionPlan session; /* canonical; nodes_max at least workers and all replacements that there can be */
  /* what is free */
  unsigned crashes;      /* workers that may die, but of a killer */
  unsigned crash_states; /* CRASH_BIT()s: where */
  const uint8_t *killer; /* [tests] 1: whoever runs it dies of it; NULL: none. Not owned, as the next */
  const uint32_t *after; /* [tests] a test a run of which must have ended before this one can end; NULL, ISO_NONE: none
                          */
  /* what is looked for */
  unsigned asked; /* PROPERTY_BIT()s */
  bool go_on;     /* after the first that was found: to each its shortest schedule */
  /* how */
  unsigned reductions;        /* Reduction bits; those that do not hold here (docs/checking.md) are left out */
  bool exact;                 /* states are compared by their bytes, not by a hash of 128 bits */
  unsigned jobs;              /* threads, from 1 to SEARCH_JOBS_MAX: the report does not depend on it */
  uint64_t max_states;        /* more are not looked at, but for some found at the same time */
  uint64_t time_us;           /* nor for longer; 0: no limit */
  bool (*interrupted) (void); /* once it says so, the search ends as at a limit; NULL: nobody does */
  void (*progress) (uint64_t states, uint64_t transitions, unsigned depth, void *data); /* now and then; or NULL */
  void *progress_data;
} SearchPlan;

typedef struct
{
  bool complete; /* every state was looked at */
  bool limited; /* a limit came first, or who interrupts: there may be a shorter schedule than the one that was found */
  uint64_t states, transitions;
  unsigned depth;               /* steps of the longest among the shortest ways to a state */
  uint64_t bytes;               /* the most memory that the states took */
  unsigned steps[PROPERTIES];   /* of the shortest schedule that breaks it */
  GArray *schedule[PROPERTIES]; /* of Action; NULL where nothing was found. Owned */
} SearchReport;

/* Searches all that can be reached. A state beyond an error is not looked at. Without go_on one property is told of,
 * which the shortest of all schedules break: of several the first. Every schedule is gone along before it is told:
 * should one not break what it should, since a model names its parts wrongly, all is searched again without reductions.
 */
void search (const SearchPlan *plan, SearchReport *report);
void search_report_clear (SearchReport *report);

/* Called around each action of a schedule, and at its end, with the session as it is then; each may be NULL. */
typedef struct
{
  void (*before) (const IsoSession *session, Action action, void *data);
  void (*after) (const IsoSession *session, Action action, void *data);
  void (*end) (const IsoSession *session, void *data);
  void *data;
  Observer *observers;
  unsigned *breaks; /* set to PROPERTY_BIT()s of what its last action, or its end, breaks; livelock is not told */
} Replay;

/* Goes along a schedule. Returns how many of its actions could be taken: all of them, or what comes next cannot. */
guint search_replay (const SearchPlan *plan, const GArray *schedule, const Replay *replay);

G_END_DECLS

#endif
