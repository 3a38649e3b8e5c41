/* sim/run/quirks.h - what a quirk of the real schedulers costs the user.
 *
 * Models keep two quirks. A nodeid is cut at its last "::", even inside brackets: t.py::test[a::b] is of the scope
 * "t.py::test[a". And a nodeid that was recorded both with and without its "@group" is two tests. */
#ifndef ISOSIM_QUIRKS_H
#define ISOSIM_QUIRKS_H

#include "run/evaluation.h"
#include "run/report.h"

G_BEGIN_DECLS

/* The nodeids of a suite that are concerned. */
typedef struct
{
  uint32_t cut, first_cut;         /* the number of nodeids cut inside brackets; the first of them */
  uint32_t doubled, first_doubled; /* the same of nodeids without a group that are there with one, too */
  bool *is_doubled;                /* [tests], or NULL when none is */
} Quirks;

/* Finds them; quirks_clear() it. The suite has the table of SCOPE_SCOPE. SCOPES_MATTER: a scheduler decides by scopes,
 * so cut nodeids are looked for. */
void quirks_find (Quirks *quirks, const Suite *suite, bool scopes_matter);
void quirks_clear (Quirks *quirks);

/* Adds a sentence to NOTES (of char *) for each quirk that costs this scheduler a hundredth of its wall time or more.
 * It names the quirk, the number of nodeids, the first one, and the wall time without it. */
void quirks_note (const Quirks *quirks, const SchedulerReport *scheduler, const Evaluation *evaluation,
                  GPtrArray *notes);

G_END_DECLS

#endif
