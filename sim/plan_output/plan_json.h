/* sim/plan_output/plan_json.h - a report as the result file that isosim compare reads. */
#ifndef ISOSIM_PLAN_JSON_H
#define ISOSIM_PLAN_JSON_H

#include "plan/plan_report.h"

G_BEGIN_DECLS

/* Returns the whole file. Free with g_string_free(). */
GString *plan_json (const PlanReport *report);

G_END_DECLS

#endif
