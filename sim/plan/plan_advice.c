#include "plan/plan_advice.h"

#include "base/human.h"
#include "external/external.h"

/* The arguments of plan_advice(). */
typedef struct
{
  const Recommendation *found;
  const PlanRows *rows;
  const PlanQuestion *question;
  unsigned runs;
} Advised;

static void
append_figures (GString *text, const Advised *on, const PlanRow *row)
{
  g_autofree char *time = human_time (row->total_us), *cost = billing_dup_text (&on->question->billing, row->cost);
  g_string_append_printf (text, "%s%s, %s", time, on->question->billing.startup_us ? " with the start-up" : "", cost);
}

static void
append_knee (GString *text, const Advised *on)
{
  const PlanRow *knee = on->found->knee, *taken = on->found->taken;
  if (!knee || on->question->sweep.counts < 2)
    return;
  if (knee->workers == on->found->largest->workers)
    {
      g_string_append_printf (text, " No smaller number gives %u %% of the speed-up of %u workers: more may pay.",
                              KNEE_PERCENT, knee->workers);
      return;
    }
  char share[G_ASCII_DTOSTR_BUF_SIZE];
  double part = knee->total_us ? (double) on->found->largest->total_us / (double) knee->total_us : 1;
  g_autofree char *workers = human_plural (knee->workers, "worker");
  g_string_append_printf (text, " %s %s the knee: %s %% of the speed-up that %u give.", workers,
                          knee->workers == 1 ? "is" : "are", g_ascii_formatd (share, sizeof share, "%.1f", part * 100),
                          on->found->largest->workers);
  if (taken != knee && !on->question->target_us)
    g_string_append (text, " This costs no more than the fastest there, and is faster.");
}

/* Names the fastest choice of all, with its time and cost. */
static void
append_fastest (GString *text, const Advised *on)
{
  const PlanRow *fastest = on->found->fastest;
  if (!fastest || fastest == on->found->taken)
    return;
  g_string_append_printf (text, " The fastest is -n %u --dist %s: ", fastest->workers, fastest->model->name);
  append_figures (text, on, fastest);
  g_string_append_c (text, '.');
}

/* Compares the other schedulers at the same number of workers. */
static void
append_others (GString *text, const Advised *on)
{
  const PlanRow *taken = on->found->taken;
  bool any = false;
  for (unsigned i = 0; i < on->rows->len; i++)
    {
      const PlanRow *row = &on->rows->at[i];
      if (!row->choice || row == taken || row->workers != taken->workers)
        continue;
      g_autofree char *longer = human_longer (row->total_us, taken->total_us);
      g_string_append_printf (text, "%s %s%s%s", any ? "," : "", row->model->name, any ? " " : " would take ", longer);
      any = true;
    }
  g_string_append (text, any ? "." : "");
}

/* Names the fastest scheduler of no release, if it is faster than the row to take and costs no more. */
static void
append_unreleased (GString *text, const Advised *on)
{
  const PlanRow *taken = on->found->taken, *best = NULL;
  for (unsigned i = 0; i < on->rows->len; i++)
    {
      const PlanRow *row = &on->rows->at[i];
      if (row->runs && !recommend_is_released (row->model) && !row->choice && row->cost <= taken->cost
          && row->total_us < taken->total_us && (!best || row->total_us < best->total_us))
        best = row;
    }
  if (!best)
    return;
  g_autofree char *time = human_time (best->total_us);
  g_string_append_printf (text, " %s, which no release has yet, would take %s on %u.", best->model->name, time,
                          best->workers);
}

/* Returns PART of ALL in per cent. It is 0 only for none of them, and 100 only for all. */
static unsigned
percent (unsigned part, unsigned all)
{
  unsigned share = (part * 100 + all / 2) / all;
  return part == 0 || part == all ? share : CLAMP (share, 1, 99);
}

/* Names the schedulers that were slower in every run. Returns their number. */
static unsigned
append_always (GString *text, const Advised *on)
{
  unsigned always = 0;
  for (unsigned i = 0; i < on->found->pairs; i++)
    if (on->found->pair[i].faster == on->runs)
      g_string_append_printf (text, "%s %s", always++ ? "," : " always faster than",
                              on->found->pair[i].other->model->name);
  return always;
}

/* Names the other schedulers, each with the share of runs in which it was slower. */
static void
append_mostly (GString *text, const Advised *on, const char *before)
{
  unsigned runs = on->runs;
  for (unsigned i = 0; i < on->found->pairs; i++)
    {
      const PlanPair *pair = &on->found->pair[i];
      if (pair->faster == runs)
        continue;
      g_string_append_printf (text, "%s %s in %u %%", before, pair->other->model->name, percent (pair->faster, runs));
      if (pair->same)
        g_string_append_printf (text, " (as fast in %u %%)", percent (pair->same, runs));
      before = ",";
    }
}

static void
append_pairs (GString *text, const Advised *on)
{
  const PlanRow *taken = on->found->taken;
  if (!on->found->pairs)
    return;
  g_string_append_printf (text, " In %u runs %s on %u was", on->runs, taken->model->name, taken->workers);
  unsigned always = append_always (text, on);
  append_mostly (text, on, always ? "; faster than" : " faster than");
  g_string_append_c (text, '.');
}

static void
append_spread (GString *text, const Advised *on)
{
  if (on->runs < 2)
    return;
  g_autofree char *most = human_time (on->question->billing.startup_us + on->found->taken->p95_us);
  g_string_append_printf (text, " 95 %% of runs take at most %s.", most);
}

static char *
dup_sentences (const Advised *on)
{
  const PlanRow *taken = on->found->taken;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "Take pytest -n %u --dist %s: ", taken->workers, external_pytest_name (taken->model));
  append_figures (text, on, taken);
  if (on->question->target_us)
    {
      g_autofree char *target = human_time (on->question->target_us);
      g_string_append_printf (text, ", the cheapest that meets %s%s", target, on->runs > 1 ? " in 95 % of runs" : "");
    }
  g_string_append_c (text, '.');
  append_spread (text, on);
  append_others (text, on);
  append_pairs (text, on);
  append_knee (text, on);
  append_fastest (text, on);
  append_unreleased (text, on);
  return g_string_free (text, FALSE);
}

char *
plan_advice (const Recommendation *found, const PlanRows *rows, const PlanQuestion *question, unsigned runs)
{
  const Advised on = { found, rows, question, runs };
  return found->taken ? dup_sentences (&on) : NULL;
}
