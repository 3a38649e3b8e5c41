/* traces/text/input.h - the bytes of a file or of standard input, unpacked if they are gzip, with a first look before
 * reading.
 *
 * Formats are told apart by the first INPUT_HEAD_MAX bytes; the reader that is chosen then takes the input from its
 * very beginning, either whole or chunk by chunk. */
#ifndef ISOSIM_INPUT_H
#define ISOSIM_INPUT_H

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define INPUT_HEAD_MAX 65536u
#define INPUT_BYTES_MAX (G_GUINT64_CONSTANT (1) << 32) /* most bytes a file may have, unpacked: 4 GiB */

typedef struct Input Input;

/* PATH "-" is standard input. NULL with *error when it cannot be opened, is a directory, or is packed by bzip2, xz or
 * zstd. */
Input *input_open (const char *path, GError **error);
void input_free (Input *input);

/* The name for messages: the path, or "standard input". */
const char *input_name (const Input *input);

/* The first min(INPUT_HEAD_MAX, all) bytes, without consuming them; followed by a NUL that is not counted. */
const char *input_head (const Input *input, gsize *len);

/* The next chunk in *chunk, which is the input's and lasts until the next call; its length, 0 at the end, -1 with
 * *error. */
gssize input_chunk (Input *input, const char **chunk, GError **error);

/* Everything, from the beginning, followed by a NUL that is not counted; g_free it. NULL with *error. May be called
 * once, instead of input_chunk(). */
char *input_take_all (Input *input, gsize *len, GError **error);

/* The same without a copy: the file's own pages, private to us and writable, NUL-terminated as above;
 * g_mapped_file_unref it. NULL when that cannot be had (a pipe, a packed file, a size that leaves no room for the NUL):
 * then take all. */
GMappedFile *input_map_all (Input *input);

/* The next line without its LF or CRLF, NUL-terminated, of LEN bytes, and its number from 1 in *line_no; NULL at the
 * end
 * (*error unset) or on failure. The line is the input's and lasts until the next call. */
char *input_line (Input *input, gsize *len, unsigned *line_no, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Input, input_free)

G_END_DECLS

#endif
