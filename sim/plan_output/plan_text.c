#include "plan_output/plan_text.h"

#include "base/human.h"
#include "base/paragraph.h"
#include "run/input_summary.h"
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 20 /* of the table of wall times; more do not fit on a screen */

/* --- what was asked ------------------------------------------------------------------------------------------ */

/* Says how several traces became one. Tests that only some traces have are kept and counted; the first is named. */
static void
append_history (GString *text, const History *history)
{
  g_autofree char *tests = human_plural (history->trace->suite->tests, "test"),
                  *partly = human_plural (history->partly, "test");
  uint32_t first = 0;
  paragraph_append_sentence (text, "", "%u traces, %s in all: each takes what it took in the mean", history->traces,
                             tests);
  while (history->partly && history->known[first] == history->traces)
    first++;
  g_autofree char *name = history->partly ? suite_dup_name (history->trace->suite, first) : NULL;
  if (name)
    paragraph_append_sentence (text, "  ", "%s that not all of them know, kept; the first is %s", partly, name);
}

/* Returns whether the file tells of workers that die, which a plan ignores. */
static bool
tells_of_deaths (const Trace *trace)
{
  unsigned outcomes = 0;
  for (uint32_t test = 0; trace->outcome && test < trace->suite->tests; test++)
    outcomes |= trace->outcome[test];
  return trace->scenario || outcomes & OUTCOME_CRASHED;
}

static void
append_inputs (GString *text, const PlanQuestion *question)
{
  bool deaths = false;
  for (unsigned i = 0; i < question->traces; i++)
    {
      input_summary_text (text, question->path[i], question->read[i]);
      deaths |= tells_of_deaths (question->read[i]);
    }
  if (deaths)
    paragraph_append (text, "  ", "    ", "only times count here: no worker dies");
  if (question->history)
    append_history (text, question->history);
}

static char *
dup_sigma_source (const PlanQuestion *question)
{
  if (question->sigma_source == SIGMA_GIVEN)
    return g_strdup ("given");
  if (question->sigma_source == SIGMA_ASSUMED)
    return g_strdup ("assumed: one trace does not tell it");
  g_autofree char *tests = human_plural (question->history->measured, "test");
  return g_strdup_printf ("measured of %s", tests);
}

/* Says which precision was reached, and whether that is what --precision asks for. */
static void
append_precision (GString *text, const PlanReport *report)
{
  char asked[G_ASCII_DTOSTR_BUF_SIZE], reached[G_ASCII_DTOSTR_BUF_SIZE];
  double wanted = report->question->sweep.precision, found = report->precision;
  g_ascii_formatd (asked, sizeof asked, "%.2f", wanted * 100);
  g_ascii_formatd (reached, sizeof reached, "%.2f", found * 100);
  paragraph_append_sentence (text, "  ", "each mean is known within %s %%%s%s%s", reached,
                             found <= wanted ? "" : ", not within ", found <= wanted ? "" : asked,
                             found <= wanted ? "" : " %: that takes more runs");
}

static void
append_noise (GString *text, const PlanReport *report)
{
  const PlanQuestion *question = report->question;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *source = dup_sigma_source (question), *runs = human_plural (report->sweep.runs, "run");
  if (question->sweep.runs)
    paragraph_append_sentence (text, "", "%s%s with times drawn around these, sigma %s (%s)", runs,
                               question->runs_cut && !report->interrupted && question->sweep.precision <= 0
                                   ? ", as many as its size allows,"
                                   : "",
                               g_ascii_formatd (digits, sizeof digits, "%.3f", question->sweep.sigma), source);
  if (question->sweep.precision > 0 && report->sweep.runs)
    append_precision (text, report);
  if (!question->sweep.runs)
    paragraph_append_sentence (text, "", "times as they are%s",
                               question->runs_given ? "" : ": for such a size times are drawn only with --runs R");
}

