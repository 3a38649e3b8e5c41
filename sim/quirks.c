#include "quirks.h"

#include "human.h"
#include "names.h"
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

/* Only a quirk that costs time is worth a sentence. */
static void
add_note (GPtrArray *notes, const SchedulerReport *scheduler, const Suite *suite, uint32_t count, uint32_t first,
          const char *what, uint64_t wall_us)
{
  if (wall_us >= scheduler->wall_us)
    return;
  g_autofree char *nodeids = human_plural (count, "nodeid"), *name = suite_dup_name (suite, first);
  g_autofree char *with = human_time (scheduler->wall_us), *without = human_time (wall_us);
  g_ptr_array_add (notes, g_strdup_printf ("%s: %s %s (the first is %s); it takes %s, and would take %s without that",
                                           scheduler->model->name, nodeids, what, name, with, without));
}

/* --- scopes cut inside brackets ------------------------------------------------------------------------------------
 */

/* How many nodeids fall into another scope when brackets are left whole. */
static uint32_t
count_cut (const Suite *suite, uint32_t *first)
{
  uint32_t count = 0;
  for (uint32_t test = 0; test < suite->tests; test++)
    if (suite_is_cut_in_brackets (suite, test) && count++ == 0)
      *first = test;
  return count;
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
note_cut_scopes (const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  Suite *suite = evaluation->trace->suite;
  uint32_t first = 0, count = scheduler->model->cuts_scopes ? count_cut (suite, &first) : 0;
  if (!count)
    return;
  suite_need_scopes (suite, SCOPE_UNCUT);
  Suite whole = whole_scopes (suite);
  add_note (notes, scheduler, suite, count, first, "cut at a '::' inside brackets",
            wall_us_with (scheduler, evaluation, &whole, evaluation->trace->run_us));
}

/* --- nodeids with and without their group ---------------------------------------------------------------------------
 */

/* The nodeid without its "@group", as loadgroup sees it; its whole length when it has none. */
static uint32_t
len_without_group (const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  const char *at = g_strrstr_len (name, len, "@"), *bracket = g_strrstr_len (name, len, "]");
  return at && (!bracket || bracket < at) ? (uint32_t) (at - name) : len;
}

/* Marks tests without a group whose nodeid stands there with one as well. */
static uint32_t
mark_doubles (const Suite *suite, bool *doubled, uint32_t *first)
{
  g_autoptr (NameTable) grouped = name_table_new (0);
  uint32_t count = 0, len;
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      const char *name = suite_name (suite, test, &len);
      if (len_without_group (suite, test) < len)
        name_table_add (grouped, name, len_without_group (suite, test));
    }
  uint32_t known = name_table_size (grouped);
  for (uint32_t test = 0; known && test < suite->tests; test++)
    {
      const char *name = suite_name (suite, test, &len);
      doubled[test] = len_without_group (suite, test) == len && name_table_add (grouped, name, len) < known;
      if (doubled[test] && count++ == 0)
        *first = test;
    }
  return count;
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
note_doubles (const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  const Suite *suite = evaluation->trace->suite;
  /* Crashes and failures are told by the test's number, which the smaller suite would shift. */
  if (evaluation->crashes || evaluation->maxfail || suite->group)
    return;
  g_autofree bool *doubled = g_new0 (bool, suite->tests);
  uint32_t first = 0, count = mark_doubles (suite, doubled, &first);
  if (!count || count == suite->tests)
    return;
  g_autofree uint64_t *kept_us = g_new (uint64_t, suite->tests - count);
  g_autoptr (Suite) smaller = suite_without (suite, doubled, suite->tests - count, evaluation->trace->run_us, kept_us);
  add_note (notes, scheduler, suite, count, first, "stand there with and without their @group, and count twice",
            wall_us_with (scheduler, evaluation, smaller, kept_us));
}

void
note_quirks (const SchedulerReport *scheduler, const Evaluation *evaluation, GPtrArray *notes)
{
  if (scheduler->verdict != VERDICT_OK || evaluation->trace->scenario)
    return;
  note_cut_scopes (scheduler, evaluation, notes);
  note_doubles (scheduler, evaluation, notes);
}
