#include "compare/compare_github.h"

#include "base/human.h"
#include "base/markdown.h"
#include "compare/compare_words.h"
#include <string.h>

#define ERRORS_MAX 10u        /* annotations of one kind that GitHub shows for a step */
#define SUMMARY_ROWS_MAX 100u /* keeps a summary below GitHub's limit, 1 MiB */

/* --- annotations --------------------------------------------------------------------------------------------- */

/* Escapes characters that would end the line or begin an escape. */
static void
append_annotation (GString *text, const char *level, const char *sentence)
{
  g_string_append_printf (text, "::%s title=isosim compare::", level);
  for (const char *c = sentence; *c; c++)
    if (strchr ("%\r\n", *c))
      g_string_append_printf (text, "%%%02X", (unsigned) *c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '\n');
}

/* If there are more than ERRORS_MAX, the last annotation counts the rest. */
static void
append_errors (GString *text, const CompareReport *report)
{
  unsigned all = compare_report_regressions (report), shown = all > ERRORS_MAX ? ERRORS_MAX - 1 : all;
  for (unsigned i = 0; i < shown; i++)
    {
      g_autofree char *sentence = compared_sentence (compare_report_case (report, i));
      append_annotation (text, "error", sentence);
    }
  if (shown == all)
    return;
  g_autofree char *rest = g_strdup_printf ("and %u more cases got worse", all - shown);
  append_annotation (text, "error", rest);
}

static void
append_alone (GString *text, const GPtrArray *cases, const Results *of)
{
  g_autofree char *sentence = compare_alone (cases, of);
  if (sentence)
    append_annotation (text, "warning", sentence);
}

GString *
compare_annotations (const CompareReport *report)
{
  GString *text = g_string_new (NULL);
  append_errors (text, report);
  append_alone (text, report->gone, report->before);
  append_alone (text, report->added, report->now);
  return text;
}

/* --- the summary --------------------------------------------------------------------------------------------- */

static void
append_row (GString *text, const Compared *compared)
{
  g_autofree char *was = compared_cell (compared, compared->before), *is = compared_cell (compared, compared->now);
  g_autofree char *ratio = compared_ratio (compared);
  const char *mark = compared->kind <= COMPARED_SLOWER ? "**" : "";
  g_string_append (text, "| ");
  markdown_append (text, compared->now->subject);
  g_string_append_printf (text, " | %u | %s | %s | %s | %s%s%s |\n", compared->now->workers, was, is, ratio, mark,
                          compared_names[compared->kind], mark);
}

static void
append_table (GString *text, const CompareReport *report)
{
  guint all = report->cases->len, rows = MIN (all, SUMMARY_ROWS_MAX);
  g_string_append_printf (text, "| %s | workers | old | new | ratio | |\n| --- | ---: | ---: | ---: | ---: | --- |\n",
                          report->of_traces ? "trace" : "scheduler");
  for (guint i = 0; i < rows; i++)
    append_row (text, compare_report_case (report, i));
  if (rows == all)
    return;
  g_autofree char *rest = human_plural (all - rows, "case");
  g_string_append_printf (text, "\nThe table has the worst %u; %s more.\n", rows, rest);
}

static void
append_paragraph (GString *text, char *sentence)
{
  g_autofree char *owned = sentence;
  if (!owned)
    return;
  markdown_append (text, owned);
  g_string_append (text, "\n\n");
}

GString *
compare_markdown (const CompareReport *report)
{
  GString *text = g_string_new ("### isosim compare\n\nold: ");
  markdown_append (text, report->before->label);
  g_string_append (text, ", new: ");
  markdown_append (text, report->now->label);
  g_string_append (text, "\n\n");
  append_paragraph (text, compare_summary (report));
  for (guint i = 0; i < report->notes->len; i++)
    append_paragraph (text, g_strdup (report->notes->pdata[i]));
  append_paragraph (text, compare_alone (report->gone, report->before));
  append_paragraph (text, compare_alone (report->added, report->now));
  append_table (text, report);
  g_string_append_c (text, '\n');
  return text;
}
