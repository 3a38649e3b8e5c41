#define _POSIX_C_SOURCE 200809L /* fileno, dup */

#include "charts/gnuplot.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* svg leaves the letters to who looks at it; pngcairo takes a point for 4/3 of a pixel. */
void
gnuplot_append_terminal (GString *script, GnuplotTerminal terminal, unsigned width, unsigned height)
{
  static const char *const names[]
      = { [GNUPLOT_SVG] = "svg font 'sans-serif,12'", [GNUPLOT_PNG] = "pngcairo font 'Sans,12' fontscale 0.75" };
  g_string_append_printf (script, "set encoding utf8\nset terminal %s size %u,%u noenhanced background rgb 'white'\n",
                          names[terminal], width, height);
}

/* One letter that no font has, and pngcairo (gnuplot 5.4) fills the picture with black bars; there is no asking it
 * which letters fonts have. These are in the fonts that every system has. */
static bool
surely_in_fonts (gunichar c)
{
  if (c >= 0x2010 && c <= 0x2027)
    return true;
  GUnicodeScript script = g_unichar_get_script (c);
  return c < 0x500
         && (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_GREEK
             || script == G_UNICODE_SCRIPT_CYRILLIC);
}

/* Inside single quotes gnuplot knows neither escapes nor `commands` nor @macros; only the quote itself is doubled. */
void
gnuplot_append_text (GString *script, GnuplotTerminal terminal, const char *text)
{
  g_string_append_c (script, '\'');
  for (; *text; text = g_utf8_find_next_char (text, NULL))
    {
      gunichar c = g_utf8_get_char (text);
      if (c == '\'')
        g_string_append_c (script, '\'');
      bool drawn = g_unichar_isprint (c) && (terminal == GNUPLOT_SVG || surely_in_fonts (c));
      g_string_append_unichar (script, drawn ? c : '?');
    }
  g_string_append_c (script, '\'');
}

void
gnuplot_append_real (GString *script, double real)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (script, g_ascii_formatd (number, sizeof number, "%.8g", real));
}

static int
fail_script (const char *path, int why, GError **error)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (why), "cannot draw %s: a temporary file: %s", path,
               g_strerror (why));
  return -1;
}

/* The script as an open file without a name. A pipe would not do: writing to a gnuplot that gave up ends us by SIGPIPE.
 */
static int
open_script (const char *path, const GString *script, GError **error)
{
  FILE *file = tmpfile ();
  if (!file)
    return fail_script (path, errno, error);
  bool ok = fwrite (script->str, 1, script->len, file) == script->len && fflush (file) == 0;
  int fd = ok && lseek (fileno (file), 0, SEEK_SET) == 0 ? dup (fileno (file)) : -1;
  int why = errno;
  fclose (file);
  return fd >= 0 ? fd : fail_script (path, why, error);
}

/* The lines that say something; gnuplot shows the line of the script and a caret above its message. */
static void
fail_with_complaint (const char *path, GBytes *complaint, GError **error)
{
  gsize len;
  const char *bytes = g_bytes_get_data (complaint, &len);
  g_autofree char *text = g_utf8_make_valid (bytes ? bytes : "", (gssize) len);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "gnuplot failed to draw %s: %s", path,
               *g_strstrip (text) ? text : "it said nothing");
}

static GSubprocess *
start (const char *path, const char *program, int script_fd, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_take_stdin_fd (launcher, script_fd);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  /* -d: nobody's .gnuplot is read. */
  GSubprocess *gnuplot = g_subprocess_launcher_spawn (launcher, error, program, "-d", NULL);
  if (!gnuplot)
    g_prefix_error (error, "cannot draw %s: ", path);
  return gnuplot;
}

/* NULL with *error; g_free it. */
static char *
find_program (const char *path, GError **error)
{
  char *program = g_find_program_in_path ("gnuplot");
  if (!program)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 "gnuplot is needed to draw %s and is not installed (a FILE ending in .txt needs none)", path);
  return program;
}

bool
gnuplot_is_there (const char *path, GError **error)
{
  g_autofree char *program = find_program (path, error);
  return program != NULL;
}

GBytes *
gnuplot_run (const char *path, const GString *script, GError **error)
{
  g_autofree char *program = find_program (path, error);
  if (!program)
    return NULL;
  int fd = open_script (path, script, error);
  if (fd < 0)
    return NULL;
  g_autoptr (GSubprocess) gnuplot = start (path, program, fd, error);
  if (!gnuplot)
    return NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autoptr (GBytes) complaint = NULL;
  if (!g_subprocess_communicate (gnuplot, NULL, NULL, &picture, &complaint, error))
    return NULL;
  if (!g_subprocess_get_successful (gnuplot) || g_bytes_get_size (picture) == 0)
    {
      fail_with_complaint (path, complaint, error);
      return NULL;
    }
  return g_steal_pointer (&picture);
}
