/* tests/unit/charts/test_gantt.c - pictures of runs. */
#include "unit/check.h"

#include "charts/bars.h"
#include "charts/pixel_marks.h"
#include "models/registry.h"
#include "unit/charts/drawn.h"
#include <expat.h>
#include <string.h>

static void
check_svg (const Drawn *drawn)
{
  gsize len = 0;
  g_autofree char *svg = drawn_written (drawn, "chart.svg", gantt_write, &len);
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
  g_autofree char *png = drawn_written (drawn, "chart.png", gantt_write, &len);
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
  g_autofree char *text = drawn_written (&drawn, "chart.txt", gantt_write, NULL);
  CU_ASSERT (text && strstr (text, "No test ran."));
  g_autofree char *events = drawn_written (&drawn, "events.json", perfetto_write, NULL);
  cJSON *root = cJSON_ParseWithOpts (events, NULL, 1);
  CU_ASSERT (root != NULL);
  cJSON_Delete (root);
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

CU_TestInfo tests_of_gantt[] = {
  { "pictures of scenarios", pictures_of_scenarios },
  { "pictures of large suites stay small", pictures_of_large_suites_stay_small },
  { "pictures of an empty timeline", pictures_of_an_empty_timeline },
  { "bars add up and neighbours differ", bars_add_up_and_neighbours_differ },
  CU_TEST_INFO_NULL,
};
