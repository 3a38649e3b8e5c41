/* tests/unit/charts/drawn.h - runs that tests of charts draw. */
#ifndef ISOSIM_DRAWN_H
#define ISOSIM_DRAWN_H

#include "charts/gantt.h"
#include "charts/perfetto.h"
#include "suite/trace.h"
#include <cjson/cJSON.h>
#include <stdbool.h>

typedef struct
{
  char *folder; /* of its own, for what it writes */
  Trace *trace;
  CrashPlan *crash;
  SimulationPlan plan;
  Simulation *simulation;
  Timeline timeline;
  Result result;
  Chart chart;
} Drawn;

/* Reads a trace and runs it; the model and the number of workers are used if the trace is no scenario. */
bool drawn_read (Drawn *drawn, const char *path, const char *title, const char *model, unsigned workers);
/* Runs a scenario that is one line of JSON. */
bool drawn_scenario (Drawn *drawn, const char *title, const char *scenario);
void drawn_clear (Drawn *drawn);

/* A path in its folder; g_free it. */
char *drawn_path (const Drawn *drawn, const char *name);
/* What WRITE writes to the file NAME of its folder; NULL after a failure, which fails the test. */
char *drawn_written (const Drawn *drawn, const char *name, bool (*write) (const char *, const Chart *, GError **),
                     gsize *len);
/* Quotes, all that shells and gnuplot's enhanced mode read something into, control characters, and scripts that fonts
 * may lack. */
#define AWKWARD                                                                                                        \
  "{\"scheduler\":\"load\",\"workers\":2,\"tests\":[[\"a'b`exit 3`$(exit "                                             \
  "3)@x^_&~{}%d%%#;.py::T\\\"\\\\n\\t\\n\\u0001é中文"                                                               \
  "::test[x]\",9],[\"b.py::é\",4]]}"

/* Removes the files of a folder and returns their number. */
unsigned empty_folder (const char *folder);

/* The number under a key of a JSON object. */
uint64_t number_of (const cJSON *line, const char *key);

#endif
