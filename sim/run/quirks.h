/* sim/run/quirks.h - where a quirk of the real schedulers costs the user time, and how much.
 *
 * Models keep the quirks: a nodeid is cut at its last "::" even if that lies inside brackets, and a nodeid recorded
 * both with and without its "@group" is two tests. */
#ifndef ISOSIM_QUIRKS_H
#define ISOSIM_QUIRKS_H

#include "run/evaluation.h"
#include "run/report.h"

G_BEGIN_DECLS

/* What of it the suite holds. */
typedef struct
{
  uint32_t cut, first_cut;         /* nodeids cut inside their brackets; which is the first */
  uint32_t doubled, first_doubled; /* nodeids without a group that stand there with one as well */
  bool *is_doubled;                /* [tests], or NULL when none is */
} Quirks;

/* The suite has the table of SCOPE_SCOPE. SCOPES_MATTER: some scheduler decides by scopes, so that cut ones are to be
 * looked for. */
void quirks_find (Quirks *quirks, const Suite *suite, bool scopes_matter);
void quirks_clear (Quirks *quirks);

/* Adds a sentence to NOTES (of char *) for each quirk that costs this scheduler's run time: what, how often, the first
 * test, and the wall time without it. */
void quirks_note (const Quirks *quirks, const SchedulerReport *scheduler, const Evaluation *evaluation,
                  GPtrArray *notes);

G_END_DECLS

#endif
