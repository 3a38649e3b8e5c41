/* sim/certify/certificate_summary.h - a certificate summed up: a row for each scheduler, number of workers, of deaths
 * and of tests. */
#ifndef ISOSIM_CERTIFY_ROWS_H
#define ISOSIM_CERTIFY_ROWS_H

#include "certify/certificate.h"
#include "session/property.h"

G_BEGIN_DECLS

typedef struct
{
  const IsoModel *model;
  unsigned workers, crashes;
  Range tests;
  guint cases;
  guint count[CASE_VERDICTS]; /* of the cases, by verdict */
  uint64_t states, transitions;
  const Case *first[CASE_VERDICTS]; /* by verdict, NULL where there is none; the certificate's */
} Row;

/* What counts in a row: something is broken, or else at a limit, or else left; or everything holds. */
CaseVerdict row_verdict (const Row *row);

/* Rows in the order of the cases, of Row; g_array_unref it. Without MERGED, one for each number of tests; with it one
 * for as many in a row as have the same verdict. */
GArray *certificate_rows (const Certificate *certificate, bool merged);

/* All of a scheduler's rows as one, or with NULL of all. */
Row certificate_sum (const Certificate *certificate, const IsoModel *model);

/* The smallest case in which a property is broken: the fewest tests, then workers, then deaths. *cases: in how many.
 * NULL: in none. */
const Case *certificate_smallest (const Certificate *certificate, const IsoModel *model, Property broken, guint *cases);

G_END_DECLS

#endif
