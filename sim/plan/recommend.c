#include "plan/recommend.h"

#include "base/human.h"
#include "base/usage.h"
#include "external/external.h"
#include <string.h>

#define KNEE_PERCENT 95u

/* --- choices ------------------------------------------------------------------------------------------------- */

static bool
is_released (const IsoModel *model)
{
  return model->since > 0;
}

static void
mark_choices (PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  bool any = false;
  for (unsigned i = 0; i < sweep->models; i++)
    any |= is_released (sweep->model[i]);
  for (unsigned i = 0; i < report->rows; i++)
    {
      PlanRow *row = &report->row[i];
      row->choice = row->runs && row->verdict == VERDICT_OK && (is_released (row->model) || !any);
    }
}

/* Whether A is to be taken before B when both serve: by FIRST, then by SECOND, then fewer workers, then the table. */
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

/* The fastest choice at a number of workers (0: at any) that costs no more than COST_MAX; NULL when there is none. */
static const PlanRow *
find_fastest (const PlanReport *report, unsigned workers, uint64_t cost_max)
{
  const PlanRow *best = NULL;
  for (unsigned i = 0; i < report->rows; i++)
    {
      const PlanRow *row = &report->row[i];
      if (row->choice && (!workers || row->workers == workers) && row->cost <= cost_max
          && (!best || is_faster (row, best)))
        best = row;
    }
  return best;
}

