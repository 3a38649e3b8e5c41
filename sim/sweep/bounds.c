#include "sweep/bounds.h"

#include <stdlib.h>
#include <string.h>

/* Jobs in groups. Jobs of one group may run at the same time; jobs of two groups may not. */
struct Jobs
{
  uint32_t jobs, groups;
  uint64_t *us;    /* [jobs] by group; within a group the longest first */
  uint64_t *sum;   /* [jobs + 1] the sum of all jobs before */
  uint32_t *first; /* [groups + 1] the index of a group's first job */
  uint32_t *most;  /* [groups] the largest number of workers that a group can use */
};

static const char *const constraint_names[] = {
  [CONSTRAINT_NONE] = "none",
  [CONSTRAINT_WHOLE_SCOPES] = "whole scopes",
  [CONSTRAINT_ONE_SCOPE] = "one scope at a time",
};

const char *
constraint_name (Constraint constraint)
{
  return constraint_names[constraint.kind];
}

Constraint
constraint_of (const IsoModel *model)
{
  ConstraintKind kind = model->promises & ISO_BIT (ISO_ISOLATION) ? CONSTRAINT_ONE_SCOPE
                        : model->promises & ISO_BIT (ISO_SCOPE)   ? CONSTRAINT_WHOLE_SCOPES
                                                                  : CONSTRAINT_NONE;
  return (Constraint){ kind, kind == CONSTRAINT_NONE ? SCOPE_SCOPE : model->scope_rule };
}

bool
constraint_equal (Constraint a, Constraint b)
{
  return a.kind == b.kind && a.rule == b.rule;
}

/* --- jobs ---------------------------------------------------------------------------------------------------- */

static Jobs *
allocate (uint32_t jobs, uint32_t groups)
{
  Jobs *new = g_new0 (Jobs, 1);
  new->jobs = jobs;
  new->groups = groups;
  new->us = g_new0 (uint64_t, jobs);
  new->sum = g_new0 (uint64_t, (gsize) jobs + 1);
  new->first = g_new0 (uint32_t, (gsize) groups + 1);
  new->most = g_new (uint32_t, groups);
  return new;
}

static Jobs *
list_tests (const Suite *suite, const uint64_t *run_us)
{
  Jobs *jobs = allocate (suite->tests, 1);
  memcpy (jobs->us, run_us, suite->tests * sizeof *run_us);
  jobs->first[1] = suite->tests;
  jobs->most[0] = UINT32_MAX;
  return jobs;
}

static Jobs *
list_scopes (const ScopeTable *table, const uint64_t *run_us)
{
  Jobs *jobs = allocate (table->scopes, 1);
  for (uint32_t i = 0; i < table->first[table->scopes]; i++)
    jobs->us[table->of_test[i]] += run_us[i];
  jobs->first[1] = table->scopes;
  jobs->most[0] = UINT32_MAX;
  return jobs;
}

static Jobs *
list_tests_by_scope (const ScopeTable *table, const uint64_t *run_us)
{
  Jobs *jobs = allocate (table->first[table->scopes], table->scopes);
  for (uint32_t i = 0; i < jobs->jobs; i++)
    jobs->us[i] = run_us[table->member[i]];
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    {
      jobs->first[scope + 1] = table->first[scope + 1];
      jobs->most[scope] = MAX (1, scope_size (table, scope) / 2);
    }
  return jobs;
}

static int
by_length (const void *a, const void *b)
{
  uint64_t x = *(const uint64_t *) a, y = *(const uint64_t *) b;
  return (x < y) - (x > y);
}

Jobs *
jobs_new (Suite *suite, const uint64_t *run_us, Constraint constraint)
{
  const ScopeTable *table = constraint.kind == CONSTRAINT_NONE ? NULL : suite_need_scopes (suite, constraint.rule);
  Jobs *jobs = constraint.kind == CONSTRAINT_NONE           ? list_tests (suite, run_us)
               : constraint.kind == CONSTRAINT_WHOLE_SCOPES ? list_scopes (table, run_us)
                                                            : list_tests_by_scope (table, run_us);
  for (uint32_t group = 0; group < jobs->groups; group++)
    qsort (jobs->us + jobs->first[group], jobs->first[group + 1] - jobs->first[group], sizeof *jobs->us, by_length);
  for (uint32_t i = 0; i < jobs->jobs; i++)
    jobs->sum[i + 1] = jobs->sum[i] + jobs->us[i];
  g_assert (jobs->first[0] == 0 && jobs->first[jobs->groups] == jobs->jobs);
  return jobs;
}