static void
append_question (GString *text, const PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  g_autofree char *schedulers = human_plural (sweep->models, "scheduler");
  unsigned last = sweep->workers[sweep->counts - 1];
  append_inputs (text, report->question);
  append_noise (text, report);
  if (report->question->billing.startup_us)
    {
      g_autofree char *startup = human_time (report->question->billing.startup_us);
      paragraph_append_sentence (text, "  ", "before the first test: %s of start-up, not in the wall times", startup);
    }
  if (sweep->counts == 1)
    paragraph_append_sentence (text, "", "%s, %u workers at full speed", schedulers, last);
  else
    paragraph_append_sentence (text, "", "%s, %u numbers of workers from %u to %u, all at full speed", schedulers,
                               sweep->counts, sweep->workers[0], last);
}

/* --- wall times by number of workers ------------------------------------------------------------------------- */

static int
columns_of (const IsoModel *model)
{
  return (int) MAX (strlen (model->name), 10) + 1;
}

static void
append_heads (GString *text, const SweepPlan *sweep)
{
  g_string_append (text, "\nworkers");
  for (unsigned i = 0; i < sweep->models; i++)
    paragraph_append_cell (text, sweep->model[i]->name, columns_of (sweep->model[i]));
  g_string_append_c (text, '\n');
}

static void
append_wall (GString *text, const PlanRow *row)
{
  g_autofree char *wall = row->runs ? human_time (row->wall_us) : g_strdup ("-");
  paragraph_append_cell (text, wall, columns_of (row->model));
}

static void
append_line (GString *text, const PlanReport *report, unsigned count)
{
  const SweepPlan *sweep = &report->question->sweep;
  g_autofree char *workers = g_strdup_printf ("%u", sweep->workers[count]);
  paragraph_append_cell (text, workers, 7);
  for (unsigned i = 0; i < sweep->models; i++)
    append_wall (text, plan_rows_at (&report->rows, i, count));
  g_string_append_c (text, '\n');
}

/* Returns whether a number of workers gets a line. If there are many, only those at least a quarter larger than the
 * last shown number do, with the first and the last. */
static bool
is_shown (const SweepPlan *sweep, unsigned count, unsigned *shown)
{
  bool apart = count == 0 || (sweep->workers[count] - *shown) * 4 >= *shown;
  if (sweep->counts > LINES_MAX && !apart && count + 1 < sweep->counts)
    return false;
  *shown = sweep->workers[count];
  return true;
}

static void
append_table (GString *text, const PlanReport *report)
{
  const SweepPlan *sweep = &report->question->sweep;
  unsigned shown = 0, left_out = 0;
  append_heads (text, sweep);
  for (unsigned i = 0; i < sweep->counts; i++)
    if (is_shown (sweep, i, &shown))
      append_line (text, report, i);
    else
      left_out++;
  if (left_out)
    paragraph_append_sentence (text, "  ", "%u numbers of workers are not shown; --export-csv writes all", left_out);
}

/* --- how much is left ---------------------------------------------------------------------------------------- */

static void
append_row_bounds (GString *text, const PlanReport *report, const PlanRow *row)
{
  const Bounds *bounds = plan_report_bounds (report, row);
  Constraint constraint = constraint_of (row->model);
  g_autofree char *bound = human_time (bounds->bound_us), *wall = human_time (row->wall_us);
  g_autofree char *reached = human_time (bounds->exact ? bounds->optimum_us : bounds->longest_first_us);
  g_autofree char *best = g_strconcat (reached, bounds->exact ? "*" : " ", NULL);
  g_string_append_printf (text, "%-17s %-19s", row->model->name,
                          constraint.kind == CONSTRAINT_NONE ? "-" : constraint_name (constraint));
  paragraph_append_cell (text, bound, 11);
  paragraph_append_cell (text, best, 13);
  paragraph_append_cell (text, wall, 11);
  if (bounds->bound_us)
    paragraph_append_number (text, (double) row->wall_us / (double) bounds->bound_us, 8, "%.3f");
  g_string_append_c (text, '\n');
}

