/* sim/compare/compare_report.h - two results, case by case: what got worse.
 *
 * Verdicts come first. Those of sim/simulate/simulate.h stand in their order from the worst to the best; a promise that
 * broke is worse than none that did. Times are compared where both have the same verdict, ok or stopped: a run that
 * hung took no time that means anything. */
#ifndef ISOSIM_COMPARE_REPORT_H
#define ISOSIM_COMPARE_REPORT_H

#include "base/units.h"
#include "run/result_file.h"

G_BEGIN_DECLS

/* From the worst; the first two are regressions. */
typedef enum
{
  COMPARED_WORSE,  /* the verdict got worse, or a promise broke that was kept */
  COMPARED_SLOWER, /* by more than is allowed */
  COMPARED_SAME,
  COMPARED_FASTER, /* the old one is slower by more than that */
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
  double ratio; /* now ÷ before where timed, else 1; infinite where something takes time that took none */
} Compared;

typedef struct
{
  const Results *before, *now; /* borrowed */
  bool of_traces;              /* subjects are traces, results are schedulers; else the other way round */
  bool interrupted;            /* by Ctrl-C: not all cases are there */
  unsigned allowed;            /* how much slower is no regression; share, up to SHARE_MAX */
  GArray *cases;               /* of Compared, the worst first; of equals in the order of NOW */
  unsigned count[COMPARED_KINDS];
  unsigned timed;          /* cases with a ratio that is not infinite … */
  double median;           /* … and its median; 1 when there is none */
  GPtrArray *gone, *added; /* of const ResultCase *: what only BEFORE, or only NOW, has */
  GPtrArray *notes;        /* of char *: what else the results differ in. Owned */
} CompareReport;

/* Fills the report; the results outlive it. False with *error when they have no case in common; compare_report_clear()
 * it in either case. */
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

/* What one side's cell shows: a time, or what its run ended with; g_free it. */
char *compared_cell (const Compared *compared, const ResultCase *side);
/* "1.079", or "-" where there is none; g_free it. */
char *compared_ratio (const Compared *compared);
/* "load on 4 workers: 6m 20s, now 6m 50s"; g_free it. */
char *compared_sentence (const Compared *compared);
/* "3 of 128 cases got slower by more than 5 %; median ratio 0.998"; g_free it. */
char *compare_summary (const CompareReport *report);
/* "2 cases are in old.json alone: load on 4, 8"; g_free it. NULL when there are none. */
char *compare_alone (const GPtrArray *cases, const Results *of);

/* Each returns the whole text; g_string_free it. */
GString *compare_text (const CompareReport *report);
GString *compare_json (const CompareReport *report);
/* What GitHub takes as annotations, a line each. */
GString *compare_annotations (const CompareReport *report);
/* A section of a job's summary. */
GString *compare_markdown (const CompareReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CompareReport, compare_report_clear)

G_END_DECLS

#endif
