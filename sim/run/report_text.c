#include "run/report.h"
#include "session/property.h"

#include "base/human.h"
#include "base/paragraph.h"
#include "run/input_summary.h"
#include "simulate/findings.h"
#include <string.h>

static void
append_assumptions (GString *text, const Report *report)
{
  g_autofree char *workers = human_plural (report->workers, "worker"), *bound = human_time (report->bound_us);
  paragraph_append_sentence (text, "", "%s at full speed; nothing can be faster than %s (%s)", workers, bound,
                             report->longest_binds ? "the longest test" : "work ÷ workers");
  if (!report->trace->scenario)
    paragraph_append (text, "  ", "    ",
                      report->costs ? "starting, set-ups and messages take what the table at the end tells"
                                    : "only tests take time: a recording would tell what the rest costs");
  if (report->longest_binds)
    {
      g_autofree char *name = suite_dup_name (report->trace->suite, report->longest);
      paragraph_append_sentence (text, "  ", "the longest test is %s", name);
    }
  if (report->cores && report->workers > report->cores)
    paragraph_append_sentence (
        text, "  ", "warning: %u workers on %u cores cannot all run at full speed: real runs will take longer",
        report->workers, report->cores);
}

/* --- the table ----------------------------------------------------------------------------------------------- */

static const PropertyReport *
find_property (const SchedulerReport *scheduler, Property property)
{
  for (unsigned i = 0; i < scheduler->properties; i++)
    if (scheduler->property[i].name == property_name (property))
      return &scheduler->property[i];
  return NULL;
}

static unsigned
count_broken (const SchedulerReport *scheduler)
{
  unsigned broken = 0;
  for (unsigned i = 0; i < scheduler->properties; i++)
    broken += scheduler->property[i].promised && !scheduler->property[i].holds;
  return broken;
}

static void
append_promises (GString *text, const SchedulerReport *scheduler)
{
  if (scheduler->verdict != VERDICT_OK)
    g_string_append_printf (text, "  %s", verdict_name (scheduler->verdict));
  else
    g_string_append (text, count_broken (scheduler) ? "  broken" : "  kept");
}

/* Ratios to the whole suite's work say nothing of a run that did not come to all of it. */
static void
append_ratios (GString *text, const SchedulerReport *scheduler)
{
  if (scheduler->whole)
    paragraph_append_number (text, scheduler->speedup, 9, "%.2f");
  else
    paragraph_append_cell (text, "-", 9);
  if (scheduler->whole)
    paragraph_append_number (text, scheduler->bound_ratio, 8, "%.3f");
  else
    paragraph_append_cell (text, "-", 8);
}

/* Wide enough for the longest name. */
static int
name_columns (const Report *report)
{
  size_t columns = 10;
  for (unsigned i = 0; i < report->schedulers; i++)
    columns = MAX (columns, strlen (report->scheduler[i].model->name));
  return (int) columns;
}

static void
append_row (GString *text, const SchedulerReport *scheduler, int columns)
{
  g_autofree char *wall = human_time (scheduler->wall_us), *setups = human_count (scheduler->setups);
  g_autofree char *beside = human_count (find_property (scheduler, ISO_ISOLATION)->count);
  g_string_append_printf (text, "%-*s", columns, scheduler->model->name);
  paragraph_append_cell (text, wall, 12);
  paragraph_append_number (text, scheduler->utilization * 100, 6, "%.1f");
  g_string_append (text, "%");
  append_ratios (text, scheduler);
  paragraph_append_cell (text, setups, 9);
  paragraph_append_cell (text, beside, 8);
  append_promises (text, scheduler);
  g_string_append_c (text, '\n');
}

static void
append_table (GString *text, const Report *report)
{
  int columns = name_columns (report);
  g_string_append_printf (text, "\n%-*s   wall time   used speed-up ÷ bound  set-ups  beside  promises\n", columns,
                          "scheduler");
  for (unsigned i = 0; i < report->schedulers; i++)
    append_row (text, &report->scheduler[i], columns);
  g_string_append (text, "\n  set-ups: how often a worker enters a scope (class, or functions of a module)\n"
                         "  beside:  tests that ran while a test of another scope ran\n");
}

/* --- what is to be said of single schedulers ----------------------------------------------------------------- */

