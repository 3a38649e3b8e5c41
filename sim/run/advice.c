#include "run/advice.h"

#include "base/human.h"

/* It ran well, runs every test once, and is no twin. */
static bool
can_be_compared (const SchedulerReport *scheduler)
{
  return scheduler->verdict == VERDICT_OK && !scheduler->model->every_worker && !scheduler->model->twin;
}

/* It is in a release, too. */
static bool
can_be_recommended (const SchedulerReport *scheduler)
{
  return can_be_compared (scheduler) && scheduler->model->since;
}

/* Whether A is faster; of equally fast ones, whether it sets scopes up less often. */
static bool
is_better (const SchedulerReport *a, const SchedulerReport *b)
{
  return a->wall_us < b->wall_us || (a->wall_us == b->wall_us && a->setups < b->setups);
}

static const SchedulerReport *
find_best (const Report *report)
{
  const SchedulerReport *best = NULL;
  for (unsigned i = 0; i < report->schedulers; i++)
    if (can_be_recommended (&report->scheduler[i]) && (!best || is_better (&report->scheduler[i], best)))
      best = &report->scheduler[i];
  return best;
}

/* Finds one that is at most 5 % slower and sets scopes up at least a tenth less often, for suites with costly set-ups.
 */
static const SchedulerReport *
find_gentler (const Report *report, const SchedulerReport *best)
{
  const SchedulerReport *gentler = NULL;
  for (unsigned i = 0; i < report->schedulers; i++)
    {
      const SchedulerReport *other = &report->scheduler[i];
      if (can_be_recommended (other) && other->setups * 10 <= best->setups * 9
          && other->wall_us <= best->wall_us + best->wall_us / 20 && (!gentler || other->setups < gentler->setups))
        gentler = other;
    }
  return gentler;
}

static int
by_wall_time (const void *a, const void *b)
{
  const SchedulerReport *x = *(const SchedulerReport *const *) a, *y = *(const SchedulerReport *const *) b;
  return (x->wall_us > y->wall_us) - (x->wall_us < y->wall_us);
}

/* "load would take 1.2 % longer, loadscope 2.4 times as long." */
static void
append_others (GString *text, const Report *report, const SchedulerReport *best)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  for (unsigned i = 0; i < report->schedulers; i++)
    if (can_be_recommended (&report->scheduler[i]) && &report->scheduler[i] != best)
      g_ptr_array_add (others, &report->scheduler[i]);
  g_ptr_array_sort (others, by_wall_time);
  for (guint i = 0; i < others->len; i++)
    {
      const SchedulerReport *other = others->pdata[i];
      g_autofree char *longer = human_longer (other->wall_us, best->wall_us);
      g_string_append_printf (text, "%s %s%s", i ? "," : "", other->model->name, i ? " " : " would take ");
      g_string_append (text, longer);
    }
  g_string_append (text, others->len ? "." : "");
}

static void
append_gentler (GString *text, const SchedulerReport *best, const SchedulerReport *gentler)
{
  if (!gentler)
    return;
  g_autofree char *few = human_count (gentler->setups), *many = human_count (best->setups);
  g_string_append_printf (text, " If setting scopes up is costly, take %s: it does so %s times, %s does %s times.",
                          gentler->model->name, few, best->model->name, many);
}

/* A scheduler that no release has. */
static void
append_unreleased (GString *text, const SchedulerReport *scheduler, const SchedulerReport *best)
{
  double more = best->wall_us ? (double) scheduler->wall_us / (double) best->wall_us : 1.0;
  g_autofree char *longer = human_longer (scheduler->wall_us, best->wall_us);
  const char *gain = scheduler->model->promises & ISO_BIT (ISO_ISOLATION) ? " and run one scope at a time" : "";
  g_string_append_printf (text, " %s, which no release has yet, would ", scheduler->model->name);
  if (more < 0.9995)
    g_string_append (text, "be faster still.");
  else
    g_string_append_printf (text, "take %s%s.", longer, gain);
}

char *
advise (const Report *report)
{
  const SchedulerReport *best = find_best (report);
  if (!best || report->schedulers < 2)
    return NULL;
  g_autofree char *time = human_time (best->wall_us);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "Take --dist %s: %s.", best->model->name, time);
  append_others (text, report, best);
  append_gentler (text, best, find_gentler (report, best));
  for (unsigned i = 0; i < report->schedulers; i++)
    if (can_be_compared (&report->scheduler[i]) && !report->scheduler[i].model->since)
      append_unreleased (text, &report->scheduler[i], best);
  return g_string_free (text, FALSE);
}
