/* sim/recordings/conform_report.h - prints what `isosim conform` found. */
#ifndef ISOSIM_CONFORM_REPORT_H
#define ISOSIM_CONFORM_REPORT_H

#include "recordings/conformity.h"
#include "suite/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  const Trace *trace;
  const ConformPlan *plan;
  const Conformity *conformity;
  const char *note; /* a sentence about the release; NULL: none */
} ConformReport;

/* Return the whole report. The caller frees it with g_string_free(). */
GString *conform_text (const ConformReport *report);
GString *conform_json (const ConformReport *report);

G_END_DECLS

#endif
