/* sim/run/run_settings.h - what a trace itself says of how to simulate it.
 *
 * A scenario names scheduler, workers, seed, options, deaths and failures. Any other trace names none of these, but its
 * outcomes tell which tests killed their worker and which failed. The words of a command line go over these settings;
 * see sim/run/run_options.c. */
#ifndef ISOSIM_RUN_SETTINGS_H
#define ISOSIM_RUN_SETTINGS_H

#include "run/releases.h"
#include "simulate/simulate.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* The restarts that pytest-xdist allows by default: four times the number of workers, once that number is known. */
#define RESTARTS_BY_WORKERS (ISO_NONE - 1)

typedef struct
{
  uint32_t workers; /* 0: the trace does not say */
  const char *dist; /* schedulers as --dist lists them; borrowed from the trace */
  IsoOptions options;
  int64_t seed;
  bool seeded;                 /* false: a scheduler that shuffles runs with several seeds */
  uint32_t max_worker_restart; /* ISO_NONE: no limit */
  uint32_t maxfail;            /* 0: no limit */
  GArray *crashes;             /* of CrashPlan; owned */
  uint8_t *failures;           /* [tests] the number of failed reports of each; NULL: not known. Owned */
} RunSettings;

/* Fills SETTINGS. RELEASE decides what neither a scenario nor a word says. TRACE must outlive SETTINGS. */
void run_settings_init (RunSettings *settings, const Trace *trace, const Release *release);
void run_settings_clear (RunSettings *settings);

/* Adds TEST, which kills its worker TIMES times; CRASH_ALWAYS: each time. */
void run_settings_add_crash (RunSettings *settings, uint32_t test, uint32_t times);

G_END_DECLS

#endif
