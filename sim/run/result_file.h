/* sim/run/result_file.h - results that can be laid beside each other: what `isosim plan --export-json` and
 * `isosim --format json` write, read again.
 *
 * A case is a subject at a number of workers, with a verdict and a wall time; it is there once. */
#ifndef ISOSIM_RESULT_FILE_H
#define ISOSIM_RESULT_FILE_H

#include "simulate/simulate.h"

G_BEGIN_DECLS

#define RESULT_VERSION 1           /* of what isosim writes: member isosim_result */
#define RESULT_CASES_MAX 1000000   /* most cases that a file may have */
#define RESULT_NAME_MAX 4096u      /* bytes of a scheduler's name */
#define RESULT_US_MAX (1ull << 53) /* largest wall time: numbers of JSON are exact up to here */

typedef struct
{
  char *subject; /* the scheduler's name; where two schedulers are compared, the trace's. Owned by the results */
  unsigned workers;
  Verdict verdict;
  bool broken; /* a promised property does not hold; always false where the file tells of none */
  uint64_t wall_us;
} ResultCase;

/* What should be the same in two results, so that they are worth comparing. */
typedef enum
{
  FACT_TESTS,
  FACT_RUNS,
  FACT_SEED,
  FACT_SIGMA,
  FACTS
} ResultFact;

#define FACT_NONE -1.0 /* the file does not tell */

typedef struct
{
  char *label;        /* how reports call it: the file's name */
  double fact[FACTS]; /* FACT_NONE, or a number from 0 */
  GArray *cases;      /* of ResultCase, in the order of the file */
  GHashTable *places; /* where a case stands, by what it is */
} Results;

/* Without cases; LABEL is copied. */
Results *results_new (const char *label);
void results_free (Results *results);

/* Takes over a case with its subject. False, and the subject is freed: it is there already. */
bool results_add (Results *results, ResultCase one);
static inline const ResultCase *
results_case (const Results *results, guint i)
{
  return &g_array_index (results->cases, ResultCase, i);
}
/* The same case in other results; NULL: it is not there. */
const ResultCase *results_find (const Results *results, const ResultCase *like);

/* What was written to PATH ("-": standard input). NULL with *error, which begins with the file's name. */
Results *result_file_read (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Results, results_free)

G_END_DECLS

#endif
