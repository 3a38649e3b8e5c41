#include "run/quirks.h"

#include "base/human.h"
#include "simulate/simulate.h"
#include "text/names.h"
#include <string.h>

/* The wall time of the scheduler's run over another suite, with the same seed. */
static uint64_t
wall_us_with (const SchedulerReport *scheduler, const Evaluation *evaluation, Suite *suite, const uint64_t *run_us)
{
  SimulationPlan plan = evaluation_plan (evaluation, scheduler->model);
  Result result;
  plan.suite = suite;
  plan.run_us = run_us;
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  simulation_run (simulation, scheduler->seed, &result);
  return result.wall_us;
}

/* Only a quirk that costs time, a hundredth at least, is worth a sentence. */
static void
add_note (GPtrArray *notes, const SchedulerReport *scheduler, const Suite *suite, uint32_t count, uint32_t first,
          const char *what, uint64_t wall_us)
{
  uint64_t cost_us = scheduler->wall_us > wall_us ? scheduler->wall_us - wall_us : 0;
  if (cost_us == 0 || cost_us < scheduler->wall_us / 100)
    return;
  g_autofree char *nodeids = human_plural (count, "nodeid"), *name = suite_dup_name (suite, first);
  g_autofree char *with = human_time (scheduler->wall_us), *without = human_time (wall_us);
  g_ptr_array_add (notes, g_strdup_printf ("%s: %s %s (the first is %s); it takes %s, and would take %s without that",
                                           scheduler->model->name, nodeids, what, name, with, without));
}

/* --- scopes cut inside brackets ------------------------------------------------------------------------------ */

/* Tests of one scope are cut alike: what stands before the cut is the scope. */
static void
find_cut (Quirks *quirks, const Suite *suite)
{
  const ScopeTable *scopes = suite->scope_table[SCOPE_SCOPE];
  for (uint32_t scope = 0; scope < scopes->scopes; scope++)
    {
      uint32_t test = scopes->member[scopes->first[scope]];
      if (!suite_is_cut_in_brackets (suite, test))
        continue;
      quirks->first_cut = quirks->cut ? quirks->first_cut : test;
      quirks->cut += scope_size (scopes, scope);
    }
}

/* A view of the suite whose scopes are whole; it owns nothing. */
static Suite
whole_scopes (Suite *suite)
{
  Suite whole = *suite;
  whole.scope_table[SCOPE_SCOPE] = suite->scope_table[SCOPE_UNCUT];
  return whole;
}

static void
note_cut_scopes (const Quirks *quirks, const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  Suite *suite = evaluation->trace->suite;
  if (!quirks->cut || !scheduler->model->cuts_scopes)
    return;
  suite_need_scopes (suite, SCOPE_UNCUT);
  Suite whole = whole_scopes (suite);
  add_note (notes, scheduler, suite, quirks->cut, quirks->first_cut, "cut at a '::' inside brackets",
            wall_us_with (scheduler, evaluation, &whole, evaluation->trace->run_us));
}

/* --- nodeids with and without their group -------------------------------------------------------------------- */

/* The nodeids that have a group, without it. */
static NameTable *
list_grouped (const Suite *suite)
{
  NameTable *grouped = name_table_new (0);
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      uint32_t len, plain = suite_len_without_group (suite, test);
      const char *name = suite_name (suite, test, &len);
      if (plain < len)
        name_table_add (grouped, name, plain);
    }
  return grouped;
}

/* Whether there is an "@" anywhere: mostly there is none, and nothing more to look for. */
static bool
may_have_groups (const Suite *suite)
{
  uint32_t last = suite->tests - 1;
  uint64_t from = suite->name_at[0], to = suite->name_at[last] + suite->name_len[last];
  return to < from || memchr (suite->text + from, '@', to - from);
}

static void
find_doubled (Quirks *quirks, const Suite *suite)
{
  if (!may_have_groups (suite))
    return;
  g_autoptr (NameTable) grouped = list_grouped (suite);
  uint32_t known = name_table_size (grouped), len;
  if (known)
    quirks->is_doubled = g_new0 (bool, suite->tests);
  for (uint32_t test = 0; known && test < suite->tests; test++)
    {
      const char *name = suite_name (suite, test, &len);
      quirks->is_doubled[test]
          = suite_len_without_group (suite, test) == len && name_table_add (grouped, name, len) < known;
      if (quirks->is_doubled[test] && quirks->doubled++ == 0)
        quirks->first_doubled = test;
    }
}

/* A suite of the tests that are not marked, and what they take. */
static Suite *
suite_without (const Suite *suite, const bool *left_out, uint32_t tests, const uint64_t *run_us, uint64_t *kept_us)
{
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests), kept = 0;
  for (uint32_t test = 0; test < suite->tests; test++)
    if (!left_out[test])
      {
        name_at[kept] = suite->name_at[test];
        name_len[kept] = suite->name_len[test];
        kept_us[kept++] = run_us[test];
      }
  return suite_new (tests, suite->text, name_at, name_len, NULL, NULL, NULL);
}

static void
note_doubled (const Quirks *quirks, const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  const Suite *suite = evaluation->trace->suite;
  /* Crashes, failures and costs are told by the test's number, which the smaller suite would shift. */
  if (!quirks->doubled || evaluation->costs || evaluation->crashes || evaluation->rules.maxfail || suite->group)
    return;
  uint32_t kept = suite->tests - quirks->doubled;
  g_autofree uint64_t *kept_us = g_new (uint64_t, kept);
  g_autoptr (Suite) smaller = suite_without (suite, quirks->is_doubled, kept, evaluation->trace->run_us, kept_us);
  add_note (notes, scheduler, suite, quirks->doubled, quirks->first_doubled,
            "recorded with and without @group, counted twice", wall_us_with (scheduler, evaluation, smaller, kept_us));
}

void
quirks_find (Quirks *quirks, const Suite *suite, bool scopes_matter)
{
  *quirks = (Quirks){ 0 };
  if (scopes_matter)
    find_cut (quirks, suite);
  find_doubled (quirks, suite);
}

void
quirks_clear (Quirks *quirks)
{
  g_free (quirks->is_doubled);
}

void
quirks_note (const Quirks *quirks, const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  if (scheduler->verdict != VERDICT_OK || evaluation->trace->scenario)
    return;
  note_cut_scopes (quirks, scheduler, evaluation, notes);
  note_doubled (quirks, scheduler, evaluation, notes);
}
