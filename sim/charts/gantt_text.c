#include "charts/gantt_text.h"

#include "base/human.h"
#include "charts/chart_text.h"
#include <inttypes.h>
#include <string.h>

#define COLUMNS 80u
#define NAME_COLUMNS 57u
#define CAPITALS 12u /* as many scopes have a letter of their own */
#define SMALLS 26u
#define SEVERAL '+'
#define LITTLE ':'
#define IDLE '.'
#define CRASH '!'
#define ALL_BUSY '*'

typedef struct
{
  const Chart *chart;
  const Bars *bars;
  GString *text;
  Slicer slicer;
  Slice *slice;     /* [slices] of the worker at hand */
  uint64_t *all_us; /* [slices] busy time of all workers */
  unsigned margin;  /* columns left of the slices */
  char *letter;     /* [scopes] */
  bool several, crashes;
} Page;

static void
append_line (GString *text, const char *line)
{
  g_autofree char *fitted = text_dup_fitted (line, COLUMNS);
  g_string_append_printf (text, "%s\n", fitted);
}

static void
begin_row (Page *page, const char *name)
{
  g_string_append_printf (page->text, "%-*s", (int) page->margin, name);
}

static void
end_row (Page *page)
{
  while (page->text->len && page->text->str[page->text->len - 1] == ' ')
    g_string_truncate (page->text, page->text->len - 1);
  g_string_append_c (page->text, '\n');
}

/* --- the time axis ------------------------------------------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten of the unit (of a microsecond below it), and at least MIN_US. */
static uint64_t
tick_step (TimeUnit unit, uint64_t min_us)
{
  static const unsigned factor[] = { 1, 2, 5 };
  uint64_t ten = unit.us;
  while (ten % 10 == 0 && ten / 10 >= min_us)
    ten /= 10;
  for (unsigned i = 0;; i++)
    {
      if (i == G_N_ELEMENTS (factor))
        {
          i = 0;
          ten *= 10;
        }
      if (factor[i] * ten >= min_us)
        return factor[i] * ten;
    }
}

static unsigned
column_of (const Page *page, uint64_t us)
{
  unsigned column = 0;
  while (column + 1 < page->slicer.slices && slicer_time (&page->slicer, column + 1) <= us)
    column++;
  return column;
}

/* A number stands above the slice in which its time lies, if there is room for it. */
static void
append_axis (Page *page)
{
  const uint64_t end_us = page->bars->end_us;
  TimeUnit unit = time_unit_for (end_us);
  uint64_t step_us = tick_step (unit, end_us / 6 + 1);
  begin_row (page, unit.name);
  gsize start = page->text->len;
  for (uint64_t us = 0; us < end_us; us += step_us)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (number, sizeof number, "%g", (double) us / (double) unit.us);
      unsigned column = column_of (page, us);
      while (page->text->len - start < column)
        g_string_append_c (page->text, ' ');
      if (column + strlen (number) <= page->slicer.slices)
        g_string_append (page->text, number);
    }
  end_row (page);
}

/* --- rows ---------------------------------------------------------------------------------------------------- */

/* A capital for the largest scopes; the others take small ones in turn, so that one scope is told from the next, but
 * only where they have most of the time. */
static char
letter_of (Page *page, const Slice *slice)
{
  char letter = page->letter[slice->top_scope];
  if (g_ascii_isupper (letter) || slice->top_us > slice->busy_us / 2)
    return letter;
  page->several = true;
  return SEVERAL;
}

static char
sign_of (Page *page, unsigned i, const Presence *presence)
{
  uint64_t start_us = slicer_time (&page->slicer, i), end_us = slicer_time (&page->slicer, i + 1);
  if (presence->until_us > start_us && presence->until_us <= end_us)
    {
      page->crashes = true;
      return CRASH;
    }
  if (presence->until_us <= start_us || presence->from_us >= end_us)
    return ' ';
  if (page->slice[i].busy_us == 0)
    return IDLE;
  if (page->slice[i].busy_us < (end_us - start_us) - page->slice[i].busy_us)
    return LITTLE;
  return letter_of (page, &page->slice[i]);
}

static void
append_worker (Page *page, unsigned node)
{
  const Bars *bars = page->bars;
  g_autofree char *name = g_strdup_printf ("gw%u", node);
  slicer_cut (&page->slicer, bars->bar + bars->first[node], bars->first[node + 1] - bars->first[node], page->slice);
  begin_row (page, name);
  for (unsigned i = 0; i < page->slicer.slices; i++)
    {
      g_string_append_c (page->text, sign_of (page, i, timeline_presence (page->chart->timeline, node)));
      page->all_us[i] += page->slice[i].busy_us;
    }
  end_row (page);
}

