/* sim/run/from_recording.h - what a trace's outcomes, and its recording, say of how to simulate it. */
#ifndef ISOSIM_RECORDED_H
#define ISOSIM_RECORDED_H

#include "run/evaluate.h"
#include "run/releases.h"

G_BEGIN_DECLS

/* Of CrashPlan: a test that was seen to kill its worker does so again; each time, unless it was also seen to end.
 * g_array_unref it. */
GArray *from_recording_crashes (const Trace *trace);
/* [tests] how many reports of each test's run failed; NULL when the trace has no outcomes. g_free it. */
uint8_t *from_recording_failures (const Trace *trace);

/* The run itself, as far as the recording tells: scheduler, workers, release, options. *error tells what it lacks; PATH
 * is its name in messages. Costs, crashes and failures are left as they are. */
bool from_recording_evaluation (Evaluation *evaluation, const IsoModel **model, const char *path, GError **error);

/* Sets *error to a sentence about the recorded run in PATH; always false. */
bool from_recording_fail (GError **error, const char *path, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS

#endif
