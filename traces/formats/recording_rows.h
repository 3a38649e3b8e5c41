/* traces/formats/recording_rows.h - what a recording's runs say of each test: the rows of a trace that has none, and
 * counts. */
#ifndef ISOSIM_RECORDING_ROWS_H
#define ISOSIM_RECORDING_ROWS_H

#include "suite/trace.h"

G_BEGIN_DECLS

/* Fills the trace's times, outcomes, workers and starts for TESTS tests from its recording's runs; what they held
 * before is freed. Phase by phase the mean, rounded down, of a test's runs; crashed runs only where there is no other.
 */
void recording_make_rows (Trace *trace, uint32_t tests);

/* Counts, of TESTS tests, the merged runs and the untimed tests, and what a worker's start and collecting took if the
 * file does not say. */
void recording_count (Trace *trace, uint32_t tests);

G_END_DECLS

#endif
