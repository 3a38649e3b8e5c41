/* sim/plan/plan_input.h - what a plan's case names, read: its traces and its schedulers, and the question about them.
 */
#ifndef ISOSIM_PLAN_INPUT_H
#define ISOSIM_PLAN_INPUT_H

#include "external/lookup.h"
#include "plan/plan_case.h"
#include "plan/plan_question.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *paths;  /* of const char *, as reports name the traces; borrowed from the case */
  GPtrArray *traces; /* of Trace * */
  GPtrArray *models; /* of const IsoModel *, borrowed from the Schedulers */
  History history;   /* of several traces */
  char **digests;    /* the SHA-256 of each trace's bytes; NULL for a plan that has no parts */
  PlanQuestion question;
} PlanInput;

/* Reads what the case names; the case must outlive the input. PART is the part of the plan that the question is about;
 * for {0}, the whole plan, no digests are kept. The sweep runs on THREADS threads, at least 1. Returns false with
 * *error. Clear it in either case. */
bool plan_input_read (PlanInput *input, const PlanCase *asked, Schedulers *schedulers, PartNumber part,
                      unsigned threads, GError **error);
void plan_input_clear (PlanInput *input);

/* Returns the external schedulers with the version of their program, "xdist:load of pytest-xdist 3.8.0"; NULL if there
 * is none. Free with g_free(). */
char *plan_input_dup_external (const PlanInput *input);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanInput, plan_input_clear)

G_END_DECLS

#endif
