/* sim/plan/recommend.h - which row of a plan to take.
 *
 * A choice is a row whose runs ended well and whose scheduler a release has (where none of those asked for is in a
 * release, all count). Time is the start-up and the wall time; cost is money, or the workers' time where no price is
 * given.
 *
 * Of several runs, faster and slower are those of means; with a target, of 95th percentiles.
 *
 * - The knee is the smallest number of workers whose fastest choice has 95 % of the speed-up of the fastest choice at
 *   the largest number.
 * - The frontier is the choices of which no other is both no slower and no dearer.
 * - Recommended is, with a target, the cheapest choice that meets it. Without one, it is the fastest choice that costs
 *   no more than the fastest at the knee. Either way no choice of the same or lower cost is faster.
 * Ties go to what is better in the other measure, then to fewer workers, then to the scheduler that stands first. */
#ifndef ISOSIM_RECOMMEND_H
#define ISOSIM_RECOMMEND_H

#include "plan/plan_report.h"

G_BEGIN_DECLS

/* Marks choices and frontier, and sets knee, largest and recommended of a report whose rows are filled; rows
 * that are not known are no choices. False with *error when no choice meets the target. */
bool recommend (PlanReport *report, GError **error);

/* Sentences on what is recommended, once pairs are filled too; NULL when nothing is. g_free it. */
char *recommend_advice (const PlanReport *report);

G_END_DECLS

#endif
