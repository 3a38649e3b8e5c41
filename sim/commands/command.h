/* sim/commands/command.h - the commands of isosim: one file each, listed in sim/commands/main.c. */
#ifndef ISOSIM_COMMAND_H
#define ISOSIM_COMMAND_H

#include "external/lookup.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct Command Command;

/* What main hands to a command. */
typedef struct
{
  int argc;
  char **argv;                    /* argv[0] is the command's name */
  Schedulers *schedulers;         /* finds schedulers by name; outlives the command */
  const Command *const *commands; /* all of them, then NULL; the first is run, the default */
} Invocation;

struct Command
{
  const char *name;
  const char *summary; /* one line for --help */
  /* Parses its words and does the work. Prints results to standard output, all else to standard error. Returns the exit
   * status (sim/base/usage.h); EXIT_CANNOT with *error, which main prints. */
  int (*run) (const Invocation *call, GError **error);
};

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

G_END_DECLS

#endif
