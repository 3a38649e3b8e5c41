/* traces/formats/recording_rows.h - what a recording's runs say of each test: the rows of a trace that has none, and
 * counts. It also checks the rows that a recording has, and leaves out a line that was cut off. */
#ifndef ISOSIM_RECORDING_ROWS_H
#define ISOSIM_RECORDING_ROWS_H

#include "recording/recording_read.h"
#include "suite/trace.h"
#include "text/fields.h"

G_BEGIN_DECLS

/* Fills the trace's times, outcomes, workers and starts for TESTS tests from its recording's runs; what they held
 * before is freed. Phase by phase the mean, rounded down, of a test's runs; crashed runs only where there is no other.
 */
void recording_make_rows (Trace *trace, uint32_t tests);

/* Counts, of TESTS tests, the merged runs and the untimed tests, and what a worker's start and collecting took if the
 * file does not say. */
void recording_count (Trace *trace, uint32_t tests);

/* A recording of a run that was killed may end within a line. Leaves that line out of the text, and warns of it.
 * A text that is no recording stays as it is. */
void recording_cut_last_line (TraceText *in, GPtrArray *warnings);

/* Whether row K names test K of the recording; else false with *error. The nodeid of row K is the NAME_LEN[K] bytes at
 * NAME_AT[K] in the text of IN. A recording without names agrees with every row. */
bool recording_check_names (const RecordingReader *recording, const TraceText *in, uint32_t rows,
                            const uint64_t *name_at, const uint32_t *name_len, GError **error);

G_END_DECLS

#endif
