/* traces/formats/isotrace.h - writes isosim's own trace format; docs/trace-format.md describes it,
 * traces/formats/isotrace.c reads it.
 */
#ifndef ISOSIM_ISOTRACE_H
#define ISOSIM_ISOTRACE_H

#include "suite/trace.h"

G_BEGIN_DECLS

#define ISOTRACE_VERSION 1
#define ISOTRACE_MAGIC "#isosim-trace "

/* The words of the remark #order, by TraceOrder. */
extern const char *const isotrace_order_names[];

/* The whole text of the trace. What the trace does not know has no column. */
GString *isotrace_text (const Trace *trace);

G_END_DECLS

#endif
