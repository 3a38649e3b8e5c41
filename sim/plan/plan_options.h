/* sim/plan/plan_options.h - what the command line of `isosim plan` asks for. */
#ifndef ISOSIM_PLAN_OPTIONS_H
#define ISOSIM_PLAN_OPTIONS_H

#include "external/lookup.h"
#include "plan/plan_report.h"

G_BEGIN_DECLS

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char **trace;
  char *workers, *dist, *runs, *noise, *precision, *seed, *jobs;
  char *target, *cost, *machine, *bill_by, *startup;
  char *export_json, *export_markdown, *export_csv;
  char *chart, *chart_cost;
  char *shard, *out;
  char *xdist_path;
} PlanWords;

/* The words besides the traces that decide what a plan finds, by the names of their options. */
typedef struct
{
  const char *name;
  gsize at; /* of a char * in PlanWords */
} PlanAsked;

#define PLAN_ASKED 11
extern const PlanAsked plan_asked[PLAN_ASKED];

static inline char **
plan_word (PlanWords *words, unsigned asked)
{
  return &G_STRUCT_MEMBER (char *, words, plan_asked[asked].at);
}

typedef struct
{
  PlanWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  GPtrArray *paths;       /* of const char *, borrowed from the words */
  GPtrArray *traces;      /* of Trace * */
  History history;
  GPtrArray *models; /* of const IsoModel * */
  GArray *workers;   /* of unsigned */
  PartNumber shard;
  GPtrArray *digests; /* of char *, of the traces as they were read; with a shard */
  PlanQuestion question;
} PlanOptions;

/* Parses the words and reads what they name. False with *error; clear it in either case. */
bool plan_options_parse (PlanOptions *options, char **argv, Schedulers *schedulers, GError **error);

/* Of this, the options that say what is written where; whether it can be; and all that the other words ask for. */
void plan_options_add_outputs (GOptionContext *context, PlanWords *words);
bool plan_options_check_outputs (const PlanWords *words, GError **error);
/* Whether none of these files, which OPTION names, is one that is written, too. */
bool plan_options_spare (const PlanWords *words, char **read, const char *option, GError **error);
bool plan_options_read (PlanOptions *options, GError **error);
/* The schedulers in other processes, and what their programs say that they are of; NULL: there are none. For options
 * that were read; g_free it. */
char *plan_options_dup_hosted (const PlanOptions *options);
void plan_options_clear (PlanOptions *options);
void plan_words_clear (PlanWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanOptions, plan_options_clear)

G_END_DECLS

#endif
