#include "plan_output/plan_canvas.h"

#include "charts/chart_text.h"
#include "text/exact.h"
#include <string.h>

#define COLUMNS 80u
#define MARGIN 9u /* columns left of the chart, for the labels of times and the axis */
#define WIDE (COLUMNS - MARGIN - 1)
#define HIGH 20u
#define LETTERS 26u
#define NAME_COLUMNS 30u
#define BOUND '.'
#define STEP '-'
#define TAKEN '@'

/* One character of the chart. */
typedef struct
{
  uint32_t letters; /* one bit for each scheduler that has a point here */
  uint32_t front;   /* those of them whose point is on the frontier */
  bool small;       /* letters are small, but for those in front */
  char sign;        /* drawn instead of letters; 0: none */
} Cell;

typedef struct
{
  const PlanChart *chart;
  const SweepPlan *sweep;
  GString *text;
  Cell cell[HIGH][WIDE]; /* the top line first */
} Page;

/* --- places -------------------------------------------------------------------------------------------------- */

/* Returns the index of the cell, of CELLS, that holds PLACE, from 0 to 1. */
static unsigned
cell_of (double place, unsigned cells)
{
  return place <= 0 ? 0 : MIN ((unsigned) (place * cells), cells - 1);
}

static Cell *
cell_at (Page *page, double x_place, double y_place)
{
  return &page->cell[HIGH - 1 - cell_of (y_place, HIGH)][cell_of (x_place, WIDE)];
}

static Cell *
cell_of_row (Page *page, const PlanRow *row)
{
  const PlanChart *chart = page->chart;
  return cell_at (page, axis_place (&chart->x, plan_chart_x (chart, row)),
                  axis_place (&chart->y, plan_chart_y (chart, row)));
}

static uint32_t
bit_of (unsigned model)
{
  return UINT32_C (1) << model % LETTERS;
}

static unsigned
bits_in (uint32_t letters)
{
  unsigned bits = 0;
  for (; letters; letters &= letters - 1)
    bits++;
  return bits;
}

/* Returns the letter of one of the set bits: the one at index TURN, from the lowest. */
static char
letter_of (uint32_t letters, unsigned turn)
{
  for (; turn; turn--)
    letters &= letters - 1;
  unsigned bit = 0;
  while (!(letters >> bit & 1))
    bit++;
  return (char) ('A' + bit);
}

static char
sign_of (const Cell *cell, unsigned column)
{
  if (cell->sign == TAKEN)
    return TAKEN;
  if (cell->front)
    return letter_of (cell->front, column % bits_in (cell->front));
  if (!cell->letters)
    return cell->sign ? cell->sign : ' ';
  char letter = letter_of (cell->letters, column % bits_in (cell->letters));
  return cell->small ? g_ascii_tolower (letter) : letter;
}

/* --- lines and points ---------------------------------------------------------------------------------------- */

typedef void (*Mark) (Page *page, double x_place, double y_place, unsigned model);

static void
mark_letter (Page *page, double x_place, double y_place, unsigned model)
{
  cell_at (page, x_place, y_place)->letters |= bit_of (model);
}

static void
mark_bound (Page *page, double x_place, double y_place, unsigned model)
{
  (void) model;
  cell_at (page, x_place, y_place)->sign = BOUND;
}

/* Marks one place in each column from one point to another, both included. */
static void
draw_line (Page *page, const double from[2], const double to[2], unsigned model, Mark mark)
{
  unsigned first = cell_of (from[0], WIDE), last = cell_of (to[0], WIDE);
  mark (page, from[0], from[1], model);
  for (unsigned column = first + 1; column < last; column++)
    {
      double x = (column + 0.5) / WIDE;
      mark (page, x, from[1] + (to[1] - from[1]) * ((x - from[0]) / (to[0] - from[0])), model);
    }
  mark (page, to[0], to[1], model);
}

static void
draw_scheduler (Page *page, unsigned model)
{
  const PlanChart *chart = page->chart;
  double before[2];
  bool joined = false;
  for (unsigned i = 0; i < page->sweep->counts; i++)
    {
      const PlanRow *row = plan_rows_at (&chart->report->rows, model, i);
      double here[]
          = { axis_place (&chart->x, row->workers), axis_place (&chart->y, plan_chart_time (chart, row->wall_us)) };
      bool shown = plan_chart_has (chart, row);
      if (shown)
        draw_line (page, joined ? before : here, here, model, mark_letter);
      memcpy (before, here, sizeof before);
      joined = shown;
    }
}

static void
draw_bound (Page *page)
{
  const PlanChart *chart = page->chart;
  double before[2];
  for (unsigned i = 0; i < page->sweep->counts; i++)
    {
      double us = plan_chart_time (chart, bounds_table_at (&chart->report->bounds, 0, i)->bound_us);
      double here[] = { axis_place (&chart->x, page->sweep->workers[i]), axis_place (&chart->y, us) };
      draw_line (page, i ? before : here, here, 0, mark_bound);
      memcpy (before, here, sizeof before);
    }
}

static void
draw_points (Page *page)
{
  const PlanReport *report = page->chart->report;
  for (unsigned i = 0; i < report->rows.len; i++)
    {
      const PlanRow *row = &report->rows.at[i];
      unsigned model = i / page->sweep->counts;
      if (!plan_chart_has (page->chart, row))
        continue;
      Cell *cell = cell_of_row (page, row);
      cell->letters |= bit_of (model);
      cell->small = true;
      cell->front |= row->frontier ? bit_of (model) : 0;
    }
}

