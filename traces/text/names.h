/* traces/text/names.h - numbers texts in order of first appearance: nodeids, scopes.
 *
 * A table holds pointers to the texts, never copies: they must outlive it. Numbers depend on the order of adding alone.
 */
#ifndef ISOSIM_NAMES_H
#define ISOSIM_NAMES_H

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

typedef struct NameTable NameTable;

/* EXPECTED is how many different texts will come, 0 if nobody knows. */
NameTable *name_table_new (uint32_t expected);
void name_table_free (NameTable *table);

/* The number of the text, which is added under the next number (0, 1, …) if it is new. */
uint32_t name_table_add (NameTable *table, const char *text, uint32_t len);
uint32_t name_table_size (const NameTable *table);

/* The text of a number. */
const char *name_table_text (const NameTable *table, uint32_t number, uint32_t *len);

/* Of COUNT texts, text[at[i]] of len[i] bytes: the first that occurred before, and in *earlier which that was; COUNT if
 * all differ. */
uint32_t names_find_repeated (const char *text, const uint64_t *at, const uint32_t *len, uint32_t count,
                              uint32_t *earlier);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (NameTable, name_table_free)

G_END_DECLS

#endif
