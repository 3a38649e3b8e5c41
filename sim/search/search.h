/* sim/search/search.h - tries every order in which the free choices of a session can fall (explicit-state model
 * checking), breadth first by steps: the first schedule that violates a property is among the shortest.
 *
 * Suites must be small: the number of states grows fast. */
#ifndef ISOSIM_SEARCH_H
#define ISOSIM_SEARCH_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* Searches all states that can be reached. A state after an error is not expanded. Without go_on, the report has one
 * schedule, the shortest of all; of several the first by property_next(). Each schedule is replayed before it is
 * reported. If one does not show what it should, the scheduler names its parts wrongly, and all is searched again
 * without reductions. Clear the report with search_report_clear(). */
void search (const SearchPlan *plan, SearchReport *report);

G_END_DECLS

#endif
