#include "registry.h"

#include <string.h>

const IsoModel *const models[] = {
  &model_load,     &model_loadscope, &model_loadfile,        &model_loadgroup,      &model_worksteal,
  &model_isoscope, &model_each,      &model_loadscope_fixed, &model_isoscope_fixed, NULL,
};

const IsoModel *
model_find (const char *name)
{
  for (const IsoModel *const *model = models; *model; model++)
    if (strcmp ((*model)->name, name) == 0)
      return *model;
  return NULL;
}

#define NAME_MAX_LEN 32

/* How many letters must be put in, left out or changed to turn one into the other. */
static unsigned
distance (const char *a, const char *b)
{
  unsigned row[NAME_MAX_LEN + 1];
  size_t len = MIN (strlen (b), NAME_MAX_LEN);
  for (unsigned j = 0; j <= len; j++)
    row[j] = j;
  for (unsigned i = 1; *a; a++, i++)
    {
      unsigned diagonal = row[0];
      row[0] = i;
      for (unsigned j = 1; j <= len; j++)
        {
          unsigned change = diagonal + (*a != b[j - 1]);
          diagonal = row[j];
          row[j] = MIN (change, 1 + MIN (row[j], row[j - 1]));
        }
    }
  return row[len];
}

const char *
model_nearest (const char *name)
{
  const char *nearest = NULL;
  unsigned least = (unsigned) strlen (name) / 2 + 1;
  for (const IsoModel *const *model = models; *model; model++)
    if (distance (name, (*model)->name) < least)
      {
        least = distance (name, (*model)->name);
        nearest = (*model)->name;
      }
  return nearest;
}
