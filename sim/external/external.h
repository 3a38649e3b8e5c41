/* sim/external/external.h - schedulers that live in other processes: `exec:COMMAND`, `xdist:NAME` and
 * `py:MODULE:CLASS`.
 *
 * Such a scheduler is an IsoModel like the others, made when its name is looked up. Simulated, it has one object on the
 * other side, which every call changes. Searched, its state in the session's block is a digest of the name that the
 * program gave it, with what was told of it: each hook is then a function from state and call to state and deeds, and
 * what was asked once is remembered (sim/external/answer_cache.h). Each session has a process of its own, taken when it
 * first needs one: a thread never waits for another's.
 *
 * A program that misbehaves makes the hook fail with a sentence, and so does each later hook of that scheduler. */
#ifndef ISOSIM_HOSTED_H
#define ISOSIM_HOSTED_H

#include "models/model.h"

G_BEGIN_DECLS

/* Whether NAME is one of the three kinds. */
bool external_is_name (const char *name);

/* What pytest's own --dist calls a scheduler: xdist:load is load. */
const char *external_pytest_name (const IsoModel *model);

/* Starts the program of the scheduler NAME. FOLDER is the checkout or folder in which xdist: and py: look for their
 * classes, NULL for the installed ones. Returns its model, which external_free() frees; NULL with *error, a sentence
 * that says what is missing. Not for several threads at once. */
IsoModel *external_new (const char *name, const char *folder, GError **error);

/* Makes sessions of MODEL that begin from now on ask how long the scheduler itself takes. Does nothing to a model that
 * is not external. */
void external_measure (const IsoModel *model, bool on);
/* What the scheduler's sessions were told since this was asked last; 0: nothing. MODEL is one of these. */
uint64_t external_take_spent_ns (const IsoModel *model);

/* What went wrong with a process of the scheduler's, the first; NULL: nothing, or it is none of these. g_free it. */
char *external_dup_trouble (const IsoModel *model);

/* Ends its processes; no session of it may be left. */
void external_free (IsoModel *model);

G_END_DECLS

#endif
