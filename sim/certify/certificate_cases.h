/* sim/certify/certificate_cases.h - which cases a certificate has.
 *
 * A suite stands for all suites that a scheduler cannot tell from it. Where neither the scheduler nor a property that
 * is asked for looks at scopes, one scope of n tests stands for all suites of n tests. Where the order of scopes does
 * not matter, sizes in descending order stand for all orders (docs/checking.md). */
#ifndef ISOSIM_CERTIFICATE_CASES_H
#define ISOSIM_CERTIFICATE_CASES_H

#include "certify/certificate.h"
#include "check/check_options.h"

G_BEGIN_DECLS

/* Returns all cases that the options ask for, none of them searched; NULL with *error. */
Certificate *certificate_new (const CheckOptions *options, GError **error);

/* Sets what is searched for a case, and in *plan all but how to search. Clear *single in either case. Returns false
 * with *error if such a search cannot be made. */
bool certificate_plan (const Certificate *certificate, const Case *one, CheckCase *single, SearchPlan *plan,
                       GError **error);

/* Whether suites that differ in the sizes of scopes, or in their order alone, are different cases. */
bool certificate_has_scopes (const Certificate *certificate, const IsoModel *model);
bool certificate_has_orders (const Certificate *certificate, const IsoModel *model);

G_END_DECLS

#endif
