/* sim/run/input_summary.h - what a report says of the file that was read, and of what had to be guessed or mended. */
#ifndef ISOSIM_REPORT_INPUT_H
#define ISOSIM_REPORT_INPUT_H

#include "suite/trace.h"
#include "text/json.h"

G_BEGIN_DECLS

/* Lines: what was read, then what had to be done to it. */
void input_summary_text (GString *text, const char *path, const Trace *trace);

/* The same as an object, which is the caller's. */
cJSON *input_summary_json (const char *path, const Trace *trace);

G_END_DECLS

#endif
