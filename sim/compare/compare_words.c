#include "compare/compare_words.h"

#include "base/human.h"
#include <math.h>

/* Returns the time if the times of both sides are compared, else how the run ended. */
char *
compared_cell (const Compared *compared, const ResultCase *side)
{
  bool promises_differ = compared->before->broken != compared->now->broken;
  if (side->broken && promises_differ && side->verdict >= VERDICT_STOPPED)
    return g_strdup ("broken");
  if (compared->timed || side->verdict == VERDICT_OK)
    return human_time (side->wall_us);
  return g_strdup (verdict_name (side->verdict));
}

static char *
dup_ratio (double ratio)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (g_ascii_formatd (digits, sizeof digits, ratio < 1000 ? "%.3f" : "%.3g", ratio));
}

char *
compared_ratio (const Compared *compared)
{
  return compared->timed && isfinite (compared->ratio) ? dup_ratio (compared->ratio) : g_strdup ("-");
}

char *
compared_sentence (const Compared *compared)
{
  const ResultCase *now = compared->now;
  g_autofree char *was = compared_cell (compared, compared->before), *is = compared_cell (compared, now);
  g_autofree char *workers = human_plural (now->workers, "worker");
  if (compared->kind != COMPARED_SLOWER || !compared->before->wall_us)
    return g_strdup_printf ("%s on %s: %s before, %s now", now->subject, workers, was, is);
  g_autofree char *longer = human_longer (now->wall_us, compared->before->wall_us);
  return g_strdup_printf ("%s on %s: %s before, %s now (%s)", now->subject, workers, was, is, longer);
}

/* "1 of 128 cases got worse, 3 got slower by more than 5 %". */
static char *
dup_counts (const CompareReport *report)
{
  char percent[G_ASCII_DTOSTR_BUF_SIZE];
  unsigned worse = report->count[COMPARED_WORSE], slower = report->count[COMPARED_SLOWER];
  g_autofree char *all = human_plural (report->cases->len, "case");
  g_ascii_formatd (percent, sizeof percent, "%g", (double) report->allowed / SHARE_PERCENT);
  if (worse && slower)
    return g_strdup_printf ("%u of %s got worse, and %u slower by more than %s %%", worse, all, slower, percent);
  if (worse)
    return g_strdup_printf ("%u of %s got worse, none slower by more than %s %%", worse, all, percent);
  return g_strdup_printf ("%u of %s got slower by more than %s %%", slower, all, percent);
}

char *
compare_summary (const CompareReport *report)
{
  g_autofree char *counts = dup_counts (report), *median = dup_ratio (report->median);
  return g_strdup_printf ("%s%s%s", counts, report->timed ? "; median ratio " : "", report->timed ? median : "");
}

/* Adjacent cases of one subject become one entry with several numbers of workers. */
char *
compare_alone (const GPtrArray *cases, const Results *of)
{
  if (!cases->len)
    return NULL;
  GString *text = g_string_new (NULL);
  g_autofree char *count = human_plural (cases->len, "case");
  g_string_append_printf (text, "%s %s in %s alone:", count, cases->len == 1 ? "is" : "are", of->label);
  for (guint i = 0; i < cases->len; i++)
    {
      const ResultCase *one = cases->pdata[i], *last = i ? cases->pdata[i - 1] : NULL;
      if (last && g_str_equal (last->subject, one->subject))
        g_string_append_printf (text, ", %u", one->workers);
      else
        g_string_append_printf (text, "%s %s on %u", last ? ";" : "", one->subject, one->workers);
    }
  return g_string_free (text, FALSE);
}
