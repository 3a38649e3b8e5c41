/* sim/simulate/findings.h - what a run did against the judged properties, in words. */
#ifndef ISOSIM_PROPERTIES_H
#define ISOSIM_PROPERTIES_H

#include "session/property.h"
#include "simulate/simulate.h"

G_BEGIN_DECLS

/* Returns the number of cases against PROPERTY in a run. Lost tests and starts beyond the first are cases against
 * ISO_ONCE. */
uint64_t property_count (const Result *result, Property property);
/* Returns the first case as a sentence; g_free it. */
char *property_example (const Result *result, Property property, const Suite *suite);
/* Returns what went wrong with a run, as a sentence; g_free it. NULL for VERDICT_OK. */
char *verdict_sentence (const Result *result, const Suite *suite);

G_END_DECLS

#endif
