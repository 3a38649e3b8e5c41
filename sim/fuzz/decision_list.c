#include "fuzz/decision_list.h"

#include "base/human.h"
#include <string.h>

#define NAMES_SHOWN 4 /* of a command's tests */

static void
keep (Observer *observer, const Event *event)
{
  DecisionList *decisions = (DecisionList *) observer;
  Decision decision = { *decisions->now_us, event->kind, 0, 0, decisions->tests->len, 0 };
  switch (event->kind)
    {
    case EVENT_RUN:
    case EVENT_STEAL:
    case EVENT_UNSCHEDULED:
      decision.count = event->count;
      g_array_append_vals (decisions->tests, event->tests, event->count);
      break;
    case EVENT_START:
    case EVENT_FINISH:
    case EVENT_CRASH:
      decision.test = event->test;
      break;
    default:
      break;
    }
  if (event->kind == EVENT_ERROR)
    decisions->error = g_strdup (event->text);
  else
    decision.node = event->node;
  decisions->commands += event->kind == EVENT_RUN || event->kind == EVENT_STEAL || event->kind == EVENT_SHUTDOWN;
  g_array_append_val (decisions->list, decision);
}

void
decision_list_make (DecisionList *decisions, const SimulationPlan *plan)
{
  *decisions = (DecisionList){ .observer.event = keep,
                               .list = g_array_new (FALSE, FALSE, sizeof (Decision)),
                               .tests = g_array_new (FALSE, FALSE, sizeof (uint32_t)),
                               .crashed = g_array_new (FALSE, FALSE, sizeof (uint32_t)) };
  g_autoptr (Simulation) simulation = simulation_new (plan, NULL);
  Result result;
  decisions->now_us = simulation_now_us (simulation);
  simulation_listen (simulation, &decisions->observer);
  simulation_run (simulation, plan->seed, &result);
  decisions->now_us = NULL;
  decisions->wall_us = result.wall_us;
  decisions->verdict = result.verdict;
  if (result.reported->len)
    g_array_append_vals (decisions->crashed, result.reported->data, result.reported->len);
}

void
decision_list_clear (DecisionList *decisions)
{
  g_clear_pointer (&decisions->list, g_array_unref);
  g_clear_pointer (&decisions->tests, g_array_unref);
  g_clear_pointer (&decisions->crashed, g_array_unref);
  g_clear_pointer (&decisions->error, g_free);
}

static const Decision *
at (const DecisionList *decisions, uint32_t place)
{
  return &g_array_index (decisions->list, Decision, place);
}

static const uint32_t *
tests_of (const DecisionList *decisions, const Decision *decision)
{
  return (const uint32_t *) (const void *) decisions->tests->data + decision->first;
}

static bool
is_same (const DecisionList *one, const DecisionList *other, uint32_t place)
{
  const Decision *a = at (one, place), *b = at (other, place);
  return a->at_us == b->at_us && a->kind == b->kind && a->node == b->node && a->test == b->test && a->count == b->count
         && (!a->count || memcmp (tests_of (one, a), tests_of (other, b), a->count * sizeof (uint32_t)) == 0);
}

static bool
same_numbers (const GArray *one, const GArray *other)
{
  return one->len == other->len && (!one->len || memcmp (one->data, other->data, one->len * sizeof (uint32_t)) == 0);
}

uint32_t
decision_lists_differ (const DecisionList *one, const DecisionList *other)
{
  uint32_t both = MIN (one->list->len, other->list->len);
  for (uint32_t place = 0; place < both; place++)
    if (!is_same (one, other, place))
      return place;
  if (one->list->len != other->list->len || one->verdict != other->verdict
      || !same_numbers (one->crashed, other->crashed))
    return both;
  return ISO_NONE;
}

/* --- in words ------------------------------------------------------------------------------------------------ */

