/* tests/unit/charts/test_charts.c - the timeline against golden logs, and the three charts of small runs. */
#include "formats/format.h"
#include "unit/check.h"

#include "base/outfile.h"
#include "charts/chart_text.h"
#include "charts/gantt.h"
#include "charts/perfetto.h"
#include "charts/pixel_marks.h"
#include "models/registry.h"
#include <cjson/cJSON.h>
#include <expat.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <inttypes.h>
#include <string.h>

/* --- runs to draw -------------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder; /* of its own, for what it writes */
  Trace *trace;
  CrashPlan *crash;
  SimulationPlan plan;
  Simulation *simulation;
  Timeline timeline;
  Result result;
  Chart chart;
} Drawn;

/* Takes over the trace and runs it; a trace that is no scenario runs on so many workers under the model. */
static void
drawn_run (Drawn *drawn, Trace *trace, const char *title, const char *model, unsigned workers)
{
  const Scenario *scenario = trace->scenario;
  *drawn = (Drawn){ .folder = g_dir_make_tmp ("isosim-charts-XXXXXX", NULL), .trace = trace };
  drawn->plan = (SimulationPlan){ .suite = trace->suite,
                                  .run_us = trace->run_us,
                                  .model = model_find (scenario ? scenario->scheduler : model),
                                  .options = { ISO_NONE, !scenario || scenario->loadscopereorder, true },
                                  .workers = scenario ? scenario->workers : workers,
                                  .max_worker_restart = ISO_NONE };
  if (scenario && scenario->crashes)
    {
      drawn->crash = g_new (CrashPlan, scenario->crashes);
      for (uint32_t i = 0; i < scenario->crashes; i++)
        drawn->crash[i] = (CrashPlan){ scenario->crash[i].test, scenario->crash[i].times };
      drawn->plan.crash = drawn->crash;
      drawn->plan.crashes = scenario->crashes;
    }
  drawn->simulation = simulation_new (&drawn->plan, NULL);
  timeline_init (&drawn->timeline, simulation_now_us (drawn->simulation), drawn->plan.workers);
  simulation_listen (drawn->simulation, &drawn->timeline.observer);
  simulation_run (drawn->simulation, scenario ? scenario->seed : 0, &drawn->result);
  timeline_end (&drawn->timeline);
  drawn->chart = (Chart){ title, &drawn->plan, trace, &drawn->timeline, &drawn->result };
}

static bool
drawn_read (Drawn *drawn, const char *path, const char *title, const char *model, unsigned workers)
{
  g_autoptr (GError) error = NULL;
  Trace *trace = trace_read (path, &error);
  if (trace)
    drawn_run (drawn, trace, title, model, workers);
  else
    FAIL ("%s", error->message);
  return trace;
}

/* SCENARIO is one line of JSON. */
static bool
drawn_scenario (Drawn *drawn, const char *title, const char *scenario)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("isosim-scenario-XXXXXX", &path, NULL);
  bool ok = fd >= 0 && g_close (fd, NULL) && g_file_set_contents (path, scenario, -1, NULL)
            && drawn_read (drawn, path, title, NULL, 0);
  g_unlink (path);
  return ok;
}

static char *
file_in (const Drawn *drawn, const char *name)
{
  return g_build_filename (drawn->folder, name, NULL);
}

/* How many files are in its folder; they are removed. */
static unsigned
empty_folder (const char *folder)
{
  unsigned files = 0;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name (dir)); files++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  return files;
}

static void
drawn_clear (Drawn *drawn)
{
  empty_folder (drawn->folder);
  g_rmdir (drawn->folder);
  timeline_clear (&drawn->timeline);
  simulation_free (drawn->simulation);
  trace_free (drawn->trace);
  g_free (drawn->crash);
  g_free (drawn->folder);
}

static char *
written (const Drawn *drawn, const char *name, bool (*write) (const char *, const Chart *, GError **), gsize *len)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_in (drawn, name);
  char *text = NULL;
  if (!write (path, &drawn->chart, &error))
    FAIL ("%s", error->message);
  else if (!g_file_get_contents (path, &text, len, NULL))
    FAIL ("%s is not there", name);
  return text;
}

