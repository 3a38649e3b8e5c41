#include "charts/pixel_marks.h"

#include "charts/chart_text.h"
#include <string.h>

#define WIDE_PIXELS 2u
#define SEAM_PIXELS 5u
#define NAMES_MAX 400u
#define NAME_MIN_LETTERS 3u
#define SHORTENED_MIN_LETTERS 16u

static void
append_mark (PixelMarks *marks, uint64_t start_us, uint64_t end_us, unsigned node, uint32_t colour)
{
  Mark mark = { start_us, end_us, node, colour };
  g_array_append_val (marks->marks, mark);
}

/* --- what is narrower than a few pixels ---------------------------------------------------------------------- */

/* The colour of a pixel, FREE_US of which are not covered by wide bars. */
static uint32_t
pixel_colour (PixelMarks *marks, const Slice *thin, uint64_t free_us)
{
  if (thin->busy_us == 0)
    return PALETTE_WHITE;
  if (thin->top_us >= thin->busy_us - thin->busy_us / 10)
    return palette_shade (palette_of_scope (marks->palette, thin->top_scope), thin->busy_us, free_us);
  marks->mixtures = true;
  return palette_shade (palette_mixture (), thin->busy_us, free_us);
}

static uint32_t
colour_at (PixelMarks *marks, unsigned i, const Slice *thin, const Slice *wide)
{
  uint64_t pixel_us = slicer_time (&marks->slicer, i + 1) - slicer_time (&marks->slicer, i);
  return pixel_colour (marks, &thin[i], pixel_us - wide[i].busy_us);
}

/* Neighbouring pixels of one colour are one mark. */
static void
mark_thin (PixelMarks *marks, unsigned node, const Slice *thin, const Slice *wide)
{
  uint32_t colour = PALETTE_WHITE;
  unsigned from = 0;
  for (unsigned i = 0; i <= marks->slicer.slices; i++)
    {
      uint32_t here = i < marks->slicer.slices ? colour_at (marks, i, thin, wide) : PALETTE_WHITE;
      if (here == colour)
        continue;
      if (colour != PALETTE_WHITE)
        append_mark (marks, slicer_time (&marks->slicer, from), slicer_time (&marks->slicer, i), node, colour);
      from = i;
      colour = here;
    }
}

/* --- names --------------------------------------------------------------------------------------------------- */

