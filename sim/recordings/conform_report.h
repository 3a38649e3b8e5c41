/* sim/recordings/conform_report.h - prints what `isosim conform` found. */
#ifndef ISOSIM_CONFORM_REPORT_H
#define ISOSIM_CONFORM_REPORT_H

#include "recordings/conform.h"

G_BEGIN_DECLS

typedef struct
{
  const char *path;
  const Trace *trace;
  const ConformPlan *plan;
  const Conformity *conformity;
  const char *note; /* a sentence on the release; NULL */
} ConformReport;

/* Each returns the whole text; g_string_free it. */
GString *conform_text (const ConformReport *report);
GString *conform_json (const ConformReport *report);

G_END_DECLS

#endif
