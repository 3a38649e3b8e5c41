/* sim/base/option_words.h - the words of a command line, kept by one table of options.
 *
 * A command has one function that returns the table of its options for a struct of words. The table is used twice: to
 * parse the command line into the struct, and later to free what the parser stored there. An option that is added to
 * the table is therefore never forgotten when the words are freed. */
#ifndef ISOSIM_OPTION_WORDS_H
#define ISOSIM_OPTION_WORDS_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Returns a copy of ENTRIES, which G_OPTION_ENTRY_NULL ends. The caller frees it with g_free(). */
GOptionEntry *option_words_table (const GOptionEntry *entries);

/* Parses the command line by TABLE, which it frees. USAGE is the line that --help shows after the command's name, and
 * DESCRIPTION, which may be NULL, the lines after the options. Leaves in *argc and *argv the command's name and the
 * words that are no options. Returns false with *error. */
bool option_words_parse (GOptionEntry *table, const char *usage, const char *description, int *argc, char ***argv,
                         GError **error);

/* Frees the texts, file names and arrays that the options of TABLE point to, and sets each to NULL. Numbers and
 * switches stay. Two options may share one word. Frees TABLE too. */
void option_words_clear (GOptionEntry *table);

G_END_DECLS

#endif
