/* sim/run/advice.h - which scheduler to take. */
#ifndef ISOSIM_ADVICE_H
#define ISOSIM_ADVICE_H

#include "run/report.h"

G_BEGIN_DECLS

/* Returns a few sentences: the scheduler to take, and what the others cost. g_free it; NULL when there is nothing to
 * choose between. */
char *advise (const Report *report);

G_END_DECLS

#endif
