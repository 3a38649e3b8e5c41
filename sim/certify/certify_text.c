#include "certify/certify_text.h"

#include "base/human.h"
#include "certify/certificate_cases.h"
#include "certify/certificate_summary.h"
#include <string.h>

#define COLUMNS_MAX 80u
#define CHANGES_SHOWN 20u /* of one kind; JSON has them all */

/* --- the table ----------------------------------------------------------------------------------------------- */

static const char *
suites_sentence (const Certificate *certificate, const IsoModel *model)
{
  if (!certificate_has_scopes (certificate, model))
    return "looks at no scopes: one suite of a size stands for all of that size";
  if (certificate_has_orders (certificate, model))
    return "all sizes of scopes, in every order";
  return model->shuffles ? "all sizes of scopes; every order of them is tried" : "all sizes of scopes up to order";
}

/* "hang: a1b1", without the suite where that makes the line too long. */
static char *
verdict_text (const Row *row, gsize room)
{
  CaseVerdict verdict = row_verdict (row);
  const Case *first = row->first[verdict];
  if (verdict == CASE_HOLDS)
    return g_strdup ("holds");
  if (verdict == CASE_LEFT)
    return g_strdup_printf ("%u not searched", row->count[CASE_LEFT]);
  const char *what = verdict == CASE_LIMIT ? "limit" : property_name (case_violated_first (&first->result));
  bool fits = strlen (what) + strlen (": ") + strlen (first->suite) <= room;
  return g_strdup_printf ("%s%s%s", what, fits ? ": " : "", fits ? first->suite : "");
}

static void
append_row (GString *text, const Row *row)
{
  gsize begin = text->len;
  g_autofree char *tests = row->tests.least == row->tests.most
                               ? g_strdup_printf ("%u", row->tests.least)
                               : g_strdup_printf ("%u..%u", row->tests.least, row->tests.most);
  g_autofree char *hold = g_strdup_printf ("%u of %u", row->count[CASE_HOLDS], row->cases);
  g_autofree char *states = human_count (row->states);
  g_string_append_printf (text, "%7u %6u  %6s  %12s  %14s  ", row->workers, row->crashes, tests, hold, states);
  gsize used = text->len - begin;
  g_autofree char *verdict = verdict_text (row, used < COLUMNS_MAX ? COLUMNS_MAX - used : 0);
  g_string_append_printf (text, "%s\n", verdict);
}

static void
append_table (GString *text, const Certificate *certificate)
{
  const IsoModel *model = NULL;
  g_autoptr (GArray) rows = certificate_rows (certificate, true);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      if (row->model != model)
        g_string_append_printf (text, "%s: %s\nworkers deaths   tests        suites          states  verdict\n",
                                row->model->name, suites_sentence (certificate, row->model));
      model = row->model;
      append_row (text, row);
      if (i + 1 == rows->len || g_array_index (rows, Row, i + 1).model != model)
        g_string_append_c (text, '\n');
    }
}

/* --- what is violated ---------------------------------------------------------------------------------------- */

/* Indented by two, and continued on a new line before an option that would make the line too long. */
static void
append_command (GString *text, const char *command)
{
  gsize used = 2;
  g_auto (GStrv) part = g_strsplit (command, " --", -1);
  g_string_append_printf (text, "  %s", part[0]);
  used += strlen (part[0]);
  for (char **each = part + 1; *each; each++)
    {
      gsize len = strlen (" --") + strlen (*each);
      bool fits = used + len + strlen (" \\") <= COLUMNS_MAX;
      g_string_append_printf (text, "%s --%s", fits ? "" : " \\\n   ", *each);
      used = fits ? used + len : 3 + len;
    }
  g_string_append_c (text, '\n');
}

static void
append_smallest (GString *text, const Certificate *certificate, const IsoModel *model, Property property)
{
  guint count;
  const Case *smallest = certificate_smallest (certificate, model, property, &count);
  if (!smallest)
    return;
  g_autofree char *cases = human_plural (count, "case");
  g_autofree char *steps = human_plural (smallest->result.steps[property], "step");
  g_autofree char *command = case_command (certificate, smallest);
  g_string_append_printf (text, "%s violates '%s' in %s; the smallest, in %s:\n", model->name, property_name (property),
                          cases, steps);
  append_command (text, command);
}

