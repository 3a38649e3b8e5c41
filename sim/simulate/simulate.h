/* sim/simulate/simulate.h - runs a session by time and tells how it ended.
 *
 * Without costs only runs take time (instant_driver.h); with a time model everything does (costed_driver.h). Events
 * happen in the order of their times, equal ones in the order in which they were inserted, so a plan and a seed always
 * give the same run. */
#ifndef ISOSIM_SIMULATE_H
#define ISOSIM_SIMULATE_H

#include "simulate/result.h"
#include "simulate/simulation_plan.h"

G_BEGIN_DECLS

typedef struct Simulation Simulation;

/* Builds the scope tables that PLAN needs. OBSERVERS may be NULL. Plan and observers outlive the simulation. */
Simulation *simulation_new (const SimulationPlan *plan, Observer *observers);
void simulation_free (Simulation *simulation);

/* Runs from the beginning; the same simulation may run again, with another seed. What RESULT borrows is valid until
 * then. */
void simulation_run (Simulation *simulation, int64_t seed, Result *result);

/* The present time, for observers; points into the simulation. */
const uint64_t *simulation_now_us (const Simulation *simulation);

/* Lets an observer listen that needs the simulation to be made first. */
void simulation_listen (Simulation *simulation, Observer *observer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Simulation, simulation_free)

G_END_DECLS

#endif
