/* sim/run/run_options.h - the command line of `isosim --trace`, turned into an Evaluation. Where it says nothing, the
 * trace decides (sim/run/from_trace.h), then pytest-xdist's defaults. */
#ifndef ISOSIM_RUN_OPTIONS_H
#define ISOSIM_RUN_OPTIONS_H

#include "external/lookup.h"
#include "run/evaluate.h"
#include "run/from_trace.h"

G_BEGIN_DECLS

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char *trace, *workers, *dist, *maxschedchunk, *seed, *seeds, *cores, *max_worker_restart, *maxfail, *xdist_version;
  char *format, *log, *gantt, *perfetto, *jobs, *xdist_path, *ramp;
  char **crash;
  gboolean no_reorder, reorder, exitfirst;
} RunWords;

/* What the words mean. */
typedef struct
{
  RunWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  Trace *trace;
  RunSettings settings; /* the trace's, with the words over them */
  GPtrArray *models;    /* of const IsoModel * */
  TimeModel *costs;     /* of a recording, or with --ramp; else NULL */
  GPtrArray *notes;     /* of char *: what the user should know of the choices made */
  const Release *release;
  Evaluation evaluation;
  GString *(*print) (const Report *);
} RunOptions;

/* What run's --help and errors say of the other commands; not owned. */
typedef struct
{
  const char *names;       /* "check, compare, …" */
  const char *description; /* the lines below the options */
} CommandTexts;

/* Parses the words and reads the trace. False with *error; clear it in either case. */
bool run_options_parse (RunOptions *run, char **argv, const CommandTexts *commands, Schedulers *schedulers,
                        GError **error);
void run_options_clear (RunOptions *run);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RunOptions, run_options_clear)

G_END_DECLS

#endif