static void
append_violated (GString *text, const Certificate *certificate)
{
  gsize begin = text->len;
  for (guint i = 0; i < certificate->models->len; i++)
    for (Property property = 0; property < PROPERTIES; property = property_next (property))
      append_smallest (text, certificate, certificate->models->pdata[i], property);
  if (text->len > begin)
    g_string_append_c (text, '\n');
}

static void
append_count (GString *text, guint count, const char *what)
{
  g_autofree char *number = human_count (count);
  if (count)
    g_string_append_printf (text, ", %s %s", number, what);
}

/* "load: 42 of 42 cases hold; 12,345 states" */
static void
append_summary (GString *text, const Certificate *certificate, const IsoModel *model)
{
  Row sum = certificate_sum (certificate, model);
  g_autofree char *hold = human_count (sum.count[CASE_HOLDS]);
  g_autofree char *cases = human_plural (sum.cases, "case");
  g_autofree char *states = human_plural (sum.states, "state");
  g_string_append_printf (text, "%s: %s of %s hold%s", model->name, hold, cases, sum.cases == 1 ? "s" : "");
  append_count (text, sum.count[CASE_VIOLATED], "violated");
  append_count (text, sum.count[CASE_LIMIT], "at a limit");
  append_count (text, sum.count[CASE_LEFT], "not searched");
  g_string_append_printf (text, "; %s\n", states);
}

/* --- the comparison ------------------------------------------------------------------------------------------ */

static const char *const change_titles[CHANGES] = {
  [CHANGE_BROKEN] = "violated now, and not before",        [CHANGE_MENDED] = "violated before, and hold now",
  [CHANGE_PROPERTY] = "violate another property",          [CHANGE_STEPS] = "violated in more or fewer steps",
  [CHANGE_UNDECIDED] = "at a limit now, and not before",   [CHANGE_DECIDED] = "at a limit before, and hold now",
  [CHANGE_STATES] = "the same, but for numbers of states",
};

static void
append_change (GString *text, const Change *change)
{
  g_autofree char *name = case_name (change->now);
  g_autofree char *sentence = change_sentence (change);
  g_string_append_printf (text, "    %s\n      %s\n", name, sentence);
}

/* Where only counts differ, one example is enough. */
static void
append_changes (GString *text, const Comparison *comparison, ChangeKind kind)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  guint count = 0, most = kind == CHANGE_STATES ? 1 : CHANGES_SHOWN;
  for (guint i = 0; i < comparison->changes->len; i++)
    {
      const Change *change = &g_array_index (comparison->changes, Change, i);
      if (change->kind == kind && count++ < most)
        append_change (lines, change);
    }
  if (!count)
    return;
  g_string_append_printf (text, "  %s: %u\n%s", change_titles[kind], count, lines->str);
  if (count > most)
    g_string_append_printf (text, "    and %u more\n", count - most);
}

static void
append_comparison (GString *text, const CertifyReport *report)
{
  const Comparison *comparison = report->comparison;
  g_string_append_printf (text, "\nAgainst %s, of isosim %s:\n  the same: %u\n", report->against,
                          report->before->version, comparison->same);
  for (int kind = 0; kind < CHANGES; kind++)
    append_changes (text, comparison, (ChangeKind) kind);
  if (comparison->added)
    g_string_append_printf (text, "  not there before: %u\n", comparison->added);
  if (comparison->gone)
    g_string_append_printf (text, "  not searched now: %u\n", comparison->gone);
}

GString *
certify_text (const CertifyReport *report)
{
  GString *text = g_string_new (NULL);
  append_table (text, report->certificate);
  append_violated (text, report->certificate);
  for (guint i = 0; i < report->certificate->models->len; i++)
    append_summary (text, report->certificate, report->certificate->models->pdata[i]);
  if (report->comparison)
    append_comparison (text, report);
  return text;
}
