#include "charts/chart_text.h"

#include "base/human.h"
#include <string.h>

#define MS UINT64_C (1000)
#define SECOND UINT64_C (1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

TimeUnit
time_unit_for (uint64_t longest_us)
{
  if (longest_us >= 3 * HOUR)
    return (TimeUnit){ "h", HOUR };
  if (longest_us >= 3 * MINUTE)
    return (TimeUnit){ "min", MINUTE };
  if (longest_us >= SECOND)
    return (TimeUnit){ "s", SECOND };
  return longest_us >= MS ? (TimeUnit){ "ms", MS } : (TimeUnit){ "µs", 1 };
}

char *
percent_dup_text (double part, double whole)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.1f", whole > 0 ? 100 * part / whole : 0);
  return g_strdup_printf ("%s %%", number);
}

static unsigned
columns_of (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

unsigned
text_columns (const char *text)
{
  unsigned columns = 0;
  for (; *text; text = g_utf8_find_next_char (text, NULL))
    columns += columns_of (g_utf8_get_char (text));
  return columns;
}

static char *
dup_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);
  for (const char *at = valid; *at; at = g_utf8_find_next_char (at, NULL))
    {
      gunichar c = g_utf8_get_char (at);
      g_string_append_unichar (printable, g_unichar_isprint (c) ? c : '?');
    }
  return g_string_free (printable, FALSE);
}

/* The end of what fits into so many columns from the beginning, and the beginning of what fits at the end. */
static const char *
head_end (const char *text, unsigned columns)
{
  while (*text && columns_of (g_utf8_get_char (text)) <= columns)
    {
      columns -= columns_of (g_utf8_get_char (text));
      text = g_utf8_find_next_char (text, NULL);
    }
  return text;
}

static const char *
tail_begin (const char *text, unsigned columns)
{
  const char *at = text + strlen (text);
  while (at > text && columns_of (g_utf8_get_char (g_utf8_prev_char (at))) <= columns)
    {
      at = g_utf8_prev_char (at);
      columns -= columns_of (g_utf8_get_char (at));
    }
  return at;
}

/* Two thirds are left to the end: a nodeid's folders say less than what follows them. */
char *
text_dup_fitted (const char *text, unsigned columns)
{
  g_autofree char *printable = dup_printable (text);
  if (text_columns (printable) <= columns)
    return g_steal_pointer (&printable);
  if (columns == 0)
    return g_strdup ("");
  unsigned head = (columns - 1) / 3;
  GString *fitted = g_string_new_len (printable, head_end (printable, head) - printable);
  g_string_append (fitted, "…");
  g_string_append (fitted, tail_begin (printable, columns - 1 - head));
  return g_string_free (fitted, FALSE);
}

char *
chart_dup_summary (const Chart *chart, const Bars *bars)
{
  unsigned at_start = chart->timeline->workers;
  g_autofree char *workers = human_plural (at_start, "worker");
  g_autofree char *replacements = human_plural (bars->nodes - at_start, "replacement");
  g_autofree char *tests = human_plural (chart->plan->suite->tests, "test");
  g_autofree char *wall = human_time (chart->timeline->end_us);
  g_autofree char *utilization = percent_dup_text ((double) bars->busy_us, (double) bars->end_us * at_start);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s, %s, ", chart->plan->model->name, workers);
  if (bars->nodes > at_start)
    g_string_append_printf (text, "%s, ", replacements);
  g_string_append_printf (text, "%s: %s, utilization %s", tests, wall, utilization);
  return g_string_free (text, FALSE);
}

char *
chart_dup_trouble (const Chart *chart, unsigned columns)
{
  const Result *result = chart->result;
  if (result->verdict == VERDICT_OK)
    return NULL;
  bool raised = result->verdict == VERDICT_ERROR && *result->error_text;
  g_autofree char *text = g_strdup_printf ("verdict: %s%s%s", verdict_name (result->verdict), raised ? ", " : "",
                                           raised ? result->error_text : "");
  return text_dup_fitted (text, columns);
}

char *
chart_dup_scope_name (const Chart *chart, uint32_t scope)
{
  return suite_dup_scope_name (chart->plan->suite, chart->plan->model->scope_rule, scope);
}

const char *
chart_emptiness (const Chart *chart, const Bars *bars)
{
  if (bars->busy_us)
    return NULL;
  return chart->timeline->spans->len ? "No test that ran took any time." : "No test ran.";
}
