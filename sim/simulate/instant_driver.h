/* sim/simulate/instant_driver.h - the driver of a simulation without costs: what takes no time is done at once.
 *
 * Only runs take time, and the start and collection of replacements where the plan says so. Commands never lie in an
 * inbox. A worker's messages reach the controller at the moment when they are sent, after all that is due by then. The
 * golden files fix this order of events. */
#ifndef ISOSIM_INSTANT_DRIVER_H
#define ISOSIM_INSTANT_DRIVER_H

#include "simulate/simulation.h"

G_BEGIN_DECLS

/* Returns the hooks for the session. */
Driver instant_driver_hooks (void);
/* Runs from the beginning; the session was reset. */
Verdict instant_driver_run (Simulation *simulation);

G_END_DECLS

#endif
