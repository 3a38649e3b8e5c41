#include "synthetic/generate.h"

#include "synthetic/nodeids.h"
#include "synthetic/quantiles.h"
#include "synthetic/shares.h"
#include "text/draws.h"
#include "text/exact.h"
#include <math.h>
#include <stdlib.h>

#define PASSES_MAX 3        /* so often are shares sought at most, */
#define RHO_TOLERANCE 0.005 /* until each rho is so near */

typedef struct
{
  double score;
  uint32_t test;
} Ranked;

typedef struct
{
  const Layout *layout;
  Rho wanted;
  double *module, *scope, *test; /* the effects, standard normal: [modules], [scopes], [tests] */
  Ranked *ranked;                /* [tests] by score, ascending */
} Scoring;

static double *
normals_new (uint64_t seed, DrawsPurpose purpose, uint32_t count)
{
  Draws draws = draws_of (seed, purpose, 0);
  double *normal = g_new (double, count);
  for (uint32_t i = 0; i < count; i++)
    normal[i] = draws_normal (draws, i);
  return normal;
}

static void
scoring_clear (Scoring *scoring)
{
  g_free (scoring->module);
  g_free (scoring->scope);
  g_free (scoring->test);
  g_free (scoring->ranked);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scoring, scoring_clear)

/* No two are equal: what has the same score stands in order of collection. */
static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *first = a, *second = b;
  if (first->score != second->score)
    return first->score < second->score ? -1 : 1;
  return first->test < second->test ? -1 : 1;
}

static void
rank_tests (Scoring *scoring, Shares shares)
{
  const Layout *layout = scoring->layout;
  double of_module = sqrt (shares.module), of_scope = sqrt (shares.scope), own = sqrt (shares.test);
  uint32_t test = 0;
  for (uint32_t scope = 0; scope < layout->scopes; scope++)
    {
      double score = of_module * scoring->module[layout->module[scope]] + of_scope * scoring->scope[scope];
      for (uint32_t end = test + layout->size[scope]; test < end; test++)
        scoring->ranked[test] = (Ranked){ score + own * scoring->test[test], test };
    }
  qsort (scoring->ranked, layout->tests, sizeof *scoring->ranked, compare_ranked);
}

/* As it is measured of a real suite: of the normal scores of the ranks. */
static Rho
rho_of_ranks (const Scoring *scoring)
{
  uint32_t tests = scoring->layout->tests;
  g_autofree double *score = g_new (double, tests);
  for (uint32_t rank = 0; rank < tests; rank++)
    score[scoring->ranked[rank].test] = exact_normal_quantile ((rank + 0.5) / tests);
  ShareSums sums = shares_add_up (scoring->layout, NULL, NULL, score);
  return shares_rho (&sums, (Shares){ .test = 1 }, scoring->wanted);
}

/* The scores are normal only nearly, most of all where a few scopes hold half of the tests: what their ranks have of
 * each rho is a little off, and so much more is asked for in the next pass. */
static void
order_by_time (Scoring *scoring)
{
  ShareSums sums = shares_add_up (scoring->layout, scoring->module, scoring->scope, scoring->test);
  Rho wanted = scoring->wanted, asked = wanted;
  for (int pass = 0; pass < PASSES_MAX; pass++)
    {
      rank_tests (scoring, shares_solve (&sums, asked));
      Rho got = rho_of_ranks (scoring);
      asked.module += wanted.module - got.module;
      asked.scope += wanted.scope - got.scope;
      if (fabs (wanted.module - got.module) < RHO_TOLERANCE && fabs (wanted.scope - got.scope) < RHO_TOLERANCE)
        return;
    }
}

static uint64_t *
times_new (const Layout *layout, const Preset *preset, uint64_t seed)
{
  g_auto (Scoring) scoring = { .layout = layout, .wanted = { preset->rho_module, preset->rho_scope } };
  scoring.module = normals_new (seed, DRAWS_MODULE_EFFECT, layout->modules);
  scoring.scope = normals_new (seed, DRAWS_SCOPE_EFFECT, layout->scopes);
  scoring.test = normals_new (seed, DRAWS_TEST_EFFECT, layout->tests);
  scoring.ranked = g_new (Ranked, layout->tests);
  order_by_time (&scoring);
  Quantiles times = quantiles_of (PRESET_TIMES, preset_time_p, preset->time_us);
  uint64_t *run_us = g_new (uint64_t, layout->tests);
  for (uint32_t rank = 0; rank < layout->tests; rank++)
    run_us[scoring.ranked[rank].test] = (uint64_t) floor (quantiles_of_rank (&times, rank, layout->tests) + 0.5);
  return run_us;
}

Trace *
generate_trace (const GeneratePlan *plan)
{
  g_autoptr (Layout) layout = layout_new (plan->preset, plan->tests, plan->scopes, plan->seed);
  Trace *trace = g_new0 (Trace, 1);
  trace->format = "a synthetic suite";
  trace->order = ORDER_COLLECTION;
  trace->suite = nodeids_suite (layout, plan->preset->param_share, plan->seed);
  trace->run_us = times_new (layout, plan->preset, plan->seed);
  trace->warnings = g_ptr_array_new_with_free_func (g_free);
  return trace;
}
