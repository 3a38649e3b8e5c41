/* sim/charts/chart_text.h - the words on charts, the same in every locale. All texts returned are to be freed with
 * g_free. */
#ifndef ISOSIM_CAPTIONS_H
#define ISOSIM_CAPTIONS_H

#include "charts/bars.h"

G_BEGIN_DECLS

/* The unit that a time axis is marked in. */
typedef struct
{
  const char *name; /* "s" */
  uint64_t us;
} TimeUnit;

TimeUnit time_unit_for (uint64_t longest_us);

/* PART of WHOLE: "94.5 %". */
char *percent_dup_text (double part, double whole);

/* How many columns of a terminal TEXT takes. */
unsigned text_columns (const char *text);
/* TEXT in at most so many columns, the middle left out if need be; what cannot be printed is a question mark. */
char *text_dup_fitted (const char *text, unsigned columns);

/* "isoscope, 16 workers, 5,143 tests: 12m 34s, utilization 94.5 %". */
char *chart_dup_summary (const Chart *chart, const Bars *bars);
/* "verdict: hang", and what the scheduler raised; in at most so many columns. NULL when all is well. */
char *chart_dup_trouble (const Chart *chart, unsigned columns);
char *chart_dup_scope_name (const Chart *chart, uint32_t scope);
/* What is to be said of a chart without a bar, or NULL. */
const char *chart_emptiness (const Chart *chart, const Bars *bars);

G_END_DECLS

#endif
