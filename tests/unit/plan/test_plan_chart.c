/* tests/unit/plan/test_plan_chart.c - the axes of charts, and the two charts of a plan. */
#include "formats/format.h"
#include "unit/check.h"

#include "charts/chart_text.h"
#include "models/registry.h"
#include "plan_output/plan_canvas.h"
#include "plan_output/plan_plot.h"
#include <string.h>

#define SECOND UINT64_C (1000000)
#define MINUTE (60 * SECOND)
#define DAY (1440 * MINUTE)

/* --- axes ---------------------------------------------------------------------------------------------------- */

static const struct
{
  GArray *(*ticks_of) (const Axis *);
  double lo, hi;
  bool logarithmic;
  const char *labels;
} axis_cases[] = {
  { axis_time_ticks, 1 * SECOND, 60 * SECOND, true, "1s, 2s, 5s, 10s, 20s, 30s, 1m" },
  { axis_time_ticks, 9 * MINUTE, 11 * MINUTE, true, "9m, 10m, 11m, 12m" },
  { axis_time_ticks, 1, 1, true, "1µs" },
  { axis_time_ticks, 1200, 30000, true, "2ms, 5ms, 10ms, 20ms" },
  { axis_time_ticks, 20 * MINUTE, 10 * DAY, true, "20m, 30m, 1h, 2h, 5h, 10h, 1d, 2d, 5d, 10d" },
  { axis_time_ticks, 1, 30 * MINUTE, true, "1µs, 10µs, 100µs, 1ms, 10ms, 100ms, 1s, 10s, 1m, 10m" },
  { axis_whole_ticks, 1, 64, true, "1, 2, 4, 8, 16, 32, 64" },
  { axis_whole_ticks, 4, 4, true, "4" },
  { axis_whole_ticks, 9, 12, true, "9, 10, 11, 12, 13" },
  { axis_number_ticks, 21, 41, false, "20, 25, 30, 35, 40" },
  { axis_number_ticks, 0.1, 0.3, false, "0.1, 0.15, 0.2, 0.25, 0.3" },
  { axis_number_ticks, 0, 0, false, "0, 0.5, 1" },
};

static void
ticks_are_round_and_on_the_axis (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (axis_cases); i++)
    {
      Axis axis;
      g_autoptr (GString) labels = g_string_new (NULL);
      axis_init (&axis, axis_cases[i].lo, axis_cases[i].hi, axis_cases[i].logarithmic);
      g_autoptr (GArray) ticks = axis_cases[i].ticks_of (&axis);
      for (guint k = 0; k < ticks->len; k++)
        {
          const Tick *tick = &g_array_index (ticks, Tick, k);
          double place = axis_place (&axis, tick->at);
          g_string_append_printf (labels, "%s%s", k ? ", " : "", tick->label);
          if (place < 0 || place > 1)
            FAIL ("case %u: %s is not on the axis", (unsigned) i, tick->label);
        }
      EQUAL_TEXT (labels->str, axis_cases[i].labels);
    }
}

static void
what_is_longest_of_all_still_has_ticks (void)
{
  Axis axis;
  axis_init (&axis, 1, (double) UINT64_MAX, true);
  g_autoptr (GArray) ticks = axis_time_ticks (&axis);
  CU_ASSERT (ticks->len >= 3);
  axis_init (&axis, (double) UINT64_MAX, (double) UINT64_MAX, true);
  g_autoptr (GArray) none = axis_time_ticks (&axis);
  CU_ASSERT (none->len < 20);
}

static void
places_are_logarithmic_where_asked (void)
{
  Axis axis = { 1, 16, true };
  EQUAL_INT (axis_place (&axis, 4) * 1000 + 0.5, 500);
  axis.logarithmic = false;
  EQUAL_INT (axis_place (&axis, 8.5) * 1000 + 0.5, 500);
}

/* --- plans to draw ------------------------------------------------------------------------------------------- */

