/* sim/plan_options.h - what the command line of `isosim plan` asks for. */
#ifndef ISOSIM_PLAN_OPTIONS_H
#define ISOSIM_PLAN_OPTIONS_H

#include "plan_report.h"

G_BEGIN_DECLS

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char **trace;
  char *workers, *dist, *runs, *noise, *precision, *seed, *jobs;
  char *target, *cost, *machine, *bill_by, *startup;
  char *export_json, *export_markdown, *export_csv;
  char *chart, *chart_cost;
} PlanWords;

typedef struct
{
  PlanWords words;
  GPtrArray *paths;  /* of const char *, borrowed from the words */
  GPtrArray *traces; /* of Trace * */
  History history;
  GPtrArray *models; /* of const IsoModel * */
  GArray *workers;   /* of unsigned */
  PlanQuestion question;
} PlanOptions;

/* Parses the words and reads what they name. False with *error; clear it in either case. */
bool plan_options_parse (PlanOptions *options, int argc, char **argv, GError **error);
void plan_options_clear (PlanOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanOptions, plan_options_clear)

G_END_DECLS

#endif
