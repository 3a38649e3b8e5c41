/* tests/unit/base/test_outfile.c - a file is written whole or not at all. */
#include "unit/check.h"

#include "base/outfile.h"
#include "unit/charts/drawn.h"
#include <gio/gio.h>
#include <glib/gstdio.h>

static void
a_file_is_replaced_only_when_it_is_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("isosim-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *text = NULL;
  GStatBuf before, after;
  g_file_set_contents (path, "old", -1, NULL);
  g_chmod (path, 0640);
  g_stat (path, &before);
  g_auto (Outfile) out = { 0 };
  CU_ASSERT (outfile_open (&out, path, &error));
  fputs ("new", out.stream);
  outfile_clear (&out);
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "old");
  g_clear_pointer (&text, g_free);
  CU_ASSERT (outfile_write (path, "newer", 5, &error));
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "newer");
  g_stat (path, &after);
  EQUAL_INT (after.st_mode, before.st_mode);
  EQUAL_INT (empty_folder (folder), 1);
  g_rmdir (folder);
}

static void
what_is_no_regular_file_is_written_to (void)
{
  g_autoptr (GError) error = NULL;
  CU_ASSERT (outfile_write ("/dev/null", "text", 4, &error));
  CU_ASSERT (!g_file_test ("/dev/null", G_FILE_TEST_IS_REGULAR));
  if (!g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    return;
  CU_ASSERT (!outfile_write ("/dev/full", "text", 4, &error));
  EQUAL_TEXT (error ? error->message : NULL, "cannot write /dev/full: No space left on device");
}

static void
a_link_stays_and_its_file_is_replaced (void)
{
  g_autofree char *folder = g_dir_make_tmp ("isosim-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_file_set_contents (path, "old", -1, NULL);
  CU_ASSERT (g_file_make_symbolic_link (file, "file", NULL, NULL));
  CU_ASSERT (outfile_write (link, "new", 3, NULL));
  CU_ASSERT (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  CU_ASSERT (g_file_get_contents (path, &text, NULL, NULL));
  EQUAL_TEXT (text, "new");
  empty_folder (folder);
  g_rmdir (folder);
}

CU_TestInfo tests_of_outfile[] = {
  { "a file is replaced only when it is whole", a_file_is_replaced_only_when_it_is_whole },
  { "what is no regular file is written to", what_is_no_regular_file_is_written_to },
  { "a link stays and its file is replaced", a_link_stays_and_its_file_is_replaced },
  CU_TEST_INFO_NULL,
};
