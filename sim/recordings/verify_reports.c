#include "recordings/verify_reports.h"

#include "base/human.h"

static bool
is_timed (const Trace *trace)
{
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    if (trace->worker[test] >= 0 && (!trace->start_us || trace->start_us[test] == TRACE_US_NONE))
      return false;
  return true;
}

static int
compare_spans (const void *a, const void *b)
{
  const VerifiedRun *one = a, *other = b;
  if (one->worker != other->worker)
    return one->worker < other->worker ? -1 : 1;
  if (one->start_us != other->start_us)
    return one->start_us < other->start_us ? -1 : 1;
  return (one->test > other->test) - (one->test < other->test);
}

void
verify_reports_add_runs (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  bool timed = verifier->verification->timed = is_timed (trace);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    {
      if (trace->worker[test] < 0)
        continue;
      uint64_t start_us = timed ? trace->start_us[test] : 0;
      const VerifiedRun run
          = { (uint32_t) trace->worker[test], test, start_us, start_us + trace->run_us[test], false, ISO_NONE };
      g_array_append_val (verifier->runs, run);
    }
  g_array_sort (verifier->runs, compare_spans);
}

/* Without times: two tests of one unit must not have run on two workers. */
static void
answer_scope_by_worker (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  const ScopeTable *units = trace->suite->scope_table[verifier->model->scope_rule];
  VerifiedProperty *property = verification_add (verifier->verification, ISO_SCOPE);
  for (uint32_t unit = 0; unit < units->scopes; unit++)
    for (uint32_t at = units->first[unit], first = SUITE_NONE; at < units->first[unit + 1]; at++)
      {
        uint32_t test = units->member[at];
        if (trace->worker[test] < 0)
          continue;
        first = first == SUITE_NONE ? test : first;
        if (trace->worker[test] == trace->worker[first])
          continue;
        g_autofree char *name = suite_dup_name (trace->suite, test), *other = suite_dup_name (trace->suite, first);
        verified_add_case (property, g_strdup_printf ("%s ran on gw%d, and %s, of its scope, on gw%d", name,
                                                      trace->worker[test], other, trace->worker[first]));
      }
}

/* The reader counts the runs beyond a test's first; it does not keep which they were. */
static void
answer_once_by_count (Verifier *verifier)
{
  const Trace *trace = verifier->trace;
  if (verifier->model->every_worker)
    {
      verification_add_untold (verifier->verification, ISO_ONCE, "the file does not tell a worker's runs apart");
      return;
    }
  VerifiedProperty *property = verification_add (verifier->verification, ISO_ONCE);
  property->count = trace->merged;
  g_autofree char *runs = human_plural (trace->merged, "run");
  if (trace->merged)
    property->example = g_strdup_printf ("%s began when their tests had run before", runs);
}

static bool
any_crash (const Trace *trace)
{
  for (uint32_t test = 0; trace->outcome && test < trace->suite->tests; test++)
    if (trace->outcome[test] & OUTCOME_CRASHED)
      return true;
  return false;
}

void
verify_reports_answer (Verifier *verifier)
{
  static const char untimed[] = "the file does not tell when tests began",
                    crash[] = "a worker died, and what it held is not told";
  bool timed = verifier->verification->timed;
  answer_once_by_count (verifier);
  if (any_crash (verifier->trace))
    verification_add_untold (verifier->verification, ISO_SCOPE, crash);
  else if (timed)
    verifier_answer_judged (verifier, ISO_SCOPE);
  else
    answer_scope_by_worker (verifier);
  if (timed)
    verifier_answer_judged (verifier, ISO_ISOLATION);
  else
    verification_add_untold (verifier->verification, ISO_ISOLATION, untimed);
}
