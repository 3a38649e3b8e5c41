#include "formats/format.h"
#include "suite/builder.h"
#include "text/json.h"
#include <string.h>

/* The keys that stand before tests[], which may lie beyond the head. timing.c's documents have tests[], too, but begin
 * with a schema. */
static bool
recognise (const char *head, gsize len)
{
  const char *tests = json_head_member (head, len, "tests");
  if (json_head_member (head, len, "schema"))
    return false;
  return (tests && *tests == '[')
         || (json_head_member (head, len, "created") && json_head_member (head, len, "exitcode"))
         || (json_head_member (head, len, "exitcode") && json_head_member (head, len, "summary"));
}

/* The outcome of the phases together; each phase that has a time adds it. WORD is the outcome of the whole test, which
 * alone tells an expected failure. */
static unsigned
add_phases (Builder *builder, uint32_t number, const cJSON *test, const char *word)
{
  bool xfail = word && (strcmp (word, "xfailed") == 0 || strcmp (word, "xpassed") == 0);
  unsigned outcome = 0;
  for (int phase = PHASE_SETUP; phase <= PHASE_TEARDOWN; phase++)
    {
      const cJSON *part = cJSON_GetObjectItemCaseSensitive (test, phase_names[phase]);
      double seconds;
      if (json_number (part, "duration", &seconds))
        builder_add_time (builder, number, (Phase) phase, seconds, 0);
      outcome |= outcome_of_report ((Phase) phase, json_string (part, "outcome"), xfail);
    }
  if (cJSON_HasObjectItem (test, "???"))
    outcome |= OUTCOME_CRASHED;
  return outcome;
}

static bool
add_test (Builder *builder, const cJSON *test, GError **error)
{
  const char *nodeid = json_string (test, "nodeid"), *word = json_string (test, "outcome");
  if (!nodeid || !*nodeid)
    {
      builder_dropped (builder, 0, "a test without a nodeid is left out");
      return true;
    }
  uint32_t number = builder_test (builder, nodeid, strlen (nodeid), 0, error);
  if (number == SUITE_NONE)
    return false;
  builder_begin_run (builder, number);
  unsigned outcome = add_phases (builder, number, test, word);
  if (!outcome && word)
    outcome = outcome_of_word (word);
  builder_add_outcome (builder, number, outcome);
  return true;
}

static Trace *
read_document (Builder *builder, const cJSON *document, const char *name, GError **error)
{
  const cJSON *tests = cJSON_GetObjectItemCaseSensitive (document, "tests"), *test;
  if (!cJSON_IsArray (tests))
    {
      g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT,
                   "%s: a pytest-json-report without its list of tests; write it without --json-report-summary", name);
      return NULL;
    }
  cJSON_ArrayForEach (test, tests)
  {
    if (!add_test (builder, test, error))
      return NULL;
  }
  return builder_finish (builder, false, error);
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_autoptr (cJSON) document = json_read (input, error);
  if (!document)
    return NULL;
  g_autoptr (Builder) builder = builder_new (format_jsonreport.title, input_name (input));
  return read_document (builder, document, input_name (input), error);
}

const Format format_jsonreport = { "jsonreport", "pytest-json-report", recognise, read_trace };
