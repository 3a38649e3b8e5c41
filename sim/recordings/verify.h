/* sim/recordings/verify.h - judges what really happened in a run that was recorded: the properties of `isosim check`
 * and the judge, by the times that the file tells.
 *
 * A run of a test lasts from its start to its start and its phases, what was measured between the phases left out: so
 * two runs that only touch never overlap. Runs of one worker follow one another in the order of the file, whatever a
 * clock says. What is not known is not judged, and `untold` says why. docs/recording.md defines each property. */
#ifndef ISOSIM_VERIFY_H
#define ISOSIM_VERIFY_H

#include "session/property.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* Clocks of two workers agree to this, for what is compared to the times of coordinated fixtures. */
#define VERIFY_SLACK_US 1000

typedef struct
{
  const char *name;
  bool judged;
  bool promised;      /* by the run's scheduler: only then does breaking it count */
  uint64_t count;     /* cases against it */
  char *example;      /* the first, a sentence; NULL without one. Owned */
  const char *untold; /* not judged, and why: a clause */
} VerifiedProperty;

typedef struct
{
  const IsoModel *model; /* whose promises count; NULL: those of every session */
  uint32_t tests;
  uint32_t runs;    /* a test that a plug-in ran several times in a row counts as one */
  uint32_t workers; /* that ran or were started */
  bool timed;       /* starts are known */
  bool stopped;     /* by --maxfail or an interrupt: what did not run is no loss */
  bool broken;      /* a promised property is */
  unsigned properties;
  VerifiedProperty property[PROPERTIES];
} Verification;

/* MODEL may be NULL: a scheduler that is not known, or none. TRACE must hold a recording, or tell workers. False with
 * *error when it tells nothing that could be judged. */
bool verify (Trace *trace, const char *path, const IsoModel *model, Verification *verification, GError **error);
void verification_clear (Verification *verification);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verification, verification_clear)

G_END_DECLS

#endif
