/* sim/base/outfile.h - a file that is written whole or not at all.
 *
 * What is written goes to a temporary file beside the path, which takes the path's place in outfile_commit(); until
 * then a file that was there stays as it was. What is no regular file (a pipe, /dev/null) is written to directly. A
 * symbolic link is followed, and an existing file keeps its permissions. */
#ifndef ISOSIM_OUTFILE_H
#define ISOSIM_OUTFILE_H

#include <gio/gio.h>
#include <stdbool.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct
{
  FILE *stream; /* to write to; what goes wrong is found by outfile_commit() */
  char *shown;  /* the path as given, for messages */
  char *path;
  char *temporary; /* NULL: written to directly */
} Outfile;

/* False with *error, a sentence that names the path. Clear it in either case. */
bool outfile_open (Outfile *out, const char *path, GError **error);
bool outfile_commit (Outfile *out, GError **error);
/* Removes the temporary file unless it was committed. Harmless on an Outfile of zeroes. */
void outfile_clear (Outfile *out);

/* Whether what is written to PATH takes the place of OTHER, a file by whatever name; "-" is none. */
bool outfile_is_at (const char *path, const char *other);

/* Writes TEXT whole to PATH, or to standard output where PATH is "-". Returns false with *error; a file that was there
 * then stays as it was. */
bool outfile_write_text (const char *path, const GString *text, GError **error);

/* All of it at once. */
bool outfile_write (const char *path, const void *bytes, gsize len, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outfile, outfile_clear)

G_END_DECLS

#endif
