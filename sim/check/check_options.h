/* sim/check/check_options.h - the command line of `isosim check`: which case is searched, how, and what is written. */
#ifndef ISOSIM_CHECK_OPTIONS_H
#define ISOSIM_CHECK_OPTIONS_H

#include "check/check_case.h"
#include "external/lookup.h"

G_BEGIN_DECLS

/* The options as they were typed; NULL: not given. Owned. */
typedef struct
{
  char *dist, *workers, *suite, *trace, *crashes, *crash_states, *property, *max_states, *max_worker_restart, *format;
  char *time_limit, *jobs, *reduce, *maxschedchunk, *killer, *depends, *save, *replay, *log, *emit_pytest;
  char *tests, *result, *against, *xdist_path;
  gboolean certify, go_on, name_supplied, collect_differs, no_reorder, exact;
} CheckWords;

typedef struct
{
  CheckWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  CheckCase one;
  SearchPlan plan; /* of that case, and how it is searched */
  bool json;
} CheckOptions;

/* Parses the command line, and reads --trace. Returns false with *error; clear *OPTIONS in either case.
 *
 * With --certify the case has what all cases have in common; with --replay it is as by default, as the file has it. In
 * both, the plan says only how to search. */
bool check_options_parse (CheckOptions *options, char **argv, Schedulers *schedulers, GError **error);
void check_options_clear (CheckOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_options_clear)

G_END_DECLS

#endif
