/* sim/source.h - the trace that a command line names, read to be simulated. */
#ifndef ISOSIM_SOURCE_H
#define ISOSIM_SOURCE_H

#include "trace.h"

G_BEGIN_DECLS

/* Most that all tests may take: beyond it the sums of all workers' times no longer fit. 126 years. */
#define SOURCE_WORK_US_MAX (4 * UINT64_C (1000000000000000))

/* As trace_read(), with the trace's warnings told on standard error; refused beyond SOURCE_WORK_US_MAX. */
Trace *source_read (const char *path, GError **error);

/* How reports name it: the path, or "standard input" for "-". */
const char *source_name (const char *path);

G_END_DECLS

#endif
