/* sim/quirks.h - where a quirk of the real schedulers costs the user time, and how much.
 *
 * Models keep the quirks: a nodeid is cut at its last "::" even if that lies inside brackets, and a nodeid recorded
 * both with and without its "@group" is two tests. */
#ifndef ISOSIM_QUIRKS_H
#define ISOSIM_QUIRKS_H

#include "evaluate.h"

G_BEGIN_DECLS

/* Adds a sentence to NOTES (of char *) for each quirk that this scheduler's run met: what, how often, the first test,
 * and the wall time without it. */
void note_quirks (const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes);

G_END_DECLS

#endif
