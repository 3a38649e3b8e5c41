/* sim/plan/plan_advice.h - a recommendation in sentences. */
#ifndef ISOSIM_PLAN_ADVICE_H
#define ISOSIM_PLAN_ADVICE_H

#include "plan/recommend.h"

G_BEGIN_DECLS

/* Returns the sentences about a recommendation from these rows, which are means over RUNS runs; NULL if nothing is
 * recommended. Free with g_free(). */
char *plan_advice (const Recommendation *found, const PlanRows *rows, const PlanQuestion *question, unsigned runs);

G_END_DECLS

#endif
