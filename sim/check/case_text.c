#include "check/case_text.h"

#include "base/usage.h"
#include "check/check_suite.h"
#include "search/successors.h"
#include <string.h>

/* --- sets of names ------------------------------------------------------------------------------------------- */

#define REDUCTIONS 3u

static const char *const reduction_names[] = { "workers", "tests", "steps", NULL };

/* Returns the place of NAME among the first COUNT names; COUNT if it is none of them. */
static unsigned
find_name (const char *name, const char *const *names, unsigned count)
{
  unsigned i = 0;
  while (i < count && !g_str_equal (names[i], name))
    i++;
  return i;
}

/* Sets the bits that a comma-separated list names. "all" names all of them, "none" the empty set where that may be. */
static bool
parse_names (const char *option, const char *list, const char *const *names, unsigned count, bool may_be_none,
             unsigned *bits, GError **error)
{
  g_auto (GStrv) word = g_strsplit (list, ",", -1);
  bool all = g_str_equal (list, "all"), known = *word != NULL;
  *bits = all ? (1u << count) - 1 : 0;
  if (all || (may_be_none && g_str_equal (list, "none")))
    return true;
  for (char **each = word; *each && known; each++)
    {
      unsigned i = find_name (*each, names, count);
      known = i < count;
      *bits |= known ? 1u << i : 0;
    }
  g_autofree char *all_names = g_strjoinv (", ", (char **) (uintptr_t) names);
  return known
         || fail (error, "%s %s: expected all%s or some of %s", option, list, may_be_none ? ", none" : "", all_names);
}

static char *
join_names (unsigned bits, const char *const *names, unsigned count)
{
  GString *text = g_string_new (NULL);
  for (unsigned i = 0; i < count; i++)
    if (bits >> i & 1)
      g_string_append_printf (text, "%s%s", text->len ? "," : "", names[i]);
  return g_string_free (text, FALSE);
}

static bool
parse_crash_states (const char *list, unsigned *bits, GError **error)
{
  const char *names[CRASH_STATES + 1] = { NULL };
  memcpy (names, crash_state_names, sizeof crash_state_names);
  return !list || parse_names ("--crash-states", list, names, CRASH_STATES, false, bits, error);
}

char *
case_text_crash_states (unsigned bits)
{
  return bits == CRASH_ANY ? g_strdup ("all") : join_names (bits, crash_state_names, CRASH_STATES);
}

bool
case_text_parse_reductions (const char *list, unsigned *bits, GError **error)
{
  return parse_names ("--reduce", list, reduction_names, REDUCTIONS, true, bits, error);
}

char *
case_text_reductions (unsigned bits)
{
  return bits ? join_names (bits, reduction_names, REDUCTIONS) : g_strdup ("none");
}

static bool
parse_properties (const char *list, unsigned *bits, GError **error)
{
  g_auto (GStrv) name = g_strsplit (list ? list : "", ",", -1);
  if (list && !*name)
    return fail (error, "--property: which? (docs/checking.md names them)");
  for (char **each = name; *each; each++)
    {
      Property property = property_find (g_strstrip (*each));
      if (property == PROPERTIES)
        return fail (error, "--property %s: no such property (docs/checking.md names them)", *each);
      *bits |= PROPERTY_BIT (property);
    }
  return true;
}

char *
case_text_properties (unsigned bits)
{
  GString *text = g_string_new (NULL);
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (bits & PROPERTY_BIT (property))
      g_string_append_printf (text, "%s%s", text->len ? "," : "", property_name (property));
  return g_string_free (text, FALSE);
}

/* --- a case -------------------------------------------------------------------------------------------------- */

bool
case_text_parse (const CaseText *text, CheckCase *one, GError **error)
{
  guint64 workers = one->workers, crashes = one->crashes, restarts = one->rules.max_worker_restart;
  guint64 chunk = one->rules.options.maxschedchunk;
  if (!usage_parse_whole ("--workers", text->workers, 1, CHECK_WORKERS_MAX, &workers, error)
      || !usage_parse_whole ("--crashes", text->crashes, 0, CHECK_CRASHES_MAX, &crashes, error)
      || !usage_parse_whole ("--max-worker-restart", text->max_worker_restart, 0, 1000000, &restarts, error)
      || !usage_parse_whole ("--maxschedchunk", text->maxschedchunk, 1, SUITE_TESTS_MAX, &chunk, error))
    return false;
  one->workers = (unsigned) workers;
  one->crashes = (unsigned) crashes;
  one->rules.max_worker_restart = (uint32_t) restarts;
  one->rules.options.maxschedchunk = (uint32_t) chunk;
  return parse_crash_states (text->crash_states, &one->crash_states, error)
         && parse_properties (text->property, &one->asked, error);
}

bool
case_text_parse_tests (const CaseText *text, CheckCase *one, GError **error)
{
  if (text->killer)
    one->killer = check_suite_killers (one->suite, text->killer, error);
  if (text->killer && !one->killer)
    return false;
  if (text->depends)
    one->after = check_suite_dependencies (one->suite, text->depends, error);
  return !text->depends || one->after;
}
