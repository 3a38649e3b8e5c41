#include "plan_output/plan_plot.h"

#include "charts/chart_text.h"
#include "charts/palette.h"

/* In pixels. */
#define WIDTH 1000u
#define HEIGHT 600u
#define LEFT 84u
#define RIGHT 236u /* for the legend */
#define TOP 64u    /* for the title */
#define BOTTOM 58u
#define LABEL_GAP 24.0 /* least distance of labels of the frontier */
#define TITLE_COLUMNS 100u
#define NAME_COLUMNS 26u

typedef struct
{
  const PlanChart *chart;
  const SweepPlan *sweep;
  GString *script;
  GnuplotTerminal terminal;
} Plot;

/* Lines and points may cover each other. Those drawn first are larger, so that they stay visible. */
static double
line_width (unsigned model)
{
  return MAX (3.2 - 0.35 * model, 1.4);
}

static const unsigned point_types[PALETTE_STRONG] = { 7, 5, 9, 11, 13, 6, 4, 8 };

static uint32_t
colour_of (unsigned model)
{
  return palette_strong (model % PALETTE_STRONG);
}

/* Appends " pointtype 7 dashtype 1 linecolor rgb '#0072b2'". When colours are used a second time, lines are dashed. */
static void
append_style (const Plot *plot, unsigned model)
{
  g_string_append_printf (plot->script, " pointtype %u dashtype %u linecolor rgb '#%06x'",
                          point_types[model % PALETTE_STRONG], model / PALETTE_STRONG + 1, colour_of (model));
}

static void
append_width (const Plot *plot, double width)
{
  g_string_append (plot->script, " linewidth ");
  gnuplot_append_real (plot->script, width);
}

/* gnuplot draws larger points in SVG than in PNG. */
static void
append_size (const Plot *plot, double size)
{
  g_string_append (plot->script, " pointsize ");
  gnuplot_append_real (plot->script, plot->terminal == GNUPLOT_SVG ? 0.7 * size : size);
}

static void
append_title (const Plot *plot, const char *title)
{
  g_string_append (plot->script, " title ");
  gnuplot_append_text (plot->script, plot->terminal, title);
}

static void
append_number (const Plot *plot, double number)
{
  g_string_append_c (plot->script, ' ');
  gnuplot_append_real (plot->script, number);
}

/* --- the picture --------------------------------------------------------------------------------------------- */

static void
append_margin (const Plot *plot, const char *side, double place)
{
  g_string_append_printf (plot->script, "set %s at screen", side);
  append_number (plot, place);
  g_string_append_c (plot->script, '\n');
}

/* Appends a position in pixels from the upper left corner. */
static void
append_text (const Plot *plot, double y, const char *text, const char *style)
{
  g_string_append (plot->script, "set label ");
  gnuplot_append_text (plot->script, plot->terminal, text);
  g_string_append (plot->script, " at screen");
  append_number (plot, (double) LEFT / WIDTH);
  g_string_append (plot->script, ", screen");
  append_number (plot, 1 - y / HEIGHT);
  g_string_append_printf (plot->script, " left noenhanced %s\n", style);
}

static void
append_axis (const Plot *plot, const char *name, const Axis *axis, GArray *ticks)
{
  g_string_append_printf (plot->script, "set %srange [", name);
  gnuplot_append_real (plot->script, axis->lo);
  g_string_append_c (plot->script, ':');
  gnuplot_append_real (plot->script, axis->hi);
  g_string_append_printf (plot->script, "]\n%sset %stics scale 0.4 font ',11' nomirror (",
                          axis->logarithmic ? name[0] == 'x' ? "set logscale x\n" : "set logscale y\n" : "", name);
  for (guint i = 0; i < ticks->len; i++)
    {
      const Tick *tick = &g_array_index (ticks, Tick, i);
      g_string_append (plot->script, i ? ", " : "");
      gnuplot_append_text (plot->script, plot->terminal, tick->label);
      append_number (plot, tick->at);
    }
  g_string_append (plot->script, ")\n");
}

static void
append_axes (const Plot *plot)
{
  const PlanChart *chart = plot->chart;
  g_autoptr (GArray) x_ticks = plan_chart_x_ticks (chart);
  g_autoptr (GArray) y_ticks = axis_time_ticks (&chart->y);
  append_axis (plot, "x", &chart->x, x_ticks);
  append_axis (plot, "y", &chart->y, y_ticks);
  g_string_append_printf (plot->script, "set xlabel '%s' font ',12'\nset ylabel '%s' font ',12'\n",
                          plan_chart_x_name (chart), plan_chart_y_name (chart));
}

