/* sim/plan/plan_documents.h - a plan's report, printed, and the files that it is asked for in. */
#ifndef ISOSIM_PLAN_DOCUMENTS_H
#define ISOSIM_PLAN_DOCUMENTS_H

#include "plan/plan_options.h"

G_BEGIN_DECLS

/* Writes the files that the words name, and the text to standard output; to standard error where that is one of them.
 * False with *error; what is written by then stays. */
bool plan_documents_write (const PlanReport *report, const PlanWords *words, GError **error);

G_END_DECLS

#endif
