/* tests/unit/base/test_paragraph.c - lines are full but never too long, and words that belong together stay together.
 */
#include "unit/check.h"

#include "base/paragraph.h"
#include <string.h>

#define COLUMNS 80

/* N words of lengths 1 to 13, so that lines end in all ways. */
static char *
dup_sentence (unsigned words)
{
  GString *text = g_string_new (NULL);
  for (unsigned i = 0; i < words; i++)
    {
      g_autofree char *word = g_utf8_substring ("éabcdefghijklm", 0, i * 5 % 13 + 1);
      g_string_append_printf (text, "%s%s", i ? " " : "", word);
    }
  return g_string_free (text, FALSE);
}

static void
lines_are_full_and_fit (void)
{
  for (unsigned words = 1; words < 200; words += 3)
    {
      g_autofree char *sentence = dup_sentence (words);
      g_autoptr (GString) text = g_string_new (NULL);
      paragraph_append (text, "* ", "  ", sentence);
      g_auto (GStrv) line = g_strsplit (text->str, "\n", -1);
      for (unsigned i = 0; line[i] && *line[i]; i++)
        {
          glong width = g_utf8_strlen (line[i], -1);
          glong next = line[i + 1] && *line[i + 1]
                           ? g_utf8_strlen (line[i + 1] + 2, (gssize) strcspn (line[i + 1] + 2, " "))
                           : 0;
          if (width > COLUMNS || !g_str_has_prefix (line[i], i ? "  " : "* "))
            FAIL ("%u words, line %u: '%s'", words, i, line[i]);
          if (next && width + 1 + next <= COLUMNS)
            FAIL ("%u words: the next word has room on line %u", words, i);
        }
      g_auto (GStrv) back = g_strsplit_set (text->str + 2, " \n", -1);
      g_autoptr (GString) joined = g_string_new (NULL);
      for (char **word = back; *word; word++)
        if (**word)
          g_string_append_printf (joined, "%s%s", joined->len ? " " : "", *word);
      EQUAL_TEXT (joined->str, sentence);
    }
}

static void
words_that_belong_together_stay_together (void)
{
  static const char *const kept[] = { "5,143 tests", "2h 30m 29s", "--dist load", "-n 4", "(12 workers" };
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    for (int before = 60; before < COLUMNS; before++)
      {
        g_autofree char *filler = g_strnfill ((gsize) before, 'x'),
                        *sentence = g_strdup_printf ("%s %s", filler, kept[i]);
        g_autoptr (GString) text = g_string_new (NULL);
        paragraph_append (text, "", "", sentence);
        if (!strstr (text->str, kept[i]))
          FAIL ("'%s' is torn apart: %s", kept[i], text->str);
      }
}

static void
cells_stand_at_the_right (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  paragraph_append_cell (text, "é", 3);
  paragraph_append_cell (text, "longer", 3);
  paragraph_append_number (text, 2.5, 6, "%.2f");
  EQUAL_TEXT (text->str, "  élonger  2.50");
}

CU_TestInfo tests_of_paragraph[] = {
  { "lines are full, and at most 80 columns", lines_are_full_and_fit },
  { "words that belong together stay together", words_that_belong_together_stay_together },
  { "cells stand at the right", cells_stand_at_the_right },
  CU_TEST_INFO_NULL,
};
