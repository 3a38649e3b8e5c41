#include "plan/recommend.h"

#include "base/human.h"
#include "base/usage.h"
#include "external/external.h"

/* --- choices ------------------------------------------------------------------------------------------------- */

bool
recommend_is_released (const IsoModel *model)
{
  return model->since > 0;
}

static void
mark_choices (PlanRows *rows)
{
  bool any = false;
  for (unsigned i = 0; i < rows->len; i++)
    any |= recommend_is_released (rows->at[i].model);
  for (unsigned i = 0; i < rows->len; i++)
    {
      PlanRow *row = &rows->at[i];
      row->choice = row->runs && row->verdict == VERDICT_OK && (recommend_is_released (row->model) || !any);
    }
}

/* Returns whether A is better than B by FIRST, then by SECOND, then by fewer workers, then by its place. */
static bool
comes_first (const PlanRow *a, const PlanRow *b, uint64_t a_first, uint64_t b_first, uint64_t a_second,
             uint64_t b_second)
{
  if (a_first != b_first)
    return a_first < b_first;
  if (a_second != b_second)
    return a_second < b_second;
  return a->workers != b->workers ? a->workers < b->workers : a < b;
}

static bool
is_faster (const PlanRow *a, const PlanRow *b)
{
  return comes_first (a, b, a->judged_us, b->judged_us, a->cost, b->cost);
}

static bool
is_cheaper (const PlanRow *a, const PlanRow *b)
{
  return comes_first (a, b, a->cost, b->cost, a->judged_us, b->judged_us);
}

/* Returns the fastest choice at a number of workers (0: at any) that costs at most COST_MAX; NULL if there is none. */
static const PlanRow *
find_fastest (const PlanRows *rows, unsigned workers, uint64_t cost_max)
{
  const PlanRow *best = NULL;
  for (unsigned i = 0; i < rows->len; i++)
    {
      const PlanRow *row = &rows->at[i];
      if (row->choice && (!workers || row->workers == workers) && row->cost <= cost_max
          && (!best || is_faster (row, best)))
        best = row;
    }
  return best;
}

static const PlanRow *
find_cheapest_within (const PlanRows *rows, uint64_t target_us)
{
  const PlanRow *best = NULL;
  for (unsigned i = 0; i < rows->len; i++)
    {
      const PlanRow *row = &rows->at[i];
      if (row->choice && row->judged_us <= target_us && (!best || is_cheaper (row, best)))
        best = row;
    }
  return best;
}

/* --- the frontier -------------------------------------------------------------------------------------------- */

static int
by_cost (const void *a, const void *b)
{
  const PlanRow *x = *(PlanRow *const *) a, *y = *(PlanRow *const *) b;
  return x == y ? 0 : comes_first (x, y, x->cost, y->cost, x->total_us, y->total_us) ? -1 : 1;
}

/* Along the frontier cost rises and time falls, both strictly. */
static void
mark_frontier (PlanRows *rows)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  for (unsigned i = 0; i < rows->len; i++)
    if (rows->at[i].choice)
      g_ptr_array_add (choices, &rows->at[i]);
  g_ptr_array_sort (choices, by_cost);
  const PlanRow *last = NULL;
  for (guint i = 0; i < choices->len; i++)
    {
      PlanRow *row = choices->pdata[i];
      row->frontier = !last || row->total_us < last->total_us;
      g_assert (!row->frontier || !last || row->cost > last->cost);
      last = row->frontier ? row : last;
    }
}

/* --- the knee ------------------------------------------------------------------------------------------------ */

static void
find_knee (Recommendation *found, const PlanRows *rows, const SweepPlan *sweep)
{
  found->largest = find_fastest (rows, sweep->workers[sweep->counts - 1], UINT64_MAX);
  for (unsigned i = 0; i < sweep->counts && found->largest && !found->knee; i++)
    {
      const PlanRow *row = find_fastest (rows, sweep->workers[i], UINT64_MAX);
      if (row && row->total_us * KNEE_PERCENT <= found->largest->total_us * 100)
        found->knee = row;
    }
  g_assert (!found->knee == !found->largest);
}

/* --- the row to take ----------------------------------------------------------------------------------------- */

static bool
refuse_target (const PlanRow *nearest, uint64_t target_us, GError **error)
{
  g_autofree char *target = human_time (target_us), *time = human_time (nearest->judged_us);
  return fail (error, "--target: no choice meets %s; the nearest is pytest -n %u --dist %s with %s", target,
               nearest->workers, external_pytest_name (nearest->model), time);
}

/* No choice of the same or lower cost is faster than the row to take, and it meets the target. */
static void
assert_is_best (const Recommendation *found, const PlanRows *rows, uint64_t target_us)
{
  const PlanRow *taken = found->taken;
  g_assert (taken->choice && (!target_us || taken->judged_us <= target_us));
  g_assert (target_us || taken->cost <= found->knee->cost);
  for (unsigned i = 0; i < rows->len; i++)
    {
      const PlanRow *row = &rows->at[i];
      g_assert (!row->choice || row->cost > taken->cost || row->judged_us >= taken->judged_us);
    }
}

static bool
take (Recommendation *found, const PlanRows *rows, uint64_t target_us, GError **error)
{
  found->taken = target_us ? find_cheapest_within (rows, target_us) : find_fastest (rows, 0, found->knee->cost);
  if (!found->taken)
    return refuse_target (found->fastest, target_us, error);
  assert_is_best (found, rows, target_us);
  return true;
}

/* --- run by run ---------------------------------------------------------------------------------------------- */

static PlanPair
pair_of (const uint64_t *ours_us, const uint64_t *theirs_us, unsigned runs, const PlanRow *other)
{
  PlanPair pair = { .other = other };
  for (unsigned i = 0; i < runs; i++)
    if (ours_us[i] == theirs_us[i])
      pair.same++;
    else
      ours_us[i] < theirs_us[i] ? pair.faster++ : pair.slower++;
  g_assert (pair.faster + pair.same + pair.slower == runs);
  return pair;
}

static void
fill_pairs (Recommendation *found, const PlanRows *rows, const Sweep *sweep)
{
  const PlanRow *taken = found->taken;
  const uint64_t *ours_us = sweep->row[taken - rows->at].wall_us;
  found->pair = g_new (PlanPair, rows->len / rows->counts);
  for (unsigned i = 0; i < rows->len && sweep->runs > 1; i++)
    if (rows->at[i].workers == taken->workers && &rows->at[i] != taken)
      found->pair[found->pairs++] = pair_of (ours_us, sweep->row[i].wall_us, sweep->runs, &rows->at[i]);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

bool
recommend (Recommendation *found, PlanRows *rows, const PlanQuestion *question, const Sweep *sweep, GError **error)
{
  *found = (Recommendation){ 0 };
  if (!sweep->runs)
    return true;
  mark_choices (rows);
  mark_frontier (rows);
  found->fastest = find_fastest (rows, 0, UINT64_MAX);
  find_knee (found, rows, &question->sweep);
  if (!found->knee)
    return true;
  if (!take (found, rows, question->target_us, error))
    return false;
  fill_pairs (found, rows, sweep);
  return true;
}

void
recommendation_clear (Recommendation *found)
{
  g_clear_pointer (&found->pair, g_free);
}
