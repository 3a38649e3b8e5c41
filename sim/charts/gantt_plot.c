#include "charts/gantt_plot.h"

#include "base/human.h"
#include "charts/chart_text.h"
#include "charts/pixel_marks.h"
#include "text/trace_error.h"
#include <inttypes.h>

/* In pixels. */
#define WIDTH 1300u
#define LEFT 70u
#define RIGHT 30u
#define PLOT_WIDTH (WIDTH - LEFT - RIGHT)
#define TOP 58u          /* with the title in it */
#define ROWS_SHARED 420u /* what the rows share while they are neither too high nor too low */
#define ROW_MAX 40u
#define ROW_MIN 13u /* a name fits */
#define ROWS_MAX 2048u
#define BETWEEN 12u
#define UTILIZATION 90u
#define LEGEND_GAP 58u /* with the numbers of the time axis and the legend's heading in it */
#define LEGEND_ROW 19u
#define BOTTOM 8u
#define LETTER 7u /* at 10 points, on the safe side */
#define TITLE_COLUMNS 120u
#define TROUBLE_COLUMNS 70u
#define LEGEND_COLUMNS 70u

typedef struct
{
  const Chart *chart;
  const Bars *bars;
  const PixelMarks *marks;
  GString *script;
  GnuplotTerminal terminal;
  TimeUnit unit;
  unsigned row_pixels, rows_pixels; /* of one, 0 when lower than ROW_MIN, and of all */
  unsigned legend_entries, legend_rows;
  unsigned height;
  bool crashes, absences;
} Plot;

/* --- numbers and places -------------------------------------------------------------------------------------- */

/* A time in the unit of the axis, and what stands behind it. */
static void
append_time (const Plot *plot, uint64_t us, char behind)
{
  gnuplot_append_real (plot->script, (double) us / (double) plot->unit.us);
  g_string_append_c (plot->script, behind);
}

/* A place on the picture, in pixels from its upper left corner. */
static void
append_place (const Plot *plot, double x, double y)
{
  g_string_append (plot->script, "screen ");
  gnuplot_append_real (plot->script, x / WIDTH);
  g_string_append (plot->script, ", screen ");
  gnuplot_append_real (plot->script, 1 - y / plot->height);
}

static void
append_text (const Plot *plot, double x, double y, const char *text, const char *style)
{
  g_string_append (plot->script, "set label ");
  gnuplot_append_text (plot->script, plot->terminal, text);
  g_string_append (plot->script, " at ");
  append_place (plot, x, y);
  g_string_append_printf (plot->script, " noenhanced %s\n", style);
}

static void
append_box (const Plot *plot, double x, double y, unsigned width, const char *style)
{
  g_string_append (plot->script, "set object rectangle from ");
  append_place (plot, x, y - 5);
  g_string_append (plot->script, " to ");
  append_place (plot, x + width, y + 6);
  g_string_append_printf (plot->script, " %s\n", style);
}

static void
append_margin (const Plot *plot, const char *side, double place)
{
  g_string_append_printf (plot->script, "set %s at screen ", side);
  gnuplot_append_real (plot->script, place);
  g_string_append_c (plot->script, '\n');
}

/* What the next plot takes of the picture, in pixels from above. */
static void
append_margins (const Plot *plot, unsigned top, unsigned bottom)
{
  append_margin (plot, "lmargin", (double) LEFT / WIDTH);
  append_margin (plot, "rmargin", 1 - (double) RIGHT / WIDTH);
  append_margin (plot, "tmargin", 1 - (double) top / plot->height);
  append_margin (plot, "bmargin", 1 - (double) bottom / plot->height);
}

/* --- data, in blocks that the plots name --------------------------------------------------------------------- */

static void
append_marks (const Plot *plot)
{
  g_string_append (plot->script, "$marks << END\n");
  for (guint i = 0; i < plot->marks->marks->len; i++)
    {
      const Mark *mark = &g_array_index (plot->marks->marks, Mark, i);
      append_time (plot, mark->start_us, ' ');
      append_time (plot, mark->end_us, ' ');
      g_string_append_printf (plot->script, "%" PRIu32 " %" PRIu32 "\n", mark->node, mark->colour);
    }
  g_string_append (plot->script, "END\n");
}

static void
append_seams (const Plot *plot)
{
  g_string_append (plot->script, "$seams << END\n");
  for (guint i = 0; i < plot->marks->seams->len; i++)
    {
      const Seam *seam = &g_array_index (plot->marks->seams, Seam, i);
      append_time (plot, seam->at_us, ' ');
      g_string_append_printf (plot->script, "%" PRIu32 "\n", seam->node);
    }
  g_string_append (plot->script, "END\n");
}

