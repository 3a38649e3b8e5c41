/* sim/base/outfolder.h - a folder of files that is written whole or not at all.
 *
 * The files go to a temporary folder beside the path, which is renamed when all are written. In a folder that is there
 * already, and empty, the temporary one lies inside, and they are moved up one by one: who stands in it sees them. */
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

/* Nothing is there, in a folder that is, or an empty folder; else false with *error, a sentence that names the path. */
bool outfolder_is_free (const char *path, GError **error);
/* Asks outfolder_is_free() and writes. On failure nothing is left behind. */
bool outfolder_write (const char *path, const OutfolderFile *files, gsize count, GError **error);

G_END_DECLS

#endif
