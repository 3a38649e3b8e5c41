/* sim/plan_output/plan_documents.h - writes a plan's report: the text, and the files that were asked for. */
#ifndef ISOSIM_PLAN_DOCUMENTS_H
#define ISOSIM_PLAN_DOCUMENTS_H

#include "plan/plan_report.h"
#include "plan_output/plan_outputs.h"

G_BEGIN_DECLS

/* Writes the files, then the text to standard output, or to standard error if a file goes to standard output. Every
 * file is made in memory before the first is written. Returns false with *error; files written before that stay. */
bool plan_documents_write (const PlanReport *report, const PlanOutputs *outputs, GError **error);

G_END_DECLS

#endif