static void
append_seeds (GString *text, const SchedulerReport *scheduler)
{
  if (!scheduler->model->shuffles)
    return;
  g_autofree char *least = human_time (scheduler->wall_min_us), *most = human_time (scheduler->wall_max_us);
  if (scheduler->seeds == 1)
    paragraph_append_sentence (text, "  ", "%s: shuffled with seed %" G_GINT64_FORMAT, scheduler->model->name,
                               scheduler->seed);
  else
    paragraph_append_sentence (
        text, "  ", "%s: shuffles; median of %u seeds, from %s to %s (--seed %" G_GINT64_FORMAT " is the median)",
        scheduler->model->name, scheduler->seeds, least, most, scheduler->seed);
}

/* What stopping early saves. */
static void
append_saved (GString *text, const SchedulerReport *scheduler)
{
  if (scheduler->unstopped_us <= scheduler->wall_us)
    return;
  uint64_t saved_us = scheduler->unstopped_us - scheduler->wall_us;
  g_autofree char *saved = human_time (saved_us), *whole = human_time (scheduler->unstopped_us);
  paragraph_append_sentence (text, "  ", "%s: stopping saves %s of %s", scheduler->model->name, saved, whole);
}

static void
append_trouble (GString *text, const SchedulerReport *scheduler)
{
  if (scheduler->trouble && scheduler->verdict != VERDICT_REPEATED) /* that is told as a broken promise */
    paragraph_append_sentence (text, "  ", "%s, %s: %s", scheduler->model->name, verdict_name (scheduler->verdict),
                               scheduler->trouble);
  append_saved (text, scheduler);
  for (unsigned i = 0; i < scheduler->properties; i++)
    {
      const PropertyReport *property = &scheduler->property[i];
      if (!property->promised || property->holds)
        continue;
      g_autofree char *count = human_plural (property->count, "time");
      paragraph_append_sentence (text, "  ", "%s broke '%s' %s: %s", scheduler->model->name, property->name, count,
                                 property->example);
    }
}

/* --- what it costs ------------------------------------------------------------------------------------------- */

static void
append_time (GString *text, uint64_t us, int columns)
{
  g_autofree char *time = human_time (us);
  paragraph_append_cell (text, time, columns);
}

static void
append_account (GString *text, const SchedulerReport *scheduler, unsigned workers, int columns)
{
  const TimeBreakdown *account = &scheduler->account;
  g_string_append_printf (text, "%-*s", columns, scheduler->model->name);
  append_time (text, account->whole_us, 11);
  append_time (text, account->start_us, 10);
  append_time (text, account->tests_us / workers, 9);
  append_time (text, account->setup_us / workers, 9);
  append_time (text, account->overhead_us / workers, 10);
  append_time (text, (account->held_us + account->idle_us) / workers, 9);
  append_time (text, account->end_us, 9);
  g_string_append_c (text, '\n');
}

static void
append_accounts (GString *text, const Report *report)
{
  int columns = name_columns (report);
  if (!report->costs)
    return;
  g_string_append_printf (text, "\n%-*s  whole run  start-up    tests  set-ups  overhead  waiting      end\n", columns,
                          "scheduler");
  for (unsigned i = 0; i < report->schedulers; i++)
    append_account (text, &report->scheduler[i], report->workers, columns);
  g_string_append (text, "\n  start-up: until the first test starts; end: behind the last test\n"
                         "  tests to waiting: in between, a worker's mean; set-ups with their tear-downs\n");
}

GString *
report_text (const Report *report)
{
  GString *text = g_string_new (NULL);
  input_summary_text (text, report->path, report->trace);
  append_assumptions (text, report);
  append_table (text, report);
  for (unsigned i = 0; i < report->schedulers; i++)
    append_seeds (text, &report->scheduler[i]);
  for (unsigned i = 0; i < report->schedulers; i++)
    append_trouble (text, &report->scheduler[i]);
  for (guint i = 0; i < report->notes->len; i++)
    paragraph_append (text, "  ", "    ", report->notes->pdata[i]);
  append_accounts (text, report);
  if (report->advice)
    {
      g_string_append_c (text, '\n');
      paragraph_append (text, "", "", report->advice);
    }
  return text;
}
