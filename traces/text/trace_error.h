/* traces/text/trace_error.h - the error of all readers. */
#ifndef ISOSIM_TRACE_ERROR_H
#define ISOSIM_TRACE_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

#define TRACE_ERROR (trace_error_quark ())
GQuark trace_error_quark (void);
typedef enum
{
  TRACE_ERROR_READ,   /* the file cannot be opened or read */
  TRACE_ERROR_FORMAT, /* it is no trace, or a damaged one */
  TRACE_ERROR_CONTENT /* it is a trace, and holds nothing that can be simulated */
} TraceError;

G_END_DECLS

#endif
