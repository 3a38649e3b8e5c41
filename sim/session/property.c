#include "session/property.h"

static const struct
{
  const char *name, *meaning;
} properties[PROPERTIES] = {
  [ISO_ONCE] = { "once", "every test runs exactly once" },
  [ISO_SCOPE] = { "scope", "a scope stays on one worker and is not interrupted there" },
  [ISO_ISOLATION] = { "isolation", "no test runs beside a test of another scope" },
  [ISO_TWO_TESTS] = { "two-tests", "a worker runs at least two tests of a scope that it takes part in" },
  [ISO_FENCE_LIMIT] = { "fence-limit", "a scope lends no more tests than workers can take part in it" },
  [ISO_SETUP_ONCE] = { "setup-once", "a scope's coordinated set-up runs once" },
  [ISO_TEARDOWN_ONCE] = { "teardown-once", "a scope's coordinated tear-down runs once" },
  [ISO_SETUP_FIRST] = { "setup-first", "set-up has ended before a test of the scope starts" },
  [ISO_TEARDOWN_LAST] = { "teardown-last", "tear-down starts after all tests of the scope have ended" },
  [ISO_SCOPES_APART] = { "scopes-apart", "a scope is set up after the one before was torn down" },
  [PROPERTY_LOST] = { "lost", NULL },
  [PROPERTY_HANG] = { "hang", NULL },
  [PROPERTY_LIVELOCK] = { "livelock", NULL },
  [PROPERTY_ERROR] = { "error", NULL },
  [PROPERTY_ALIVE] = { "alive", NULL },
  [PROPERTY_BLAME] = { "blame", NULL },
  [PROPERTY_REPORTED] = { "reported", NULL },
  [PROPERTY_NEXT] = { "next", NULL },
  [PROPERTY_DRAIN] = { "drain", NULL },
};

const char *
property_name (Property property)
{
  return properties[property].name;
}

const char *
property_meaning (Property property)
{
  return properties[property].meaning;
}

Property
property_find (const char *name)
{
  Property property = 0;
  while (property < PROPERTIES && g_strcmp0 (properties[property].name, name) != 0)
    property++;
  return property;
}

bool
property_is_judged (Property property, const IsoModel *model)
{
  const unsigned of_every_run = ISO_BIT (ISO_ONCE) | ISO_BIT (ISO_SCOPE) | ISO_BIT (ISO_ISOLATION);
  return ((model->promises | of_every_run) & ISO_BIT (property)) != 0;
}

unsigned
property_promised (const IsoModel *model)
{
  const unsigned of_all
      = (PROPERTY_BIT (PROPERTIES) - 1) & ~(PROPERTY_BIT (ISO_PROPERTIES) - 1) & ~PROPERTY_BIT (PROPERTY_NEXT);
  return of_all | PROPERTY_BIT (ISO_ONCE) | (model ? model->promises : 0);
}
