/* sim/report_input.h - what a report says of the file that was read, and of what had to be guessed or mended. */
#ifndef ISOSIM_REPORT_INPUT_H
#define ISOSIM_REPORT_INPUT_H

#include "json.h"
#include "trace.h"

G_BEGIN_DECLS

/* Lines: what was read, then what had to be done to it. */
void report_input_text (GString *text, const char *path, const Trace *trace);

/* The same as an object, which is the caller's. */
cJSON *report_input_json (const char *path, const Trace *trace);

G_END_DECLS

#endif
