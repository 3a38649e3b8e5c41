/* sim/time_model/startup_model.h - when workers are ready and have collected, with more workers than cores.
 *
 * Every worker has the same work to do: startup_us until it is ready, then collect_us until it has collected, both
 * measured on a core of its own. Workers begin ramp_us apart. While more of them are busy than there are cores, all
 * progress at the same lower speed, cores ÷ busy workers (processor sharing).
 *
 * Example: 4 workers, 2 cores, ramp 0, startup 1 s, collect 1 s. All run at half speed, so all are ready after 2 s and
 * have collected after 4 s. */
#ifndef ISOSIM_STARTUP_MODEL_H
#define ISOSIM_STARTUP_MODEL_H

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct
{
  unsigned workers; /* at least 1 */
  unsigned cores;   /* 0: one for each worker */
  uint64_t ramp_us;
  uint64_t startup_us, collect_us; /* with a core of its own */
} StartupModel;

/* Sets when each worker is ready and when it has collected, counted from the start of the first. Both arrays are
 * [workers], in the order of the workers' starts, and rise. */
void startup_model_times (const StartupModel *model, uint64_t *ready_us, uint64_t *collected_us);

/* Sets startup_us and collect_us so that startup_model_times() gives what was measured of MODEL's workers:
 * READY_US, the mean time from a worker's start to its being ready; COLLECTED_US, the mean time from there to its
 * collection; LAST_US, the time from the first start until all have collected, or 0 if that is not known.
 *
 * The two means decide the ratio of startup_us to collect_us. LAST_US decides their sum, because tests can begin only
 * then. Neither becomes longer than its mean, since sharing a core never makes work shorter. */
void startup_model_fit (StartupModel *model, uint64_t ready_us, uint64_t collected_us, uint64_t last_us);

G_END_DECLS

#endif
