#include "simulate/findings.h"

#include "base/human.h"
#include "session/property.h"

uint64_t
property_count (const Result *result, Property property)
{
  bool lost_counts = property == ISO_ONCE && result->verdict != VERDICT_STOPPED;
  return result->finding[property].count + (lost_counts ? result->lost : 0);
}

/* "tests/a.py::b on gw3" */
static char *
test_on_node (const Suite *suite, uint32_t test, uint32_t node)
{
  g_autofree char *name = suite_dup_name (suite, test);
  return g_strdup_printf ("%s on gw%u", name, node);
}

static char *
found_sentence (const Finding *finding, Property property, const Suite *suite)
{
  g_autofree char *when = human_time (finding->when), *name = suite_dup_name (suite, finding->test);
  g_autofree char *here = test_on_node (suite, finding->test, finding->node);
  g_autofree char *there
      = finding->other_test == ISO_NONE ? NULL : test_on_node (suite, finding->other_test, finding->other_node);
  switch (property)
    {
    case ISO_ONCE:
      return g_strdup_printf ("%s started again, after %s", here, when);
    case ISO_SCOPE:
      if (finding->other_node == finding->node)
        return g_strdup_printf ("%s started after %s, when gw%u had run another scope in between", name, when,
                                finding->node);
      return g_strdup_printf ("%s started after %s, though gw%u had its scope", here, when, finding->other_node);
    case ISO_ISOLATION:
      return g_strdup_printf ("%s ran beside %s, after %s", here, there ? there : "another scope's test", when);
    case ISO_TWO_TESTS:
      return g_strdup_printf ("%s was the only test of its scope there, after %s", here, when);
    case ISO_FENCE_LIMIT:
      return g_strdup_printf ("%s was lent as one fence too many, after %s", here, when);
    case ISO_SETUP_ONCE:
      return g_strdup_printf ("the scope of %s was not set up exactly once", name);
    case ISO_SETUP_FIRST:
      return g_strdup_printf ("%s started before its scope was set up, after %s", here, when);
    case ISO_TEARDOWN_ONCE:
      return g_strdup_printf ("the scope of %s was not torn down exactly once", name);
    case ISO_TEARDOWN_LAST:
      return g_strdup_printf ("the scope of %s was torn down too early, after %s", here, when);
    case ISO_SCOPES_APART:
      return g_strdup_printf ("the scope of %s was set up before another was torn down, after %s", here, when);
    default:
      return g_strdup_printf ("%s, after %s", here, when);
    }
}

char *
property_example (const Result *result, Property property, const Suite *suite)
{
  if (result->finding[property].count)
    return found_sentence (&result->finding[property], property, suite);
  g_autofree char *name = suite_dup_name (suite, result->lost_test);
  return g_strdup_printf ("%s was lost: it neither completed nor was reported crashed", name);
}

/* "3 tests never ran, the first is a.py::b" */
static char *
lost_tests (const Result *result, const Suite *suite)
{
  g_autofree char *count = human_plural (result->lost, "test");
  g_autofree char *name = result->lost ? suite_dup_name (suite, result->lost_test) : NULL;
  if (!result->lost)
    return g_strdup ("no test was lost");
  return g_strdup_printf ("%s did not complete, the first is %s", count, name);
}

static char *
stopped_sentence (const Result *result)
{
  g_autofree char *when = human_time (result->wall_us), *count = human_plural (result->lost, "test");
  return g_strdup_printf ("--maxfail was reached, and the session ended after %s; %s did not run", when, count);
}

char *
verdict_sentence (const Result *result, const Suite *suite)
{
  g_autofree char *lost = lost_tests (result, suite);
  g_autofree char *when = human_time (result->wall_us);
  switch (result->verdict)
    {
    case VERDICT_ERROR:
      return g_strdup_printf ("the session ended by an error after %s (%s); %s", when, result->error_text, lost);
    case VERDICT_LIVELOCK:
      return g_strdup_printf ("workers die and are replaced without end, or oftener than isosim follows; %s", lost);
    case VERDICT_HANG:
      return g_strdup_printf ("the session hangs after %s: workers wait and nothing can happen; %s", when, lost);
    case VERDICT_LOST:
      return g_strdup_printf ("the session ended, but %s", lost);
    case VERDICT_REPEATED:
      return property_example (result, ISO_ONCE, suite);
    case VERDICT_STOPPED:
      return stopped_sentence (result);
    case VERDICT_OK:
      break;
    }
  return NULL;
}
