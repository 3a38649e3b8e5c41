#include "compare/compare_report.h"

#include "base/usage.h"
#include <math.h>
#include <stdlib.h>

const char *const compared_names[COMPARED_KINDS] = {
  [COMPARED_WORSE] = "worse",   [COMPARED_SLOWER] = "slower", [COMPARED_SAME] = "same",
  [COMPARED_FASTER] = "faster", [COMPARED_BETTER] = "better",
};

/* --- one case ------------------------------------------------------------------------------------------------ */

static bool
is_worse (const ResultCase *one, const ResultCase *than)
{
  if (one->verdict != than->verdict)
    return one->verdict < than->verdict;
  return one->broken && !than->broken;
}

/* Returns whether US is larger by more than the allowed share. In whole microseconds, rounding the allowance down is
 * exact. */
static bool
is_slower (uint64_t us, uint64_t than_us, unsigned allowed)
{
  const uint64_t whole = 100 * SHARE_PERCENT;
  uint64_t more = than_us / whole * allowed + than_us % whole * allowed / whole;
  return us > than_us && us - than_us > more;
}

static ComparedKind
kind_of (const Compared *compared, unsigned allowed)
{
  const ResultCase *before = compared->before, *now = compared->now;
  if (is_worse (now, before))
    return COMPARED_WORSE;
  if (compared->timed && is_slower (now->wall_us, before->wall_us, allowed))
    return COMPARED_SLOWER;
  if (is_worse (before, now))
    return COMPARED_BETTER;
  return compared->timed && is_slower (before->wall_us, now->wall_us, allowed) ? COMPARED_FASTER : COMPARED_SAME;
}

static double
ratio_of (uint64_t now_us, uint64_t before_us)
{
  if (before_us)
    return (double) now_us / (double) before_us;
  return now_us ? (double) INFINITY : 1;
}

static Compared
compare_case (const ResultCase *before, const ResultCase *now, unsigned allowed)
{
  Compared compared = { .before = before, .now = now, .ratio = 1 };
  compared.timed = before->verdict == now->verdict && now->verdict >= VERDICT_STOPPED;
  if (compared.timed)
    compared.ratio = ratio_of (now->wall_us, before->wall_us);
  compared.kind = kind_of (&compared, allowed);
  return compared;
}

/* --- all of them --------------------------------------------------------------------------------------------- */

/* Equal cases keep the order of NOW, whose cases lie in one array. */
static int
worst_first (const void *a, const void *b)
{
  const Compared *x = a, *y = b;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  if (x->ratio != y->ratio)
    return x->ratio > y->ratio ? -1 : 1;
  return (x->now > y->now) - (x->now < y->now);
}

static void
match_cases (CompareReport *report)
{
  for (guint i = 0; i < report->before->cases->len; i++)
    if (!results_find (report->now, results_case (report->before, i)))
      g_ptr_array_add (report->gone, (gpointer) (guintptr) results_case (report->before, i));
  for (guint i = 0; i < report->now->cases->len; i++)
    {
      const ResultCase *now = results_case (report->now, i), *before = results_find (report->before, now);
      if (!before)
        {
          g_ptr_array_add (report->added, (gpointer) (guintptr) now);
          continue;
        }
      Compared compared = compare_case (before, now, report->allowed);
      report->count[compared.kind]++;
      g_array_append_val (report->cases, compared);
    }
  g_assert (report->cases->len + report->gone->len == report->before->cases->len);
  g_assert (report->cases->len + report->added->len == report->now->cases->len);
  g_array_sort (report->cases, worst_first);
}

static int
by_size (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void
find_median (CompareReport *report)
{
  g_autofree double *ratio = g_new (double, report->cases->len);
  for (guint i = 0; i < report->cases->len; i++)
    {
      const Compared *compared = compare_report_case (report, i);
      if (compared->timed && isfinite (compared->ratio))
        ratio[report->timed++] = compared->ratio;
    }
  unsigned timed = report->timed;
  report->median = 1;
  if (!timed)
    return;
  qsort (ratio, timed, sizeof *ratio, by_size);
  report->median = (ratio[(timed - 1) / 2] + ratio[timed / 2]) / 2;
  g_assert (ratio[0] <= report->median && report->median <= ratio[timed - 1]);
}

static void
note_differences (CompareReport *report)
{
  static const char *const names[]
      = { [FACT_TESTS] = "tests", [FACT_RUNS] = "runs", [FACT_SEED] = "seed", [FACT_SIGMA] = "sigma" };
  for (int i = 0; i < FACTS; i++)
    {
      double was = report->before->fact[i], is = report->now->fact[i];
      char before[G_ASCII_DTOSTR_BUF_SIZE], now[G_ASCII_DTOSTR_BUF_SIZE];
      if (was < 0 || is < 0 || was == is)
        continue;
      g_ascii_formatd (before, sizeof before, "%.15g", was);
      g_ascii_formatd (now, sizeof now, "%.15g", is);
      g_ptr_array_add (report->notes, g_strdup_printf ("they differ in %s: %s in %s, %s in %s", names[i], before,
                                                       report->before->label, now, report->now->label));
    }
}

bool
compare_report_fill (CompareReport *report, const Results *before, const Results *now, unsigned allowed, GError **error)
{
  *report = (CompareReport){ .before = before,
                             .now = now,
                             .allowed = allowed,
                             .cases = g_array_new (FALSE, FALSE, sizeof (Compared)),
                             .gone = g_ptr_array_new (),
                             .added = g_ptr_array_new (),
                             .notes = g_ptr_array_new_with_free_func (g_free) };
  match_cases (report);
  find_median (report);
  note_differences (report);
  return report->cases->len > 0
         || fail (error, "%s and %s have no case in common: no scheduler at the same number of workers", before->label,
                  now->label);
}

void
compare_report_clear (CompareReport *report)
{
  g_clear_pointer (&report->cases, g_array_unref);
  g_clear_pointer (&report->gone, g_ptr_array_unref);
  g_clear_pointer (&report->added, g_ptr_array_unref);
  g_clear_pointer (&report->notes, g_ptr_array_unref);
}
