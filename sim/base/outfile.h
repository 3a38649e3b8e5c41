/* sim/base/outfile.h - a file that is written whole or not at all.
 *
 * Output goes to a temporary file beside the path. outfile_commit() renames it to the path; until then a file that was
 * there stays as it was. A pipe or a device, such as /dev/null, is written to directly. A symbolic link is followed,
 * and an existing file keeps its permissions. */
#ifndef ISOSIM_OUTFILE_H
#define ISOSIM_OUTFILE_H

#include <gio/gio.h>
#include <stdbool.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct
{
  FILE *stream; /* to write to; outfile_commit() finds any error */
  char *shown;  /* the path as given, for messages */
  char *path;
  char *temporary; /* NULL: the path is written to directly */
} Outfile;

/* Opens PATH. Returns false with *error, a sentence that names the path. outfile_clear() it in either case. */
bool outfile_open (Outfile *out, const char *path, GError **error);
/* Ends the output and puts it in its place. Returns false with *error when any of it could not be written. */
bool outfile_commit (Outfile *out, GError **error);
/* Removes the temporary file unless it was committed. Harmless on an Outfile of zeroes. */
void outfile_clear (Outfile *out);

/* Returns whether PATH and OTHER are one file, so that output to PATH would replace OTHER. "-" is no file. */
bool outfile_is_at (const char *path, const char *other);

/* Writes TEXT whole to PATH, or to standard output where PATH is "-". Returns false with *error; a file that was there
 * then stays as it was. */
bool outfile_write_text (const char *path, const GString *text, GError **error);

/* Opens PATH, writes LEN bytes and commits. Returns false with *error. */
bool outfile_write (const char *path, const void *bytes, gsize len, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outfile, outfile_clear)

G_END_DECLS

#endif
