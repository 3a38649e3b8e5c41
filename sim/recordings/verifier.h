/* sim/recordings/verifier.h - replays what a file tells of a run to the judge of a session.
 *
 * The caller first adds the runs of tests, then calls verifier_judge(). It tells the judge the starts and ends of all
 * runs in the order of time, and, for a recording, also deaths, reports, the stop by --maxfail and what was sent.
 *
 * A run lasts from its start to its start plus its phases. What was measured between the phases is left out, so that
 * two runs that only touch never overlap. Runs of one worker follow each other in the order of the file, whatever its
 * clock says. */
#ifndef ISOSIM_VERIFIER_H
#define ISOSIM_VERIFIER_H

#include "recordings/verification.h"
#include "session/session.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* One run of a test. */
typedef struct
{
  uint32_t worker, test;
  uint64_t start_us, end_us;
  bool crashed;
  uint32_t next; /* the test that its worker ran next; ISO_NONE: none */
} VerifiedRun;

typedef struct
{
  Trace *trace;
  const Recording *recording; /* the trace's; NULL: it has none */
  const IsoModel *model;      /* never NULL */
  Verification *verification;
  uint32_t workers;
  SessionPlan plan;
  Driver driver;
  IsoSession *session; /* holds the judge; made by verifier_judge() */
  GArray *runs;        /* of VerifiedRun, ascending by worker; those of a worker in their order */
  GArray *events;      /* of what happened, by time */
  uint64_t last_us;    /* the latest time that the file tells of */
} Verifier;

/* Prepares a verifier without runs. TRACE, MODEL and VERIFICATION must outlive it. */
void verifier_init (Verifier *verifier, Trace *trace, const IsoModel *model, Verification *verification);
void verifier_clear (Verifier *verifier);

/* Makes the runs of each worker follow each other, each at least 1 µs long, and sets last_us and each run's next. */
void verifier_order_runs (Verifier *verifier);

/* Replays the runs. The session's judge then knows what happened. */
void verifier_judge (Verifier *verifier);

/* Adds the property WHICH with the judge's findings on it. */
void verifier_answer_judged (Verifier *verifier, Property which);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verifier, verifier_clear)

G_END_DECLS

#endif
