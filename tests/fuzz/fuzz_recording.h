/* tests/fuzz/fuzz_recording.h - what must hold of a recording that was read, and of what isosim says of it.
 *
 * Each function returns what is wrong, a sentence that lives for ever, or NULL when nothing is. */
#ifndef ISOSIM_FUZZ_RECORDING_H
#define ISOSIM_FUZZ_RECORDING_H

#include "suite/trace.h"

/* The longest time that a trace may tell. */
#define FUZZ_US_MAX ((uint64_t) TRACE_SECONDS_MAX * 1000000)

/* Whether the promises of traces/recording/recording.h hold. RECORDING may be NULL. */
const char *judge_recording (const Recording *recording, uint32_t tests);

/* Has the run verified with each scheduler's promises, compared with each scheduler's model, and predicted, as far as
 * that takes no longer than some milliseconds: answers must agree with themselves, refusals name PATH. TRACE may be one
 * without a recording. */
const char *judge_answers (Trace *trace, const char *path);

/* Whether the error is one of TRACE_ERROR, in one valid line or more that begins with "PATH: " or "PATH:LINE". */
const char *judge_refusal (const GError *error, const char *path, GQuark domain);

#endif
