/* sim/schedule.h - shows a schedule that a search found: a line a step, and what each worker holds after it. */
#ifndef ISOSIM_SCHEDULE_H
#define ISOSIM_SCHEDULE_H

#include "search.h"

G_BEGIN_DECLS

/* A sentence a step: "gw0 begins a.py::a1", "the controller handles complete of gw0". Of char *; g_ptr_array_unref it.
 */
GPtrArray *schedule_lines (const SearchPlan *plan, const GArray *schedule);

/* A numbered line a step, the workers in columns with what they hold: "a1 a2 . |" is current a1, next a2 and a waiting
 * end marker; what runs stands in brackets, commands that were not taken yet behind a colon. */
void schedule_append_text (GString *text, const SearchPlan *plan, const GArray *schedule);

G_END_DECLS

#endif