/* One line for each scheduler at one number of workers. */
static void
append_bounds (GString *text, const PlanReport *report, unsigned count)
{
  const SweepPlan *sweep = &report->question->sweep;
  g_autofree char *workers = human_plural (sweep->workers[count], "worker");
  bool exact = false;
  g_string_append_printf (text, "\n%-17s %-19s      bound best known   wall time ÷ bound\n", workers, "must keep");
  for (unsigned i = 0; i < sweep->models; i++)
    {
      const PlanRow *row = plan_rows_at (&report->rows, i, count);
      if (row->runs)
        append_row_bounds (text, report, row);
      exact |= plan_report_bounds (report, row)->exact;
    }
  paragraph_append_sentence (text, "  ", "best known: a schedule that knows all times, longest first%s",
                             exact ? "; * there is no better one" : "");
}

/* --- what there is to choose --------------------------------------------------------------------------------- */

#define CHOICES_MAX 12 /* lines; of more choices, only those a fifth faster than the last shown one get a line */

static int
by_cost (const void *a, const void *b)
{
  const PlanRow *x = *(const PlanRow *const *) a, *y = *(const PlanRow *const *) b;
  return (x->cost > y->cost) - (x->cost < y->cost);
}

static GPtrArray *
list_frontier (const PlanReport *report)
{
  GPtrArray *rows = g_ptr_array_new ();
  for (unsigned i = 0; i < report->rows.len; i++)
    if (report->rows.at[i].frontier || &report->rows.at[i] == report->recommendation.taken)
      g_ptr_array_add (rows, &report->rows.at[i]);
  qsort (rows->pdata, rows->len, sizeof *rows->pdata, by_cost);
  return rows;
}

static void
append_choice (GString *text, const PlanReport *report, const PlanRow *row)
{
  const Billing *billing = &report->question->billing;
  g_autofree char *choice = g_strdup_printf ("-n %u --dist %s", row->workers, row->model->name);
  g_autofree char *total = human_time (row->total_us), *most = human_time (billing->startup_us + row->p95_us);
  g_autofree char *cost = billing_dup_number (billing, row->cost);
  g_string_append_printf (text, "%-26s", choice);
  paragraph_append_cell (text, total, 11);
  if (report->sweep.runs > 1)
    paragraph_append_cell (text, most, 12);
  paragraph_append_number (text, row->utilization * 100, 7, "%.1f");
  g_string_append_c (text, '%');
  paragraph_append_cell (text, cost, 15);
  g_string_append (text, row == report->recommendation.taken  ? "  take\n"
                         : row == report->recommendation.knee ? "  knee\n"
                                                              : "\n");
}

static void
append_frontier (GString *text, const PlanReport *report)
{
  g_autoptr (GPtrArray) rows = list_frontier (report);
  uint64_t shown_us = UINT64_MAX;
  g_string_append_printf (text, "\n%-26s%11s%s    used%15s\n", "none is faster and cheaper", "time",
                          report->sweep.runs > 1 ? " 95 % within" : "",
                          report->question->billing.priced ? "cost" : "worker-minutes");
  for (guint i = 0; i < rows->len; i++)
    {
      const PlanRow *row = rows->pdata[i];
      bool apart = row->total_us <= shown_us - shown_us / 5;
      if (rows->len > CHOICES_MAX && !apart && i + 1 < rows->len && row != report->recommendation.taken
          && row != report->recommendation.knee)
        continue;
      append_choice (text, report, row);
      shown_us = row->total_us;
    }
}

GString *
plan_text (const PlanReport *report)
{
  GString *text = g_string_new (NULL);
  append_question (text, report);
  append_table (text, report);
  if (report->recommendation.taken)
    {
      append_frontier (text, report);
      append_bounds (text, report, plan_rows_count (&report->rows, report->recommendation.taken));
      g_string_append_c (text, '\n');
      paragraph_append (text, "", "", report->advice);
    }
  if (report->interrupted)
    paragraph_append (text, "\n", "", "Interrupted: this is what was known by then; no file was written.");
  return text;
}