/* --- the timeline -------------------------------------------------------------------------------------------- */

static uint64_t
number_of (const cJSON *line, const char *key)
{
  return (uint64_t) cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (line, key));
}

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

/* --- text ---------------------------------------------------------------------------------------------------- */

static void
the_text_chart_of_a_small_run (void)
{
  static const char expected[] = "small suite\n"
                                 "loadfile, 2 workers, 4 tests: 7.50 s, utilization 90.0 %\n"
                                 "\n"
                                 "s    0                   2                   4                   6\n"
                                 "gw0  BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB...............\n"
                                 "gw1  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
                                 "busy ************************************************************555555555555555\n"
                                 "\n"
                                 "A   b.py                                                          7.50 s  55.6 %\n"
                                 "B   a.py                                                          6.00 s  44.4 %\n"
                                 ".   idle, : for more than half of the time\n"
                                 "busy: tenths of the workers, rounded down; * all of them\n";
  Drawn drawn;
  if (!drawn_scenario (
          &drawn, "small suite",
          "{\"scheduler\":\"loadfile\",\"workers\":2,\"tests\":[[\"a.py::x\",4000000],[\"a.py::y\",2000000],"
          "[\"b.py::x\",7000000],[\"b.py::y\",500000]]}"))
    return;
  g_autofree char *text = written (&drawn, "chart.txt", gantt_write, NULL);
  EQUAL_TEXT (text, expected);
  drawn_clear (&drawn);
}

static void
the_text_chart_of_crashes (void)
{
  static const char expected[] = "crashes\n"
                                 "load, 1 worker, 1 replacement, 2 tests: 9 µs, utilization 100.0 %\n"
                                 "\n"
                                 "µs  0 2 4 6 8\n"
                                 "gw0  AAAA!\n"
                                 "gw1       AAAA\n"
                                 "busy *********\n"
                                 "\n"
                                 "A   a.py                                                            9 µs 100.0 %\n"
                                 ".   idle, : for more than half of the time\n"
                                 "!   the worker crashed\n"
                                 "busy: tenths of the workers, rounded down; * all of them\n";
  Drawn drawn;
  if (!drawn_scenario (&drawn, "crashes",
                       "{\"scheduler\":\"load\",\"workers\":1,\"tests\":[[\"a.py::x\",5],[\"a.py::y\",4]],"
                       "\"crash\":{\"0\":1}}"))
    return;
  g_autofree char *text = written (&drawn, "chart.txt", gantt_write, NULL);
  EQUAL_TEXT (text, expected);
  drawn_clear (&drawn);
}

static void
no_line_is_wider_than_a_terminal (void)
{
  static const char *const models_[] = { "load", "isoscope", "loadgroup" };
  g_autofree char *path = source_path ("tests/golden/suites/CaptorAB__openseries.json.gz");
  for (gsize i = 0; i < G_N_ELEMENTS (models_); i++)
    {
      Drawn drawn;
      if (!drawn_read (&drawn, path,
                       "a title that is far too long for a terminal: 中文中文中文中文中文中文中文中文中文中文",
                       models_[i], 12))
        continue;
      g_autofree char *text = written (&drawn, "chart.txt", gantt_write, NULL);
      g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
      for (char **line = lines; *line; line++)
        if (text_columns (*line) > 80)
          FAIL ("%u columns: %s", text_columns (*line), *line);
      drawn_clear (&drawn);
    }
}

