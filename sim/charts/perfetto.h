/* sim/charts/perfetto.h - one run as Chrome trace events, for ui.perfetto.dev and chrome://tracing.
 *
 * Each worker is a thread, and each run of a test a complete event on it. Its set-up, call and tear-down are nested
 * events where the trace tells the phases apart. A counter shows the number of busy workers. */
#ifndef ISOSIM_PERFETTO_H
#define ISOSIM_PERFETTO_H

#include "charts/chart.h"

G_BEGIN_DECLS

/* Writes the events to PATH. Returns false with *error, and then leaves the file at PATH as it was. */
bool perfetto_write (const char *path, const Chart *chart, GError **error);

G_END_DECLS

#endif
