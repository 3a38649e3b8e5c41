/* sim/search/search_plan.h - what a search is asked, and what it answers.
 *
 * docs/checking.md defines what violates a property. */
#ifndef ISOSIM_SEARCH_PLAN_H
#define ISOSIM_SEARCH_PLAN_H

#include "session/property.h"
#include "session/session.h"
#include "state_space/action.h"

G_BEGIN_DECLS

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

/* "starting", …: the names that --crash-states takes. */
extern const char *const crash_state_names[CRASH_STATES];

/* Reductions: fewer states, the same verdicts, and shortest schedules of the same length. */
typedef enum
{
  REDUCE_WORKERS = 1 << 0, /* states that differ only in the names of workers are one (sim/search/symmetry.h) */
  REDUCE_TESTS = 1 << 1,   /* states that differ only in the names of a scope's tests are one */
  REDUCE_STEPS = 1 << 2,   /* a worker takes commands and items only when its next step needs them
                              (sim/search/successors.h) */
  REDUCE_ALL = REDUCE_WORKERS | REDUCE_TESTS | REDUCE_STEPS
} Reduction;

#define SEARCH_JOBS_MAX 64u

/* All borrowed. */
typedef struct
{
  SessionPlan session; /* canonical; nodes_max is at least workers and all possible replacements */
  /* what is free */
  unsigned crashes;      /* workers that may die, killers' workers not counted */
  unsigned crash_states; /* CRASH_BIT()s: where they may */
  const uint8_t *killer; /* [tests] 1: whoever runs it dies of it. NULL: none */
  const uint32_t *after; /* [tests] the test a run of which must have ended before this one can end, or ISO_NONE. NULL:
                            none */
  /* what is looked for */
  unsigned asked; /* PROPERTY_BIT()s */
  bool go_on;     /* find a shortest schedule for each property, not only for the first */
  /* how */
  unsigned reductions;        /* Reduction bits; those that do not hold here (docs/checking.md) are left out */
  bool exact;                 /* compare states by their bytes, not by a hash of 128 bits */
  unsigned jobs;              /* threads, 1 to SEARCH_JOBS_MAX; the report does not depend on it */
  uint64_t max_states;        /* the search ends once it has met more */
  uint64_t time_us;           /* or after this time; 0: no limit */
  bool (*interrupted) (void); /* or once this returns true. NULL: never */
  void (*progress) (uint64_t states, uint64_t transitions, unsigned depth, void *data); /* now and then; or NULL */
  void *progress_data;
} SearchPlan;

typedef struct
{
  bool complete; /* every state was expanded */
  bool limited;  /* a limit or an interruption came first: there may be shorter schedules than those found */
  uint64_t states, transitions;
  unsigned depth;               /* steps of the longest among the shortest paths to a state */
  uint64_t bytes;               /* the most memory that the states took */
  unsigned steps[PROPERTIES];   /* of the shortest schedule that violates it */
  GArray *schedule[PROPERTIES]; /* of Action; NULL: none was found. Owned */
} SearchReport;

void search_report_clear (SearchReport *report);

/* Returns [tests] whether a test is like no other: a killer, one that waits for another, or one that is waited for. The
 * caller frees it. */
bool *search_special_tests (const SearchPlan *plan);

G_END_DECLS

#endif
