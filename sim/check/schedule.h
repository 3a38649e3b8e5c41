/* sim/check/schedule.h - a schedule for people to read: a line for each step, with what each worker holds after it. */
#ifndef ISOSIM_SCHEDULE_H
#define ISOSIM_SCHEDULE_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* Returns a sentence for each step, of char *: "gw0 begins a.py::a1", "controller: complete of gw0, a.py::a1". Release
 * it with g_ptr_array_unref(). */
GPtrArray *schedule_lines (const SearchPlan *plan, const GArray *schedule);

/* Returns a sentence on how the schedule violates PROPERTY at its end; the caller frees it. */
char *schedule_detail (const SearchPlan *plan, const GArray *schedule, Property property);

/* Appends a numbered line for each step, with a column for each worker. "[1] | 2 . <": test 1 is taken and runs; test 2
 * and the end marker are in the queue; there are commands that the worker has not taken yet. */
void schedule_append_text (GString *text, const SearchPlan *plan, const GArray *schedule);

G_END_DECLS

#endif
