#include "certify/certificate_fields.h"

#include "check/case_text.h"

enum
{
  FIELD_CRASH_STATES,
  FIELD_MAX_WORKER_RESTART,
  FIELD_MAXSCHEDCHUNK,
  FIELD_PROPERTY,
  FIELD_COLLECT_DIFFERS,
  FIELD_NO_REORDER,
  FIELD_NAME_SUPPLIED,
  FIELD_CONTINUE,
  FIELD_REDUCE,
  FIELD_EXACT
};

const CertificateField certificate_fields[CERTIFICATE_FIELDS] = {
  [FIELD_CRASH_STATES] = { "crash-states", false, false },
  [FIELD_MAX_WORKER_RESTART] = { "max-worker-restart", false, false },
  [FIELD_MAXSCHEDCHUNK] = { "maxschedchunk", false, false },
  [FIELD_PROPERTY] = { "property", false, false },
  [FIELD_COLLECT_DIFFERS] = { "collect-differs", true, false },
  [FIELD_NO_REORDER] = { "no-loadscope-reorder", true, false },
  [FIELD_NAME_SUPPLIED] = { "name-supplied", true, false },
  [FIELD_CONTINUE] = { "continue", true, false },
  [FIELD_REDUCE] = { "reduce", false, true },
  [FIELD_EXACT] = { "exact", true, true },
};

CertificateRules
certificate_rules_default (void)
{
  return (CertificateRules){ .one = check_case_default (), .reductions = REDUCE_ALL };
}

static char *
number_text (uint32_t number, uint32_t by_default)
{
  return number == by_default ? NULL : g_strdup_printf ("%u", number);
}

static char *
switch_text (bool on)
{
  return on ? g_strdup ("") : NULL;
}

char *
certificate_field_text (const CertificateRules *rules, unsigned field)
{
  const CheckCase *one = &rules->one;
  switch (field)
    {
    case FIELD_CRASH_STATES:
      return one->crash_states == CRASH_BIT (CRASH_RUNNING) ? NULL : case_text_crash_states (one->crash_states);
    case FIELD_MAX_WORKER_RESTART:
      return number_text (one->rules.max_worker_restart, CHECK_RESTARTS_DEFAULT);
    case FIELD_MAXSCHEDCHUNK:
      return number_text (one->rules.options.maxschedchunk, ISO_NONE);
    case FIELD_PROPERTY:
      return one->asked ? case_text_properties (one->asked) : NULL;
    case FIELD_COLLECT_DIFFERS:
      return switch_text (one->replacements_differ);
    case FIELD_NO_REORDER:
      return switch_text (!one->rules.options.loadscopereorder);
    case FIELD_NAME_SUPPLIED:
      return switch_text (one->rules.options.name_supplied);
    case FIELD_CONTINUE:
      return switch_text (rules->go_on);
    case FIELD_REDUCE:
      return rules->reductions == REDUCE_ALL ? NULL : case_text_reductions (rules->reductions);
    case FIELD_EXACT:
      return switch_text (rules->exact);
    }
  g_assert_not_reached ();
}

static bool
parse_text (CertificateRules *rules, unsigned field, const char *text)
{
  const CaseText one = { .crash_states = field == FIELD_CRASH_STATES ? text : NULL,
                         .max_worker_restart = field == FIELD_MAX_WORKER_RESTART ? text : NULL,
                         .maxschedchunk = field == FIELD_MAXSCHEDCHUNK ? text : NULL,
                         .property = field == FIELD_PROPERTY ? text : NULL };
  return field == FIELD_REDUCE ? case_text_parse_reductions (text, &rules->reductions, NULL)
                               : case_text_parse (&one, &rules->one, NULL);
}

bool
certificate_field_parse (CertificateRules *rules, unsigned field, const char *text)
{
  bool *const switches[CERTIFICATE_FIELDS] = { [FIELD_COLLECT_DIFFERS] = &rules->one.replacements_differ,
                                               [FIELD_NAME_SUPPLIED] = &rules->one.rules.options.name_supplied,
                                               [FIELD_CONTINUE] = &rules->go_on,
                                               [FIELD_EXACT] = &rules->exact };
  if (field == FIELD_NO_REORDER)
    rules->one.rules.options.loadscopereorder = false;
  else if (switches[field])
    *switches[field] = true;
  else
    return parse_text (rules, field, text);
  return *text == '\0';
}
