#define _DEFAULT_SOURCE /* TIOCGWINSZ */

#include "base/progress.h"

#include "base/human.h"
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_COLUMNS 10u
#define WAIT_US G_USEC_PER_SEC /* before the first line */
#define PAUSE_US (G_USEC_PER_SEC / 10)

static unsigned
terminal_columns (void)
{
  struct winsize size;
  return ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void
progress_begin (Progress *progress, bool even)
{
  *progress = (Progress){ .shows = isatty (STDERR_FILENO), .even = even, .began = g_get_monotonic_time () };
}

char *
progress_line (guint64 done, guint64 all, gint64 elapsed_us, bool even, const char *what, unsigned columns)
{
  char bar[BAR_COLUMNS + 1] = { 0 };
  unsigned full = (unsigned) ((double) done / (double) MAX (all, 1) * BAR_COLUMNS);
  g_assert (done <= all);
  memset (bar, '#', full);
  memset (bar + full, '-', BAR_COLUMNS - full);
  double left_us = done ? (double) elapsed_us / (double) done * (double) (all - done) : 0;
  g_autofree char *took = human_time ((guint64) elapsed_us);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_printf (text, "[%s] %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ", %s", bar, done, all, took);
  if (even && left_us >= G_USEC_PER_SEC)
    {
      g_autofree char *left = human_time ((guint64) left_us);
      g_string_append_printf (text, ", %s left", left);
    }
  g_string_append_printf (text, ": %s", what);
  gsize room = columns > 1 ? columns - 1 : 1;
  while (text->len < room)
    g_string_append_c (text, ' ');
  return g_strndup (text->str, room);
}

/* Each line overwrites the one before. Blanks at its end wipe what is left of a longer one. */
static void
draw (const char *line)
{
  fprintf (stderr, "\r%s", line);
  fflush (stderr);
}

void
progress_show (Progress *progress, guint64 done, guint64 all, const char *what)
{
  gint64 now = progress->shows ? g_get_monotonic_time () : 0;
  if (!progress->shows || now - progress->began < WAIT_US || now - progress->drawn < PAUSE_US)
    return;
  progress->drawn = now;
  g_autofree char *line = progress_line (done, all, now - progress->began, progress->even, what, terminal_columns ());
  draw (line);
}

void
progress_end (Progress *progress)
{
  if (!progress->drawn)
    return;
  g_autofree char *blank = g_strnfill (terminal_columns () - 1, ' ');
  draw (blank);
  draw ("");
  progress->drawn = 0;
}
