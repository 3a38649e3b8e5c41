/* sim/external/lookup.h - any scheduler by its name on the command line.
 *
 * A name is that of a built-in model (load), a plug-in (./my.so), or an external scheduler (xdist:load,
 * py:MODULE:CLASS, exec:COMMAND). Whoever looks names up owns a Schedulers, which keeps what plug-ins and programs
 * gave: looking up a name twice gives the same model. For one thread, the one that reads the command line. */
#ifndef ISOSIM_LOOKUP_H
#define ISOSIM_LOOKUP_H

#include "models/model.h"
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct Schedulers Schedulers;

Schedulers *schedulers_new (void);
/* Ends all processes and frees all models that schedulers_find() returned; no session of theirs may be left. */
void schedulers_free (Schedulers *schedulers);

/* Returns the scheduler called NAME, owned by SCHEDULERS. FOLDER is where xdist: and py: look for their classes, NULL
 * for the installed ones; the same name in two folders is two schedulers. Returns NULL with *error, which suggests the
 * nearest name. */
const IsoModel *schedulers_find (Schedulers *schedulers, const char *name, const char *folder, GError **error);

/* Checks that one of NAMES, separated by commas, looks in the folder that OPTION gives as PATH. Returns false with
 * *error if none does; true if PATH is NULL. */
bool schedulers_use_folder (const char *option, const char *path, const char *names, GError **error);

/* Checks that the scheduler NAME, read from the file PATH and not from the command line, runs no code of its own.
 * Returns false with *error for exec: and py:, which run a program, and for plug-ins, whose code runs once loaded. */
bool schedulers_may_run (const char *name, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Schedulers, schedulers_free)

G_END_DECLS

#endif
