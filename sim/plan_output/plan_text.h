/* sim/plan_output/plan_text.h - a report for people: the question, wall times, the frontier, bounds and advice. */
#ifndef ISOSIM_PLAN_TEXT_H
#define ISOSIM_PLAN_TEXT_H

#include "plan/plan_report.h"

G_BEGIN_DECLS

/* Returns the whole text. Free with g_string_free(). */
GString *plan_text (const PlanReport *report);

G_END_DECLS

#endif
