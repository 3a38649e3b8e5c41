/* tests/unit/simulate/test_timeline.c - the timeline against golden logs. */
#include "unit/check.h"

#include "unit/charts/drawn.h"
#include <string.h>

/* Adds what a line of a golden log says to the spans that it told of so far. */
static void
follow_line (GArray *spans, const cJSON *line)
{
  const char *event = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (line, "ev"));
  uint64_t us = number_of (line, "t");
  uint32_t node = (uint32_t) number_of (line, "w"), test = (uint32_t) number_of (line, "test");
  if (g_strcmp0 (event, "start") == 0)
    {
      Span span = { us, us, node, test, SPAN_CUT_OFF };
      g_array_append_val (spans, span);
    }
  if (g_strcmp0 (event, "finish") != 0 && g_strcmp0 (event, "crash") != 0)
    return;
  guint i = spans->len - 1;
  while (g_array_index (spans, Span, i).node != node)
    i--;
  g_array_index (spans, Span, i).end_us = us;
  g_array_index (spans, Span, i).end = *event == 'f' ? SPAN_FINISHED : SPAN_CRASHED;
}

static GArray *
spans_of_log (const char *path)
{
  g_autofree char *text = NULL;
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return spans;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines + 1; *line; line++)
    {
      cJSON *parsed = cJSON_Parse (*line);
      if (parsed)
        follow_line (spans, parsed);
      cJSON_Delete (parsed);
    }
  return spans;
}

static void
compare_spans (const char *path, const GArray *got, const GArray *want)
{
  if (got->len != want->len || want->len == 0)
    {
      FAIL ("%s: %u spans, expected %u", path, got->len, want->len);
      return;
    }
  for (guint i = 0; i < want->len; i++)
    {
      const Span *g = &g_array_index (got, Span, i), *w = &g_array_index (want, Span, i);
      if (g->node != w->node || g->test != w->test || g->start_us != w->start_us || g->end != w->end
          || (w->end != SPAN_CUT_OFF && g->end_us != w->end_us))
        FAIL ("%s: span %u is not the log's", path, i);
    }
}

static void
spans_are_those_of_the_golden_logs (void)
{
  static const char *const names[]
      = { "load-003", "load-w-mwr4", "loadscope-w-mwr4", "isoscope-045", "each-006", "worksteal-w-wshead" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Drawn drawn;
      g_autofree char *below = g_strdup_printf ("tests/golden/%s.jsonl", names[i]);
      g_autofree char *path = source_path (below);
      g_autoptr (GArray) want = spans_of_log (path);
      if (!drawn_read (&drawn, path, names[i], NULL, 0))
        continue;
      compare_spans (path, drawn.timeline.spans, want);
      drawn_clear (&drawn);
    }
}

static void
a_timeline_can_be_used_again (void)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "again",
                       "{\"scheduler\":\"load\",\"workers\":2,\"tests\":[[\"a.py::x\",5],[\"a.py::y\",4]]}"))
    return;
  timeline_reset (&drawn.timeline);
  simulation_run (drawn.simulation, 0, &drawn.result);
  timeline_end (&drawn.timeline);
  EQUAL_INT (drawn.timeline.spans->len, 2);
  EQUAL_INT (drawn.timeline.end_us, 5);
  drawn_clear (&drawn);
}

CU_TestInfo tests_of_timeline[] = {
  { "spans are those of the golden logs", spans_are_those_of_the_golden_logs },
  { "a timeline can be used again", a_timeline_can_be_used_again },
  CU_TEST_INFO_NULL,
};
