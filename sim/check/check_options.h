/* sim/check/check_options.h - what the command line of `isosim check` asks for: a search's plan, and what to do with
 * what is found. */
#ifndef ISOSIM_CHECK_OPTIONS_H
#define ISOSIM_CHECK_OPTIONS_H

#include "external/lookup.h"
#include "search/search.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* Limits of what a search can hold: a node and an index fit into a byte, a node into the columns of a schedule. */
#define CHECK_TESTS_MAX 60u
#define CHECK_WORKERS_MAX 16u
#define CHECK_CRASHES_MAX 16u
#define CHECK_NODES_MAX 32u /* workers and their replacements */

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char *dist, *workers, *suite, *trace, *crashes, *crash_states, *property, *max_states, *max_worker_restart, *format;
  char *time_limit, *jobs, *reduce, *maxschedchunk, *killer, *depends, *save, *replay, *log, *emit_pytest;
  char *tests, *result, *against, *xdist_path;
  gboolean certify, go_on, name_supplied, collect_differs, no_reorder, exact;
} CheckWords;

/* What the words mean. */
typedef struct
{
  CheckWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  Trace *trace;           /* --trace's, or NULL */
  Suite *suite;           /* the trace's, or made of --suite; owned unless the trace's */
  uint8_t *killer;
  uint32_t *after;
  SearchPlan plan;
  bool json;
} CheckOptions;

/* "workers", "tests", "steps": Reduction bit by bit, as --reduce has them, and NULL. */
extern const char *const check_reduction_names[];

/* Parses the words, and reads the trace. False with *error; clear it in either case. With --certify or --replay the
 * plan has its limits and reductions only: the rest is put together later. */
bool check_options_parse (CheckOptions *options, char **argv, Schedulers *schedulers, GError **error);
void check_options_clear (CheckOptions *options);

/* Puts the plan together again from what is set in WORDS, for a suite of these nodeids (of char *): so does a schedule
 * that is read from a file. */
bool check_options_plan (CheckOptions *options, const GPtrArray *nodeids, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CheckOptions, check_options_clear)

G_END_DECLS

#endif
