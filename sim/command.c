#include "command.h"

#include "outfile.h"
#include <errno.h>
#include <stdio.h>

G_DEFINE_QUARK (isosim - usage - error, usage_error)

int
usage_fail (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, USAGE_ERROR, 0, sentence);
  return EXIT_CANNOT;
}

static bool
write_to_stdout (const GString *text, GError **error)
{
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return true;
  g_set_error (error, USAGE_ERROR, 0, "standard output: %s", g_strerror (errno));
  return false;
}

bool
write_text (const char *path, const GString *text, GError **error)
{
  return g_str_equal (path, "-") ? write_to_stdout (text, error) : outfile_write (path, text->str, text->len, error);
}
