/* sim/recordings/verify_reports.h - verifies a file without messages, such as a reportlog: one run of each test. */
#ifndef ISOSIM_VERIFY_REPORTS_H
#define ISOSIM_VERIFY_REPORTS_H

#include "recordings/verifier.h"

G_BEGIN_DECLS

/* Adds a run for each test whose worker the trace tells, and sets the verification's timed. */
void verify_reports_add_runs (Verifier *verifier);

/* Answers the few properties that such a file can tell. Comes after verifier_judge(). */
void verify_reports_answer (Verifier *verifier);

G_END_DECLS

#endif
