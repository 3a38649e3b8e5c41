/* sim/charts/pixel_marks.h - what is seen of bars on so many pixels.
 *
 * A bar of two pixels or more is a mark of its own. Narrower ones are summed up pixel by pixel: the colour of the scope
 * if there is hardly another in the pixel, else that of a mixture, the paler the more of the pixel is idle. So no
 * picture has more marks than pixels, nothing that ran is invisible, and nothing idle looks busy. */
#ifndef ISOSIM_MARKS_H
#define ISOSIM_MARKS_H

#include "charts/palette.h"

G_BEGIN_DECLS

typedef struct
{
  uint64_t start_us, end_us;
  uint32_t node;
  uint32_t colour;
} Mark;

/* The name of a scope, to stand in the middle of a bar. */
typedef struct
{
  uint64_t start_us, end_us; /* of the bar */
  uint32_t node;
  uint32_t colour; /* under it */
  char *text;
} Name;

/* Where inside a bar one run ends and the next begins. */
typedef struct
{
  uint64_t at_us;
  uint32_t node;
} Seam;

typedef struct
{
  const Bars *bars;
  const Palette *palette;
  Slicer slicer;     /* a slice is a pixel; fewer when a microsecond is wider than one */
  unsigned pixels;   /* of the whole time */
  uint64_t *busy_us; /* [slicer.slices] of all workers */
  GArray *marks;     /* of Mark; in the order in which to draw */
  GArray *names;     /* of Name */
  GArray *seams;     /* of Seam: all, or none when there are runs too narrow to be seen */
  bool mixtures;     /* some marks have the colour of a mixture */
} PixelMarks;

/* A letter takes LETTER_PIXELS; 0: no names. */
void pixel_marks_init (PixelMarks *marks, const Chart *chart, const Bars *bars, const Palette *palette, unsigned pixels,
                       unsigned letter_pixels);
void pixel_marks_clear (PixelMarks *marks);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PixelMarks, pixel_marks_clear)

G_END_DECLS

#endif
