/* sim/base/usage.h - exit statuses, sentences about the command line, and its words.
 *
 * A command keeps its words in a struct, and has one function that returns the table of its options for such a struct.
 * The table is used twice: to parse the command line into the struct, and later to free what the parser stored there.
 * So an option that is added to the table is never forgotten when the words are freed. */
#ifndef ISOSIM_USAGE_H
#define ISOSIM_USAGE_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* The exit status of every command. */
enum
{
  EXIT_HOLDS = 0,        /* it ran, and what was checked holds */
  EXIT_VIOLATED = 1,     /* a promised property is violated */
  EXIT_CANNOT = 2,       /* it could not run; an error says why */
  EXIT_LIMIT = 3,        /* a limit came before an answer */
  EXIT_INTERRUPTED = 130 /* by Ctrl-C, the number that shells use; what was known by then is printed */
};

#define USAGE_ERROR (usage_error_quark ())
GQuark usage_error_quark (void);

/* Sets *error (USAGE_ERROR) to a sentence that is printed to the user. Returns false, so that a function can
 * "return fail (error, …)". */
bool fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Parses WORD, the value of OPTION, as a whole number in [LEAST, MOST]. NULL means that the option was not given, and
 * leaves *number unchanged. Returns false with *error for any other word. */
bool usage_parse_whole (const char *option, const char *word, guint64 least, guint64 most, guint64 *number,
                        GError **error);

/* Parses WORD, the value of --format: "json" or "text". NULL means text. Returns false with *error for any other. */
bool usage_parse_format (const char *word, bool *json, GError **error);

/* Removes the "--" that GOption leaves before the first word that is no option, so that argv[1] is the first file. */
void usage_skip_dashes (int *argc, char ***argv);

/* Returns the words with -n4 and -j2 split in two. GOption knows only "-n 4", but users of pytest-xdist also type
 * "-n4". The caller frees them with g_strfreev(). */
GStrv usage_split_short (char **argv);

/* Returns a copy of ENTRIES, which G_OPTION_ENTRY_NULL ends. The caller frees it with g_free(). */
GOptionEntry *usage_option_table (const GOptionEntry *entries);

/* Parses the command line by TABLE, which it frees. USAGE is the line that --help shows after the command's name, and
 * DESCRIPTION, which may be NULL, the lines after the options. Leaves in *argc and *argv the command's name and the
 * words that are no options. Returns false with *error. */
bool usage_parse_options (GOptionEntry *table, const char *usage, const char *description, int *argc, char ***argv,
                          GError **error);

/* Frees the texts, file names and arrays that the options of TABLE point to, and sets each to NULL. Numbers and
 * switches stay. Two options may share one word. Frees TABLE too. */
void usage_free_words (GOptionEntry *table);

G_END_DECLS

#endif
