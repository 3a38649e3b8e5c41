/* sim/sweep/bounds.h - what no schedule of a suite can beat, and what a simple one reaches.
 *
 * A schedule puts jobs on workers. A job is a test or a whole scope, depending on what the scheduler promises; or
 * scopes follow each other and the jobs are the tests of one. Messages take no time, and all workers exist from the
 * start. */
#ifndef ISOSIM_BOUNDS_H
#define ISOSIM_BOUNDS_H

#include "models/model.h"
#include "suite/suite.h"

G_BEGIN_DECLS

typedef enum
{
  CONSTRAINT_NONE,
  CONSTRAINT_WHOLE_SCOPES, /* a scope stays on one worker */
  CONSTRAINT_ONE_SCOPE     /* one scope at a time, on at most half as many workers as it has tests, rounded down */
} ConstraintKind;

typedef struct
{
  ConstraintKind kind;
  ScopeRule rule; /* which scopes; without meaning for CONSTRAINT_NONE */
} Constraint;

/* Returns the constraint that MODEL promises to keep. */
Constraint constraint_of (const IsoModel *model);
bool constraint_equal (Constraint a, Constraint b);
/* "none", "whole scopes", "one scope at a time". */
const char *constraint_name (Constraint constraint);

/* The jobs of a suite under a constraint. */
typedef struct Jobs Jobs;

/* Builds the suite's scope table if it is needed. RUN_US: [tests]. */
Jobs *jobs_new (Suite *suite, const uint64_t *run_us, Constraint constraint);
void jobs_free (Jobs *jobs);

#define JOBS_EXACT_MAX 12u /* jobs up to which the best schedule is always found */

typedef struct
{
  uint64_t bound_us;         /* no schedule ends earlier */
  uint64_t longest_first_us; /* when the longest job is dealt first, each job to the worker that is free first */
  uint64_t optimum_us;       /* the end of the best schedule; 0 where it is not known */
  bool exact;                /* optimum_us is known: up to JOBS_EXACT_MAX jobs, or because the two above are equal */
} Bounds;

/* Fills the bounds of JOBS on WORKERS workers. */
void bounds_at (const Jobs *jobs, unsigned workers, Bounds *bounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Jobs, jobs_free)

G_END_DECLS

#endif
