/* sim/base/outfolder.h - a folder of files that is written whole or not at all.
 *
 * The files go to a temporary folder beside the path, which is renamed when all are written. An empty folder that is
 * already there is kept: the temporary folder lies inside it, and its files are moved up one by one. So a shell whose
 * current folder it is sees them. */
#ifndef ISOSIM_OUTFOLDER_H
#define ISOSIM_OUTFOLDER_H

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct
{
  char *name; /* without a slash */
  GString *text;
} OutfolderFile;

/* Checks that PATH can be written: it is an empty folder, or nothing in a folder that exists. Returns false with
 * *error, a sentence that names the path. */
bool outfolder_is_free (const char *path, GError **error);
/* Checks outfolder_is_free() and writes all FILES [COUNT]. Returns false with *error, and then leaves nothing there. */
bool outfolder_write (const char *path, const OutfolderFile *files, gsize count, GError **error);

G_END_DECLS

#endif
