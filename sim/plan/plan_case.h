/* sim/plan/plan_case.h - what a plan is asked, as values.
 *
 * The command line of `isosim plan` and a part file each fill a case. Parts belong to the same plan if their cases are
 * equal. plan_input_read() reads what the case names. */
#ifndef ISOSIM_PLAN_CASE_H
#define ISOSIM_PLAN_CASE_H

#include "sweep/billing.h"
#include <stdbool.h>

G_BEGIN_DECLS

/* A case owns what its pointers point to. */
typedef struct
{
  char **trace;       /* paths, one or more; "-" is standard input */
  GArray *workers;    /* of unsigned: ascending, each once */
  char **schedulers;  /* their names; NULL: all that can be planned */
  char *xdist_path;   /* a folder; NULL: the installed pytest-xdist */
  bool runs_given;    /* false: the number of runs follows from the sizes of suite and sweep */
  unsigned runs;      /* up to SWEEP_RUNS_MAX; 0: the times as they are in the trace */
  bool sigma_given;   /* false: sigma is measured from several traces, or assumed */
  double sigma;       /* from 0 to NOISE_SIGMA_MAX */
  double precision;   /* a share of the mean; 0: none is asked for */
  uint64_t seed;      /* up to G_MAXINT64 */
  uint64_t target_us; /* 0: none */
  Billing billing;
} PlanCase;

/* The words that a case is parsed from, each the value of the option of that name. NULL: the option is not given. Owned
 * by whoever fills them. */
typedef struct
{
  char **trace;
  char *workers, *dist, *xdist_path, *runs, *noise, *precision, *seed, *target, *cost, *machine, *bill_by, *startup;
} PlanWords;

/* Parses the words, copying what it keeps. Returns false with *error, a sentence about the first wrong option. Clear
 * the case in either case. */
bool plan_case_parse (PlanCase *asked, const PlanWords *words, GError **error);

/* Sets the values that an option has if it is not given. */
void plan_case_init (PlanCase *asked);
void plan_case_clear (PlanCase *asked);

/* Returns the names in a word of --dist, "load,loadscope", without spaces around them; NULL for NULL and "all". Free
 * with g_strfreev(). */
char **plan_case_split_schedulers (const char *word);

/* Returns the same names as a word, "" for all. Free with g_free(). */
char *plan_case_dup_schedulers (const PlanCase *asked);

/* The options other than --trace that a case keeps the values of, by number. */
#define PLAN_CASE_OPTIONS 11

/* Returns the option as it could be typed: "--seed 2", or "no --seed" if it has its default. Two cases that differ in
 * the option give different texts. Free with g_free(). */
char *plan_case_dup_option (const PlanCase *asked, unsigned option);

/* Returns "--NAME WORD", or "no --NAME" if the word is NULL. Free with g_free(). */
char *plan_case_dup_word (const char *name, const char *word);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanCase, plan_case_clear)

G_END_DECLS

#endif
