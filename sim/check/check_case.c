#include "check/check_case.h"

#include "base/usage.h"
#include "search/successors.h"

CheckCase
check_case_default (void)
{
  CheckCase one = { .rules = session_rules_default (), .crash_states = CRASH_BIT (CRASH_RUNNING) };
  one.rules.max_worker_restart = CHECK_RESTARTS_DEFAULT;
  return one;
}

void
check_case_clear (CheckCase *one)
{
  g_clear_pointer (&one->dist, g_free);
  g_clear_pointer (&one->suite, suite_free);
  g_clear_pointer (&one->killer, g_free);
  g_clear_pointer (&one->after, g_free);
}

/* Fences and fixtures are judged only under a scheduler that promises something of them. */
static bool
is_judged (const IsoModel *model, Property property)
{
  bool always = property >= ISO_PROPERTIES || property <= ISO_TWO_TESTS;
  return always || property_is_judged (property, model);
}

static bool
can_ask (const CheckCase *one, GError **error)
{
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (one->asked & PROPERTY_BIT (property) && !is_judged (one->model, property))
      return fail (error, "--property %s: %s promises nothing of it, and it is not judged then",
                   property_name (property), one->model->name);
  return true;
}

/* A killer's worker is replaced again and again, until the restarts are used up. */
static bool
set_nodes (const CheckCase *one, SessionPlan *session, GError **error)
{
  bool by_default = one->rules.max_worker_restart == CHECK_RESTARTS_DEFAULT;
  uint32_t restarts = by_default ? 4 * one->workers : one->rules.max_worker_restart;
  uint32_t replacements = one->killer ? restarts : MIN (one->crashes, restarts);
  if ((uint64_t) one->workers + replacements > CHECK_NODES_MAX)
    return fail (error,
                 "%u workers and %u replacements are too many to check; the most are %u (see --max-worker-restart)",
                 one->workers, replacements, CHECK_NODES_MAX);
  session->workers = one->workers;
  session->nodes_max = one->workers + replacements;
  session->rules.max_worker_restart = restarts;
  return true;
}

/* The number of orders is known once everything else is. */
static bool
has_few_orders (const SearchPlan *plan, GError **error)
{
  bool too_many;
  permutations_free (search_state_permutations (plan, &too_many));
  return !too_many
         || fail (error, "a shuffle of these scopes has too many orders to check; the most are %u", PERMUTATIONS_MAX);
}

bool
check_plan (const CheckCase *one, SearchPlan *plan, GError **error)
{
  g_assert (one->model && one->suite && one->suite->tests <= CHECK_TESTS_MAX);
  g_assert (one->workers >= 1 && one->workers <= CHECK_WORKERS_MAX && one->crashes <= CHECK_CRASHES_MAX);
  suite_need_scopes (one->suite, SCOPE_SCOPE);
  suite_need_scopes (one->suite, one->model->scope_rule);
  plan->session = (SessionPlan){ .suite = one->suite,
                                 .model = one->model,
                                 .rules = one->rules,
                                 .canonical = true,
                                 .replacements_differ = one->replacements_differ };
  plan->crashes = one->crashes;
  plan->crash_states = one->crash_states;
  plan->killer = one->killer;
  plan->after = one->after;
  plan->asked = one->asked ? one->asked : property_promised (one->model);
  return set_nodes (one, &plan->session, error) && can_ask (one, error) && has_few_orders (plan, error);
}
