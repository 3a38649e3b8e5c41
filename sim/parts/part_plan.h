/* sim/parts/part_plan.h - which plan a part belongs to, as it stands in a part file.
 *
 * Version 2 names each field with its value: "workers":[1,2], "runs":3, "target_us":300000000. A field with its default
 * is left out. Version 1 kept the words of the command line: "workers":"1..2", "target":"5m"; it is still read. */
#ifndef ISOSIM_PART_PLAN_H
#define ISOSIM_PART_PLAN_H

#include "plan/plan_case.h"
#include "text/json.h"

G_BEGIN_DECLS

#define PART_VERSION 2u
#define PART_VERSION_OF_WORDS 1u

/* Owned. */
typedef struct
{
  PlanCase asked;
  char **digests; /* of the traces, as many as asked.trace */
  char *external; /* plan_input_dup_external() where the part was made; NULL: no external scheduler */
} PartPlan;

/* Returns the object of version PART_VERSION. EXTERNAL may be NULL. Free with cJSON_Delete(). */
cJSON *part_plan_json (const PlanCase *asked, char **digests, const char *external);

/* Reads the object; OBJECT may be NULL. Returns false with *error, which does not name the file. Clear the plan in
 * either case. */
bool part_plan_read (PartPlan *plan, const cJSON *object, unsigned version, GError **error);
void part_plan_clear (PartPlan *plan);

G_END_DECLS

#endif