static void
append_step (const Plot *plot, uint64_t us, double percent)
{
  append_time (plot, us, ' ');
  gnuplot_append_real (plot->script, percent);
  g_string_append_c (plot->script, '\n');
}

static double
percent_at (const Plot *plot, unsigned pixel)
{
  const Slicer *slicer = &plot->marks->slicer;
  uint64_t us = slicer_time (slicer, pixel + 1) - slicer_time (slicer, pixel);
  return 100.0 * (double) plot->marks->busy_us[pixel] / ((double) us * plot->chart->timeline->workers);
}

/* From each time on, until the next; the last line closes the last step. */
static void
append_utilization (const Plot *plot)
{
  const Slicer *slicer = &plot->marks->slicer;
  double before = -1;
  g_string_append (plot->script, "$utilization << END\n");
  for (unsigned i = 0; i < slicer->slices; i++)
    {
      double percent = percent_at (plot, i);
      if (percent < before || percent > before)
        append_step (plot, slicer_time (slicer, i), percent);
      before = percent;
    }
  append_step (plot, plot->bars->end_us, before);
  g_string_append (plot->script, "END\n");
}

static bool
append_absence (const Plot *plot, unsigned node, uint64_t from_us, uint64_t until_us)
{
  if (from_us >= until_us)
    return false;
  append_time (plot, from_us, ' ');
  append_time (plot, until_us, ' ');
  g_string_append_printf (plot->script, "%u\n", node);
  return true;
}

/* Where there is no worker: before a replacement starts, and after a crash. */
static void
append_absences (Plot *plot)
{
  g_string_append (plot->script, "$absences << END\n");
  for (unsigned node = 0; node < plot->bars->nodes; node++)
    {
      const Presence *presence = timeline_presence (plot->chart->timeline, node);
      plot->absences |= append_absence (plot, node, 0, presence->from_us);
      plot->absences |= append_absence (plot, node, presence->until_us, plot->bars->end_us);
    }
  g_string_append (plot->script, "END\n");
}

static void
append_crashes (Plot *plot)
{
  g_string_append (plot->script, "$crashes << END\n");
  for (unsigned node = 0; node < plot->bars->nodes; node++)
    {
      const Presence *presence = timeline_presence (plot->chart->timeline, node);
      if (presence->until_us == TRACE_US_NONE)
        continue;
      append_time (plot, presence->until_us, ' ');
      g_string_append_printf (plot->script, "%u\n", node);
      plot->crashes = true;
    }
  g_string_append (plot->script, "END\n");
}

/* --- the legend ---------------------------------------------------------------------------------------------- */

typedef struct
{
  unsigned entry; /* the next one */
  double x, y;    /* where it stands */
} Legend;

static void
place_entry (const Plot *plot, Legend *legend)
{
  legend->x = LEFT + legend->entry / plot->legend_rows * (PLOT_WIDTH / 2.0);
  legend->y = plot->height - BOTTOM - LEGEND_ROW * (plot->legend_rows - legend->entry % plot->legend_rows - 0.5);
  legend->entry++;
}

static void
append_share (const Plot *plot, const Legend *legend, uint64_t busy_us, const char *name)
{
  g_autofree char *percent = percent_dup_text ((double) busy_us, (double) plot->bars->busy_us);
  g_autofree char *fitted = text_dup_fitted (name, LEGEND_COLUMNS);
  append_text (plot, legend->x + 84, legend->y, percent, "right font ',11'");
  append_text (plot, legend->x + 94, legend->y, fitted, "left font ',11'");
}

/* WIDTH pixels of a colour, in an entry's place for a sample. */
static void
append_sample (const Plot *plot, double x, double y, unsigned width, uint32_t colour)
{
  g_autofree char *style = g_strdup_printf ("fillcolor rgb '#%06x' fillstyle solid noborder", colour);
  append_box (plot, x, y, width, style);
}

static void
append_named (const Plot *plot, Legend *legend, uint32_t rank)
{
  const ScopeShare *share = &plot->bars->largest[rank];
  g_autofree char *name = chart_dup_scope_name (plot->chart, share->scope);
  place_entry (plot, legend);
  append_sample (plot, legend->x, legend->y, 30, palette_strong (rank));
  append_share (plot, legend, share->busy_us, name);
}

