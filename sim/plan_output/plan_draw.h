/* sim/plan_output/plan_draw.h - the charts of a plan, drawn to a file. */
#ifndef ISOSIM_PLAN_DRAW_H
#define ISOSIM_PLAN_DRAW_H

#include "plan_output/plan_chart.h"

G_BEGIN_DECLS

/* Checks, before a long run, that a chart can be drawn: PATH ends in .svg, .png or .txt, or is "-", which is a .txt on
 * standard output; and gnuplot can be run if it is needed. Returns false with *error. */
bool plan_draw_check (const char *path, GError **error);

/* Returns the bytes of the file. The path says which kind of file it is; nothing is written there. Returns NULL with
 * *error. */
GBytes *plan_draw (const char *path, const PlanReport *report, PlanChartKind kind, GError **error);

G_END_DECLS

#endif
