#include "external/lookup.h"

#include "base/usage.h"
#include "external/external.h"
#include "external/plugin_load.h"
#include "models/registry.h"

typedef struct
{
  char *name, *folder;
  IsoModel *model;
  void (*free) (IsoModel *model);
} Found;

struct Schedulers
{
  GArray *found; /* of Found: plug-ins and external schedulers */
};

static void
found_clear (gpointer data)
{
  Found *found = data;
  found->free (found->model);
  g_free (found->name);
  g_free (found->folder);
}

Schedulers *
schedulers_new (void)
{
  Schedulers *schedulers = g_new (Schedulers, 1);
  schedulers->found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (schedulers->found, found_clear);
  return schedulers;
}

void
schedulers_free (Schedulers *schedulers)
{
  if (!schedulers)
    return;
  g_array_unref (schedulers->found);
  g_free (schedulers);
}

static IsoModel *
find_known (const Schedulers *schedulers, const char *name, const char *folder)
{
  for (guint i = 0; i < schedulers->found->len; i++)
    {
      const Found *known = &g_array_index (schedulers->found, Found, i);
      if (g_str_equal (known->name, name) && g_strcmp0 (known->folder, folder) == 0)
        return known->model;
    }
  return NULL;
}

static const IsoModel *
keep (Schedulers *schedulers, const char *name, const char *folder, IsoModel *model, void (*free) (IsoModel *model))
{
  const Found found = { g_strdup (name), g_strdup (folder), model, free };
  if (model)
    g_array_append_val (schedulers->found, found);
  return model;
}

static const IsoModel *
find_external (Schedulers *schedulers, const char *name, const char *folder, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  const IsoModel *known = find_known (schedulers, name, folder);
  IsoModel *model = known ? NULL : external_new (name, folder, &wrong);
  if (!known && !model)
    fail (error, "--dist %s: %s", name, wrong->message);
  return model ? keep (schedulers, name, folder, model, external_free) : known;
}

static const IsoModel *
find_plugin (Schedulers *schedulers, const char *name, GError **error)
{
  const IsoModel *known = find_known (schedulers, name, NULL);
  IsoModel *model = known ? NULL : plugin_load (name, error);
  return model ? keep (schedulers, name, NULL, model, plugin_free) : known;
}

const IsoModel *
schedulers_find (Schedulers *schedulers, const char *name, const char *folder, GError **error)
{
  if (external_is_name (name))
    return find_external (schedulers, name, folder, error);
  if (plugin_is_named (name))
    return find_plugin (schedulers, name, error);
  const IsoModel *model = model_find (name);
  const char *nearest = model ? NULL : model_nearest (name);
  if (!model)
    fail (error, "--dist %s: no such scheduler%s%s%s", name, nearest ? "; did you mean " : "",
          nearest ? nearest : " ('isosim list schedulers' names them)", nearest ? "?" : "");
  return model;
}

static bool
is_program (const char *name)
{
  return g_str_has_prefix (name, "exec:") || g_str_has_prefix (name, "py:");
}

static bool
is_class (const char *name)
{
  return g_str_has_prefix (name, "xdist:") || g_str_has_prefix (name, "py:");
}

/* Whether one of NAMES, separated by commas, is of that kind. */
static bool
has_name (const char *names, bool (*is_kind) (const char *name))
{
  g_auto (GStrv) name = g_strsplit (names, ",", -1);
  for (char **each = name; *each; each++)
    if (is_kind (g_strstrip (*each)))
      return true;
  return false;
}

bool
schedulers_use_folder (const char *option, const char *path, const char *names, GError **error)
{
  if (!path || has_name (names, is_class))
    return true;
  return fail (error, "%s: only xdist:NAME and py:MODULE:CLASS look there", option);
}

bool
schedulers_may_run (const char *name, const char *path, GError **error)
{
  if (has_name (name, is_program))
    return fail (error, "%s: its scheduler is %s, a program; say --dist yourself if it is to be run", path, name);
  if (has_name (name, plugin_is_named))
    return fail (error, "%s: its scheduler is %s, a plug-in; say --dist yourself if it is to be loaded", path, name);
  return true;
}
