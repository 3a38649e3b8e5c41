/* sim/check/schedule.h - shows a schedule that a search found: a line a step, and what each worker holds after it. */
#ifndef ISOSIM_SCHEDULE_H
#define ISOSIM_SCHEDULE_H

#include "search/search.h"
#include "session/property.h"

G_BEGIN_DECLS

/* A sentence a step: "gw0 begins a.py::a1", "controller: complete of gw0, a.py::a1". Of char *; g_ptr_array_unref it.
 */
GPtrArray *schedule_lines (const SearchPlan *plan, const GArray *schedule);

/* A sentence on what is broken at its end; g_free it. */
char *schedule_detail (const SearchPlan *plan, const GArray *schedule, Property broken);

/* A numbered line a step, the workers in columns with what they hold: "1 | 2 . <" is test 1 taken, test 2 and the end
 * marker in the queue, and commands that were not taken yet; what runs stands in brackets. */
void schedule_append_text (GString *text, const SearchPlan *plan, const GArray *schedule);

G_END_DECLS

#endif