static void
append_others (const Plot *plot, Legend *legend)
{
  const Bars *bars = plot->bars;
  uint64_t busy_us = 0;
  for (uint32_t rank = PALETTE_STRONG; rank < bars->ran; rank++)
    busy_us += bars->largest[rank].busy_us;
  g_autofree char *name = human_plural (bars->ran - PALETTE_STRONG, "other scope");
  place_entry (plot, legend);
  for (unsigned i = 0; i < PALETTE_PALE; i++)
    append_sample (plot, legend->x + 30.0 / PALETTE_PALE * i, legend->y, 30 / PALETTE_PALE, palette_pale (i));
  append_share (plot, legend, busy_us, name);
}

static void
append_mixtures (const Plot *plot, Legend *legend)
{
  place_entry (plot, legend);
  for (unsigned step = 1; step <= PALETTE_SHADES; step++)
    append_sample (plot, legend->x + 30.0 / PALETTE_SHADES * (step - 1), legend->y, 30 / PALETTE_SHADES,
                   palette_shade (palette_mixture (), step, PALETTE_SHADES));
  append_text (plot, legend->x + 40, legend->y, "short runs of several scopes; the darker, the busier",
               "left font ',11'");
}

static void
append_legend (const Plot *plot)
{
  Legend legend = { 0, 0, 0 };
  if (plot->bars->ran)
    append_text (plot, LEFT, plot->height - BOTTOM - LEGEND_ROW * (plot->legend_rows + 0.6),
                 "scope, and its share of the time in which tests ran", "left font ',11' textcolor rgb '#606060'");
  for (uint32_t rank = 0; rank < MIN (plot->bars->ran, PALETTE_STRONG); rank++)
    append_named (plot, &legend, rank);
  if (plot->bars->ran > PALETTE_STRONG)
    append_others (plot, &legend);
  if (plot->marks->mixtures)
    append_mixtures (plot, &legend);
  if (plot->absences)
    {
      place_entry (plot, &legend);
      append_box (plot, legend.x, legend.y, 30,
                  "fillcolor rgb '#b0b0b0' fillstyle pattern 4 border linecolor rgb '#b0b0b0'");
      append_text (plot, legend.x + 40, legend.y, "no worker", "left font ',11'");
    }
  if (plot->crashes)
    {
      place_entry (plot, &legend);
      append_text (plot, legend.x + 15, legend.y, "",
                   "point pointtype 2 pointsize 0.9 linewidth 2 linecolor rgb '#c00000'");
      append_text (plot, legend.x + 40, legend.y, "the worker crashed", "left font ',11'");
    }
}

/* --- the two plots ------------------------------------------------------------------------------------------- */

static void
append_names (const Plot *plot)
{
  for (guint i = 0; i < plot->marks->names->len; i++)
    {
      const Name *name = &g_array_index (plot->marks->names, Name, i);
      g_string_append (plot->script, "set label ");
      gnuplot_append_text (plot->script, plot->terminal, name->text);
      g_string_append (plot->script, " at ");
      append_time (plot, name->start_us + (name->end_us - name->start_us) / 2, ',');
      g_string_append_printf (plot->script, "%u center front noenhanced font ',10' textcolor rgb '%s'\n", name->node,
                              palette_is_dark (name->colour) ? "white" : "black");
    }
}

static void
append_worker_names (const Plot *plot)
{
  unsigned every = 1;
  while (plot->rows_pixels * every < ROW_MIN * plot->bars->nodes)
    every *= 2;
  g_string_append (plot->script, "set ytics scale 0 font ',10' (");
  for (unsigned node = 0; node < plot->bars->nodes; node += every)
    g_string_append_printf (plot->script, "%s'gw%u' %u", node ? ", " : "", node, node);
  g_string_append (plot->script, ")\n");
}

static void
append_rows (const Plot *plot)
{
  append_margins (plot, TOP, TOP + plot->rows_pixels);
  append_worker_names (plot);
  append_names (plot);
  g_string_append_printf (plot->script, "set yrange [%u.5:-0.5]\nset format x ''\nplot NaN notitle",
                          plot->bars->nodes - 1);
  if (plot->absences)
    g_string_append (plot->script, ", $absences using 1:3:1:2:($3-0.4):($3+0.4) with boxxyerror"
                                   " fillstyle pattern 4 fillcolor rgb '#b0b0b0' notitle");
  if (plot->marks->marks->len)
    g_string_append (plot->script, ", $marks using 1:3:1:2:($3-0.42):($3+0.42):4 with boxxyerror"
                                   " fillstyle solid noborder linecolor rgb variable notitle");
  if (plot->marks->seams->len)
    g_string_append (plot->script, ", $seams using 1:($2+0.22):(0):(0.2) with vectors nohead"
                                   " linewidth 0.7 linecolor rgb 'white' notitle");
  if (plot->crashes)
    g_string_append (plot->script,
                     ", $crashes with points pointtype 2 pointsize 0.9 linewidth 5 linecolor rgb 'white' notitle"
                     ", $crashes with points pointtype 2 pointsize 0.9 linewidth 2 linecolor rgb '#c00000' notitle");
  g_string_append (plot->script, "\nunset label\nunset object\n");
}

