/* sim/review/review_text.c - a review as a screen of text, and as markdown for a comment. */
#include "review/review.h"

#include "base/human.h"
#include "base/markdown.h"
#include "base/paragraph.h"

enum
{
  COLUMN_NAME = 15,
  COLUMN_DECISIONS = 9,
  COLUMN_RATIOS = 15,
  COLUMN_OWN = 13
};

/* --- cells ---------------------------------------------------------------------------------------------------- */

static const char *
decisions_cell (const ReviewFound *found)
{
  return !found->compared || found->trouble[BASE] || found->trouble[HEAD] ? "-"
         : review_is_alike (found)                                        ? "alike"
                                                                          : "differ";
}

/* "0.912-1.204", or one number when they are one. */
static char *
ratios_cell (const ReviewFound *found)
{
  double least, largest;
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  if (!found->compared || !review_ratios (found, &least, &largest))
    return g_strdup ("-");
  g_ascii_formatd (low, sizeof low, "%.3f", least);
  g_ascii_formatd (high, sizeof high, "%.3f", largest);
  return g_str_equal (low, high) ? g_strdup (low) : g_strconcat (low, "-", high, NULL);
}

static char *
own_number (double us)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return us > 0 ? g_strdup (g_ascii_formatd (digits, sizeof digits, us < 10 ? "%.2f" : "%.1f", us)) : g_strdup ("-");
}

/* Of the largest suite, base's and head's. */
static char *
own_cell (const ReviewFound *found)
{
  if (!found->compared)
    return g_strdup ("-");
  g_autofree char *base = own_number (found->own_us[BASE][REVIEW_SIZES - 1]);
  g_autofree char *head = own_number (found->own_us[HEAD][REVIEW_SIZES - 1]);
  return g_strdup_printf ("%s, %s", base, head);
}

/* --- text ----------------------------------------------------------------------------------------------------- */

static void
append_left (GString *text, const char *cell, int columns)
{
  g_string_append_printf (text, "%s%*s", cell, human_padding (cell, columns), "");
}

static void
append_row (GString *text, const ReviewFound *found, int name_columns)
{
  g_autofree char *ratios = ratios_cell (found), *own = own_cell (found);
  g_autofree char *broken = found->compared ? review_broken_words (found) : g_strdup ("-");
  GString *first = g_string_new (NULL);
  append_left (first, found->pair->name, name_columns);
  append_left (first, decisions_cell (found), COLUMN_DECISIONS);
  append_left (first, ratios, COLUMN_RATIOS);
  append_left (first, own, COLUMN_OWN);
  g_autofree char *indent = g_strnfill ((gsize) name_columns + COLUMN_DECISIONS + COLUMN_RATIOS + COLUMN_OWN, ' ');
  paragraph_append (text, first->str, indent, broken);
  g_string_free (first, TRUE);
}

/* Wide enough for every name, and a blank. */
static int
name_columns (const Review *review)
{
  glong columns = COLUMN_NAME;
  for (unsigned i = 0; i < review->plan->pairs; i++)
    columns = MAX (columns, g_utf8_strlen (review->plan->pair[i].name, -1) + 1);
  return (int) columns;
}

static void
append_table (GString *text, const Review *review)
{
  int columns = name_columns (review);
  append_left (text, "scheduler", columns);
  append_left (text, "decides", COLUMN_DECISIONS);
  append_left (text, "wall time", COLUMN_RATIOS);
  append_left (text, "own time", COLUMN_OWN);
  g_string_append (text, "can be broken\n");
  for (unsigned i = 0; i < review->plan->pairs; i++)
    append_row (text, &review->found[i], columns);
}

/* A command, on a line of its own, is not broken: it is there to be copied. */
static void
append_sentence (GString *text, const char *sentence)
{
  g_auto (GStrv) part = g_strsplit (sentence, "\n", 2);
  paragraph_append (text, "- ", "  ", part[0]);
  if (part[1])
    g_string_append_printf (text, "    %s\n", part[1]);
}

static void
append_sentences (GString *text, const Review *review, bool worse)
{
  g_autoptr (GPtrArray) sentences = review_sentences (review, worse);
  if (sentences->len)
    g_string_append (text, worse ? "\nWorse:\n" : "\nAlso:\n");
  for (guint i = 0; i < sentences->len; i++)
    append_sentence (text, sentences->pdata[i]);
}

