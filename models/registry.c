#include "models/registry.h"

#include "text/nearest.h"
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

static const char *
name_at (unsigned index)
{
  return models[index] ? models[index]->name : NULL;
}

const char *
model_nearest (const char *name)
{
  return nearest_word (name, name_at);
}

bool
model_is_class (const IsoModel *model, const char *name)
{
  size_t len = strlen (name);
  return strncmp (model->source, name, len) == 0 && model->source[len] == ' ';
}
