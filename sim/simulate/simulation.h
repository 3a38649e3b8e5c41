/* sim/simulate/simulation.h - the inside of a simulation, for its two drivers: sim/simulate/simulate.c, where only runs
 * take time, and sim/simulate/costed_driver.c, where all has its cost. */
#ifndef ISOSIM_SIMULATION_H
#define ISOSIM_SIMULATION_H

#include "simulate/clock.h"
#include "simulate/simulate.h"

G_BEGIN_DECLS

typedef struct CostedDriver CostedDriver;

struct Simulation
{
  Driver driver; /* first: the session's driver is the simulation */
  const SimulationPlan *plan;
  SessionPlan session_plan;
  IsoSession *session;
  Clock clock;
  CostedDriver *paced; /* NULL unless the plan has costs; then of the clock only its present time is used */
  int64_t seed;
  uint64_t wall_us, completed;
  uint64_t events_left; /* like_oracle: before a run with crashes counts as a livelock */
  uint32_t progress;    /* tests done and deaths used up, when a replacement was last started after some */
  uint32_t restarts;    /* replacements started since, without any */
  uint32_t deaths;      /* used up: of tests that do not always kill */
  bool livelock;
  uint64_t *node_busy_us; /* [nodes_max] */
  uint32_t *kills;        /* [tests] runs that still kill their worker; NULL: none does */
};

static inline Simulation *
simulation_of (Driver *driver)
{
  return (Simulation *) driver;
}

/* Notes that a replacement is started: restarts without end are a livelock. */
void simulation_watch_restarts (Simulation *simulation);
/* Whether the run of the test that ends now kills its worker; counts it. */
bool simulation_kills_worker (Simulation *simulation, uint32_t test);
/* The driver's hook of both. */
void simulation_shuffle (Driver *driver, uint32_t *numbers, uint32_t count);
/* The session fails: no worker is left, and there are tests. */
Verdict simulation_fail_without_workers (IsoSession *session);

G_END_DECLS

#endif