/* How to read the table. */
static void
append_legend (GString *text, const Review *review)
{
  const ReviewPlan *plan = review->plan;
  g_autofree char *traces = human_plural (plan->traces, "trace"), *suites = human_plural (plan->suites, "random suite");
  g_autofree char *largest = human_plural (review_sizes[REVIEW_SIZES - 1], "test");
  GString *workers = g_string_new (NULL);
  for (unsigned i = 0; i < plan->counts; i++)
    g_string_append_printf (workers, "%s%u", i ? ", " : "", plan->workers[i]);
  paragraph_append_sentence (text, "\n  decides: ", "in %s, and on %s with %s workers", suites, traces, workers->str);
  paragraph_append_sentence (text, "  wall time: ", "head ÷ base on those traces, the least and the largest");
  paragraph_append_sentence (text, "  own time: ", "µs that base, and head, take for a test of a suite of %s", largest);
  paragraph_append_sentence (
      text, "  can be broken: ", "in some order of events of a small suite; + in head only, - in base only");
  g_string_free (workers, TRUE);
}

GString *
review_text (const Review *review)
{
  GString *text = g_string_new (NULL);
  g_autofree char *summary = review_summary (review);
  g_string_append_printf (text, "base: %s\nhead: %s\n", review->plan->label[BASE], review->plan->label[HEAD]);
  paragraph_append (text, "", "", summary);
  g_string_append_c (text, '\n');
  append_table (text, review);
  append_legend (text, review);
  append_sentences (text, review, true);
  append_sentences (text, review, false);
  return text;
}

/* --- markdown ------------------------------------------------------------------------------------------------- */

static void
append_own_table (GString *text, const Review *review)
{
  g_string_append (text, "\n<details><summary>The scheduler's own time, µs a test</summary>\n\n| scheduler | |");
  for (int size = 0; size < REVIEW_SIZES; size++)
    g_string_append_printf (text, " %u tests |", review_sizes[size]);
  g_string_append (text, "\n| --- | --- | ---: | ---: | ---: |\n");
  for (unsigned i = 0; i < review->plan->pairs; i++)
    for (int side = 0; side < SIDES && review->found[i].compared; side++)
      {
        g_string_append_printf (text, "| %s | %s |", review->found[i].pair->name, side == BASE ? "base" : "head");
        for (int size = 0; size < REVIEW_SIZES; size++)
          {
            g_autofree char *number = own_number (review->found[i].own_us[side][size]);
            g_string_append_printf (text, " %s |", number);
          }
        g_string_append_c (text, '\n');
      }
  g_string_append (text, "\n</details>\n");
}

static void
append_items (GString *text, const Review *review, bool worse)
{
  g_autoptr (GPtrArray) sentences = review_sentences (review, worse);
  if (sentences->len)
    g_string_append (text, worse ? "\n**Worse:**\n\n" : "\n**Also:**\n\n");
  for (guint i = 0; i < sentences->len; i++)
    {
      g_auto (GStrv) part = g_strsplit (sentences->pdata[i], "\n", 2);
      g_string_append (text, "- ");
      markdown_append (text, part[0]);
      g_string_append_printf (text, part[1] ? ": `%s`\n" : "\n", part[1]);
    }
}

static void
append_scenario (GString *text, const ReviewFound *found, const char *does, const FuzzFound *shown)
{
  if (!shown->differs || shown->trouble || !shown->repeats)
    return;
  g_autoptr (GString) scenario = fuzz_scenario (&found->fuzz, shown);
  g_string_append_printf (text, "\n<details><summary>Where %s %s</summary>\n\n```json\n%s```\n\n</details>\n",
                          found->pair->name, does, scenario->str);
}

/* The scenarios that show a difference, to be pasted into a file. */
static void
append_scenarios (GString *text, const Review *review)
{
  for (unsigned i = 0; i < review->plan->pairs; i++)
    {
      const ReviewFound *found = &review->found[i];
      append_scenario (text, found, "differs", &found->found);
      append_scenario (text, found, "ends worse", &found->worse);
    }
}

GString *
review_markdown (const Review *review)
{
  GString *text = g_string_new ("### isosim review\n\n");
  g_autofree char *summary = review_summary (review);
  markdown_append (text, summary);
  g_string_append (text, "\n\nbase: ");
  markdown_append (text, review->plan->label[BASE]);
  g_string_append (text, ", head: ");
  markdown_append (text, review->plan->label[HEAD]);
  g_string_append (text, "\n\n| scheduler | decides | wall time | own time | can be broken |\n"
                         "| --- | --- | ---: | ---: | --- |\n");
  for (unsigned i = 0; i < review->plan->pairs; i++)
    {
      const ReviewFound *found = &review->found[i];
      g_autofree char *ratios = ratios_cell (found), *own = own_cell (found);
      g_autofree char *broken = found->compared ? review_broken_words (found) : g_strdup ("-");
      g_string_append_printf (text, "| %s | %s | %s | %s | %s |\n", found->pair->name, decisions_cell (found), ratios,
                              own, broken);
    }
  append_items (text, review, true);
  append_items (text, review, false);
  append_own_table (text, review);
  append_scenarios (text, review);
  return text;
}