void
jobs_free (Jobs *jobs)
{
  if (!jobs)
    return;
  g_free (jobs->us);
  g_free (jobs->sum);
  g_free (jobs->first);
  g_free (jobs->most);
  g_free (jobs);
}

/* --- one group ----------------------------------------------------------------------------------------------- */

typedef struct
{
  const uint64_t *us;  /* [jobs] the longest first */
  const uint64_t *sum; /* [jobs + 1] the sum of all jobs before, plus a constant */
  uint32_t jobs;
  uint32_t workers;
} Group;

/* Returns the largest of two kinds of bounds. One is work ÷ workers. The other: of the k × workers + 1 longest jobs
 * some worker has k + 1, and these take at least as long as the k + 1 shortest of them. For k = 0 it is the longest
 * job. */
static uint64_t
group_bound (const Group *group)
{
  uint64_t work = group->sum[group->jobs] - group->sum[0];
  uint64_t bound = (work + group->workers - 1) / group->workers;
  for (uint64_t k = 0; k * group->workers < group->jobs; k++)
    {
      uint64_t last = k * group->workers;
      bound = MAX (bound, group->sum[last + 1] - group->sum[last - k]);
    }
  return bound;
}

/* Restores the heap, whose root has the earliest end, after the root has grown. */
static void
sink (uint64_t *heap, uint32_t workers)
{
  uint64_t end = heap[0];
  uint32_t at = 0, child;
  while ((child = 2 * at + 1) < workers)
    {
      child += child + 1 < workers && heap[child + 1] < heap[child];
      if (heap[child] >= end)
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = end;
}

static uint64_t
group_longest_first (const Group *group)
{
  if (group->jobs <= group->workers)
    return group->jobs ? group->us[0] : 0;
  g_autofree uint64_t *heap = g_new0 (uint64_t, group->workers);
  uint64_t last = 0;
  for (uint32_t i = 0; i < group->jobs; i++)
    {
      heap[0] += group->us[i];
      last = MAX (last, heap[0]);
      sink (heap, group->workers);
    }
  return last;
}

/* --- the best schedule of a few jobs ------------------------------------------------------------------------- */

typedef struct
{
  const Group *group;
  uint64_t load[JOBS_EXACT_MAX]; /* by worker; more workers than jobs are never needed */
  uint64_t bound, best;
} OptimumSearch;

/* Returns whether an earlier worker has the same load. Placing the job there gives the same schedules. */
static bool
is_symmetric (const OptimumSearch *search, uint32_t worker)
{
  for (uint32_t other = 0; other < worker; other++)
    if (search->load[other] == search->load[worker])
      return true;
  return false;
}

/* Branch and bound: tries all ways to place this job and the following ones that can still be better than the best. */
static void
place (OptimumSearch *search, uint32_t job, uint64_t end)
{
  const Group *group = search->group;
  if (job == group->jobs)
    search->best = end;
  for (uint32_t worker = 0; job < group->jobs && worker < MIN (group->workers, group->jobs); worker++)
    {
      uint64_t load = search->load[worker] + group->us[job];
      if (search->best == search->bound)
        return;
      if (load >= search->best || is_symmetric (search, worker))
        continue;
      search->load[worker] = load;
      place (search, job + 1, MAX (end, load));
      search->load[worker] -= group->us[job];
    }
}

static bool
group_optimum (const Group *group, uint64_t bound, uint64_t longest_first, uint64_t *optimum)
{
  *optimum = longest_first;
  if (bound == longest_first)
    return true;
  if (group->jobs > JOBS_EXACT_MAX)
    return false;
  OptimumSearch search = { .group = group, .bound = bound, .best = longest_first };
  place (&search, 0, 0);
  *optimum = search.best;
  return true;
}

void
bounds_at (const Jobs *jobs, unsigned workers, Bounds *bounds)
{
  *bounds = (Bounds){ .exact = true };
  for (uint32_t i = 0; i < jobs->groups; i++)
    {
      uint32_t first = jobs->first[i];
      const Group group
          = { jobs->us + first, jobs->sum + first, jobs->first[i + 1] - first, MIN (workers, jobs->most[i]) };
      uint64_t bound = group_bound (&group), longest_first = group_longest_first (&group), optimum;
      bounds->exact = group_optimum (&group, bound, longest_first, &optimum) && bounds->exact;
      g_assert (bound <= optimum && optimum <= longest_first);
      bounds->bound_us += bound;
      bounds->longest_first_us += longest_first;
      bounds->optimum_us += optimum;
    }
  if (!bounds->exact)
    bounds->optimum_us = 0;
}
