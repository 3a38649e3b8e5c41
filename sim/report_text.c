#include "report.h"

#include "human.h"
#include "properties.h"
#include <string.h>

#define COLUMNS 80

/* A number stays with what it counts, a time in one piece (the hours of 2h 30m 29s with its minutes), and an option
 * with its value. */
static bool
keeps_next (const char *word)
{
  word += *word == '(';
  const char *end = word + strspn (word, "0123456789.,");
  bool number = g_ascii_isdigit (*word) && (*end == '\0' || (strchr ("ydhm", *end) && end[1] == '\0'));
  return number || g_str_has_prefix (word, "--");
}

/* The sentence's words, with those that belong together as one. */
static GPtrArray *
split_words (const char *sentence)
{
  g_auto (GStrv) single = g_strsplit (sentence, " ", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  GString *together = g_string_new (NULL);
  for (char **word = single; *word; word++)
    {
      g_string_append (together, *word);
      if (word[1] && keeps_next (*word))
        g_string_append_c (together, ' ');
      else
        {
          g_ptr_array_add (words, g_strdup (together->str));
          g_string_truncate (together, 0);
        }
    }
  g_string_free (together, TRUE);
  return words;
}

/* Fills a paragraph to the terminal's width: FIRST before its first line, INDENT before the others. A word that is
 * longer (a nodeid) stays whole on a line of its own. */
static void
append_filled (GString *text, const char *first, const char *indent, const char *sentence)
{
  g_autoptr (GPtrArray) words = split_words (sentence);
  glong column = (glong) strlen (first);
  g_string_append (text, first);
  for (guint i = 0; i < words->len; i++)
    {
      const char *word = words->pdata[i];
      glong width = g_utf8_strlen (word, -1);
      bool breaks = i > 0 && column + 1 + width > COLUMNS;
      const char *before = i == 0 ? "" : breaks ? indent : " ";
      g_string_append_printf (text, "%s%s%s", breaks ? "\n" : "", before, word);
      column = (breaks ? 0 : column) + (glong) strlen (before) + width;
    }
  g_string_append_c (text, '\n');
}

static void G_GNUC_PRINTF (3, 4) append_sentence (GString *text, const char *first, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  append_filled (text, first, "    ", sentence);
}

/* --- what was read ------------------------------------------------------------------------------------------- */

static void
append_counted (GString *text, uint64_t count, const char *noun, const char *what)
{
  if (!count)
    return;
  g_autofree char *number = human_plural (count, noun);
  append_sentence (text, "  ", "%s %s", number, what);
}

static const char *const order_remarks[] = {
  [ORDER_COLLECTION] = NULL,
  [ORDER_FILE] = "tests are taken in the order of the file, which may not be that of collection",
  [ORDER_SORTED] = "the file is sorted by name: that order is taken for the order of collection",
};

static void
append_input (GString *text, const Report *report)
{
  const Trace *trace = report->trace;
  g_autofree char *tests = human_plural (report->tests, "test"), *scopes = human_plural (report->scopes, "scope");
  g_autofree char *work = human_time (report->work_us);
  append_sentence (text, "", "%s: %s, %s in %s, %s in all", report->path, trace->format, tests, scopes, work);
  if (!trace->scenario && order_remarks[trace->order])
    append_filled (text, "  ", "    ", order_remarks[trace->order]);
  append_counted (text, trace->guessed, "nodeid", "put together from class and name");
  append_counted (text, trace->merged, "run",
                  "of a test that had run before: each such test counts once, with the mean");
  append_counted (text, trace->dropped, trace->dropped == 1 ? "entry" : "entrie", "left out: no name, or no test");
  append_counted (text, trace->mended, "time", "negative or beyond all reason, counted as 0");
  append_counted (text, trace->untimed, "test", "without a time, counted as 0");
}

static void
append_assumptions (GString *text, const Report *report)
{
  g_autofree char *workers = human_plural (report->workers, "worker"), *bound = human_time (report->bound_us);
  append_sentence (text, "", "%s at full speed; nothing can be faster than %s (%s)", workers, bound,
                   report->longest_binds ? "the longest test" : "work ÷ workers");
  if (report->longest_binds)
    {
      g_autofree char *name = suite_dup_name (report->trace->suite, report->longest);
      append_sentence (text, "  ", "the longest test is %s", name);
    }
  if (report->cores && report->workers > report->cores)
    append_sentence (text, "  ",
                     "warning: %u workers on %u cores cannot all run at full speed: real runs will take longer",
                     report->workers, report->cores);
}

/* --- the table ----------------------------------------------------------------------------------------------- */

static void
append_cell (GString *text, const char *cell, int columns)
{
  g_string_append_printf (text, "%*s%s", human_padding (cell, columns), "", cell);
}

static void G_GNUC_PRINTF (4, 0) append_number (GString *text, double number, int columns, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  append_cell (text, g_ascii_formatd (digits, sizeof digits, format, number), columns);
}

static const PropertyReport *
find_property (const SchedulerReport *scheduler, IsoProperty property)
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
    append_number (text, scheduler->speedup, 9, "%.2f");
  else
    append_cell (text, "-", 9);
  if (scheduler->whole)
    append_number (text, scheduler->bound_ratio, 8, "%.3f");
  else
    append_cell (text, "-", 8);
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
  append_cell (text, wall, 12);
  append_number (text, scheduler->utilization * 100, 6, "%.1f");
  g_string_append (text, "%");
  append_ratios (text, scheduler);
  append_cell (text, setups, 9);
  append_cell (text, beside, 8);
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
    append_sentence (text, "  ", "%s: shuffled with seed %" G_GINT64_FORMAT, scheduler->model->name, scheduler->seed);
  else
    append_sentence (text, "  ",
                     "%s: shuffles; median of %u seeds, from %s to %s (--seed %" G_GINT64_FORMAT " is the median)",
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
  append_sentence (text, "  ", "%s: stopping saves %s of %s", scheduler->model->name, saved, whole);
}

static void
append_trouble (GString *text, const SchedulerReport *scheduler)
{
  if (scheduler->trouble && scheduler->verdict != VERDICT_REPEATED) /* that is told as a broken promise */
    append_sentence (text, "  ", "%s, %s: %s", scheduler->model->name, verdict_name (scheduler->verdict),
                     scheduler->trouble);
  append_saved (text, scheduler);
  for (unsigned i = 0; i < scheduler->properties; i++)
    {
      const PropertyReport *property = &scheduler->property[i];
      if (!property->promised || property->holds)
        continue;
      g_autofree char *count = human_plural (property->count, "time");
      append_sentence (text, "  ", "%s broke '%s' %s: %s", scheduler->model->name, property->name, count,
                       property->example);
    }
}

GString *
report_text (const Report *report)
{
  GString *text = g_string_new (NULL);
  append_input (text, report);
  append_assumptions (text, report);
  append_table (text, report);
  for (unsigned i = 0; i < report->schedulers; i++)
    append_seeds (text, &report->scheduler[i]);
  for (unsigned i = 0; i < report->schedulers; i++)
    append_trouble (text, &report->scheduler[i]);
  for (guint i = 0; i < report->notes->len; i++)
    append_filled (text, "  ", "    ", report->notes->pdata[i]);
  if (report->advice)
    {
      g_string_append_c (text, '\n');
      append_filled (text, "", "", report->advice);
    }
  return text;
}