/* Without a bar there is no time to be marked. */
static void
append_lower_plot (const Plot *plot)
{
  unsigned top = TOP + plot->rows_pixels + BETWEEN;
  append_margins (plot, top, top + UTILIZATION);
  g_string_append (plot->script, "set yrange [0:100]\n"
                                 "set ytics scale 0 font ',11' ('0 %%' 0, '50 %%' 50, '100 %%' 100)\n"
                                 "set grid ytics\n");
  if (plot->bars->ran)
    g_string_append_printf (plot->script, "set format x '%%g %s'\n", plot->unit.name);
  g_string_append (plot->script, "plot $utilization with fillsteps fillstyle solid fillcolor rgb '#8d99a6' notitle\n");
}

static void
append_title (const Plot *plot)
{
  g_autofree char *summary = chart_dup_summary (plot->chart, plot->bars);
  g_autofree char *trouble = chart_dup_trouble (plot->chart, TROUBLE_COLUMNS);
  g_autofree char *title = text_dup_fitted (plot->chart->title, TITLE_COLUMNS);
  append_text (plot, LEFT, 18, title, "left font ',15'");
  append_text (plot, LEFT, 41, summary, "left font ',12'");
  if (trouble)
    append_text (plot, WIDTH - RIGHT, 41, trouble, "right font ',12' textcolor rgb '#c00000'");
  if (chart_emptiness (plot->chart, plot->bars))
    append_text (plot, LEFT + PLOT_WIDTH / 2.0, TOP + plot->rows_pixels / 2.0,
                 chart_emptiness (plot->chart, plot->bars), "center front font ',12'");
}

static void
append_settings (const Plot *plot)
{
  gnuplot_append_terminal (plot->script, plot->terminal, WIDTH, plot->height);
  g_string_append (plot->script, "set multiplot\n"
                                 "set border linecolor rgb '#909090'\n"
                                 "set tics textcolor rgb 'black'\n"
                                 "set xtics scale 0 font ',11'\n"
                                 "set grid xtics back linetype 1 linecolor rgb '#dcdcdc'\n"
                                 "set xrange [0:");
  append_time (plot, plot->bars->end_us, ']');
  g_string_append_c (plot->script, '\n');
}

static void
lay_out (Plot *plot)
{
  uint32_t named = MIN (plot->bars->ran, PALETTE_STRONG);
  plot->rows_pixels = MIN (plot->row_pixels * plot->bars->nodes, ROWS_MAX);
  plot->legend_entries = named + (plot->bars->ran > named) + plot->marks->mixtures + plot->crashes + plot->absences;
  plot->legend_rows = MAX ((plot->legend_entries + 1) / 2, 1);
  plot->height = TOP + plot->rows_pixels + BETWEEN + UTILIZATION + LEGEND_GAP + plot->legend_rows * LEGEND_ROW + BOTTOM;
}

GString *
gantt_plot_new (const Chart *chart, const Bars *bars, GnuplotTerminal terminal)
{
  g_auto (Palette) palette = { 0 };
  g_auto (PixelMarks) marks = { 0 };
  unsigned row = CLAMP (ROWS_SHARED / bars->nodes, ROW_MIN, ROW_MAX);
  palette_init (&palette, bars);
  pixel_marks_init (&marks, chart, bars, &palette, PLOT_WIDTH, row * bars->nodes <= ROWS_MAX ? LETTER : 0);
  Plot plot = { .chart = chart,
                .bars = bars,
                .marks = &marks,
                .row_pixels = row,
                .script = g_string_new (NULL),
                .terminal = terminal,
                .unit = time_unit_for (bars->end_us) };
  append_marks (&plot);
  append_seams (&plot);
  append_utilization (&plot);
  append_absences (&plot);
  append_crashes (&plot);
  lay_out (&plot);
  append_settings (&plot);
  append_title (&plot);
  append_legend (&plot);
  append_rows (&plot);
  append_lower_plot (&plot);
  return plot.script;
}
