/* sim/simulate/simulation_plan.h - what is simulated: a suite, its times, a scheduler, workers, deaths. */
#ifndef ISOSIM_SIMULATION_PLAN_H
#define ISOSIM_SIMULATION_PLAN_H

#include "session/session_rules.h"
#include "suite/suite.h"
#include "time_model/time_model.h"

G_BEGIN_DECLS

typedef struct
{
  uint32_t test;
  uint32_t times; /* the number of runs that kill their worker, the first to end; CRASH_ALWAYS: all */
} CrashPlan;

#define CRASH_ALWAYS UINT32_MAX

/* All pointers are borrowed. */
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

G_END_DECLS

#endif
