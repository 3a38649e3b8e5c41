#include "compare/compare_text.h"

#include "base/human.h"
#include "base/paragraph.h"
#include "compare/compare_words.h"

#define LINES_MAX 20 /* of the table, as many as fit on a screen; more only if more cases got worse */

enum
{
  COLUMN_SUBJECT = 33,
  COLUMN_WORKERS = 8,
  COLUMN_TIME = 12,
  COLUMN_RATIO = 7
};

/* Appends a name to the left column. Of a long name it keeps the end, which says more of a path. */
static void
append_subject (GString *text, const char *subject)
{
  glong width = g_utf8_strlen (subject, -1);
  const char *end = width > COLUMN_SUBJECT ? g_utf8_offset_to_pointer (subject, width - COLUMN_SUBJECT + 1) : subject;
  g_autofree char *cell = g_strconcat (end == subject ? "" : "…", end, NULL);
  g_string_append_printf (text, "%s%*s", cell, human_padding (cell, COLUMN_SUBJECT), "");
}

static void
append_case (GString *text, const Compared *compared)
{
  g_autofree char *was = compared_cell (compared, compared->before), *is = compared_cell (compared, compared->now);
  g_autofree char *ratio = compared_ratio (compared);
  append_subject (text, compared->now->subject);
  paragraph_append_number (text, compared->now->workers, COLUMN_WORKERS, "%.0f");
  paragraph_append_cell (text, was, COLUMN_TIME);
  paragraph_append_cell (text, is, COLUMN_TIME);
  paragraph_append_cell (text, ratio, COLUMN_RATIO);
  if (compared->kind != COMPARED_SAME)
    g_string_append_printf (text, "  %s", compared_names[compared->kind]);
  g_string_append_c (text, '\n');
}

static void
append_table (GString *text, const CompareReport *report)
{
  guint all = report->cases->len, lines = MAX (LINES_MAX, compare_report_regressions (report));
  append_subject (text, report->of_traces ? "trace" : "scheduler");
  paragraph_append_cell (text, "workers", COLUMN_WORKERS);
  paragraph_append_cell (text, "old", COLUMN_TIME);
  paragraph_append_cell (text, "new", COLUMN_TIME);
  paragraph_append_cell (text, "ratio", COLUMN_RATIO);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < MIN (all, lines); i++)
    append_case (text, compare_report_case (report, i));
  if (all <= lines)
    return;
  g_autofree char *rest = human_plural (all - lines, "case");
  paragraph_append_sentence (text, "  ", "%s that did not get worse %s not shown; --format json has all", rest,
                             all - lines == 1 ? "is" : "are");
}

static void
append_alone (GString *text, const GPtrArray *cases, const Results *of)
{
  g_autofree char *sentence = compare_alone (cases, of);
  if (sentence)
    paragraph_append (text, "", "    ", sentence);
}

GString *
compare_text (const CompareReport *report)
{
  GString *text = g_string_new (NULL);
  const char *option = report->of_traces ? "--dist " : "";
  g_string_append_printf (text, "old: %s%s\nnew: %s%s\n", option, report->before->label, option, report->now->label);
  for (guint i = 0; i < report->notes->len; i++)
    paragraph_append (text, "  ", "    ", report->notes->pdata[i]);
  g_string_append_c (text, '\n');
  append_table (text, report);
  g_string_append_c (text, '\n');
  append_alone (text, report->gone, report->before);
  append_alone (text, report->added, report->now);
  g_autofree char *summary = compare_summary (report);
  paragraph_append (text, "", "", summary);
  if (report->interrupted)
    paragraph_append (text, "", "", "Interrupted: this is what was known by then.");
  return text;
}
