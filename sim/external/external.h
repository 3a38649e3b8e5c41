/* sim/external/external.h - schedulers in other programs: `exec:COMMAND`, `xdist:NAME` and `py:MODULE:CLASS`.
 *
 * Such a scheduler is an IsoModel like the others, made when its name is looked up. In a simulation the program has one
 * object, which every call changes. In a search the program names its states, so that a call can be made in any state
 * again (external/external_states.h). Each session has a process of its own: no thread waits for another one's.
 *
 * A program that misbehaves makes the hook fail with a sentence, and each later hook of that scheduler too. */
#ifndef ISOSIM_EXTERNAL_H
#define ISOSIM_EXTERNAL_H

#include "models/model.h"

G_BEGIN_DECLS

/* Returns whether NAME is one of the three kinds. */
bool external_is_name (const char *name);

/* Returns the name that pytest's own --dist has for a scheduler: load for xdist:load. */
const char *external_pytest_name (const IsoModel *model);

/* Starts the program of the scheduler NAME. FOLDER is where xdist: and py: look for their classes, NULL for the
 * installed ones. Returns its model, which external_free() frees; NULL with *error, which says what is missing. */
IsoModel *external_new (const char *name, const char *folder, GError **error);

/* Makes sessions of MODEL that begin from now on ask how long the scheduler itself takes. Does nothing to a model that
 * is not external. */
void external_measure (const IsoModel *model, bool on);
/* Returns the time that the scheduler itself took since this was asked last, as its programs tell it; 0 if they told
 * none. MODEL must be external. */
uint64_t external_take_spent_ns (const IsoModel *model);

/* Returns the first trouble of any process of MODEL; NULL if there was none, or MODEL is not external. g_free it. */
char *external_dup_trouble (const IsoModel *model);

/* Ends its processes. No session of it may be left. */
void external_free (IsoModel *model);

G_END_DECLS

#endif
