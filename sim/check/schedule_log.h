/* sim/check/schedule_log.h - the decisions along a schedule, as JSON lines. */
#ifndef ISOSIM_SCHEDULE_LOG_H
#define ISOSIM_SCHEDULE_LOG_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* Returns the lines that `isosim --log` writes of a simulation; a step takes a microsecond. PROPERTY, which the
 * schedule violates, becomes the verdict of the last line; PROPERTIES: it violates none. The caller frees it with
 * g_string_free(). */
GString *schedule_log (const SearchPlan *plan, const GArray *schedule, Property property);

G_END_DECLS

#endif
