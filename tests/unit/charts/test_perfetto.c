/* tests/unit/charts/test_perfetto.c - trace events nest, add up, and keep names as they are. */
#include "unit/check.h"

#include "unit/charts/drawn.h"
#include <string.h>

/* The complete events' time by nesting: [0] of runs, [1] of phases inside them. */
typedef struct
{
  uint64_t us[2];
  unsigned events[2];
  unsigned crossing; /* events that neither lie in the one before nor behind it */
} Nesting;

/* Events of one thread stand in order, an outer one before those in it. */
static void
nest (Nesting *nesting, const cJSON *events, unsigned thread)
{
  uint64_t run_end_us = 0, phase_end_us = 0;
  const cJSON *event;
  cJSON_ArrayForEach (event, events)
  {
    if (strcmp (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (event, "ph")), "X") != 0
        || number_of (event, "tid") != thread)
      continue;
    uint64_t start_us = number_of (event, "ts"), us = number_of (event, "dur");
    bool phase = !cJSON_GetObjectItemCaseSensitive (event, "args");
    nesting->us[phase] += us;
    nesting->events[phase]++;
    if (phase)
      nesting->crossing += start_us < phase_end_us || start_us + us > run_end_us;
    else
      nesting->crossing += start_us < run_end_us;
    phase_end_us = phase ? start_us + us : start_us;
    run_end_us = phase ? run_end_us : start_us + us;
  }
}

static cJSON *
events_of (const Drawn *drawn)
{
  g_autofree char *text = drawn_written (drawn, "events.json", perfetto_write, NULL);
  cJSON *root = text ? cJSON_ParseWithOpts (text, NULL, 1) : NULL;
  if (!root)
    FAIL ("no JSON");
  return root;
}

/* Tests of a second each: a tenth is set-up, two tear-down. */
static void
tell_phases_apart (Trace *trace)
{
  trace->setup_us = g_new (uint64_t, trace->suite->tests);
  trace->teardown_us = g_new (uint64_t, trace->suite->tests);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    {
      trace->setup_us[test] = trace->run_us[test] / 10;
      trace->teardown_us[test] = trace->run_us[test] / 5;
    }
}

static void
trace_events_nest_and_sum_to_busy (void)
{
  Drawn drawn;
  g_autofree char *path = source_path ("tests/golden/suites/CaptorAB__openseries.json.gz");
  if (!drawn_read (&drawn, path, "suite", "worksteal", 3))
    return;
  tell_phases_apart (drawn.trace);
  cJSON *root = events_of (&drawn);
  const cJSON *events = cJSON_GetObjectItemCaseSensitive (root, "traceEvents");
  Nesting nesting = { { 0, 0 }, { 0, 0 }, 0 };
  for (unsigned thread = 1; thread <= 3; thread++)
    nest (&nesting, events, thread);
  EQUAL_INT (nesting.us[0], drawn.result.busy_us);
  EQUAL_INT (nesting.us[1], drawn.result.busy_us);
  EQUAL_INT (nesting.events[0], drawn.trace->suite->tests);
  EQUAL_INT (nesting.crossing, 0);
  cJSON_Delete (root);
  drawn_clear (&drawn);
}

/* Busy workers × time, by the counter. */
static uint64_t
counted_us (const cJSON *events)
{
  uint64_t us = 0, from_us = 0, busy = 0;
  const cJSON *event;
  cJSON_ArrayForEach (event, events)
  {
    if (strcmp (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (event, "ph")), "C") != 0)
      continue;
    us += busy * (number_of (event, "ts") - from_us);
    from_us = number_of (event, "ts");
    busy = number_of (cJSON_GetObjectItemCaseSensitive (event, "args"), "busy");
  }
  EQUAL_INT (busy, 0);
  return us;
}

static unsigned
count_events (const cJSON *events, const char *phase)
{
  unsigned count = 0;
  const cJSON *event;
  cJSON_ArrayForEach (event, events) count
      += strcmp (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (event, "ph")), phase) == 0;
  return count;
}

static void
the_counter_agrees_and_crashes_are_marked (void)
{
  Drawn drawn;
  g_autofree char *path = source_path ("tests/golden/loadscope-w-mwr4.jsonl");
  if (!drawn_read (&drawn, path, "crashes", NULL, 0))
    return;
  cJSON *root = events_of (&drawn);
  const cJSON *events = cJSON_GetObjectItemCaseSensitive (root, "traceEvents");
  unsigned crashes = 0;
  for (guint i = 0; i < drawn.timeline.spans->len; i++)
    crashes += timeline_span (&drawn.timeline, i)->end == SPAN_CRASHED;
  CU_ASSERT (crashes > 0);
  EQUAL_INT (count_events (events, "i"), crashes);
  EQUAL_INT (count_events (events, "M"), 1 + 2 * drawn.result.nodes);
  EQUAL_INT (counted_us (events), drawn.result.busy_us);
  cJSON_Delete (root);
  drawn_clear (&drawn);
}

static void
names_come_through_trace_events_unchanged (void)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "a \"title\" \\ with\nlines", AWKWARD))
    return;
  cJSON *root = events_of (&drawn);
  const cJSON *event, *other = cJSON_GetObjectItemCaseSensitive (root, "otherData");
  cJSON_ArrayForEach (event, cJSON_GetObjectItemCaseSensitive (root, "traceEvents"))
  {
    const cJSON *args = cJSON_GetObjectItemCaseSensitive (event, "args");
    if (!cJSON_GetObjectItemCaseSensitive (args, "nodeid"))
      continue;
    g_autofree char *nodeid = suite_dup_name (drawn.trace->suite, (uint32_t) number_of (args, "index"));
    EQUAL_TEXT (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (args, "nodeid")), nodeid);
  }
  EQUAL_TEXT (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (other, "title")), drawn.chart.title);
  cJSON_Delete (root);
  drawn_clear (&drawn);
}

CU_TestInfo tests_of_perfetto[] = {
  { "trace events nest and sum to busy", trace_events_nest_and_sum_to_busy },
  { "the counter agrees and crashes are marked", the_counter_agrees_and_crashes_are_marked },
  { "names come through trace events unchanged", names_come_through_trace_events_unchanged },
  CU_TEST_INFO_NULL,
};