static void
append_utilization (Page *page)
{
  begin_row (page, "busy");
  for (unsigned i = 0; i < page->slicer.slices; i++)
    {
      uint64_t slice_us = slicer_time (&page->slicer, i + 1) - slicer_time (&page->slicer, i);
      g_assert (page->all_us[i] / page->bars->nodes <= slice_us);
      uint64_t tenths = page->all_us[i] * 10 / (slice_us * page->chart->timeline->workers);
      g_string_append_c (page->text, tenths < 10 ? (char) ('0' + tenths) : ALL_BUSY);
    }
  end_row (page);
}

/* --- the legend ---------------------------------------------------------------------------------------------- */

static void
append_share (Page *page, const char *sign, const char *name, uint64_t busy_us)
{
  g_autofree char *time = human_time (busy_us);
  g_autofree char *percent = percent_dup_text ((double) busy_us, (double) page->bars->busy_us);
  g_autofree char *fitted = text_dup_fitted (name, NAME_COLUMNS);
  g_string_append_printf (page->text, "%-4s%s%*s %*s%s %7s\n", sign, fitted,
                          (int) (NAME_COLUMNS - text_columns (fitted)), "", human_padding (time, 10), "", time,
                          percent);
}

static void
append_others (Page *page)
{
  const Bars *bars = page->bars;
  uint64_t busy_us = 0;
  for (uint32_t rank = CAPITALS; rank < bars->ran; rank++)
    busy_us += bars->largest[rank].busy_us;
  g_autofree char *name = human_plural (bars->ran - CAPITALS, "other scope");
  append_share (page, "a-z", name, busy_us);
}

static void
append_scopes (Page *page)
{
  const Bars *bars = page->bars;
  for (uint32_t rank = 0; rank < MIN (bars->ran, CAPITALS); rank++)
    {
      const char sign[] = { page->letter[bars->largest[rank].scope], '\0' };
      g_autofree char *name = chart_dup_scope_name (page->chart, bars->largest[rank].scope);
      append_share (page, sign, name, bars->largest[rank].busy_us);
    }
  if (bars->ran > CAPITALS)
    append_others (page);
}

static void
append_legend (Page *page)
{
  append_scopes (page);
  if (page->several)
    g_string_append_printf (page->text, "%c   several scopes\n", SEVERAL);
  g_string_append_printf (page->text, "%c   idle, %c for more than half of the time\n", IDLE, LITTLE);
  if (page->crashes)
    g_string_append_printf (page->text, "%c   the worker crashed\n", CRASH);
  g_string_append_printf (page->text, "busy: tenths of the workers, rounded down; %c all of them\n", ALL_BUSY);
}

static void
append_rows (Page *page)
{
  append_axis (page);
  for (unsigned node = 0; node < page->bars->nodes; node++)
    append_worker (page, node);
  append_utilization (page);
  g_string_append_c (page->text, '\n');
}

static char *
letters_new (const Bars *bars)
{
  char *letter = g_new (char, bars->scopes);
  for (uint32_t scope = 0; scope < bars->scopes; scope++)
    letter[scope] = (char) ('a' + scope % SMALLS);
  for (uint32_t rank = 0; rank < MIN (bars->ran, CAPITALS); rank++)
    letter[bars->largest[rank].scope] = (char) ('A' + rank);
  return letter;
}

static void
page_init (Page *page, const Chart *chart, const Bars *bars)
{
  g_autofree char *last = g_strdup_printf ("gw%u", bars->nodes - 1);
  *page = (Page){ .chart = chart,
                  .bars = bars,
                  .text = g_string_new (NULL),
                  .letter = letters_new (bars),
                  .margin = MAX ((unsigned) strlen (last), 4) + 1 };
  slicer_init (&page->slicer, bars, (unsigned) MIN (COLUMNS - page->margin, bars->end_us));
  page->slice = g_new (Slice, page->slicer.slices);
  page->all_us = g_new0 (uint64_t, page->slicer.slices);
}

static void
page_clear (Page *page)
{
  slicer_clear (&page->slicer);
  g_free (page->slice);
  g_free (page->all_us);
  g_free (page->letter);
}

/* The summary is not shortened: nothing of it is there for show. */
static void
append_heading (Page *page)
{
  g_autofree char *summary = chart_dup_summary (page->chart, page->bars);
  g_autofree char *trouble = chart_dup_trouble (page->chart, COLUMNS);
  append_line (page->text, page->chart->title);
  g_string_append_printf (page->text, "%s\n", summary);
  if (trouble)
    append_line (page->text, trouble);
  g_string_append_c (page->text, '\n');
}

GString *
gantt_text_new (const Chart *chart, const Bars *bars)
{
  Page page;
  page_init (&page, chart, bars);
  append_heading (&page);
  append_rows (&page);
  if (chart_emptiness (chart, bars))
    append_line (page.text, chart_emptiness (chart, bars));
  append_legend (&page);
  page_clear (&page);
  return page.text;
}
