/* sim/parts/plan_merge.h - the parts of a plan, put together. */
#ifndef ISOSIM_PLAN_MERGE_H
#define ISOSIM_PLAN_MERGE_H

#include "parts/part_file.h"

G_BEGIN_DECLS

/* Reads the part files, in any order; FILES ends with NULL. Returns an array of Part *, all parts of one plan, each
 * once. Returns NULL with *error. Free with g_ptr_array_unref(). */
GPtrArray *plan_merge_read (char **files, GError **error);

/* Checks what merge's own command line says about the plan of a part; DIST and XDIST_PATH may be NULL. A scheduler that
 * is a program or a plug-in runs only if DIST names it, and a folder is looked into only if XDIST_PATH names it: a part
 * may come from someone else. Returns false with *error. */
bool plan_merge_may_run (const Part *part, const char *dist, const char *xdist_path, GError **error);

/* Reads the traces of the plan again and fills the report, as plan_report_fill() does. Returns false with *error. Clear
 * input and report in either case; the parts must outlive both. */
bool plan_merge (const GPtrArray *parts, Schedulers *schedulers, PlanInput *input, PlanReport *report, GError **error);

G_END_DECLS

#endif
