#include "base/outfolder.h"

#include "base/outfile.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static bool
cannot_write (const char *path, int why, GError **error)
{
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (why), "cannot write %s: %s", path, g_strerror (why));
  return false;
}

/* Returns the path without slashes at its end: "a/b" for "a/b/". */
static char *
dup_without_slashes (const char *path)
{
  gsize len = strlen (path);
  while (len > 1 && path[len - 1] == '/')
    len--;
  return g_strndup (path, len);
}

static bool
is_there (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

bool
outfolder_is_free (const char *path, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *place = dup_without_slashes (path);
  g_autofree char *parent = g_path_get_dirname (place);
  if (!*path || !g_file_test (parent, G_FILE_TEST_IS_DIR))
    return cannot_write (*path ? path : "''", ENOENT, error);
  if (folder ? !g_dir_read_name (folder) : !is_there (path))
    return true;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "%s is there already, and %s", path,
               folder ? "not empty" : "is no folder to write into");
  return false;
}

/* Returns a new folder, in PATH if that exists, since another disk may be mounted there, else beside it. NULL with
 * errno set. */
static char *
make_temporary (const char *path)
{
  bool there = g_file_test (path, G_FILE_TEST_IS_DIR);
  g_autofree char *parent = there ? g_strdup (path) : g_path_get_dirname (path);
  for (unsigned attempt = 0; attempt < 100; attempt++)
    {
      g_autofree char *name = g_strdup_printf (".isosim-%08x", g_random_int ());
      g_autofree char *temporary = g_build_filename (parent, name, NULL);
      if (g_mkdir (temporary, 0777) == 0)
        return g_steal_pointer (&temporary);
      if (errno != EEXIST)
        return NULL;
    }
  return NULL;
}

static void
remove_files (const char *folder, const OutfolderFile *files, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
      g_unlink (path);
    }
}

static bool
write_files (const char *folder, const OutfolderFile *files, gsize count, GError **error)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
      if (!outfile_write (path, files[i].text->str, files[i].text->len, error))
        return false;
    }
  return true;
}

static bool
move_files (const char *from, const char *to, const OutfolderFile *files, gsize count, GError **error)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *old = g_build_filename (from, files[i].name, NULL);
      g_autofree char *new = g_build_filename (to, files[i].name, NULL);
      if (g_rename (old, new) == 0)
        continue;
      int why = errno;
      remove_files (to, files, i);
      return cannot_write (to, why, error);
    }
  return g_rmdir (from) == 0 || cannot_write (from, errno, error);
}

static bool
put_in_place (const char *temporary, const char *path, const OutfolderFile *files, gsize count, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return move_files (temporary, path, files, count, error);
  return g_rename (temporary, path) == 0 || cannot_write (path, errno, error);
}

bool
outfolder_write (const char *path, const OutfolderFile *files, gsize count, GError **error)
{
  g_autofree char *place = dup_without_slashes (path);
  if (!outfolder_is_free (place, error))
    return false;
  g_autofree char *temporary = make_temporary (place);
  if (!temporary)
    return cannot_write (path, errno, error);
  if (write_files (temporary, files, count, error) && put_in_place (temporary, place, files, count, error))
    return true;
  remove_files (temporary, files, count);
  g_rmdir (temporary);
  return false;
}