static void
append_frame (const Plot *plot)
{
  g_autofree char *title = plan_chart_dup_title (plot->chart, TITLE_COLUMNS), *note = plan_chart_dup_note (plot->chart);
  gnuplot_append_terminal (plot->script, plot->terminal, WIDTH, HEIGHT);
  append_margin (plot, "lmargin", (double) LEFT / WIDTH);
  append_margin (plot, "rmargin", 1 - (double) RIGHT / WIDTH);
  append_margin (plot, "tmargin", 1 - (double) TOP / HEIGHT);
  append_margin (plot, "bmargin", (double) BOTTOM / HEIGHT);
  append_text (plot, 20, title, "font ',15'");
  append_text (plot, 44, note, "font ',12' textcolor rgb '#505050'");
  g_string_append (plot->script, "set border 3 linecolor rgb '#707070'\n"
                                 "set tics textcolor rgb 'black'\n"
                                 "set grid back linetype 1 linewidth 1 linecolor rgb '#e0e0e0'\n"
                                 "set key at screen");
  append_number (plot, 1 - (double) (RIGHT - 14) / WIDTH);
  g_string_append (plot->script, ", graph 1 left top Left reverse noenhanced font ',11' spacing 1.35 samplen 3\n");
  append_axes (plot);
}

/* --- data, in blocks that the plots name --------------------------------------------------------------------- */

/* Columns: x, y, the 5th and the 95th percentile. */
static void
append_row (const Plot *plot, const PlanRow *row)
{
  const PlanChart *chart = plot->chart;
  gnuplot_append_real (plot->script, plan_chart_x (chart, row));
  append_number (plot, plan_chart_y (chart, row));
  append_number (plot, plan_chart_time (chart, row->p5_us));
  append_number (plot, plan_chart_time (chart, row->p95_us));
  g_string_append_c (plot->script, '\n');
}

/* A row that is left out becomes an empty line, which interrupts the line of the chart. */
static void
append_rows (const Plot *plot, unsigned model)
{
  g_string_append_printf (plot->script, "$rows%u << END\n", model);
  for (unsigned i = 0; i < plot->sweep->counts; i++)
    {
      const PlanRow *row = plan_rows_at (&plot->chart->report->rows, model, i);
      if (plan_chart_has (plot->chart, row))
        append_row (plot, row);
      else
        g_string_append_c (plot->script, '\n');
    }
  g_string_append (plot->script, "END\n");
}

/* Returns whether a scheduler has any row on the chart. gnuplot refuses a block without numbers. */
static bool
has_rows (const Plot *plot, unsigned model)
{
  for (unsigned i = 0; i < plot->sweep->counts; i++)
    if (plan_chart_has (plot->chart, plan_rows_at (&plot->chart->report->rows, model, i)))
      return true;
  return false;
}

/* Some of a line's points are marked, each about a quarter more workers than the one before; of lines that lie on each
 * other the marks take turns, where there are enough. */
static void
append_marks (const Plot *plot, unsigned model)
{
  unsigned shown = 0, before = 0;
  g_string_append_printf (plot->script, "$marks%u << END\n", model);
  for (unsigned i = 0; i < plot->sweep->counts; i++)
    {
      const PlanRow *row = plan_rows_at (&plot->chart->report->rows, model, i);
      if (before && (row->workers - before) * 4 < before)
        continue;
      before = row->workers;
      bool turn = plot->sweep->counts <= PALETTE_STRONG || shown % 2 == model % 2;
      shown++;
      if (plan_chart_has (plot->chart, row) && turn)
        append_row (plot, row);
    }
  g_string_append (plot->script, "1 NaN NaN NaN\nEND\n");
}

static void
append_bound (const Plot *plot)
{
  g_string_append (plot->script, "$bound << END\n");
  for (unsigned i = 0; i < plot->sweep->counts; i++)
    {
      gnuplot_append_real (plot->script, plot->sweep->workers[i]);
      append_number (plot,
                     plan_chart_time (plot->chart, bounds_table_at (&plot->chart->report->bounds, 0, i)->bound_us));
      g_string_append_c (plot->script, '\n');
    }
  g_string_append (plot->script, "END\n");
}

static void
append_frontier_rows (const Plot *plot)
{
  g_string_append (plot->script, "$frontier << END\n");
  for (guint i = 0; i < plot->chart->frontier->len; i++)
    append_row (plot, plot->chart->frontier->pdata[i]);
  g_string_append (plot->script, "END\n");
}

static void
append_taken_row (const Plot *plot)
{
  if (!plot->chart->report->recommendation.taken)
    return;
  g_string_append (plot->script, "$taken << END\n");
  append_row (plot, plot->chart->report->recommendation.taken);
  g_string_append (plot->script, "END\n");
}

