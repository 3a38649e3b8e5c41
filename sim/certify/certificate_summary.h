/* sim/certify/certificate_summary.h - a certificate summed up: a row for each scheduler, number of workers, of deaths
 * and of tests. */
#ifndef ISOSIM_CERTIFICATE_SUMMARY_H
#define ISOSIM_CERTIFICATE_SUMMARY_H

#include "certify/certificate.h"

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

/* Returns the worst verdict of a row: violated, else at a limit, else left, else holds. */
CaseVerdict row_verdict (const Row *row);

/* Returns the rows, of Row, in the order of the cases; release them with g_array_unref(). There is one for each number
 * of tests; MERGED: neighbours with the same verdict become one. */
GArray *certificate_rows (const Certificate *certificate, bool merged);

/* Returns all of a scheduler's rows as one; NULL: of all schedulers. */
Row certificate_sum (const Certificate *certificate, const IsoModel *model);

/* Returns the smallest case that violates a property (fewest tests, then workers, then deaths), and sets *cases to the
 * number of cases that do. Returns NULL if none does. */
const Case *certificate_smallest (const Certificate *certificate, const IsoModel *model, Property property,
                                  guint *cases);

G_END_DECLS

#endif