/* COUNT tests; where they are many, from the FIRST that matters on. */
static void
append_names (GString *text, const uint32_t *tests, uint32_t count, uint32_t first, const Suite *suite)
{
  uint32_t from = first + 1 < NAMES_SHOWN ? 0 : first, to = MIN (count, from + NAMES_SHOWN);
  g_string_append (text, from ? "…, " : "");
  for (uint32_t i = from; i < to; i++)
    {
      g_autofree char *name = suite_dup_name (suite, tests[i]);
      g_string_append_printf (text, "%s%s", i > from ? ", " : "", name);
    }
  g_string_append (text, to < count ? ", …" : "");
}

/* How many tests two decisions have alike before the first that is another. */
static uint32_t
symmetry_tests (const DecisionList *decisions, const DecisionList *other, uint32_t place)
{
  uint32_t alike = 0;
  if (!other || place >= other->list->len)
    return 0;
  const Decision *a = at (decisions, place), *b = at (other, place);
  while (alike < MIN (a->count, b->count) && tests_of (decisions, a)[alike] == tests_of (other, b)[alike])
    alike++;
  return alike < a->count ? alike : 0;
}

static void
append_tests (GString *text, const DecisionList *decisions, uint32_t place, const Suite *suite,
              const DecisionList *other)
{
  const Decision *decision = at (decisions, place);
  g_autofree char *count = human_plural (decision->count, "test");
  g_string_append_printf (text, "%s%s", decision->count ? count : "no tests", decision->count ? ": " : "");
  append_names (text, tests_of (decisions, decision), decision->count, symmetry_tests (decisions, other, place), suite);
}

static void
append_end (GString *text, const DecisionList *decisions, const Suite *suite)
{
  const GArray *crashed = decisions->crashed;
  g_string_append_printf (text, "the run ends, %s", verdict_name (decisions->verdict));
  if (crashed->len)
    {
      g_string_append (text, "; reported as crashed: ");
      append_names (text, (const uint32_t *) (const void *) crashed->data, crashed->len, 0, suite);
    }
}

static void
append_event (GString *text, const DecisionList *decisions, uint32_t place, const Suite *suite,
              const DecisionList *other)
{
  const Decision *decision = at (decisions, place);
  static const char *const words[] = {
    [EVENT_RUN] = "is sent ",
    [EVENT_STEAL] = "is asked to give back ",
    [EVENT_SHUTDOWN] = "is told to shut down",
    [EVENT_START] = "starts ",
    [EVENT_FINISH] = "finishes ",
    [EVENT_CRASH] = "dies of ",
    [EVENT_ERRORDOWN] = "is found dead",
    [EVENT_WORKERFINISHED] = "is down",
    [EVENT_UNSCHEDULED] = "gives back ",
    [EVENT_READY] = "is ready",
  };
  g_string_append_printf (text, "gw%u %s", decision->node, words[decision->kind]);
  if (decision->kind == EVENT_RUN || decision->kind == EVENT_STEAL || decision->kind == EVENT_UNSCHEDULED)
    append_tests (text, decisions, place, suite, other);
  else if (decision->kind == EVENT_START || decision->kind == EVENT_FINISH || decision->kind == EVENT_CRASH)
    {
      g_autofree char *name = suite_dup_name (suite, decision->test);
      g_string_append (text, name);
    }
}

char *
decision_dup_text (const DecisionList *decisions, uint32_t place, const Suite *suite, const DecisionList *other)
{
  GString *text = g_string_new (NULL);
  if (place >= decisions->list->len)
    {
      append_end (text, decisions, suite);
      return g_string_free (text, FALSE);
    }
  const Decision *decision = at (decisions, place);
  g_autofree char *when = human_time (decision->at_us);
  g_string_append_printf (text, "at %s ", when);
  if (decision->kind == EVENT_ERROR)
    g_string_append_printf (text, "it fails: %s", decisions->error);
  else
    append_event (text, decisions, place, suite, other);
  return g_string_free (text, FALSE);
}
