#include "text/outcome.h"

#include <string.h>

/* The words of the outcome column, in the order in which they are written. */
static const struct
{
  Outcome bit;
  const char *word;
} outcome_words[] = {
  { OUTCOME_PASSED, "passed" },
  { OUTCOME_SKIPPED, "skipped" },
  { OUTCOME_XFAILED, "xfailed" },
  { OUTCOME_XPASSED, "xpassed" },
  { OUTCOME_SETUP_FAILED, "setup-failed" },
  { OUTCOME_CALL_FAILED, "call-failed" },
  { OUTCOME_TEARDOWN_FAILED, "teardown-failed" },
  { OUTCOME_CRASHED, "crashed" },
};

char *
outcome_dup_text (unsigned outcome)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (outcome_words); i++)
    if (outcome & outcome_words[i].bit)
      g_string_append_printf (text, "%s%s", text->len ? "," : "", outcome_words[i].word);
  return g_string_free (text->len ? text : g_string_append_c (text, '-'), FALSE);
}

static unsigned
outcome_bit (const char *word, gsize len)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcome_words); i++)
    if (strlen (outcome_words[i].word) == len && memcmp (outcome_words[i].word, word, len) == 0)
      return outcome_words[i].bit;
  return 0;
}

int
outcome_parse (const char *text, gsize len)
{
  if (len == 1 && *text == '-')
    return 0;
  unsigned outcome = 0;
  for (const char *end = text + len, *word = text; word <= end;)
    {
      const char *comma = memchr (word, ',', (gsize) (end - word));
      const char *word_end = comma ? comma : end;
      unsigned bit = outcome_bit (word, (gsize) (word_end - word));
      if (!bit)
        return -1;
      outcome |= bit;
      word = word_end + 1;
    }
  return (int) outcome;
}
