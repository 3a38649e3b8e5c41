/* sim/fuzz/fuzz_shrink.h - the smallest case that still shows a difference. */
#ifndef ISOSIM_FUZZ_SHRINK_H
#define ISOSIM_FUZZ_SHRINK_H

#include "fuzz/fuzz_case.h"

G_BEGIN_DECLS

/* Whether the case shows a difference of the kind that is looked for. Clear the difference. */
bool fuzz_shows (const FuzzCase *one, const IsoModel *const model[2], bool worse_only, Difference *difference);

/* Leaves out of a case that shows a difference whatever can be left out, one thing after the other: tests, workers,
 * crashes, failures, limits, times, and what is odd about names. The same case leads to the same one. Returns how many
 * cases were tried; INTERRUPTED (NULL: nobody) ends it early. */
unsigned fuzz_shrink (FuzzCase *one, const IsoModel *const model[2], bool worse_only, bool (*interrupted) (void));

G_END_DECLS

#endif
