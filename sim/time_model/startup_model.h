/* sim/time_model/startup_model.h - how long workers take to start and to collect, when there may be more of them than
 * cores.
 *
 * Every worker has the same work: startup_us until it is ready, then collect_us, both on a core of its own. They begin
 * ramp_us apart. While more are at work than there are cores, all go on at the same lower speed, cores ÷ workers. */
#ifndef ISOSIM_STARTING_H
#define ISOSIM_STARTING_H

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct
{
  unsigned workers;
  unsigned cores; /* 0: as many as workers */
  uint64_t ramp_us;
  uint64_t startup_us, collect_us; /* alone on a core */
} StartupModel;

/* When each is ready and has collected, since the first began: both [workers], in their order. */
void startup_model_times (const StartupModel *starting, uint64_t *ready_us, uint64_t *collected_us);

/* Sets startup_us and collect_us by what was measured of so many workers: READY_US, on the average, from a worker's
 * start to its being ready, COLLECTED_US from there to its collection, and LAST_US from the first start until all have
 * collected, which is when tests can begin. The averages tell how the two are to each other, the last how long both are
 * (LAST_US 0: not known). No work is taken to be longer than its average. */
void startup_model_fit (StartupModel *starting, uint64_t ready_us, uint64_t collected_us, uint64_t last_us);

G_END_DECLS

#endif