static const char *const path = "small.tsv";
static const unsigned numbers[] = { 1, 2, 3, 4 };
static const IsoModel *list[3];

typedef struct
{
  Trace *trace;
  PlanQuestion question;
  PlanReport report;
  PlanChart chart;
} Drawn;

/* A small suite under load, loadfile and isoscope. */
static void
drawn_init (Drawn *drawn, unsigned runs)
{
  g_autofree char *file = source_path ("tests/golden/load-003.jsonl");
  list[0] = model_find ("load");
  list[1] = model_find ("loadfile");
  list[2] = model_find ("isoscope");
  *drawn = (Drawn){ .trace = trace_read (file, NULL) };
  drawn->question = (PlanQuestion){ .traces = 1, .path = &path, .trace = drawn->trace };
  drawn->question.sweep = (SweepPlan){ .suite = drawn->trace->suite,
                                       .run_us = drawn->trace->run_us,
                                       .models = G_N_ELEMENTS (list),
                                       .model = list,
                                       .counts = G_N_ELEMENTS (numbers),
                                       .workers = numbers,
                                       .runs = runs,
                                       .sigma = 0.2,
                                       .seed = 1,
                                       .jobs = 1 };
  drawn->question.billing.bill_us = 1;
  CU_ASSERT_FATAL (plan_report_fill (&drawn->report, &drawn->question, NULL));
}

static void
drawn_clear (Drawn *drawn)
{
  plan_chart_clear (&drawn->chart);
  plan_report_clear (&drawn->report);
  trace_free (drawn->trace);
}

static char *
dup_script (Drawn *drawn, PlanChartKind kind, GnuplotTerminal terminal)
{
  plan_chart_clear (&drawn->chart);
  plan_chart_init (&drawn->chart, &drawn->report, kind);
  return g_string_free (plan_plot_new (&drawn->chart, terminal), FALSE);
}

static char *
dup_canvas (Drawn *drawn, PlanChartKind kind)
{
  plan_chart_clear (&drawn->chart);
  plan_chart_init (&drawn->chart, &drawn->report, kind);
  return g_string_free (plan_canvas_new (&drawn->chart), FALSE);
}

/* --- scripts ------------------------------------------------------------------------------------------------- */

static void
a_script_is_the_same_twice (void)
{
  Drawn first, second;
  drawn_init (&first, 20);
  drawn_init (&second, 20);
  for (PlanChartKind kind = PLAN_CHART_WALL; kind <= PLAN_CHART_COST; kind++)
    {
      g_autofree char *a = dup_script (&first, kind, GNUPLOT_SVG), *b = dup_script (&second, kind, GNUPLOT_SVG);
      EQUAL_TEXT (a, b);
    }
  drawn_clear (&first);
  drawn_clear (&second);
}

static void
bands_are_drawn_of_several_runs_only (void)
{
  for (unsigned runs = 0; runs <= 20; runs += 20)
    {
      Drawn drawn;
      drawn_init (&drawn, runs);
      g_autofree char *wall = dup_script (&drawn, PLAN_CHART_WALL, GNUPLOT_PNG);
      EQUAL_INT (strstr (wall, "using 1:3:4 with filledcurves") != NULL, runs > 0);
      CU_ASSERT (strstr (wall, "title 'none can beat this'") != NULL);
      CU_ASSERT (strstr (wall, "title 'isoscope'") != NULL);
      drawn_clear (&drawn);
    }
}

static void
a_knee_at_the_largest_number_is_not_drawn (void)
{
  Drawn drawn;
  drawn_init (&drawn, 0);
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      drawn.report.recommendation.knee = &drawn.report.rows.at[i];
      g_autofree char *wall = dup_script (&drawn, PLAN_CHART_WALL, GNUPLOT_PNG);
      EQUAL_INT (strstr (wall, "title 'knee: ") != NULL, i + 1 < G_N_ELEMENTS (numbers));
    }
  drawn_clear (&drawn);
}

