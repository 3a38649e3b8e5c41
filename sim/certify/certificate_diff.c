#include "certify/certificate_diff.h"

#include "base/human.h"
#include "session/property.h"

const char *const change_names[CHANGES] = {
  [CHANGE_BROKEN] = "broken",   [CHANGE_MENDED] = "mended", [CHANGE_PROPERTY] = "property",
  [CHANGE_STEPS] = "steps",     [CHANGE_STATES] = "states", [CHANGE_UNDECIDED] = "undecided",
  [CHANGE_DECIDED] = "decided",
};

/* Of two cases that both violate something. Returns CHANGES if they violate the same in as many steps. */
static ChangeKind
change_of_violated (const CaseResult *before, const CaseResult *now)
{
  ChangeKind kind = CHANGES;
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    {
      if (!before->steps[property] != !now->steps[property])
        return CHANGE_PROPERTY;
      if (before->steps[property] != now->steps[property])
        kind = CHANGE_STEPS;
    }
  return kind;
}

/* Of two cases with one verdict. How far a search came before a limit does not matter. */
static ChangeKind
change_of_states (const CaseResult *before, const CaseResult *now)
{
  bool same = before->states == now->states && before->transitions == now->transitions && before->depth == now->depth;
  return same || before->limited || now->limited ? CHANGES : CHANGE_STATES;
}

/* Returns CHANGES if nothing changed. */
static ChangeKind
change_of (const CaseResult *before, const CaseResult *now)
{
  if (before->verdict == CASE_VIOLATED && now->verdict == CASE_VIOLATED)
    {
      ChangeKind kind = change_of_violated (before, now);
      return kind == CHANGES ? change_of_states (before, now) : kind;
    }
  if (before->verdict == now->verdict)
    return change_of_states (before, now);
  if (now->verdict == CASE_HOLDS)
    return before->verdict == CASE_VIOLATED ? CHANGE_MENDED : CHANGE_DECIDED;
  return now->verdict == CASE_VIOLATED ? CHANGE_BROKEN : CHANGE_UNDECIDED;
}

static const Case *
searched_in (const Certificate *certificate, const Case *like)
{
  const Case *one = certificate_find (certificate, like);
  return one && one->result.verdict != CASE_LEFT ? one : NULL;
}

void
certificate_compare (const Certificate *before, const Certificate *now, Comparison *comparison)
{
  *comparison = (Comparison){ .changes = g_array_new (FALSE, FALSE, sizeof (Change)) };
  for (guint i = 0; i < before->cases->len; i++)
    comparison->gone += !searched_in (now, certificate_case (before, i));
  for (guint i = 0; i < now->cases->len; i++)
    {
      const Case *one = certificate_case (now, i), *old = searched_in (before, one);
      if (one->result.verdict == CASE_LEFT)
        continue;
      Change change = { old ? change_of (&old->result, &one->result) : CHANGES, old, one };
      comparison->added += !old;
      comparison->same += old && change.kind == CHANGES;
      if (change.kind != CHANGES)
        g_array_append_val (comparison->changes, change);
    }
}

void
comparison_clear (Comparison *comparison)
{
  g_clear_pointer (&comparison->changes, g_array_unref);
}

/* "holds"; "'once' violated in 20 steps, 'hang' in 17 steps". */
static char *
result_sentence (const CaseResult *result)
{
  if (result->verdict != CASE_VIOLATED)
    return g_strdup (result->verdict == CASE_HOLDS ? "holds" : "a limit came first");
  GString *text = g_string_new (NULL);
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (result->steps[property])
      {
        g_autofree char *steps = human_plural (result->steps[property], "step");
        g_string_append_printf (text, "%s'%s' %sin %s", text->len ? ", " : "", property_name (property),
                                text->len ? "" : "violated ", steps);
      }
  return g_string_free (text, FALSE);
}

char *
change_sentence (const Change *change)
{
  const CaseResult *before = &change->before->result, *now = &change->now->result;
  bool states = change->kind == CHANGE_STATES;
  g_autofree char *was = states ? human_plural (before->states, "state") : result_sentence (before);
  g_autofree char *is = states ? human_plural (now->states, "state") : result_sentence (now);
  return g_strdup_printf ("before: %s; now: %s", was, is);
}
