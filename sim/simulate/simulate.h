/* sim/simulate/simulate.h - runs a session by the clock, in the order of events that the golden files fix: what takes
 * no time is done at once, messages are handled in the order in which they are due, ties in the order of insertion.
 * With costs (sim/time_model/time_model.h) all takes time, and sim/simulate/costed_driver.c is the driver. */
#ifndef ISOSIM_SIMULATE_H
#define ISOSIM_SIMULATE_H

#include "session/session.h"
#include "time_model/time_model.h"

G_BEGIN_DECLS

typedef struct
{
  uint32_t test;
  uint32_t times; /* the first so many runs of the test to end kill their worker; CRASH_ALWAYS: all */
} CrashPlan;

#define CRASH_ALWAYS UINT32_MAX

/* What is simulated, all borrowed. */
typedef struct
{
  Suite *suite;           /* scope tables are built as needed */
  const uint64_t *run_us; /* [tests]; may become other times between two runs of a simulation */
  const IsoModel *model;
  SessionRules rules;
  unsigned workers;       /* from 1 */
  int64_t seed;           /* of the shuffle, as Python's random.seed takes it */
  const CrashPlan *crash; /* [crashes] */
  uint32_t crashes;
  uint64_t startup_us, collect_us; /* of a replacement */
  bool like_oracle;       /* a livelock is a number of events, as the oracle has it; else restarts without progress */
  const TimeModel *costs; /* NULL: only runs take time, RUN_US, and replacements, STARTUP_US and COLLECT_US; else
                         those three are not looked at */
} SimulationPlan;

/* In the order in which they are judged: the first that applies. */
typedef enum
{
  VERDICT_ERROR,    /* the scheduler raised, or no worker was left */
  VERDICT_LIVELOCK, /* workers die and are replaced without end, and no test is done by it */
  VERDICT_HANG,     /* workers alive, and nothing left to happen */
  VERDICT_LOST,     /* a test neither completed nor was reported crashed */
  VERDICT_REPEATED, /* a test was started twice */
  VERDICT_STOPPED,  /* maxfail was reached: what did not run by then is no loss */
  VERDICT_OK
} Verdict;

const char *verdict_name (Verdict verdict);

typedef struct
{
  Verdict verdict;
  uint64_t wall_us;   /* the last end of a run; with costs, since the first start of one */
  uint64_t busy_us;   /* all workers' time spent running */
  uint64_t completed; /* ends of runs that were no crash */
  uint64_t entries;   /* how often a worker entered a scope, that is set it up */
  Finding finding[ISO_PROPERTIES];
  uint32_t lost, lost_test; /* how many, and the first; of a stopped run, those that it did not come to */
  char error_text[320];
  unsigned nodes;         /* workers that existed */
  uint64_t *node_busy_us; /* [nodes] borrowed from the simulation */
  const GArray *reported; /* of uint32_t, borrowed: tests reported crashed */

  /* With costs; else 0. */
  uint64_t ready_us;    /* from the beginning until the last worker of the beginning had collected */
  uint64_t first_us;    /* from the beginning to the first start of a run */
  uint64_t whole_us;    /* from the beginning to the end */
  uint64_t setup_us;    /* of busy_us: set-ups and tear-downs of fixtures of wider scope */
  uint64_t overhead_us; /* of busy_us: beyond the phases of tests */
  uint64_t held_us;     /* of busy_us: waiting for another worker's set-up */
  uint64_t fixtures;    /* set-ups that were paid */
} Result;

typedef struct Simulation Simulation;

/* OBSERVERS: who listens, NULL for nobody. Plan and observers outlive the simulation. */
Simulation *simulation_new (const SimulationPlan *plan, Observer *observers);
void simulation_free (Simulation *simulation);

/* Runs from the beginning; the same simulation may run again, with another seed. */
void simulation_run (Simulation *simulation, int64_t seed, Result *result);

/* The present time, for observers; points into the simulation. */
const uint64_t *simulation_now_us (const Simulation *simulation);

/* Lets an observer listen that needs the simulation to be made first. */
void simulation_listen (Simulation *simulation, Observer *observer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulation, simulation_free)

G_END_DECLS

#endif
