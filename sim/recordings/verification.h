/* sim/recordings/verification.h - what `isosim verify` found: one answer for each property. */
#ifndef ISOSIM_VERIFICATION_H
#define ISOSIM_VERIFICATION_H

#include "session/property.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  bool judged;
  bool promised;      /* by the scheduler; a violation counts only then */
  uint64_t count;     /* the number of violations */
  char *example;      /* the first violation, a sentence; NULL: there is none. Owned */
  const char *untold; /* why the file does not tell it, a clause; NULL when it is judged */
} VerifiedProperty;

typedef struct
{
  const IsoModel *model; /* whose promises count; NULL: only those that every session makes */
  uint32_t tests;
  uint32_t runs;    /* a test that a plug-in repeated in a row counts once */
  uint32_t workers; /* that were started or ran a test */
  bool timed;       /* the starts of tests are known */
  bool stopped;     /* by --maxfail or an interrupt; then a test that did not run is not lost */
  bool broken;      /* a promised property is violated */
  unsigned properties;
  VerifiedProperty property[PROPERTIES]; /* [properties] */
} Verification;

/* Adds PROPERTY as judged, with no violation yet. Returns it; the caller adds its violations. */
VerifiedProperty *verification_add (Verification *verification, Property property);

/* Adds PROPERTY as not judged. UNTOLD, static text, says why. */
void verification_add_untold (Verification *verification, Property property, const char *untold);

/* Counts one more violation. EXAMPLE is a sentence about it, which is taken over. */
void verified_add_case (VerifiedProperty *property, char *example);

void verification_clear (Verification *verification);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verification, verification_clear)

G_END_DECLS

#endif