/* --- what both have ------------------------------------------------------------------------------------------ */

static void
append_taken (const Plot *plot)
{
  if (!plot->chart->report->recommendation.taken)
    return;
  g_autofree char *taken = plan_chart_dup_taken (plot->chart, NAME_COLUMNS);
  g_string_append (plot->script,
                   ", \\\n  $taken using 1:2 with points pointtype 6 linewidth 2.2 linecolor rgb 'black'");
  append_size (plot, 2.6);
  append_title (plot, taken);
}

/* Draws a sample for the legend; the data themselves have no title. */
static void
append_entry (const Plot *plot, unsigned model, const char *with)
{
  const char *name = plot->sweep->model[model]->name;
  g_autofree char *fitted = text_dup_fitted (name, NAME_COLUMNS);
  g_string_append_printf (plot->script, ", \\\n  NaN with %s", with);
  append_size (plot, 0.9);
  append_style (plot, model);
  append_width (plot, 2);
  append_title (plot, fitted);
}

/* --- wall time by number of workers -------------------------------------------------------------------------- */

static void
append_band (const Plot *plot, unsigned model)
{
  g_string_append_printf (plot->script,
                          ", \\\n  $rows%u using 1:3:4 with filledcurves fillstyle transparent solid 0.2 "
                          "noborder fillcolor rgb '#%06x' notitle",
                          model, colour_of (model));
}

/* With a single number of workers a band has no width, so a bar is drawn instead. */
static void
append_line (const Plot *plot, unsigned model)
{
  bool alone = plot->sweep->counts == 1 && plan_chart_has_bands (plot->chart);
  g_string_append_printf (plot->script, ", \\\n  $rows%u using %s", model,
                          alone ? "1:3:(0):($4-$3) with vectors nohead" : "1:2 with lines");
  append_style (plot, model);
  append_width (plot, line_width (model));
  g_string_append_printf (plot->script, " notitle, \\\n  $marks%u using 1:2 with points", model);
  append_size (plot, 0.9);
  append_style (plot, model);
  g_string_append (plot->script, " notitle");
  append_entry (plot, model, "linespoints");
}

/* Returns the knee; NULL if there is none, or if it is the largest number of workers and so says nothing. */
static const PlanRow *
knee_of (const Plot *plot)
{
  const PlanRow *knee = plot->chart->report->recommendation.knee;
  return knee && knee->workers < plot->sweep->workers[plot->sweep->counts - 1] ? knee : NULL;
}

static void
append_knee (const Plot *plot)
{
  const PlanRow *knee = knee_of (plot);
  if (!knee)
    return;
  g_string_append_printf (plot->script,
                          "set arrow from %u, graph 0 to %u, graph 1 nohead back dashtype (3, 4) "
                          "linewidth 1.4 linecolor rgb '#606060'\n",
                          knee->workers, knee->workers);
}

static void
append_knee_entry (const Plot *plot)
{
  const PlanRow *knee = knee_of (plot);
  if (knee)
    g_string_append_printf (plot->script,
                            ", \\\n  NaN with lines dashtype (3, 4) linewidth 1.4 linecolor rgb "
                            "'#606060' title 'knee: %u workers'",
                            knee->workers);
}

static void
append_wall (const Plot *plot)
{
  append_bound (plot);
  append_knee (plot);
  g_string_append (plot->script, "plot NaN notitle");
  for (unsigned i = 0; plan_chart_has_bands (plot->chart) && i < plot->sweep->models; i++)
    if (has_rows (plot, i))
      append_band (plot, i);
  for (unsigned i = 0; i < plot->sweep->models; i++)
    if (has_rows (plot, i))
      append_line (plot, i);
  g_string_append_printf (plot->script,
                          ", \\\n  $bound using 1:2 with %s dashtype 2 linewidth 1.8 linecolor rgb "
                          "'#303030' title 'none can beat this'",
                          plot->sweep->counts == 1 ? "points pointtype 2" : "lines");
  if (plan_chart_has_bands (plot->chart))
    g_string_append (plot->script, ", \\\n  NaN with filledcurves fillstyle solid noborder fillcolor rgb '#d0d0d0' "
                                   "title '90 of 100 runs'");
  append_knee_entry (plot);
  append_taken (plot);
  g_string_append_c (plot->script, '\n');
}

/* --- time by cost -------------------------------------------------------------------------------------------- */

