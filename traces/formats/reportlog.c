#include "formats/format.h"
#include "suite/builder.h"
#include "text/json.h"
#include <string.h>

typedef struct
{
  Builder *builder;
  const char *name;
  unsigned records;    /* lines that were read */
  unsigned bad_line;   /* one that was not, and about which nothing has been said yet; 0 for none */
  GError *first_error; /* of the first bad line */
} Log;

/* The type stands at the end of a record, but the first record is short; a log that lost its beginning may begin with
 * a long one, which its first keys tell. */
static bool
recognise (const char *head, gsize len)
{
  if (head[strspn (head, " \t\r\n")] != '{')
    return false;
  return g_strstr_len (head, (gssize) len, "\"$report_type\"") || g_strstr_len (head, (gssize) len, "\"_report_type\"")
         || (json_head_member (head, len, "nodeid") && json_head_member (head, len, "keywords"));
}

static bool
is_test_report (const cJSON *record)
{
  const char *type = json_string (record, "$report_type");
  if (!type)
    type = json_string (record, "_report_type");
  return g_strcmp0 (type, "TestReport") == 0;
}

static int
parse_phase (const char *when)
{
  for (int phase = PHASE_SETUP; phase <= PHASE_TEARDOWN; phase++)
    if (g_strcmp0 (when, phase_names[phase]) == 0)
      return phase;
  return -1;
}

/* A run begins at its set-up. Under --dist each, the runs of two workers interleave; since only sums are kept, it does
 * not matter to which of them a later phase belongs. */
static void
add_phase (Builder *builder, uint32_t test, const cJSON *record, Phase phase, unsigned line)
{
  double number;
  if (phase == PHASE_SETUP)
    {
      builder_begin_run (builder, test);
      if (json_number (record, "start", &number))
        builder_set_start (builder, test, number);
    }
  if (json_number (record, "duration", &number))
    builder_add_time (builder, test, phase, number, line);
  builder_add_outcome (
      builder, test,
      outcome_of_report (phase, json_string (record, "outcome"), cJSON_HasObjectItem (record, "wasxfail")));
}

static bool
add_report (Log *log, const cJSON *record, unsigned line, GError **error)
{
  const char *nodeid = json_string (record, "nodeid"), *when = json_string (record, "when");
  if (!nodeid || !*nodeid)
    {
      builder_dropped (log->builder, line, "a report without a nodeid is left out");
      return true;
    }
  uint32_t test = builder_test (log->builder, nodeid, strlen (nodeid), line, error);
  if (test == SUITE_NONE)
    return false;
  double index;
  if (json_number (record, "item_index", &index) && index >= 0 && index < UINT32_MAX)
    builder_set_item_index (log->builder, test, (uint32_t) index);
  builder_set_worker_id (log->builder, test, json_string (record, "worker_id"));
  int phase = parse_phase (when);
  if (phase >= 0)
    add_phase (log->builder, test, record, (Phase) phase, line);
  else if (g_strcmp0 (when, "???") == 0) /* the controller's own report of a crash: its duration is always 0 */
    builder_add_outcome (log->builder, test, OUTCOME_CRASHED);
  return true;
}

/* A bad line that others follow is damaged; one that ends the file was cut off there. */
static void
tell_of_bad_line (Log *log, bool last)
{
  if (log->bad_line)
    builder_dropped (log->builder, log->bad_line,
                     last ? "the file was cut off in this line, which is left out"
                          : "this line is not JSON and is left out");
  log->bad_line = 0;
}

static bool
add_line (Log *log, const char *text, gsize len, unsigned line, GError **error)
{
  if (text[strspn (text, " \t\r")] == '\0' && strlen (text) == len)
    return true;
  tell_of_bad_line (log, false);
  g_autoptr (cJSON) record = json_parse (text, len, log->name, line - 1, log->first_error ? NULL : &log->first_error);
  if (!record)
    {
      log->bad_line = line;
      return true;
    }
  log->records++;
  return !is_test_report (record) || add_report (log, record, line, error);
}

/* Whether a trace can be made: an unreadable line costs that line only, unless there is no other. */
static bool
end_of_lines (Log *log, GError **error)
{
  tell_of_bad_line (log, true);
  if (log->records > 0 || !log->first_error)
    return true;
  g_propagate_error (error, g_steal_pointer (&log->first_error));
  return false;
}

static bool
add_lines (Log *log, Input *input, GError **error)
{
  const char *text;
  gsize len;
  unsigned line;
  GError *failure = NULL;
  while ((text = input_line (input, &len, &line, &failure)))
    if (!add_line (log, text, len, line, error))
      return false;
  if (!failure)
    return end_of_lines (log, error);
  g_propagate_error (error, failure);
  return false;
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_autoptr (Builder) builder = builder_new (format_reportlog.title, input_name (input));
  Log log = { builder, input_name (input), 0, 0, NULL };
  bool right = add_lines (&log, input, error);
  g_clear_error (&log.first_error);
  return right ? builder_finish (builder, false, error) : NULL;
}

const Format format_reportlog = { "reportlog", "pytest-reportlog", recognise, read_trace };
