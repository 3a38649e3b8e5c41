/* sim/run/from_trace.h - what a trace itself says of how to simulate it.
 *
 * A scenario names scheduler, workers, seed, options, deaths and failures. Any other trace names none of these, but its
 * outcomes tell which tests killed their worker and which failed. The words of a command line go over these settings;
 * see sim/run/run_options.c. A recording tells the whole run, so that predict needs no words. */
#ifndef ISOSIM_FROM_TRACE_H
#define ISOSIM_FROM_TRACE_H

#include "run/evaluation.h"
#include "run/releases.h"

G_BEGIN_DECLS

/* rules.max_worker_restart: the restarts that pytest-xdist allows by default: four times the number of workers, once
 * that number is known. */
#define RESTARTS_BY_WORKERS (ISO_NONE - 1)

typedef struct
{
  uint32_t workers;   /* 0: the trace does not say */
  const char *dist;   /* schedulers as --dist lists them; borrowed from the trace */
  SessionRules rules; /* but failures */
  int64_t seed;
  bool seeded;       /* false: a scheduler that shuffles runs with several seeds */
  GArray *crashes;   /* of CrashPlan; owned */
  uint8_t *failures; /* [tests] the number of failed reports of each; NULL: not known. Owned */
} RunSettings;

/* Fills SETTINGS. RELEASE decides what neither a scenario nor a word says. TRACE must outlive SETTINGS. */
void run_settings_init (RunSettings *settings, const Trace *trace, const Release *release);
void run_settings_clear (RunSettings *settings);

/* Adds TEST, which kills its worker TIMES times; CRASH_ALWAYS: each time. */
void run_settings_add_crash (RunSettings *settings, uint32_t test, uint32_t times);

/* Returns an array of CrashPlan from the trace's outcomes; the caller frees it with g_array_unref(). A test that was
 * seen to kill its worker does so again: once if it was also seen to end, else each time. */
GArray *from_trace_crashes (const Trace *trace);

/* Returns the number of failed reports of each test [tests], or NULL when the trace has no outcomes. Free it with
 * g_free(). */
uint8_t *from_trace_failures (const Trace *trace);

/* Sets scheduler, workers, cores and rules of EVALUATION as its trace's recording tells them. Time model, crashes and
 * failures stay as they are. PATH is the trace's name in messages. Returns false with *error, which says what the
 * recording lacks. */
bool from_trace_evaluation (Evaluation *evaluation, const IsoModel **model, const char *path, GError **error);

/* Sets *error to a sentence about the run in PATH. Always returns false. */
bool from_trace_fail (GError **error, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS

#endif
