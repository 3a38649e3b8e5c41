/* sim/plan_output/plan_tables.h - all rows of a plan as a table, in Markdown and as comma-separated values. */
#ifndef ISOSIM_PLAN_TABLES_H
#define ISOSIM_PLAN_TABLES_H

#include "plan/plan_report.h"

G_BEGIN_DECLS

/* Each returns the whole file. Free with g_string_free(). */
GString *plan_markdown (const PlanReport *report);
GString *plan_csv (const PlanReport *report);

G_END_DECLS

#endif
