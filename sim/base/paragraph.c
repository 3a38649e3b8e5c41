#include "base/paragraph.h"

#include "base/human.h"
#include <stdbool.h>
#include <string.h>

#define COLUMNS 80

/* Returns whether no line may end after WORD: it is a number, a part of a time (the "2h" of "2h 30m 29s") or an
 * option. */
static bool
keeps_next (const char *word)
{
  word += *word == '(';
  const char *end = word + strspn (word, "0123456789.,");
  bool number = g_ascii_isdigit (*word) && (*end == '\0' || (strchr ("ydhm", *end) && end[1] == '\0'));
  return number || g_str_has_prefix (word, "--") || g_str_equal (word, "-n");
}

/* Returns the words of the sentence. Words that stay together are one. */
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

void
paragraph_append (GString *text, const char *first, const char *indent, const char *sentence)
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

void
paragraph_append_sentence (GString *text, const char *first, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  paragraph_append (text, first, "    ", sentence);
}

void
paragraph_append_cell (GString *text, const char *cell, int columns)
{
  g_string_append_printf (text, "%*s%s", human_padding (cell, columns), "", cell);
}

void
paragraph_append_number (GString *text, double number, int columns, const char *format)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  paragraph_append_cell (text, g_ascii_formatd (digits, sizeof digits, format, number), columns);
}
