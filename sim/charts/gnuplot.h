/* sim/charts/gnuplot.h - runs gnuplot: a script in, a picture out. */
#ifndef ISOSIM_GNUPLOT_H
#define ISOSIM_GNUPLOT_H

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Whether gnuplot is installed; false with *error, a sentence that names PATH, for which the picture would be. To be
 * asked before long work. */
bool gnuplot_is_there (const char *path, GError **error);

/* What the script prints to its standard output; the script sets no output file. NULL with *error, a sentence that
 * names PATH, for which the picture is: gnuplot is missing, or what gnuplot complains of. */
GBytes *gnuplot_run (const char *path, const GString *script, GError **error);

typedef enum
{
  GNUPLOT_SVG,
  GNUPLOT_PNG
} GnuplotTerminal;

/* Appends the command that sets the terminal. Letters have the same size on both: a pixel a point. */
void gnuplot_append_terminal (GString *script, GnuplotTerminal terminal, unsigned width, unsigned height);

/* Appends TEXT in quotes inside which gnuplot reads nothing but text. It must be printed with "noenhanced". What cannot
 * be drawn is a question mark. */
void gnuplot_append_text (GString *script, GnuplotTerminal terminal, const char *text);

/* Appends a number, the same in every locale. */
void gnuplot_append_real (GString *script, double real);

G_END_DECLS

#endif
