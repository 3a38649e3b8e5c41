/* traces/text/input_error.h - error messages that show a place in a file: its line, and a caret below it. */
#ifndef ISOSIM_INPUT_ERROR_H
#define ISOSIM_INPUT_ERROR_H

#include <glib.h>

G_BEGIN_DECLS

/* Sets *error to "FILE:LINE:COLUMN: what went wrong", and below it the line and a caret when TEXT (of LEN bytes, the
 * whole document) is given. AT is the offset of the place in TEXT. */
void input_set_error_at (GError **error, int code, const char *name, const char *text, gsize len, gsize at,
                         const char *format, ...) G_GNUC_PRINTF (7, 8);

/* The same for a file read line by line: the place is AT in LINE, which is that file's line LINE_NO. */
void input_set_error_in_line (GError **error, int code, const char *name, unsigned line_no, const char *line, gsize len,
                              gsize at, const char *format, ...) G_GNUC_PRINTF (8, 9);

/* A text from a file as it is fit for a message: cut when long, control characters as "?". g_free it. */
char *input_dup_shown (const char *text, gsize len);

G_END_DECLS

#endif
