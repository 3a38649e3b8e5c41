/* sim/fuzz/fuzz_campaign.h - many random cases, one after the other, until two schedulers differ. */
#ifndef ISOSIM_FUZZ_CAMPAIGN_H
#define ISOSIM_FUZZ_CAMPAIGN_H

#include "fuzz/fuzz_case.h"

G_BEGIN_DECLS

/* All borrowed. */
typedef struct
{
  const IsoModel *model[2];
  const char *label[2]; /* how reports call them */
  FuzzRange range;
  uint64_t seed;
  uint64_t suites;  /* at most so many cases; UINT64_MAX: no limit */
  uint64_t time_us; /* and for no longer; 0: no limit */
  unsigned jobs;    /* threads; but for a time limit, what is found does not depend on them */
  bool worse_only;  /* only a run that the second scheduler ends worse than the first is a difference */
} FuzzPlan;

/* What nodeids of a case have, any of its tests. */
typedef enum
{
  FUZZ_NAME_CLASS,   /* a class */
  FUZZ_NAME_CUT,     /* "::" inside brackets */
  FUZZ_NAME_GROUP,   /* "@" */
  FUZZ_NAME_UNICODE, /* beyond ASCII */
  FUZZ_NAME_BLANK,
  FUZZ_NAMES
} FuzzName;

/* Suites by their size: 1 test, up to 9, up to 49, more. */
#define FUZZ_SIZES 4

/* What was tried: numbers of cases. */
typedef struct
{
  uint64_t suites, crashes, stops;
  uint64_t workers[FUZZ_WORKERS_MAX + 1];
  uint64_t sizes[FUZZ_SIZES];
  uint64_t names[FUZZ_NAMES];
  uint64_t verdicts[VERDICT_OK + 1]; /* of the first scheduler */
  uint64_t events, commands;         /* of the first scheduler, summed up */
} FuzzTally;

typedef struct
{
  FuzzTally tally;
  bool interrupted;
  bool differs;    /* and if so: */
  uint64_t number; /* of the first case that shows it, from 0 */
  unsigned tests;  /* which that case had */
  unsigned workers;
  unsigned tries; /* until it was as small as this; 0: it was not made smaller, because of what follows */
  char *trouble;  /* a program of one of the two does not work any more: a sentence. Owned */
  bool repeats;   /* tried again, it shows the difference; else nothing is known of it */
  FuzzCase smallest;
  Difference difference; /* of the smallest */
} FuzzFound;

void fuzz_campaign (const FuzzPlan *plan, FuzzFound *found);
void fuzz_found_clear (FuzzFound *found);

/* Each returns the whole text; g_string_free it. */
GString *fuzz_text (const FuzzPlan *plan, const FuzzFound *found);
GString *fuzz_json (const FuzzPlan *plan, const FuzzFound *found);
/* What a case has besides tests and workers: ", with --maxfail 1, with a death", or "". g_free it. */
char *fuzz_dup_conditions (const FuzzCase *one);
/* The smallest case as a scenario. g_string_free it. */
GString *fuzz_scenario (const FuzzPlan *plan, const FuzzFound *found);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FuzzFound, fuzz_found_clear)

G_END_DECLS

#endif
