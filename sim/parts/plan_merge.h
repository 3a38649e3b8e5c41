/* sim/parts/plan_merge.h - the parts of a plan, put together. */
#ifndef ISOSIM_PLAN_MERGE_H
#define ISOSIM_PLAN_MERGE_H

#include "plan/plan_options.h"

G_BEGIN_DECLS

/* Reads the parts of one plan, in whatever order, with its words into OPTIONS and its traces, and fills the report as
 * plan_report_fill() does. OPTIONS holds what is to be written and may hold the word of --dist: schedulers that run a
 * program are taken from there only. False with *error; clear both in either case. */
bool plan_merge (PlanOptions *options, char **files, PlanReport *report, GError **error);

G_END_DECLS

#endif
