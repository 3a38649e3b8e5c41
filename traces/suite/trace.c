#include "suite/trace.h"

#include "formats/format.h"
#include <string.h>

G_DEFINE_QUARK (isosim - trace - error, trace_error)

static void
scenario_free (Scenario *scenario)
{
  if (!scenario)
    return;
  g_free (scenario->scheduler);
  g_free (scenario->crash);
  g_free (scenario->failure);
  g_free (scenario);
}

void
trace_free (Trace *trace)
{
  if (!trace)
    return;
  suite_free (trace->suite);
  g_free (trace->run_us);
  g_free (trace->setup_us);
  g_free (trace->teardown_us);
  g_free (trace->outcome);
  g_free (trace->worker);
  g_free (trace->start_us);
  scenario_free (trace->scenario);
  recording_free (trace->recording);
  if (trace->warnings)
    g_ptr_array_unref (trace->warnings);
  g_free (trace);
}

uint64_t
trace_total_us (const Trace *trace)
{
  uint64_t total = 0;
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    total += trace->run_us[test];
  return total;
}

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

Trace *
trace_read (const char *path, GError **error)
{
  g_autoptr (Input) input = input_open (path, error);
  if (!input)
    return NULL;
  gsize len;
  const char *head = input_head (input, &len);
  for (const Format *const *format = formats; *format; format++)
    if ((*format)->recognise (head, len))
      return (*format)->read (input, error);
  if (len == 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT, "%s: the file is empty", input_name (input));
  else
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT,
                 "%s: not a trace of any kind that isosim knows ('isosim list formats' names them)",
                 input_name (input));
  return NULL;
}
