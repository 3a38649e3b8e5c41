#include "run/report.h"

static void
append_real (GString *text, double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf (text, "\t%s", g_ascii_formatd (digits, sizeof digits, "%.6f", number));
}

static void
append_ratio (GString *text, const SchedulerReport *scheduler, double ratio)
{
  if (scheduler->whole)
    append_real (text, ratio);
  else
    g_string_append (text, "\t-");
}

static void
append_whole (GString *text, uint64_t number)
{
  g_string_append_printf (text, "\t%" G_GUINT64_FORMAT, number);
}

/* The promised properties that were broken, by name, or "-". */
static void
append_broken (GString *text, const SchedulerReport *scheduler)
{
  char separator = '\t';
  for (unsigned i = 0; i < scheduler->properties; i++)
    if (scheduler->property[i].promised && !scheduler->property[i].holds)
      {
        g_string_append_printf (text, "%c%s", separator, scheduler->property[i].name);
        separator = ',';
      }
  g_string_append (text, separator == '\t' ? "\t-" : "");
}

static void
append_costs (GString *text, const TimeBreakdown *account)
{
  append_whole (text, account->whole_us);
  append_whole (text, account->start_us);
  append_whole (text, account->end_us);
  append_whole (text, account->tests_us);
  append_whole (text, account->setup_us);
  append_whole (text, account->overhead_us);
  append_whole (text, account->held_us);
  append_whole (text, account->idle_us);
  append_whole (text, account->setups);
}

static void
append_row (GString *text, const Report *report, const SchedulerReport *scheduler)
{
  g_string_append (text, scheduler->model->name);
  append_whole (text, report->workers);
  append_whole (text, report->tests);
  g_string_append_printf (text, "\t%s", verdict_name (scheduler->verdict));
  append_whole (text, scheduler->wall_us);
  append_whole (text, scheduler->wall_min_us);
  append_whole (text, scheduler->wall_max_us);
  append_whole (text, scheduler->busy_us);
  append_real (text, scheduler->utilization);
  append_ratio (text, scheduler, scheduler->speedup);
  append_ratio (text, scheduler, scheduler->bound_ratio);
  append_whole (text, scheduler->setups);
  append_whole (text, scheduler->not_run);
  append_whole (text, scheduler->unstopped_us);
  append_broken (text, scheduler);
  if (report->costs)
    append_costs (text, &scheduler->account);
  else
    g_string_append (text, "\t-\t-\t-\t-\t-\t-\t-\t-\t-");
  g_string_append_c (text, '\n');
}

GString *
report_tsv (const Report *report)
{
  GString *text
      = g_string_new ("name\tworkers\ttests\tverdict\twall_us\twall_min_us\twall_max_us\tbusy_us\tutilization\t"
                      "speedup\tbound_ratio\tsetups\tnot_run\tunstopped_us\tbroken\twhole_us\tstart_us\tend_us\ttests_"
                      "us\tsetup_us\toverhead_us\theld_us\tidle_us\t"
                      "fixture_setups\n");
  for (unsigned i = 0; i < report->schedulers; i++)
    append_row (text, report, &report->scheduler[i]);
  return text;
}
