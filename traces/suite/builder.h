/* traces/suite/builder.h - collects what a foreign file says of each test and makes a Trace of it.
 *
 * Tests are found by nodeid; what is said of one nodeid adds up:
 *   - a run is begun by builder_begin_run(); times added after it belong to that run, each phase's times adding up;
 *   - a test that ran several times gets, phase by phase, the mean of its runs (rounded to the nearest microsecond);
 * the runs beyond the first are counted in Trace.merged and warned of;
 *   - outcomes are united;
 *   - a time that is negative, not finite or over TRACE_SECONDS_MAX counts as 0, is counted in Trace.mended and warned
 * of; so does a test's whole time when its phases together are over;
 *   - a test without any time counts as 0 and is counted in Trace.untimed.
 * The order is that of the item indices if every test has one, else that of first appearance. Of the worker and start
 * of several runs the first is kept. */
#ifndef ISOSIM_BUILDER_H
#define ISOSIM_BUILDER_H

#include "suite/trace.h"

G_BEGIN_DECLS

typedef struct Builder Builder;

typedef enum
{
  PHASE_SETUP,
  PHASE_CALL,
  PHASE_TEARDOWN,
  PHASE_WHOLE /* all three in one: the file does not tell them apart */
} Phase;

/* "setup", "call", "teardown": what pytest and its reports call them. */
extern const char *const phase_names[PHASE_WHOLE];

/* FORMAT is static text for Trace.format. NAME is the file's, for messages. Both outlive the builder. */
Builder *builder_new (const char *format, const char *name);
void builder_free (Builder *builder);

/* The number of the test with that nodeid, new or known. A nodeid that is empty, too long or not UTF-8, or one test too
 * many, sets *error (place LINE, 0 for none) and gives SUITE_NONE. */
uint32_t builder_test (Builder *builder, const char *nodeid, gsize len, unsigned line, GError **error);
uint32_t builder_tests (const Builder *builder);
uint32_t builder_runs (const Builder *builder, uint32_t test);

void builder_begin_run (Builder *builder, uint32_t test);
/* Begins a run if the test has none. LINE is the place for a warning, 0 for none. */
void builder_add_time (Builder *builder, uint32_t test, Phase phase, double seconds, unsigned line);
/* The same in whole microseconds. */
void builder_add_time_us (Builder *builder, uint32_t test, Phase phase, uint64_t us);
void builder_add_outcome (Builder *builder, uint32_t test, unsigned outcome);
/* What one phase's report adds: OUTCOME is "passed", "failed", "skipped" or NULL. An expected failure (XFAIL) is
 * reported as skipped, an unexpected pass as passed. */
unsigned outcome_of_report (Phase phase, const char *outcome, bool xfail);
/* A test's outcome in pytest's own words ("passed", "error", "rerun", …), which do not name a phase: "failed" counts as
 * the call's, "error" as the set-up's. 0 for a word that says nothing of the end. */
unsigned outcome_of_word (const char *word);
void builder_set_item_index (Builder *builder, uint32_t test, uint32_t item_index);
/* A number of TRACE_WORKERS_MAX or more counts as unknown. */
void builder_set_worker (Builder *builder, uint32_t test, uint32_t worker);
/* The same by xdist's name of the worker, "gw3"; any other text, and NULL, stands for no worker. */
void builder_set_worker_id (Builder *builder, uint32_t test, const char *id);
/* SECONDS since any fixed moment, the same for the whole file. */
void builder_set_start (Builder *builder, uint32_t test, double seconds);
void builder_set_group (Builder *builder, uint32_t test, const char *group);

/* Counters and sentences for Trace. A warning beyond TRACE_WARNINGS_MAX is dropped (the counters still count). */
void builder_dropped (Builder *builder, unsigned line, const char *why);
void builder_guessed (Builder *builder);
void builder_warn (Builder *builder, unsigned line, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The scenario, which the trace takes over. */
void builder_set_scenario (Builder *builder, Scenario *scenario);

/* The trace; the builder is emptied and only fit for builder_free(). SORTED_LOSES_ORDER: if the nodeids stand in sorted
 * order in the file, then collection order is lost (ORDER_SORTED). NULL with *error (TRACE_ERROR_CONTENT) when there is
 * no test, or no test has a time. */
Trace *builder_finish (Builder *builder, bool sorted_loses_order, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Builder, builder_free)

G_END_DECLS

#endif
