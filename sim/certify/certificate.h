/* sim/certify/certificate.h - what `isosim check --certify` is asked for, and what it found.
 *
 * A case is one search: a scheduler, a number of workers, of deaths, and a suite. Cases stand in this order, suites of
 * n tests from one scope to n. A suite stands for all that a scheduler cannot tell from it: where neither its decisions
 * nor the properties asked for look at scopes, one scope of n tests for all suites of n tests; where the order of
 * scopes does not count, the sizes in descending order for all orders (docs/checking.md). */
#ifndef ISOSIM_CERTIFICATE_H
#define ISOSIM_CERTIFICATE_H

#include "check/check_options.h"
#include "session/property.h"

G_BEGIN_DECLS

#define CERTIFICATE_CASES_MAX 100000u
/* Tests of a suite with several scopes. So each has a letter, and a shuffle has at most PERMUTATIONS_MAX orders: with
 * 20 tests it has 15,840 at the most. */
#define CERTIFICATE_SCOPED_TESTS_MAX 20u

typedef struct
{
  unsigned least, most;
} Range;

typedef enum
{
  CASE_LEFT, /* it was not searched */
  CASE_HOLDS,
  CASE_VIOLATED,
  CASE_LIMIT /* a limit came before anything was found */
} CaseVerdict;

/* How many verdicts there are, and "left", "holds", "violated", "inconclusive". */
#define CASE_VERDICTS (CASE_LIMIT + 1)
extern const char *const case_verdict_names[CASE_VERDICTS];

typedef struct
{
  CaseVerdict verdict;
  bool limited;                 /* a limit came; of what is violated there may be a shorter schedule */
  uint64_t max_states, time_us; /* those limits, when limited; time_us 0: there was none */
  uint64_t states, transitions;
  unsigned depth;
  unsigned steps[PROPERTIES]; /* of the schedule that breaks it; 0: none does */
} CaseResult;

typedef struct
{
  const IsoModel *model;
  unsigned workers, crashes, tests;
  char *suite; /* a4b2c1 */
  CaseResult result;
} Case;

/* The options that the result depends on, by their names in certificate_options[]. */
enum
{
  ASKED_CRASH_STATES,
  ASKED_MAX_WORKER_RESTART,
  ASKED_MAXSCHEDCHUNK,
  ASKED_PROPERTY,
  ASKED_COLLECT_DIFFERS,
  ASKED_NO_REORDER,
  ASKED_NAME_SUPPLIED,
  ASKED_CONTINUE,
  ASKED_REDUCE,
  ASKED_EXACT,
  ASKED_OPTIONS
};

typedef struct
{
  const char *name;
  bool is_switch;    /* it has no value */
  bool counts_alone; /* verdicts and lengths of schedules do not depend on it */
} AskedOption;

extern const AskedOption certificate_options[ASKED_OPTIONS];

typedef struct
{
  char *version;     /* of the isosim that searched; NULL: this one */
  GPtrArray *models; /* of const IsoModel */
  Range workers, crashes, tests;
  char *option[ASKED_OPTIONS]; /* NULL: not given, or as by default; a switch that is on: "" */
  GArray *cases;               /* of Case */
  GHashTable *places;          /* where a case stands, by what it is */
} Certificate;

/* All cases that the options ask for, none of them searched. NULL with *error. */
Certificate *certificate_new (const CheckOptions *options, GError **error);
/* Without cases: to be filled by whoever reads one. */
Certificate *certificate_new_empty (void);
void certificate_free (Certificate *certificate);

/* Takes over a case with its suite. False, and the suite is freed: the certificate has it already. */
bool certificate_add (Certificate *certificate, Case one);
static inline Case *
certificate_case (const Certificate *certificate, guint i)
{
  return &g_array_index (certificate->cases, Case, i);
}
/* The same case in another certificate; NULL: it is not there. */
Case *certificate_find (const Certificate *certificate, const Case *like);
bool certificate_has_model (const Certificate *certificate, const IsoModel *model);
/* "load,worksteal"; g_free it. */
char *certificate_dist (const Certificate *certificate);

/* The options of a single search, with those of the command line. Clear *ONE in either case. */
bool certificate_plan (const CheckOptions *options, const Case *one, CheckOptions *plan, GError **error);

/* Whether suites that differ in the sizes of scopes, or in their order alone, are different cases. */
bool certificate_has_scopes (const Certificate *certificate, const IsoModel *model);
bool certificate_has_orders (const Certificate *certificate, const IsoModel *model);

/* How many tests a suite as a4b2c1 has: 0 when this is none, with letters from a on. */
unsigned case_suite_tests (const char *suite);
/* "load, 2 workers, 1 death, a2b1"; g_free it. */
char *case_name (const Case *one);
/* What shows it again: "isosim check --dist load …"; g_free it. */
char *case_command (const Certificate *certificate, const Case *one);
/* The property with the shortest schedule, of several the first; PROPERTIES: none is broken. */
Property case_broken_first (const CaseResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, certificate_free)

G_END_DECLS

#endif
