/* sim/base/progress.h - a bar on standard error for what takes longer than a second. Where standard error is no
 * terminal there is none. */
#ifndef ISOSIM_PROGRESS_H
#define ISOSIM_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

typedef struct
{
  bool shows;          /* a terminal is there to show it */
  bool even;           /* parts take about as long as each other: the time that is left is told */
  gint64 began, drawn; /* monotonic µs; drawn: last, 0 never */
} Progress;

/* EVEN: see above. */
void progress_begin (Progress *progress, bool even);
/* DONE of ALL parts are done; WHAT is under way (ASCII). To be called as often as there is something new: it is drawn
 * ten times a second at the most. */
void progress_show (Progress *progress, guint64 done, guint64 all, const char *what);
/* Wipes the bar; what is printed next begins at the left. */
void progress_end (Progress *progress);

/* The line, of exactly COLUMNS - 1 characters, without line feed; g_free it. */
char *progress_line (guint64 done, guint64 all, gint64 elapsed_us, bool even, const char *what, unsigned columns);

#endif
