/* sim/sweep/bounds.h - what no schedule of a suite can beat, and what a simple one reaches.
 *
 * A schedule puts jobs on workers. What the jobs are depends on what a scheduler must keep: single tests; whole scopes;
 * or the tests of one scope after those of another. Messages take no time, and all workers are there from the
 * beginning, as in a simulation. */
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
  ScopeRule rule; /* whose scopes; of no meaning without a constraint */
} Constraint;

/* What the scheduler promises to keep. */
Constraint constraint_of (const IsoModel *model);
bool constraint_equal (Constraint a, Constraint b);
/* "none", "whole scopes", "one scope at a time". */
const char *constraint_name (Constraint constraint);

/* The jobs of a suite under a constraint. */
typedef struct Jobs Jobs;

/* RUN_US: [tests]. The suite's scope table is built if need be. */
Jobs *jobs_new (Suite *suite, const uint64_t *run_us, Constraint constraint);
void jobs_free (Jobs *jobs);

#define JOBS_EXACT_MAX 12u /* jobs up to which the best schedule is always found */

typedef struct
{
  uint64_t bound_us;         /* no schedule ends earlier */
  uint64_t longest_first_us; /* the longest job first, each to the worker that is free first */
  uint64_t optimum_us;       /* the end of the best schedule; 0 where it is not known */
  bool exact;                /* whether it is known: for JOBS_EXACT_MAX jobs, and where the two above meet */
} Bounds;

void bounds_at (const Jobs *jobs, unsigned workers, Bounds *bounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Jobs, jobs_free)

G_END_DECLS

#endif
