/* sim/plan/recommend.h - which row of a plan to take.
 *
 * A choice is a row whose runs all ended well and whose scheduler is in a release of pytest-xdist. If no scheduler of
 * the plan is in a release, all of them count. Time is the start-up and the wall time. Cost is money, or the workers'
 * time if no price is given. With several runs, times are compared by their means; with a target, by their 95th
 * percentiles.
 *
 * - The knee is the smallest number of workers whose fastest choice has 95 % of the speed-up of the fastest choice at
 *   the largest number.
 * - The frontier is every choice for which no other choice is as fast and as cheap, and better in one of the two.
 * - With a target, the row to take is the cheapest choice that meets it. Without one, it is the fastest choice that
 *   costs no more than the fastest at the knee. In both cases no choice of the same or lower cost is faster.
 *
 * Ties go to the better value of the other measure, then to fewer workers, then to the scheduler that comes first. */
#ifndef ISOSIM_RECOMMEND_H
#define ISOSIM_RECOMMEND_H

#include "plan/plan_rows.h"

G_BEGIN_DECLS

#define KNEE_PERCENT 95u

/* The row to take, compared run by run with another scheduler at the same number of workers. */
typedef struct
{
  const PlanRow *other;
  unsigned faster, same, slower; /* the number of runs in which the row to take is so; together all runs */
} PlanPair;

/* All rows are borrowed from the PlanRows that were searched; NULL: there is none. */
typedef struct
{
  const PlanRow *fastest; /* of all choices */
  const PlanRow *largest; /* the fastest choice at the largest number of workers */
  const PlanRow *knee;    /* the fastest choice at the knee's number of workers */
  const PlanRow *taken;   /* the row to take */
  unsigned pairs;         /* 0 for a single run */
  PlanPair *pair;         /* [pairs] in the order of the schedulers. Owned */
} Recommendation;

/* Marks the choices and the frontier in the rows of a sweep, and finds the row to take. Nothing is recommended if the
 * sweep has no run or the rows no choice. Returns false with *error if no choice meets the target. */
bool recommend (Recommendation *found, PlanRows *rows, const PlanQuestion *question, const Sweep *sweep,
                GError **error);
void recommendation_clear (Recommendation *found);

/* Returns whether a release of pytest-xdist has the scheduler. */
bool recommend_is_released (const IsoModel *model);

G_END_DECLS

#endif
