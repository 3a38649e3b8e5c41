/* sim/compare/compare_report.h - two results, case by case: what got worse.
 *
 * Verdicts are compared first, by their order in sim/simulate/simulate.h, from the worst to the best; then broken
 * promises. Times are compared only if both sides have the same verdict, ok or stopped: the time of a run that hangs
 * means nothing. */
#ifndef ISOSIM_COMPARE_REPORT_H
#define ISOSIM_COMPARE_REPORT_H

#include "base/units.h"
#include "run/result_file.h"

G_BEGIN_DECLS

/* From the worst to the best. The first two are regressions. */
typedef enum
{
  COMPARED_WORSE,  /* the verdict got worse, or a promise broke that was kept */
  COMPARED_SLOWER, /* the new time is larger by more than is allowed */
  COMPARED_SAME,
  COMPARED_FASTER, /* the old time is larger by more than that */
  COMPARED_BETTER, /* the verdict got better, or all promises are kept now */
  COMPARED_KINDS
} ComparedKind;

/* "worse", "slower", "same", "faster", "better". */
extern const char *const compared_names[COMPARED_KINDS];

typedef struct
{
  const ResultCase *before, *now; /* borrowed from the results */
  ComparedKind kind;
  bool timed;   /* times can be compared */
  double ratio; /* now ÷ before if timed, else 1; infinite if only BEFORE took no time */
} Compared;

typedef struct
{
  const Results *before, *now; /* borrowed */
  bool of_traces;              /* subjects are traces, results are schedulers; else the other way round */
  bool interrupted;            /* by Ctrl-C: some cases are missing */
  unsigned allowed;            /* the increase that is no regression; a share, up to SHARE_MAX */
  GArray *cases;               /* of Compared, the worst first; equal ones in the order of NOW */
  unsigned count[COMPARED_KINDS];
  unsigned timed;          /* the number of cases with a finite ratio */
  double median;           /* of these ratios; 1 if there is none */
  GPtrArray *gone, *added; /* of const ResultCase *: the cases of BEFORE alone, and of NOW alone */
  GPtrArray *notes;        /* of char *: sentences on other differences of the results. Owned */
} CompareReport;

/* Fills the report; the results must outlive it. Returns false with *error if they have no case in common. Free it with
 * compare_report_clear() in either case. */
bool compare_report_fill (CompareReport *report, const Results *before, const Results *now, unsigned allowed,
                          GError **error);
void compare_report_clear (CompareReport *report);

static inline const Compared *
compare_report_case (const CompareReport *report, guint i)
{
  return &g_array_index (report->cases, Compared, i);
}

static inline unsigned
compare_report_regressions (const CompareReport *report)
{
  return report->count[COMPARED_WORSE] + report->count[COMPARED_SLOWER];
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CompareReport, compare_report_clear)

G_END_DECLS

#endif
