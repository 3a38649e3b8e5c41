/* sim/certify/certificate.h - what `isosim check --certify` is asked, and what it found: a list of cases.
 *
 * A case is one search: a scheduler, numbers of workers and of deaths, and a suite, given by the sizes of its scopes
 * ("a4b2c1"). Cases come in this order, and suites of n tests from one scope to n scopes. */
#ifndef ISOSIM_CERTIFICATE_H
#define ISOSIM_CERTIFICATE_H

#include "certify/certificate_fields.h"

G_BEGIN_DECLS

#define CERTIFICATE_CASES_MAX 100000u
/* The most tests of a suite with several scopes. Each scope then has a letter, and a shuffle has at most 15,840
 * permutations, fewer than PERMUTATIONS_MAX. */
#define CERTIFICATE_SCOPED_TESTS_MAX 20u

typedef struct
{
  unsigned least, most;
} Range;

typedef enum
{
  CASE_LEFT, /* not searched */
  CASE_HOLDS,
  CASE_VIOLATED,
  CASE_LIMIT /* a limit came before anything was found */
} CaseVerdict;

#define CASE_VERDICTS (CASE_LIMIT + 1)
/* "left", "holds", "violated", "inconclusive". */
extern const char *const case_verdict_names[CASE_VERDICTS];

typedef struct
{
  CaseVerdict verdict;
  bool limited;                 /* a limit came: there may be shorter schedules */
  uint64_t max_states, time_us; /* the limits, when limited; time_us 0: none */
  uint64_t states, transitions;
  unsigned depth;
  unsigned steps[PROPERTIES]; /* of the shortest schedule that violates it; 0: none does */
} CaseResult;

typedef struct
{
  const IsoModel *model;
  unsigned workers, crashes, tests;
  char *suite; /* a4b2c1 */
  CaseResult result;
} Case;

typedef struct
{
  char *version;     /* of the isosim that searched; NULL: this one */
  GPtrArray *models; /* of const IsoModel */
  Range workers, crashes, tests;
  CertificateRules rules;
  GArray *cases;      /* of Case */
  GHashTable *places; /* of a case in it, by what the case is */
} Certificate;

/* Returns one without cases, and with default rules. */
Certificate *certificate_new_empty (void);
void certificate_free (Certificate *certificate);

/* Takes over a case with its suite. Returns false, and frees the suite, if the certificate has that case already. */
bool certificate_add (Certificate *certificate, Case one);
static inline Case *
certificate_case (const Certificate *certificate, guint i)
{
  return &g_array_index (certificate->cases, Case, i);
}
/* Returns the case that is the same as LIKE, which may be of another certificate; NULL if there is none. */
Case *certificate_find (const Certificate *certificate, const Case *like);
bool certificate_has_model (const Certificate *certificate, const IsoModel *model);
/* "load,worksteal"; g_free it. */
char *certificate_dist (const Certificate *certificate);

/* Returns the number of tests of a suite such as "a4b2c1", whose letters go from a on; 0 if it is none. */
unsigned case_suite_tests (const char *suite);
/* "load, 2 workers, 1 death, a2b1"; g_free it. */
char *case_name (const Case *one);
/* The command that searches it alone: "isosim check --dist load …"; g_free it. */
char *case_command (const Certificate *certificate, const Case *one);
/* Returns the property with the shortest schedule, of several the first; PROPERTIES if none is violated. */
Property case_violated_first (const CaseResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificate, certificate_free)

G_END_DECLS

#endif