static void
draw_target (Page *page)
{
  double place = axis_place (&page->chart->y, (double) page->chart->report->question->target_us);
  for (unsigned column = 0; column < WIDE && plan_chart_has_target (page->chart); column++)
    cell_at (page, (column + 0.5) / WIDE, place)->sign = STEP;
}

static void
draw (Page *page)
{
  const PlanReport *report = page->chart->report;
  if (page->chart->kind == PLAN_CHART_WALL)
    {
      for (unsigned i = 0; i < page->sweep->models; i++)
        draw_scheduler (page, i);
      draw_bound (page);
    }
  else
    {
      draw_points (page);
      draw_target (page);
    }
  if (report->recommendation.taken)
    cell_of_row (page, report->recommendation.taken)->sign = TAKEN;
}

/* --- the page ------------------------------------------------------------------------------------------------ */

static void
end_line (Page *page)
{
  while (page->text->len && page->text->str[page->text->len - 1] == ' ')
    g_string_truncate (page->text, page->text->len - 1);
  g_string_append_c (page->text, '\n');
}

/* Returns the label of the first tick that falls in a line of the page; "" if there is none. */
static const char *
label_of (const Page *page, GArray *ticks, unsigned line)
{
  for (guint i = 0; i < ticks->len; i++)
    {
      const Tick *tick = &g_array_index (ticks, Tick, i);
      if (HIGH - 1 - cell_of (axis_place (&page->chart->y, tick->at), HIGH) == line)
        return tick->label;
    }
  return "";
}

static void
append_lines (Page *page)
{
  g_autoptr (GArray) ticks = axis_time_ticks (&page->chart->y);
  for (unsigned line = 0; line < HIGH; line++)
    {
      const char *label = label_of (page, ticks, line);
      g_string_append_printf (page->text, "%*s%s |", (int) (MARGIN - 2 - text_columns (label)), "", label);
      for (unsigned column = 0; column < WIDE; column++)
        g_string_append_c (page->text, sign_of (&page->cell[line][column], column));
      end_line (page);
    }
}

/* Each number is centred below its place, and left out if there is no room for it. */
static void
append_x_axis (Page *page)
{
  g_autoptr (GArray) ticks = plan_chart_x_ticks (page->chart);
  char rule[WIDE + 1], *numbers = g_strnfill (COLUMNS + 1, ' ');
  unsigned free_from = 0;
  memset (rule, '-', WIDE);
  rule[WIDE] = '\0';
  for (guint i = 0; i < ticks->len; i++)
    {
      const Tick *tick = &g_array_index (ticks, Tick, i);
      unsigned len = (unsigned) strlen (tick->label), column = cell_of (axis_place (&page->chart->x, tick->at), WIDE);
      unsigned begin = MARGIN + column - MIN (len / 2, MARGIN + column);
      rule[column] = '+';
      if (begin < free_from || begin + len > COLUMNS)
        continue;
      memcpy (numbers + begin, tick->label, len);
      free_from = begin + len + 1;
    }
  g_string_append_printf (page->text, "%*s+%s\n%s", (int) MARGIN - 1, "", rule, numbers);
  g_free (numbers);
  end_line (page);
  g_string_append_printf (page->text, "%*s%s\n", (int) (COLUMNS - strlen (plan_chart_x_name (page->chart))), "",
                          plan_chart_x_name (page->chart));
}

/* Entries are three spaces apart. A line takes as many as fit. */
static void
append_entry (Page *page, unsigned *column, const char *sign, const char *name)
{
  g_autofree char *fitted = text_dup_fitted (name, NAME_COLUMNS);
  unsigned wide = text_columns (fitted) + (unsigned) strlen (sign) + 1;
  if (*column + 3 + wide > COLUMNS)
    {
      g_string_append_c (page->text, '\n');
      *column = 0;
    }
  g_string_append_printf (page->text, "%s%s %s", *column ? "   " : "", sign, fitted);
  *column += wide + (*column ? 3 : 0);
}

static void
append_legend (Page *page)
{
  const PlanReport *report = page->chart->report;
  unsigned column = 0;
  for (unsigned i = 0; i < page->sweep->models; i++)
    {
      char letter[] = { (char) ('A' + i % LETTERS), '\0' };
      append_entry (page, &column, letter, page->sweep->model[i]->name);
    }
  if (page->chart->kind == PLAN_CHART_WALL)
    append_entry (page, &column, ".", "none can beat this");
  else if (page->chart->frontier->len)
    append_entry (page, &column, "capitals:", "none is faster and cheaper");
  if (plan_chart_has_target (page->chart))
    {
      g_autofree char *target = plan_chart_dup_target (page->chart);
      append_entry (page, &column, "-", target);
    }
  if (report->recommendation.taken)
    {
      g_autofree char *taken = plan_chart_dup_taken (page->chart, NAME_COLUMNS);
      append_entry (page, &column, "@", taken);
    }
  g_string_append_c (page->text, '\n');
}

GString *
plan_canvas_new (const PlanChart *chart)
{
  g_autofree Page *page = g_new0 (Page, 1);
  g_autofree char *title = plan_chart_dup_title (chart, COLUMNS), *note = plan_chart_dup_note (chart);
  g_autofree char *fitted = text_dup_fitted (note, COLUMNS);
  page->chart = chart;
  page->sweep = &chart->report->question->sweep;
  page->text = g_string_new (NULL);
  draw (page);
  g_string_append_printf (page->text, "%s\n%s\n\n%s\n", title, fitted, plan_chart_y_name (chart));
  append_lines (page);
  append_x_axis (page);
  append_legend (page);
  return page->text;
}
