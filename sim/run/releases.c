#include "run/releases.h"

#include <string.h>

static const Release releases[] = {
  { "3.1", 1, false, false, false, true, true, true }, { "3.2", 2, true, false, false, true, true, true },
  { "3.3", 3, true, false, false, true, true, true },  { "3.4", 4, true, false, false, false, true, true },
  { "3.5", 5, true, true, false, false, true, true },  { "3.6", 6, true, true, false, false, false, true },
  { "3.7", 7, true, true, false, false, false, true }, { "3.8", 8, true, true, true, false, false, true },
};

static const Release newest = { "3.8", 8, true, true, true, false, false, false };

const Release *
release_find (const char *name)
{
  if (!name)
    return &newest;
  for (gsize i = 0; i < G_N_ELEMENTS (releases); i++)
    if (strcmp (name, releases[i].name) == 0)
      return &releases[i];
  return NULL;
}

bool
release_has (const Release *release, const IsoModel *model)
{
  return !release->named || (model->since && model->since <= release->minor);
}
