/* sim/commands/command.h - the commands of isosim: one file each, listed in sim/commands/command.c.
 *
 * A command parses its own words, and returns the exit status: 0 it ran and what was checked holds; 1 a promised
 * property is violated; 2 it could not run, with *error set, which main prints. Results go to standard output, all else
 * to standard error. */
#ifndef ISOSIM_COMMAND_H
#define ISOSIM_COMMAND_H

#include "models/model.h"
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *summary;                                /* one line for --help */
  int (*run) (int argc, char **argv, GError **error); /* argv[0] is the command's name */
} Command;

extern const Command command_run;
extern const Command command_check;
extern const Command command_compare;
extern const Command command_conform;
extern const Command command_convert;
extern const Command command_fuzz;
extern const Command command_generate;
extern const Command command_list;
extern const Command command_merge;
extern const Command command_plan;
extern const Command command_predict;
extern const Command command_review;
extern const Command command_verify;

/* All of them, then NULL. The first, run, is what isosim does when no command is named. */
extern const Command *const commands[];

enum
{
  EXIT_HOLDS = 0,
  EXIT_VIOLATED = 1,
  EXIT_CANNOT = 2,
  EXIT_LIMIT = 3,        /* a limit came before an answer */
  EXIT_INTERRUPTED = 130 /* by Ctrl-C, as a shell has it; what was known by then is told */
};

#define USAGE_ERROR (usage_error_quark ())
GQuark usage_error_quark (void);

/* Sets *error to a sentence about the command line; always EXIT_CANNOT. */
int usage_fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The scheduler of that name, or of that plug-in (./my.so); else NULL with *error, which says what name is near. */
const IsoModel *command_find_model (const char *name, GError **error);

/* Takes the word of --xdist-path, or NULL, for what is looked up next; false with *error when NAMES, separated by
 * commas, have no use for it. */
bool command_use_xdist_path (const char *path, const char *names, GError **error);
/* The same of the word of OPTION. */
bool command_look_in (const char *option, const char *path, const char *names, GError **error);

/* Whether a name that stands in the file PATH, and not on the command line, may be looked up; false with *error for
 * exec: and py:, which run what they name, and for plug-ins, whose code runs once they are loaded. */
bool command_may_run (const char *name, const char *path, GError **error);

/* The number that WORD, the word of OPTION, says; false with *error when it is none from LEAST to MOST. Where WORD is
 * NULL the option was not given, and *number stays. */
bool command_parse_whole (const char *option, const char *word, guint64 least, guint64 most, guint64 *number,
                          GError **error);

/* Whether WORD, the word of --format, is json; it is text where WORD is NULL. False with *error for any other. */
bool command_parse_format (const char *word, bool *json, GError **error);

/* Drops the -- that GOption leaves before what is no option, so that argv[1] is the first file. */
void command_skip_dashes (int *argc, char ***argv);

/* The words with -n4 and -j2 split in two: GOption has -n 4 only, and who knows pytest-xdist also types -n4. g_strfreev
 * it. */
GStrv command_split_short (char **argv);

/* Whole text to PATH at once, or to standard output for "-": nothing is half-written, and on failure a file that was
 * there stays as it is. */
bool write_text (const char *path, const GString *text, GError **error);

G_END_DECLS

#endif