/* All of it, what follows the folders, or what follows the file and outer classes: the first that has room. */
static char *
dup_name_fitted (const char *name, unsigned letters)
{
  const char *slash = strrchr (name, '/');
  const char *file = slash ? slash + 1 : name;
  const char *part = g_strrstr (file, "::");
  const char *const candidates[] = { name, file, part ? part + 2 : file };
  for (unsigned i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (*candidates[i] && text_columns (candidates[i]) <= letters)
      return text_dup_fitted (candidates[i], letters);
  return letters >= SHORTENED_MIN_LETTERS ? text_dup_fitted (file, letters) : NULL;
}

static void
name_bar (PixelMarks *marks, const Chart *chart, const Bar *bar, unsigned node, unsigned letter_pixels)
{
  double pixels = (double) (bar->end_us - bar->start_us) * marks->pixels / (double) marks->bars->end_us;
  unsigned letters = (unsigned) (pixels / letter_pixels);
  if (letters <= NAME_MIN_LETTERS || marks->names->len >= NAMES_MAX)
    return;
  g_autofree char *name = chart_dup_scope_name (chart, bar->scope);
  char *text = dup_name_fitted (name, letters - 1);
  if (!text)
    return;
  Name fitted = { bar->start_us, bar->end_us, node, palette_of_scope (marks->palette, bar->scope), text };
  g_array_append_val (marks->names, fitted);
}

/* --- seams --------------------------------------------------------------------------------------------------- */

/* Only if all runs are wide enough: a stretch without a seam must not be many runs in one place and one in another. */
static bool
all_runs_are_seen (const PixelMarks *marks, const Timeline *timeline)
{
  uint64_t least_us = marks->bars->end_us / marks->pixels * SEAM_PIXELS;
  for (guint i = 0; i < timeline->spans->len; i++)
    {
      uint64_t us = timeline_span (timeline, i)->end_us - timeline_span (timeline, i)->start_us;
      if (us && us < least_us)
        return false;
    }
  return true;
}

/* By worker, the span before: a bar goes on where the scope does. */
static void
find_seams (PixelMarks *marks, const Chart *chart)
{
  const Timeline *timeline = chart->timeline;
  g_autofree const Span **before = g_new0 (const Span *, marks->bars->nodes);
  const uint32_t *scope = chart_scopes (chart)->of_test;
  for (guint i = 0; i < timeline->spans->len; i++)
    {
      const Span *span = timeline_span (timeline, i), *last = before[span->node];
      Seam seam = { span->start_us, span->node };
      if (span->start_us == span->end_us)
        continue;
      if (last && last->end_us == span->start_us && scope[last->test] == scope[span->test])
        g_array_append_val (marks->seams, seam);
      before[span->node] = span;
    }
}

/* --- workers ------------------------------------------------------------------------------------------------- */

static bool
is_wide (const PixelMarks *marks, const Bar *bar)
{
  return bar->end_us - bar->start_us >= marks->bars->end_us / marks->pixels * WIDE_PIXELS;
}

static void
mark_wide (PixelMarks *marks, unsigned node, const Bar *bar, guint count)
{
  for (guint i = 0; i < count; i++)
    append_mark (marks, bar[i].start_us, bar[i].end_us, node, palette_of_scope (marks->palette, bar[i].scope));
}

/* Returns the bars of a worker that are wide, or those that are not. */
static GArray *
select_bars (const PixelMarks *marks, unsigned node, bool wide)
{
  const Bars *bars = marks->bars;
  GArray *selected = g_array_new (FALSE, FALSE, sizeof (Bar));
  for (guint i = bars->first[node]; i < bars->first[node + 1]; i++)
    if (is_wide (marks, &bars->bar[i]) == wide)
      g_array_append_val (selected, bars->bar[i]);
  return selected;
}

static const Bar *
bars_in (const GArray *array)
{
  return (const Bar *) (const void *) array->data;
}

static void
mark_worker (PixelMarks *marks, unsigned node)
{
  unsigned slices = marks->slicer.slices;
  g_autoptr (GArray) wide = select_bars (marks, node, true);
  g_autoptr (GArray) thin = select_bars (marks, node, false);
  g_autofree Slice *wide_slice = g_new (Slice, slices);
  g_autofree Slice *thin_slice = g_new (Slice, slices);
  slicer_cut (&marks->slicer, bars_in (wide), wide->len, wide_slice);
  slicer_cut (&marks->slicer, bars_in (thin), thin->len, thin_slice);
  mark_thin (marks, node, thin_slice, wide_slice);
  mark_wide (marks, node, bars_in (wide), wide->len);
  for (unsigned i = 0; i < slices; i++)
    {
      uint64_t busy_us = wide_slice[i].busy_us + thin_slice[i].busy_us;
      g_assert (busy_us <= slicer_time (&marks->slicer, i + 1) - slicer_time (&marks->slicer, i));
      marks->busy_us[i] += busy_us;
    }
}

static void
name_worker (PixelMarks *marks, const Chart *chart, unsigned node, unsigned letter_pixels)
{
  const Bars *bars = marks->bars;
  for (guint i = bars->first[node]; i < bars->first[node + 1]; i++)
    name_bar (marks, chart, &bars->bar[i], node, letter_pixels);
}

static void
clear_name (void *name)
{
  g_free (((Name *) name)->text);
}

void
pixel_marks_init (PixelMarks *marks, const Chart *chart, const Bars *bars, const Palette *palette, unsigned pixels,
                  unsigned letter_pixels)
{
  *marks = (PixelMarks){ .bars = bars,
                         .palette = palette,
                         .pixels = pixels,
                         .marks = g_array_new (FALSE, FALSE, sizeof (Mark)),
                         .names = g_array_new (FALSE, FALSE, sizeof (Name)),
                         .seams = g_array_new (FALSE, FALSE, sizeof (Seam)) };
  g_array_set_clear_func (marks->names, clear_name);
  slicer_init (&marks->slicer, bars, (unsigned) MIN (pixels, bars->end_us));
  marks->busy_us = g_new0 (uint64_t, marks->slicer.slices);
  for (unsigned node = 0; node < bars->nodes; node++)
    {
      mark_worker (marks, node);
      if (letter_pixels)
        name_worker (marks, chart, node, letter_pixels);
    }
  if (all_runs_are_seen (marks, chart->timeline))
    find_seams (marks, chart);
}

void
pixel_marks_clear (PixelMarks *marks)
{
  slicer_clear (&marks->slicer);
  g_free (marks->busy_us);
  g_array_unref (marks->marks);
  g_array_unref (marks->names);
  g_array_unref (marks->seams);
}
