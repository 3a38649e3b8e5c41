#include "formats/format.h"
#include "suite/builder.h"
#include "text/json.h"
#include <string.h>

static bool
recognise (const char *head, gsize len)
{
  return json_head_member (head, len, "schema")
         && (json_head_member (head, len, "pytest_timing_version") || json_head_member (head, len, "run")
             || json_head_member (head, len, "workers") || json_head_member (head, len, "tests"));
}

/* A phase is [start, stop, duration], or null when it did not happen. */
static void
add_phases (Builder *builder, uint32_t number, const cJSON *phases)
{
  for (int phase = PHASE_SETUP; phase <= PHASE_TEARDOWN; phase++)
    {
      const cJSON *times = cJSON_GetObjectItemCaseSensitive (phases, phase_names[phase]);
      const cJSON *duration = cJSON_GetArrayItem (times, 2);
      if (cJSON_IsNumber (duration))
        builder_add_time (builder, number, (Phase) phase, duration->valuedouble, 0);
    }
}

/* An error is a set-up's or a tear-down's; without a call it was the set-up. */
static unsigned
outcome_of_attempt (const char *word, const cJSON *phases)
{
  if (!word)
    return 0;
  if (strcmp (word, "error") == 0 && cJSON_IsArray (cJSON_GetObjectItemCaseSensitive (phases, "call")))
    return OUTCOME_TEARDOWN_FAILED;
  return outcome_of_word (word);
}

static bool
add_attempt (Builder *builder, const cJSON *attempt, GError **error)
{
  const char *nodeid = json_string (attempt, "nodeid");
  if (!nodeid || !*nodeid)
    {
      builder_dropped (builder, 0, "a test without a nodeid is left out");
      return true;
    }
  uint32_t number = builder_test (builder, nodeid, strlen (nodeid), 0, error);
  if (number == SUITE_NONE)
    return false;
  const cJSON *phases = cJSON_GetObjectItemCaseSensitive (attempt, "phases");
  double start;
  builder_begin_run (builder, number);
  add_phases (builder, number, phases);
  builder_add_outcome (builder, number, outcome_of_attempt (json_string (attempt, "outcome"), phases));
  builder_set_worker_id (builder, number, json_string (attempt, "worker"));
  if (json_number (attempt, "start", &start))
    builder_set_start (builder, number, start);
  return true;
}

static bool
is_schema_1 (const cJSON *document, const char *name, GError **error)
{
  double schema;
  if (json_number (document, "schema", &schema) && schema > 0.5 && schema < 1.5)
    return true;
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT,
               "%s: a pytest-timing document of another schema than 1, the only one that is read", name);
  return false;
}

/* The mean time that workers took from one moment of theirs to another; 0 when none tells both. */
static uint64_t
mean_us (const cJSON *workers, const char *from, const char *to)
{
  const cJSON *worker;
  double sum = 0, begin, end;
  unsigned count = 0;
  cJSON_ArrayForEach (worker, workers)
  {
    if (json_number (worker, from, &begin) && json_number (worker, to, &end) && end >= begin
        && end - begin <= TRACE_SECONDS_MAX)
      {
        sum += end - begin;
        count++;
      }
  }
  return count ? (uint64_t) (sum / count * 1e6 + 0.5) : 0;
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_autoptr (cJSON) document = json_read (input, error);
  if (!document || !is_schema_1 (document, input_name (input), error))
    return NULL;
  g_autoptr (Builder) builder = builder_new (format_timing.title, input_name (input));
  const cJSON *attempt;
  cJSON_ArrayForEach (attempt, cJSON_GetObjectItemCaseSensitive (document, "tests"))
  {
    if (!add_attempt (builder, attempt, error))
      return NULL;
  }
  Trace *trace = builder_finish (builder, false, error);
  const cJSON *workers = cJSON_GetObjectItemCaseSensitive (document, "workers");
  if (trace)
    {
      trace->startup_us = mean_us (workers, "start", "ready");
      trace->collect_us = mean_us (workers, "ready", "collected");
    }
  return trace;
}

const Format format_timing = { "timing", "pytest-timing", recognise, read_trace };
