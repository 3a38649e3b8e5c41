/* sim/base/progress.h - a bar on standard error for work that takes longer than a second. There is none unless standard
 * error is a terminal. */
#ifndef ISOSIM_PROGRESS_H
#define ISOSIM_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

typedef struct
{
  bool shows;          /* standard error is a terminal */
  bool even;           /* all parts take about the same time, so the time left can be told */
  gint64 began, drawn; /* monotonic µs; drawn: the last time, 0: never */
} Progress;

/* EVEN: see Progress. */
void progress_begin (Progress *progress, bool even);
/* Shows that DONE of ALL parts are done and that WHAT (ASCII) is under way. Call it as often as something is new; it
 * draws at most ten times a second. */
void progress_show (Progress *progress, guint64 done, guint64 all, const char *what);
/* Wipes the bar, so that the next output begins at the left. */
void progress_end (Progress *progress);

/* Returns the line, exactly COLUMNS - 1 characters without a line feed. Free it with g_free(). */
char *progress_line (guint64 done, guint64 all, gint64 elapsed_us, bool even, const char *what, unsigned columns);

#endif
