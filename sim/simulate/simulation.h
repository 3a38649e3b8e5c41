/* sim/simulate/simulation.h - what the two drivers of a simulation share: its state, deaths, endless restarts. */
#ifndef ISOSIM_SIMULATION_H
#define ISOSIM_SIMULATION_H

#include "session/session.h"
#include "simulate/clock.h"
#include "simulate/result.h"
#include "simulate/simulation_plan.h"

G_BEGIN_DECLS

typedef struct CostedDriver CostedDriver;

typedef struct Simulation
{
  Driver driver; /* first: the session's driver is the simulation */
  const SimulationPlan *plan;
  SessionPlan session_plan;
  IsoSession *session;
  Clock clock;
  CostedDriver *costed; /* NULL unless the plan has costs; then of the clock only its present time is used */
  int64_t seed;
  uint64_t wall_us, completed;
  uint64_t events_left; /* like_oracle: before a run with crashes counts as a livelock */
  uint32_t progress;    /* tests done and deaths used up, when a replacement was last started after some */
  uint32_t restarts;    /* replacements started since, without any */
  uint32_t deaths;      /* used up: of tests that do not always kill */
  bool livelock;
  uint64_t *node_busy_us; /* [nodes_max] */
  uint32_t *kills;        /* [tests] runs that still kill their worker; NULL: none does */
} Simulation;

static inline Simulation *
simulation_of (Driver *driver)
{
  return (Simulation *) driver;
}

/* Notes that a replacement is started. Sets `livelock` when that goes on without end and no test is done by it. */
void simulation_watch_restarts (Simulation *simulation);
/* Whether the run of the test that ends now kills its worker. Uses up one of the kills that the plan has for it. */
bool simulation_kills_worker (Simulation *simulation, uint32_t test);
/* Shuffles as Python's random.seed (SEED) and random.shuffle do: the `shuffle` hook of both drivers. */
void simulation_shuffle (Driver *driver, uint32_t *numbers, uint32_t count);
/* Fails the session as DSession does when no worker is left and there are tests; returns VERDICT_ERROR. */
Verdict simulation_fail_without_workers (IsoSession *session);

G_END_DECLS

#endif
