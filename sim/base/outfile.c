#define _XOPEN_SOURCE 700 /* realpath, O_CLOEXEC */

#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
cannot_write (const char *path, int why, GError **error)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (why), "cannot write %s: %s", path, g_strerror (why));
  return false;
}

/* Opens a file beside the path. Its name is short, because the path's own may have the greatest length already. */
static int
open_temporary (Outfile *out)
{
  g_autofree char *folder = g_path_get_dirname (out->path);
  for (unsigned attempt = 0; attempt < 100; attempt++)
    {
      g_autofree char *name = g_strdup_printf (".isosim-%08x", g_random_int ());
      g_autofree char *temporary = g_build_filename (folder, name, NULL);
      int fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (fd >= 0)
        out->temporary = g_steal_pointer (&temporary);
      if (fd >= 0 || errno != EEXIST)
        return fd;
    }
  return -1;
}

/* A rename needs permission for the folder only. So we check that the file itself may be written to. */
static int
open_replacement (Outfile *out, const struct stat *present)
{
  if (access (out->path, W_OK) != 0)
    return -1;
  int fd = open_temporary (out);
  if (fd >= 0 && fchmod (fd, present->st_mode & 07777) != 0)
    {
      int why = errno;
      close (fd);
      errno = why;
      return -1;
    }
  return fd;
}

static int
open_for (Outfile *out)
{
  struct stat present;
  if (stat (out->path, &present) != 0)
    return errno == ENOENT ? open_temporary (out) : -1;
  if (!S_ISREG (present.st_mode))
    return open (out->path, O_WRONLY | O_CLOEXEC);
  return open_replacement (out, &present);
}

bool
outfile_open (Outfile *out, const char *path, GError **error)
{
  char *followed = realpath (path, NULL);
  *out = (Outfile){ .shown = g_strdup (path), .path = g_strdup (followed ? followed : path) };
  free (followed);
  int fd = open_for (out);
  if (fd < 0)
    return cannot_write (path, errno, error);
  out->stream = fdopen (fd, "wb");
  if (out->stream)
    return true;
  int why = errno;
  close (fd);
  return cannot_write (path, why, error);
}

/* Closes the stream. Sets *why when a write failed, now or earlier. */
static bool
finish_stream (Outfile *out, int *why)
{
  errno = 0;
  bool ok = fflush (out->stream) == 0 && !ferror (out->stream);
  *why = errno ? errno : EIO;
  FILE *stream = g_steal_pointer (&out->stream);
  if (fclose (stream) == 0)
    return ok;
  *why = errno;
  return false;
}

bool
outfile_commit (Outfile *out, GError **error)
{
  int why;
  if (!finish_stream (out, &why))
    return cannot_write (out->shown, why, error);
  if (out->temporary && g_rename (out->temporary, out->path) != 0)
    return cannot_write (out->shown, errno, error);
  g_clear_pointer (&out->temporary, g_free);
  return true;
}

void
outfile_clear (Outfile *out)
{
  if (out->stream)
    fclose (out->stream);
  if (out->temporary)
    g_unlink (out->temporary);
  g_free (out->shown);
  g_free (out->path);
  g_free (out->temporary);
  *out = (Outfile){ 0 };
}

bool
outfile_is_at (const char *path, const char *other)
{
  if (strcmp (path, "-") == 0 || strcmp (path, other) == 0)
    return strcmp (path, "-") != 0;
  char *followed = realpath (path, NULL), *there = realpath (other, NULL);
  bool is = followed && there && strcmp (followed, there) == 0;
  free (followed);
  free (there);
  return is;
}

bool
outfile_write (const char *path, const void *bytes, gsize len, GError **error)
{
  g_auto (Outfile) out = { 0 };
  if (!outfile_open (&out, path, error))
    return false;
  fwrite (bytes, 1, len, out.stream);
  return outfile_commit (&out, error);
}

static bool
write_to_stdout (const GString *text, GError **error)
{
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return true;
  int why = errno;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (why), "standard output: %s", g_strerror (why));
  return false;
}

bool
outfile_write_text (const char *path, const GString *text, GError **error)
{
  return g_str_equal (path, "-") ? write_to_stdout (text, error) : outfile_write (path, text->str, text->len, error);
}
