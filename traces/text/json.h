/* traces/text/json.h - the JSON documents of the readers and reports, by way of cJSON.
 *
 * Of the C parsers that distributions ship, cJSON is the one that keeps every member of an object, in document order
 * and with repeated names: a durations file is one object whose order may be the collection order, and a repeated
 * nodeid has to be seen to be merged. It is small, maintained, and limits nesting (CJSON_NESTING_LIMIT). What it is
 * lenient about is checked here: the text must be UTF-8, and nothing but white space may follow the document. */
#ifndef ISOSIM_JSON_H
#define ISOSIM_JSON_H

#include "text/input.h"
#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cJSON, cJSON_Delete)

/* Parses a whole document of LEN bytes. NULL with *error "NAME:LINE:COLUMN: …"; LINE_0 is added to the line (for JSON
 * lines: the line's number - 1). */
cJSON *json_parse (const char *text, gsize len, const char *name, unsigned line_0, GError **error);

/* The same for all of an input. */
cJSON *json_read (Input *input, GError **error);

/* The member of that name if it is a string, else NULL. Borrowed. */
const char *json_string (const cJSON *object, const char *name);
/* Whether the member of that name is a number, which is then in *number. */
bool json_number (const cJSON *object, const char *name, double *number);
/* The same for a whole number from LEAST to MOST. */
bool json_whole (const cJSON *object, const char *name, double least, double most, double *number);

/* A number that is counted or timed, written whole: cJSON itself holds numbers as doubles. */
void json_add_whole (cJSON *object, const char *name, uint64_t number);
/* A text of any bytes, such as a file's name, as the UTF-8 that JSON is; NULL becomes null. */
cJSON *json_text_item (const char *text);
void json_add_text (cJSON *object, const char *name, const char *text);

/* The document as indented text that ends in a line feed. g_string_free it. */
GString *json_text (const cJSON *document);

/* Appends a document on one line, and deletes it. */
void json_append (GString *text, cJSON *document);

/* Whether a text of a file can stand in a message: it has no control characters. */
bool json_is_line (const char *text);

/* For telling formats apart: where in HEAD, which begins a JSON object and may be cut anywhere, the value of its member
 * NAME (NULL: of its first member) begins; NULL when the head does not hold it. It may point to the NUL behind HEAD. */
const char *json_head_member (const char *head, gsize len, const char *name);

G_END_DECLS

#endif
