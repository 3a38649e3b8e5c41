/* sim/simulate/costed_driver.h - the driver of a simulation with costs (sim/time_model/time_model.h): nothing is done
 * at once.
 *
 * Workers start, contend for cores, collect. A message is under way, waits until the controller is free, and is handled
 * at the end of the time that this takes; what the controller then sends is under way too, and lies in its worker's
 * inbox until it arrives. A run begins, pays the set-ups that its worker lacks or waits for another's, ends its test,
 * pays the tear-downs, and ends. Times count from the beginning of the whole run, before the first worker starts. */
#ifndef ISOSIM_COSTED_DRIVER_H
#define ISOSIM_COSTED_DRIVER_H

#include "simulate/simulation.h"

G_BEGIN_DECLS

/* For a plan with costs; free it by costed_driver_free(). */
CostedDriver *costed_driver_new (const SimulationPlan *plan, unsigned nodes_max);
void costed_driver_free (CostedDriver *costed);

/* The simulation's driver. */
Driver costed_driver_hooks (void);

/* Runs from the beginning; the session was reset. */
Verdict costed_driver_run (Simulation *simulation);
/* Sets what a result tells of costs. */
void costed_driver_fill (const Simulation *simulation, Result *result);

G_END_DECLS

#endif
