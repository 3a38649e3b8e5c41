/* sim/simulate/findings.h - the judged properties by name, and in words what was found against them. */
#ifndef ISOSIM_PROPERTIES_H
#define ISOSIM_PROPERTIES_H

#include "simulate/simulate.h"

G_BEGIN_DECLS

/* "once", "scope", … as --property will have it. */
const char *property_name (IsoProperty property);
/* What it says of a run that keeps it: one line. */
const char *property_meaning (IsoProperty property);
/* Whether runs of the model are judged by it: what it promises, and what is worth knowing of every run. */
bool property_is_judged (IsoProperty property, const IsoModel *model);
/* Cases against it in a run. Against ISO_ONCE count starts beyond the first and tests that were lost. */
uint64_t property_count (const Result *result, IsoProperty property);
/* The first case, a sentence; g_free it. */
char *property_example (const Result *result, IsoProperty property, const Suite *suite);
/* What went wrong with a run, a sentence; NULL for VERDICT_OK. g_free it. */
char *verdict_sentence (const Result *result, const Suite *suite);

G_END_DECLS

#endif