static void
long_names_lose_their_middle (void)
{
  static const struct
  {
    const char *text;
    unsigned columns;
    const char *fitted;
  } cases[] = {
    { "short", 5, "short" },    { "tests/unit/test_x.py::TestX", 13, "test…y::TestX" },
    { "a\tb\nc", 9, "a?b?c" },  { "中文中文", 8, "中文中文" },
    { "中文中文", 6, "…中文" }, { "any", 1, "…" },
    { "any", 0, "" },           { "\xff\xfe", 4, "��" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fitted = text_dup_fitted (cases[i].text, cases[i].columns);
      EQUAL_TEXT (fitted, cases[i].fitted);
      CU_ASSERT (text_columns (fitted) <= cases[i].columns);
    }
}

/* --- trace events -------------------------------------------------------------------------------------------- */

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
  g_autofree char *text = written (drawn, "events.json", perfetto_write, NULL);
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

/* Quotes, all that shells and gnuplot's enhanced mode read something into, control characters, and scripts that fonts
 * may lack. */
#define AWKWARD                                                                                                        \
  "{\"scheduler\":\"load\",\"workers\":2,\"tests\":[[\"a'b`exit 3`$(exit "                                             \
  "3)@x^_&~{}%d%%#;.py::T\\\"\\\\n\\t\\n\\u0001é中文"                                                               \
  "::test[x]\",9],[\"b.py::é\",4]]}"

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

/* --- pictures ------------------------------------------------------------------------------------------------ */

static void
check_svg (const Drawn *drawn)
{
  gsize len = 0;
  g_autofree char *svg = written (drawn, "chart.svg", gantt_write, &len);
  if (!svg)
    return;
  XML_Parser parser = XML_ParserCreate (NULL);
  if (XML_Parse (parser, svg, (int) len, 1) != XML_STATUS_OK)
    FAIL ("line %lu: %s", XML_GetCurrentLineNumber (parser), XML_ErrorString (XML_GetErrorCode (parser)));
  XML_ParserFree (parser);
  if (len >= 1000000)
    FAIL ("%" G_GSIZE_FORMAT " bytes", len);
}

static void
check_png (const Drawn *drawn)
{
  gsize len = 0;
  g_autofree char *png = written (drawn, "chart.png", gantt_write, &len);
  CU_ASSERT (png && len > 8 && memcmp (png, "\x89PNG\r\n\x1a\n", 8) == 0);
}

static void
pictures_of_scenarios (void)
{
  static const char *const scenarios[] = {
    AWKWARD,
    "{\"scheduler\":\"load\",\"workers\":1,\"tests\":[[\"a.py::x\",1]]}",
    "{\"scheduler\":\"load\",\"workers\":70,\"tests\":[[\"a.py::x\",0],[\"a.py::y\",0]]}",
    "{\"scheduler\":\"load\",\"workers\":600,\"tests\":[[\"a.py::x\",7200000000000],[\"a.py::y\",1]]}",
    "{\"scheduler\":\"load\",\"workers\":1,\"tests\":[[\"a.py::x\",5],[\"a.py::y\",4]],\"crash\":{\"0\":1}}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      Drawn drawn;
      if (!drawn_scenario (&drawn, scenarios[i], scenarios[i]))
        continue;
      check_svg (&drawn);
      check_png (&drawn);
      drawn_clear (&drawn);
    }
}

static void
pictures_of_large_suites_stay_small (void)
{
  static const char *const models_[] = { "load", "loadscope", "isoscope" };
  g_autofree char *path = source_path ("tests/golden/suites/localstack__localstack.json.gz");
  for (gsize i = 0; i < G_N_ELEMENTS (models_); i++)
    {
      Drawn drawn;
      if (!drawn_read (&drawn, path, "large", models_[i], 16))
        continue;
      check_svg (&drawn);
      drawn_clear (&drawn);
    }
}

/* A session in which nothing ran. */
static void
pictures_of_an_empty_timeline (void)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "empty", AWKWARD))
    return;
  timeline_reset (&drawn.timeline);
  timeline_end (&drawn.timeline);
  check_svg (&drawn);
  g_autofree char *text = written (&drawn, "chart.txt", gantt_write, NULL);
  CU_ASSERT (text && strstr (text, "No test ran."));
  cJSON_Delete (events_of (&drawn));
  drawn_clear (&drawn);
}

/* --- what pictures are made of ------------------------------------------------------------------------------- */

/* Neighbouring bars of a worker, and how many of them have one colour. */
static void
count_clashes (const Bars *bars, const Palette *palette, guint *neighbours, guint *clashes)
{
  *neighbours = *clashes = 0;
  for (unsigned node = 0; node < bars->nodes; node++)
    for (guint i = bars->first[node]; i + 1 < bars->first[node + 1]; i++)
      if (bars->bar[i].scope != bars->bar[i + 1].scope)
        {
          (*neighbours)++;
          *clashes
              += palette_of_scope (palette, bars->bar[i].scope) == palette_of_scope (palette, bars->bar[i + 1].scope);
        }
}

