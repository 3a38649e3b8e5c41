/* sim/search.h - tries every order in which the free choices of a session can fall, breadth first: so the first
 * schedule that is found to break something is among the shortest.
 *
 * Free is which worker acts next (comes up, collects, takes a command or an item, begins, ends, exits, dies) and when
 * the controller handles its oldest message; whether a run took over 0.1 s, where the scheduler looks at that; and the
 * order of scopes after a shuffle (tests of one scope are alike). Suites must be small: the number of states grows
 * fast.
 *
 * What counts as broken (docs/checking.md):
 * once      a test starts again after it completed or was reported crashed (not asked of a model with every_worker)
 * lost      the session ended, and a test neither completed nor was reported crashed
 * hang      nothing can happen any more, but for deaths, and the session has not ended
 * error     the scheduler raised, or no worker was left
 * alive     a command is sent to a node that was sent shutdown, or with an index that its collection does not have
 * blame     a crash is reported for a test that the dead worker did not run
 * reported  a worker died running a test, and no crash is reported
 * next      nothing is in flight and every test is done or held by a live worker; one of these holds a single test,
 * which it cannot run, and was not sent shutdown drain     the session ended, and a worker is not down and the
 * properties that sim/judge.h defines, in its order. */
#ifndef ISOSIM_SEARCH_H
#define ISOSIM_SEARCH_H

#include "session.h"

G_BEGIN_DECLS

typedef enum
{
  ACTION_HANDLE,  /* the controller handles its oldest message; choice: which order of scopes */
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

typedef enum
{
  BROKEN_ONCE,
  BROKEN_LOST,
  BROKEN_HANG,
  BROKEN_ERROR,
  BROKEN_ALIVE,
  BROKEN_BLAME,
  BROKEN_REPORTED,
  BROKEN_NEXT,
  BROKEN_DRAIN,
  BROKEN_JUDGED, /* and from here on, IsoProperty by IsoProperty; ISO_ONCE itself is not among what is found */
  BROKEN_KINDS = BROKEN_JUDGED + ISO_PROPERTIES
} Broken;

#define BROKEN_BIT(broken) (1u << (broken))

/* "once", "lost", …, "scope", …; NULL for BROKEN_JUDGED + ISO_ONCE. */
const char *broken_name (Broken broken);
/* What a scheduler is asked by default: what it promises, and what every scheduler must keep (all but next). */
unsigned broken_promised (const IsoModel *model);

typedef struct
{
  SessionPlan session; /* canonical; nodes_max at least workers + crashes */
  unsigned crashes;    /* workers that may die */
  bool only_running;   /* only of a test that they run; else in any state */
  uint64_t max_states; /* more are not looked at */
  unsigned asked;      /* BROKEN_BIT()s: what to look for */
  bool go_on;          /* after the first that was found: to each its shortest schedule */
} SearchPlan;

typedef struct
{
  bool complete; /* every state was looked at */
  uint64_t states, transitions;
  unsigned depth;                 /* levels looked at: one more than the longest of the shortest ways to a state */
  unsigned steps[BROKEN_KINDS];   /* of the shortest schedule that breaks it; 0: nothing was found */
  GArray *schedule[BROKEN_KINDS]; /* of Action; NULL where nothing was found. Owned */
} SearchReport;

/* Searches all that can be reached. A state beyond an error is not looked at. */
void search (const SearchPlan *plan, SearchReport *report);
void search_report_clear (SearchReport *report);

/* Goes along a schedule: BEFORE and AFTER are called around each action, with the session as it is then. */
typedef void (*SearchStep) (const IsoSession *session, Action action, void *data);
void search_replay (const SearchPlan *plan, const GArray *schedule, SearchStep before, SearchStep after, void *data);

G_END_DECLS

#endif
