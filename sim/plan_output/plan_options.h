/* sim/plan_output/plan_options.h - the command line of `isosim plan`. */
#ifndef ISOSIM_PLAN_OPTIONS_H
#define ISOSIM_PLAN_OPTIONS_H

#include "plan/plan_case.h"
#include "plan_output/plan_outputs.h"
#include "sweep/part_number.h"

G_BEGIN_DECLS

typedef struct
{
  PlanCase asked;
  PlanOutputs outputs;
  PartNumber part; /* {0}: the whole plan */
  unsigned threads;
} PlanOptions;

/* Parses the words of a command line, the program's name first, and reads no file. Returns false with *error. Clear it
 * in either case. */
bool plan_options_parse (PlanOptions *options, char **argv, GError **error);
void plan_options_clear (PlanOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanOptions, plan_options_clear)

G_END_DECLS

#endif