static void
check_marks (const Chart *chart, const Bars *bars, const Palette *palette)
{
  g_auto (PixelMarks) marks = { 0 };
  uint64_t busy_us = 0;
  pixel_marks_init (&marks, chart, bars, palette, 500, 7);
  for (unsigned i = 0; i < marks.slicer.slices; i++)
    busy_us += marks.busy_us[i];
  EQUAL_INT (busy_us, chart->result->busy_us);
  CU_ASSERT (marks.marks->len <= 2 * 500 * bars->nodes);
  for (guint i = 0; i < marks.marks->len; i++)
    CU_ASSERT (g_array_index (marks.marks, Mark, i).colour != PALETTE_WHITE);
}

static void
bars_add_up_and_neighbours_differ (void)
{
  g_autofree char *path = source_path ("tests/golden/suites/localstack__localstack.json.gz");
  for (const IsoModel *const *model = models; *model; model++)
    {
      Drawn drawn;
      g_auto (Bars) bars = { 0 };
      g_auto (Palette) palette = { 0 };
      guint neighbours, clashes;
      if (!drawn_read (&drawn, path, "large", (*model)->name, 9))
        continue;
      bars_init (&bars, &drawn.chart);
      palette_init (&palette, &bars);
      EQUAL_INT (bars.busy_us, drawn.result.busy_us);
      check_marks (&drawn.chart, &bars, &palette);
      count_clashes (&bars, &palette, &neighbours, &clashes);
      if (clashes * 50 > neighbours)
        FAIL ("%s: %u of %u neighbours have one colour", (*model)->name, clashes, neighbours);
      drawn_clear (&drawn);
    }
}

/* --- refusals ------------------------------------------------------------------------------------------------ */

#define SMALL "{\"scheduler\":\"load\",\"workers\":2,\"tests\":[[\"a.py::x\",9],[\"b.py::y\",4]]}"

/* WRITE to NAME must fail with a message in which EXPECTED occurs, leave what was there, and nothing else. */
static void
check_refusal (const Drawn *drawn, const char *name, bool (*write) (const char *, const Chart *, GError **),
               const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_in (drawn, name);
  g_autofree char *text = NULL;
  bool there = g_file_set_contents (path, "precious", -1, NULL);
  if (write (path, &drawn->chart, &error))
    FAIL ("%s was written", name);
  else if (!strstr (error->message, expected))
    FAIL ("expected \"%s\" in \"%s\"", expected, error->message);
  if (there && g_file_get_contents (path, &text, NULL, NULL))
    EQUAL_TEXT (text, "precious");
  EQUAL_INT (empty_folder (drawn->folder), there);
}

static void
other_endings_are_refused (void)
{
  static const char *const names[] = { "chart.pdf", "chart", "chart.svg.gz", "txt" };
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    check_refusal (&drawn, names[i], gantt_write, "must end in .svg, .png or .txt");
  drawn_clear (&drawn);
}

static void
paths_that_cannot_be_written_are_named (void)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  check_refusal (&drawn, "missing/chart.svg", gantt_write, "missing/chart.svg: No such file or directory");
  check_refusal (&drawn, "missing/chart.txt", gantt_write, "missing/chart.txt: No such file or directory");
  check_refusal (&drawn, "missing/events.json", perfetto_write, "missing/events.json: No such file or directory");
  drawn_clear (&drawn);
}

/* Puts an executable named gnuplot, or nothing, where programs are looked for. */
static void
check_with_gnuplot (const char *script, const char *expected)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *programs = g_dir_make_tmp ("isosim-programs-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (programs, "gnuplot", NULL);
  if (script && (!g_file_set_contents (program, script, -1, NULL) || g_chmod (program, 0755) != 0))
    FAIL ("no program");
  g_setenv ("PATH", programs, TRUE);
  check_refusal (&drawn, "chart.svg", gantt_write, expected);
  g_setenv ("PATH", path ? path : "/bin:/usr/bin", TRUE);
  g_unlink (program);
  g_rmdir (programs);
  drawn_clear (&drawn);
}

