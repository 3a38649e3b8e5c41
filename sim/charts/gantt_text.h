/* sim/charts/gantt_text.h - the chart for a terminal: 80 columns of plain text. */
#ifndef ISOSIM_GANTT_TEXT_H
#define ISOSIM_GANTT_TEXT_H

#include "charts/bars.h"

G_BEGIN_DECLS

/* A row a worker, a column a slice of time, in it the letter of the scope that ran most; below it the utilization and
 * which letter is which scope. g_string_free it. */
GString *gantt_text_new (const Chart *chart, const Bars *bars);

G_END_DECLS

#endif