static double
pixels_between (const PlanChart *chart, const PlanRow *a, const PlanRow *b)
{
  double x = axis_place (&chart->x, plan_chart_x (chart, a)) - axis_place (&chart->x, plan_chart_x (chart, b));
  double y = axis_place (&chart->y, plan_chart_y (chart, a)) - axis_place (&chart->y, plan_chart_y (chart, b));
  return MAX (ABS (x) * (WIDTH - LEFT - RIGHT) / 2, ABS (y) * (HEIGHT - TOP - BOTTOM));
}

/* Labels are numbers of workers. There is room for them, since no row lies below and left of the frontier. */
static void
append_labels (const Plot *plot)
{
  const PlanChart *chart = plot->chart;
  const PlanRow *before = NULL;
  for (guint i = 0; i < chart->frontier->len; i++)
    {
      const PlanRow *row = chart->frontier->pdata[i];
      if (before && pixels_between (chart, row, before) < LABEL_GAP)
        continue;
      g_string_append_printf (plot->script, "set label '%u' at", row->workers);
      append_number (plot, plan_chart_x (chart, row));
      g_string_append_c (plot->script, ',');
      append_number (plot, plan_chart_y (chart, row));
      g_string_append (plot->script, " right offset character -1.1, -0.6 front font ',11'\n");
      before = row;
    }
}

static void
append_target (const Plot *plot)
{
  if (!plan_chart_has_target (plot->chart))
    return;
  double target = (double) plot->chart->report->question->target_us;
  g_string_append (plot->script, "set arrow from graph 0, first");
  append_number (plot, target);
  g_string_append (plot->script, " to graph 1, first");
  append_number (plot, target);
  g_string_append (plot->script, " nohead dashtype 2 linewidth 1.8 linecolor rgb '#303030'\n");
}

static void
append_target_entry (const Plot *plot)
{
  if (!plan_chart_has_target (plot->chart))
    return;
  g_autofree char *target = plan_chart_dup_target (plot->chart);
  g_string_append (plot->script, ", \\\n  NaN with lines dashtype 2 linewidth 1.8 linecolor rgb '#303030'");
  append_title (plot, target);
}

/* Draws what lies below the points: stairs of the least time for each cost, and bars of percentiles. */
static void
append_stairs (const Plot *plot)
{
  if (!plot->chart->frontier->len)
    return;
  g_string_append (plot->script,
                   ", \\\n  $frontier using 1:2 with steps linewidth 1.4 linecolor rgb '#909090' notitle");
  if (plan_chart_has_bands (plot->chart))
    g_string_append (plot->script, ", \\\n  $frontier using 1:3:(0):($4-$3) with vectors nohead linewidth 3 "
                                   "linecolor rgb '#c8c8c8' notitle");
}

static void
append_frontier (const Plot *plot)
{
  if (!plot->chart->frontier->len)
    return;
  g_string_append (plot->script,
                   ", \\\n  $frontier using 1:2 with points pointtype 6 linewidth 1.4 linecolor rgb 'black'");
  append_size (plot, 1.5);
  append_title (plot, "none is faster and cheaper");
  if (plan_chart_has_bands (plot->chart))
    g_string_append (plot->script, ", \\\n  NaN with lines linewidth 3 linecolor rgb '#c8c8c8' title '90 of 100 runs'");
}

static void
append_cost (const Plot *plot)
{
  append_frontier_rows (plot);
  append_labels (plot);
  append_target (plot);
  g_string_append (plot->script, "plot NaN notitle");
  append_stairs (plot);
  for (unsigned i = 0; i < plot->sweep->models; i++)
    {
      if (!has_rows (plot, i))
        continue;
      g_string_append_printf (plot->script, ", \\\n  $rows%u using 1:2 with points", i);
      append_size (plot, MAX (1.05 - 0.07 * i, 0.65));
      append_style (plot, i);
      g_string_append (plot->script, " notitle");
      append_entry (plot, i, "points");
    }
  append_frontier (plot);
  append_target_entry (plot);
  append_taken (plot);
  g_string_append_c (plot->script, '\n');
}

GString *
plan_plot_new (const PlanChart *chart, GnuplotTerminal terminal)
{
  Plot plot = { chart, &chart->report->question->sweep, g_string_new (NULL), terminal };
  append_frame (&plot);
  for (unsigned i = 0; i < plot.sweep->models; i++)
    append_rows (&plot, i);
  for (unsigned i = 0; i < plot.sweep->models && chart->kind == PLAN_CHART_WALL; i++)
    append_marks (&plot, i);
  append_taken_row (&plot);
  if (chart->kind == PLAN_CHART_WALL)
    append_wall (&plot);
  else
    append_cost (&plot);
  return plot.script;
}