static void
what_is_wrong_with_gnuplot_is_told (void)
{
  check_with_gnuplot (NULL, "chart.svg and is not installed (a FILE ending in .txt needs none)");
  check_with_gnuplot ("#!/bin/sh\necho half of a picture\necho 'no such terminal' >&2\nexit 1\n", "no such terminal");
  check_with_gnuplot ("#!/bin/sh\nexit 1\n", "it said nothing");
  check_with_gnuplot ("#!/bin/sh\nexit 0\n", "it said nothing");
  check_with_gnuplot ("#!/bin/sh\nkill -9 $$\n", "gnuplot failed to draw");
}

/* --- files --------------------------------------------------------------------------------------------------- */

static void
a_file_is_replaced_only_when_it_is_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("isosim-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *text = NULL;
  GStatBuf before, after;
  g_file_set_contents (path, "old", -1, NULL);
  g_chmod (path, 0640);
  g_stat (path, &before);
  g_auto (Outfile) out = { 0 };
  CU_ASSERT (outfile_open (&out, path, &error));
  fputs ("new", out.stream);
  outfile_clear (&out);
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "old");
  g_clear_pointer (&text, g_free);
  CU_ASSERT (outfile_write (path, "newer", 5, &error));
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "newer");
  g_stat (path, &after);
  EQUAL_INT (after.st_mode, before.st_mode);
  EQUAL_INT (empty_folder (folder), 1);
  g_rmdir (folder);
}

static void
what_is_no_regular_file_is_written_to (void)
{
  g_autoptr (GError) error = NULL;
  CU_ASSERT (outfile_write ("/dev/null", "text", 4, &error));
  CU_ASSERT (!g_file_test ("/dev/null", G_FILE_TEST_IS_REGULAR));
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    return;
  CU_ASSERT (!outfile_write ("/dev/full", "text", 4, &error));
  EQUAL_TEXT (error ? error->message : NULL, "cannot write /dev/full: No space left on device");
}

static void
a_link_stays_and_its_file_is_replaced (void)
{
  g_autofree char *folder = g_dir_make_tmp ("isosim-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_file_set_contents (path, "old", -1, NULL);
  CU_ASSERT (g_file_make_symbolic_link (file, "file", NULL, NULL));
  CU_ASSERT (outfile_write (link, "new", 3, NULL));
  CU_ASSERT (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "new");
  empty_folder (folder);
  g_rmdir (folder);
}

CU_TestInfo charts_tests[] = {
  { "spans are those of the golden logs", spans_are_those_of_the_golden_logs },
  { "a timeline can be used again", a_timeline_can_be_used_again },
  { "the text chart of a small run", the_text_chart_of_a_small_run },
  { "the text chart of crashes", the_text_chart_of_crashes },
  { "no line is wider than a terminal", no_line_is_wider_than_a_terminal },
  { "long names lose their middle", long_names_lose_their_middle },
  { "trace events nest and sum to busy", trace_events_nest_and_sum_to_busy },
  { "the counter agrees and crashes are marked", the_counter_agrees_and_crashes_are_marked },
  { "names come through trace events unchanged", names_come_through_trace_events_unchanged },
  { "pictures of scenarios", pictures_of_scenarios },
  { "pictures of large suites stay small", pictures_of_large_suites_stay_small },
  { "pictures of an empty timeline", pictures_of_an_empty_timeline },
  { "bars add up and neighbours differ", bars_add_up_and_neighbours_differ },
  { "other endings are refused", other_endings_are_refused },
  { "paths that cannot be written are named", paths_that_cannot_be_written_are_named },
  { "what is wrong with gnuplot is told", what_is_wrong_with_gnuplot_is_told },
  { "a file is replaced only when it is whole", a_file_is_replaced_only_when_it_is_whole },
  { "what is no regular file is written to", what_is_no_regular_file_is_written_to },
  { "a link stays and its file is replaced", a_link_stays_and_its_file_is_replaced },
  CU_TEST_INFO_NULL,
};
