/* sim/simulate/costed_driver.h - the driver of a simulation with a time model: everything takes time.
 *
 * Workers start, share cores and collect. A message travels, waits until the controller is free, and is handled when
 * the time for that is over. A command travels, too, and lies in its worker's inbox until it arrives. A run pays for
 * set-ups that its worker lacks, or waits for another worker's; then the test runs, tear-downs are paid, and the run
 * ends. Times count from the start of pytest, before the first worker starts. */
#ifndef ISOSIM_COSTED_DRIVER_H
#define ISOSIM_COSTED_DRIVER_H

#include "simulate/simulation.h"

G_BEGIN_DECLS

/* For a plan with costs; costed_driver_free() it. */
CostedDriver *costed_driver_new (const SimulationPlan *plan, unsigned nodes_max);
void costed_driver_free (CostedDriver *costed);

/* Returns the hooks for the session. */
Driver costed_driver_hooks (void);

/* Runs from the beginning; the session was reset. */
Verdict costed_driver_run (Simulation *simulation);
/* Sets wall_us and the figures of a result that only costs have. */
void costed_driver_fill (const Simulation *simulation, Result *result);

G_END_DECLS

#endif
