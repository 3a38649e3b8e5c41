/* sim/simulate/findings.h - what was found against the judged properties, in words. */
#ifndef ISOSIM_PROPERTIES_H
#define ISOSIM_PROPERTIES_H

#include "session/property.h"
#include "simulate/simulate.h"

G_BEGIN_DECLS

/* Cases against it in a run. Against ISO_ONCE count starts beyond the first and tests that were lost. */
uint64_t property_count (const Result *result, Property property);
/* The first case, a sentence; g_free it. */
char *property_example (const Result *result, Property property, const Suite *suite);
/* What went wrong with a run, a sentence; NULL for VERDICT_OK. g_free it. */
char *verdict_sentence (const Result *result, const Suite *suite);

G_END_DECLS

#endif