static void
what_did_not_end_well_is_not_drawn (void)
{
  Drawn drawn;
  drawn_init (&drawn, 0);
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    drawn.report.rows.at[i].verdict = VERDICT_HANG;
  g_autofree char *wall = dup_script (&drawn, PLAN_CHART_WALL, GNUPLOT_PNG);
  CU_ASSERT (strstr (wall, "$rows0 using") == NULL);
  CU_ASSERT (strstr (wall, "$rows1 using") != NULL);
  drawn_clear (&drawn);
}

static void
a_name_cannot_leave_its_quotes (void)
{
  static const char *const evil = "a'b\n`c`.tsv";
  Drawn drawn;
  drawn_init (&drawn, 0);
  drawn.question.path = &evil;
  g_autofree char *wall = dup_script (&drawn, PLAN_CHART_WALL, GNUPLOT_PNG);
  CU_ASSERT (strstr (wall, "set label 'a''b?`c`.tsv: wall time by number of workers'") != NULL);
  drawn_clear (&drawn);
}

/* The dearest of the frontier and all that is cheaper are there, whatever is left out. */
static void
no_choice_of_the_frontier_is_left_out (void)
{
  Drawn drawn;
  drawn_init (&drawn, 0);
  drawn.report.rows.at[drawn.report.rows.len - 1].cost *= 100;
  plan_chart_init (&drawn.chart, &drawn.report, PLAN_CHART_COST);
  CU_ASSERT (drawn.chart.frontier->len > 1);
  for (guint i = 0; i < drawn.chart.frontier->len; i++)
    CU_ASSERT (plan_chart_has (&drawn.chart, drawn.chart.frontier->pdata[i]));
  CU_ASSERT (!plan_chart_has (&drawn.chart, &drawn.report.rows.at[drawn.report.rows.len - 1]));
  unsigned shown = 0;
  for (unsigned i = 0; i < drawn.report.rows.len; i++)
    shown += plan_chart_has (&drawn.chart, &drawn.report.rows.at[i]);
  EQUAL_INT (shown + drawn.chart.left_out, drawn.report.rows.len);
  drawn_clear (&drawn);
}

/* --- text ---------------------------------------------------------------------------------------------------- */

static void
no_line_is_wider_than_a_terminal (void)
{
  static const char *const long_path = "a/very/long/path/of/a/trace/that/nobody/would/want/to/type/in/full/every/day/"
                                       "of/the/week.junit.xml";
  Drawn drawn;
  drawn_init (&drawn, 20);
  drawn.question.path = &long_path;
  drawn.question.traces = 3;
  for (PlanChartKind kind = PLAN_CHART_WALL; kind <= PLAN_CHART_COST; kind++)
    {
      g_autofree char *text = dup_canvas (&drawn, kind);
      g_auto (GStrv) line = g_strsplit (text, "\n", -1);
      CU_ASSERT (g_strv_length (line) > 25);
      for (char **each = line; *each; each++)
        if (text_columns (*each) > 80)
          FAIL ("wider than 80 columns: %s", *each);
    }
  drawn_clear (&drawn);
}

CU_TestInfo tests_of_plan_chart[] = {
  { "ticks are round and on the axis", ticks_are_round_and_on_the_axis },
  { "what is longest of all still has ticks", what_is_longest_of_all_still_has_ticks },
  { "places are logarithmic where asked", places_are_logarithmic_where_asked },
  { "a script is the same twice", a_script_is_the_same_twice },
  { "bands are drawn of several runs only", bands_are_drawn_of_several_runs_only },
  { "a knee at the largest number is not drawn", a_knee_at_the_largest_number_is_not_drawn },
  { "what did not end well is not drawn", what_did_not_end_well_is_not_drawn },
  { "a name cannot leave its quotes", a_name_cannot_leave_its_quotes },
  { "no choice of the frontier is left out", no_choice_of_the_frontier_is_left_out },
  { "no line is wider than a terminal", no_line_is_wider_than_a_terminal },
  CU_TEST_INFO_NULL,
};
