/* sim/plan_output/plan_outputs.h - the files that a plan is written to, as options of plan and merge. */
#ifndef ISOSIM_PLAN_OUTPUTS_H
#define ISOSIM_PLAN_OUTPUTS_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* Paths; "-" is standard output, NULL: not asked for. Owned. */
typedef struct
{
  char *json, *markdown, *csv;
  char *chart, *chart_cost;
  char *part; /* of --out: where a part goes, and nothing else is written */
} PlanOutputs;

/* Adds all options but --out to the context. */
void plan_outputs_add_options (GOptionContext *context, PlanOutputs *outputs);
void plan_outputs_clear (PlanOutputs *outputs);

/* Checks that no two documents go to the same place, and that the charts can be drawn. Returns false with *error. */
bool plan_outputs_check (const PlanOutputs *outputs, GError **error);

/* Checks that no file that OPTION reads is also written. FILES ends with NULL, and may be NULL. Returns false with
 * *error. */
bool plan_outputs_spare (const PlanOutputs *outputs, char **files, const char *option, GError **error);

/* Returns the first option given that asks for a document, such as "--chart"; NULL if none is. */
const char *plan_outputs_first_option (const PlanOutputs *outputs);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanOutputs, plan_outputs_clear)

G_END_DECLS

#endif
