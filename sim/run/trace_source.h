/* sim/run/trace_source.h - the traces that a command line names. */
#ifndef ISOSIM_SOURCE_H
#define ISOSIM_SOURCE_H

#include "suite/trace.h"

G_BEGIN_DECLS

/* As trace_read(), with the trace's warnings told on standard error. */
Trace *trace_source_read_any (const char *path, GError **error);

/* The same of a trace that is to be simulated; refused beyond COSTS_US_MAX (sim/time_model/time_model.h). */
Trace *trace_source_read (const char *path, GError **error);

/* The SHA-256 of a file's bytes, unpacked, as hexadecimal digits; g_free it. NULL with *error. */
char *trace_source_dup_digest (const char *path, GError **error);

/* How reports name it: the path, or "standard input" for "-"; NULL for NULL. */
const char *trace_source_name (const char *path);

G_END_DECLS

#endif