static const PlanRow *
find_cheapest_within (const PlanReport *report, uint64_t target_us)
{
  const PlanRow *best = NULL;
  for (unsigned i = 0; i < report->rows; i++)
    {
      const PlanRow *row = &report->row[i];
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

static void
mark_frontier (PlanReport *report)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  for (unsigned i = 0; i < report->rows; i++)
    if (report->row[i].choice)
      g_ptr_array_add (choices, &report->row[i]);
  g_ptr_array_sort (choices, by_cost);
  uint64_t fastest_us = UINT64_MAX;
  for (guint i = 0; i < choices->len; i++)
    {
      PlanRow *row = choices->pdata[i];
      row->frontier = row->total_us < fastest_us;
      fastest_us = MIN (fastest_us, row->total_us);
    }
}

/* --- the knee ------------------------------------------------------------------------------------------------ */

static void
find_knee (PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  report->largest = find_fastest (report, sweep->workers[sweep->counts - 1], UINT64_MAX);
  for (unsigned i = 0; i < sweep->counts && report->largest && !report->knee; i++)
    {
      const PlanRow *row = find_fastest (report, sweep->workers[i], UINT64_MAX);
      if (row && row->total_us * KNEE_PERCENT <= report->largest->total_us * 100)
        report->knee = row;
    }
}

/* --- in words ------------------------------------------------------------------------------------------------ */

static void
append_figures (GString *text, const PlanReport *report, const PlanRow *row)
{
  g_autofree char *time = human_time (row->total_us), *cost = billing_dup_text (&report->question->billing, row->cost);
  g_string_append_printf (text, "%s%s, %s", time, report->question->billing.startup_us ? " with the start-up" : "",
                          cost);
}

static void
append_knee (GString *text, const PlanReport *report)
{
  const PlanRow *knee = report->knee, *taken = report->recommended;
  if (!knee || report->question->sweep.counts < 2)
    return;
  if (knee->workers == report->largest->workers)
    {
      g_string_append_printf (text, " No smaller number gives %u %% of the speed-up of %u workers: more may pay.",
                              KNEE_PERCENT, knee->workers);
      return;
    }
  char share[G_ASCII_DTOSTR_BUF_SIZE];
  double part = knee->total_us ? (double) report->largest->total_us / (double) knee->total_us : 1;
  g_autofree char *workers = human_plural (knee->workers, "worker");
  g_string_append_printf (text, " %s %s the knee: %s %% of the speed-up that %u give.", workers,
                          knee->workers == 1 ? "is" : "are", g_ascii_formatd (share, sizeof share, "%.1f", part * 100),
                          report->largest->workers);
  if (taken != knee && !report->question->target_us)
    g_string_append (text, " This costs no more than the fastest there, and is faster.");
}

/* What the fastest of all takes and costs. */
static void
append_fastest (GString *text, const PlanReport *report)
{
  const PlanRow *fastest = find_fastest (report, 0, UINT64_MAX);
  if (!fastest || fastest == report->recommended)
    return;
  g_string_append_printf (text, " The fastest is -n %u --dist %s: ", fastest->workers, fastest->model->name);
  append_figures (text, report, fastest);
  g_string_append_c (text, '.');
}

/* The other schedulers at the same number of workers. */
static void
append_others (GString *text, const PlanReport *report)
{
  const PlanRow *taken = report->recommended;
  bool any = false;
  for (unsigned i = 0; i < report->rows; i++)
    {
      const PlanRow *row = &report->row[i];
      if (!row->choice || row == taken || row->workers != taken->workers)
        continue;
      g_autofree char *longer = human_longer (row->total_us, taken->total_us);
      g_string_append_printf (text, "%s %s%s%s", any ? "," : "", row->model->name, any ? " " : " would take ", longer);
      any = true;
    }
  g_string_append (text, any ? "." : "");
}

/* Rows that are no choices, since no release has the scheduler, may be better; then it is said. */
static void
append_unreleased (GString *text, const PlanReport *report)
{
  const PlanRow *taken = report->recommended, *best = NULL;
  for (unsigned i = 0; i < report->rows; i++)
    {
      const PlanRow *row = &report->row[i];
      if (row->runs && !is_released (row->model) && !row->choice && row->cost <= taken->cost
          && row->total_us < taken->total_us && (!best || row->total_us < best->total_us))
        best = row;
    }
  if (!best)
    return;
  g_autofree char *time = human_time (best->total_us);
  g_string_append_printf (text, " %s, which no release has yet, would take %s on %u.", best->model->name, time,
                          best->workers);
}

/* In how many of all runs, as a share of 100 that is 0 or 100 only if it is all or none of them. */
static unsigned
percent (unsigned part, unsigned all)
{
  unsigned share = (part * 100 + all / 2) / all;
  return part == 0 || part == all ? share : CLAMP (share, 1, 99);
}

/* The schedulers that it beat in every run, by name; how many they are. */
static unsigned
append_always (GString *text, const PlanReport *report)
{
  unsigned always = 0;
  for (unsigned i = 0; i < report->pairs; i++)
    if (report->pair[i].faster == report->sweep.runs)
      g_string_append_printf (text, "%s %s", always++ ? "," : " always faster than",
                              report->pair[i].other->model->name);
  return always;
}

/* Those that it did not always beat, and how often it did. */
static void
append_mostly (GString *text, const PlanReport *report, const char *before)
{
  unsigned runs = report->sweep.runs;
  for (unsigned i = 0; i < report->pairs; i++)
    {
      const PlanPair *pair = &report->pair[i];
      if (pair->faster == runs)
        continue;
      g_string_append_printf (text, "%s %s in %u %%", before, pair->other->model->name, percent (pair->faster, runs));
      if (pair->same)
        g_string_append_printf (text, " (as fast in %u %%)", percent (pair->same, runs));
      before = ",";
    }
}

/* How sure it is, against each of the others. */
static void
append_pairs (GString *text, const PlanReport *report)
{
  const PlanRow *taken = report->recommended;
  if (!report->pairs)
    return;
  g_string_append_printf (text, " In %u runs %s on %u was", report->sweep.runs, taken->model->name, taken->workers);
  unsigned always = append_always (text, report);
  append_mostly (text, report, always ? "; faster than" : " faster than");
  g_string_append_c (text, '.');
}

static void
append_spread (GString *text, const PlanReport *report)
{
  if (report->sweep.runs < 2)
    return;
  g_autofree char *most = human_time (report->question->billing.startup_us + report->recommended->p95_us);
  g_string_append_printf (text, " 95 %% of runs take at most %s.", most);
}

char *
recommend_advice (const PlanReport *report)
{
  const PlanRow *taken = report->recommended;
  if (!taken)
    return NULL;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "Take pytest -n %u --dist %s: ", taken->workers, external_pytest_name (taken->model));
  append_figures (text, report, taken);
  if (report->question->target_us)
    {
      g_autofree char *target = human_time (report->question->target_us);
      g_string_append_printf (text, ", the cheapest that meets %s%s", target,
                              report->sweep.runs > 1 ? " in 95 % of runs" : "");
    }
  g_string_append_c (text, '.');
  append_spread (text, report);
  append_others (text, report);
  append_pairs (text, report);
  append_knee (text, report);
  append_fastest (text, report);
  append_unreleased (text, report);
  return g_string_free (text, FALSE);
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static bool
refuse_target (const PlanReport *report, GError **error)
{
  const PlanRow *nearest = find_fastest (report, 0, UINT64_MAX);
  g_autofree char *target = human_time (report->question->target_us), *time = human_time (nearest->judged_us);
  return fail (error, "--target: no choice meets %s; the nearest is pytest -n %u --dist %s with %s", target,
               nearest->workers, external_pytest_name (nearest->model), time);
}

bool
recommend (PlanReport *report, GError **error)
{
  uint64_t target_us = report->question->target_us;
  mark_choices (report);
  mark_frontier (report);
  find_knee (report);
  if (!report->knee)
    return true;
  report->recommended
      = target_us ? find_cheapest_within (report, target_us) : find_fastest (report, 0, report->knee->cost);
  if (!report->recommended)
    return refuse_target (report, error);
  return true;
}
