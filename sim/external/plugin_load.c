#include "external/plugin_load.h"

#include "base/usage.h"
#include "external/shared_object.h"
#include "models/plugin.h"
#include <errno.h>
#include <gmodule.h>
#include <string.h>
#include <sys/stat.h>

/* The structures of ABI 1 where addresses have 64 bits; IsoModel tells its size itself. If one of these fails, plug-ins
 * of before read this program wrongly: raise ISOSIM_ABI if a release has had it, and write down the new size. */
#if GLIB_SIZEOF_VOID_P == 8
G_STATIC_ASSERT (sizeof (IsoOptions) == 8);
G_STATIC_ASSERT (sizeof (IsoPart) == 32);
G_STATIC_ASSERT (sizeof (IsoQueue) == 16);
G_STATIC_ASSERT (sizeof (IsoStore) == 280);
G_STATIC_ASSERT (sizeof (ScopeTable) == 32);
G_STATIC_ASSERT (sizeof (Suite) == 88);
#endif

bool
plugin_is_named (const char *name)
{
  const char *special = strpbrk (name, "/:");
  return special ? *special == '/' : g_str_has_suffix (name, ".so");
}

/* --- opening it ---------------------------------------------------------------------------------------------- */

static bool refuse (const char *path, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Always false. */
static bool
refuse (const char *path, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *why = g_strdup_vprintf (format, args);
  va_end (args);
  return fail (error, "--dist %s: %s", path, why);
}

/* The path is the scheduler's name in every table. */
static bool
can_be_shown (const char *path, GError **error)
{
  bool plain = g_utf8_validate (path, -1, NULL);
  for (const char *byte = path; *byte; byte++)
    plain &= !g_ascii_iscntrl (*byte);
  g_autofree char *shown = plain ? NULL : g_strescape (path, NULL);
  return plain || refuse (shown, error, "a plug-in's path must be UTF-8, without control characters");
}

static bool
is_file (const char *path, GError **error)
{
  struct stat status;
  if (stat (path, &status) != 0)
    return errno == ENOENT ? refuse (path, error, "there is no such file")
                           : refuse (path, error, "%s", g_strerror (errno));
  if (S_ISDIR (status.st_mode))
    return refuse (path, error, "is a directory; name a plug-in in it");
  if (!S_ISREG (status.st_mode))
    return refuse (path, error, "is no plain file, as a plug-in must be");
  return shared_object_is_whole (path)
         || refuse (path, error, "is not whole: its head says that it has more than %" G_GINT64_FORMAT " bytes",
                    (gint64) status.st_size);
}

/* The system's words begin with the path, too. */
static bool
refuse_object (const char *path, const char *file, GError **error)
{
  const char *why = g_module_error ();
  size_t len = strlen (file);
  if (strncmp (why, file, len) == 0 && g_str_has_prefix (why + len, ": "))
    why += len + 2;
  return refuse (path, error, "cannot be loaded: %s", why);
}

/* All its symbols at once: one that is missing is found here, not in the middle of a run. Without a slash the system
 * would look in the folders of its libraries. It is never closed. */
static GModule *
open_module (const char *path, GError **error)
{
  g_autofree char *file = strchr (path, '/') ? g_strdup (path) : g_build_filename (".", path, NULL);
  GModule *module = g_module_open (file, G_MODULE_BIND_LOCAL);
  if (!module)
    refuse_object (path, file, error);
  return module;
}

/* --- what it says of itself ---------------------------------------------------------------------------------- */

static bool
check_version (const IsoPlugin *plugin, const char *path, GError **error)
{
  if (plugin->abi != ISOSIM_ABI)
    return refuse (path, error, "compiled for ABI %u, and this isosim has ABI %u; compile it again with its headers",
                   plugin->abi, ISOSIM_ABI);
  if (plugin->size != sizeof (IsoModel))
    return refuse (path, error, "its IsoModel has %u bytes, that of this isosim %zu; compile it again with its headers",
                   plugin->size, sizeof (IsoModel));
  return plugin->model || refuse (path, error, "its isosim_plugin names no table");
}

static bool
check_texts_and_hooks (const IsoModel *model, const char *path, GError **error)
{
  const struct
  {
    const char *name;
    bool is_there;
  } parts[] = {
    { "name", model->name },
    { "rule", model->rule },
    { "source", model->source },
    { "size", model->size },
    { "add_node", model->add_node },
    { "add_node_collection", model->add_node_collection },
    { "collection_is_completed", model->collection_is_completed },
    { "schedule", model->schedule },
    { "mark_test_complete", model->mark_test_complete },
    { "remove_node", model->remove_node },
    { "tests_finished", model->tests_finished },
    { "nodes", model->nodes },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!parts[i].is_there)
      return refuse (path, error, "its table has no .%s, which must not be NULL", parts[i].name);
  return true;
}

static bool
check_facts (const IsoModel *model, const char *path, GError **error)
{
  if ((unsigned) model->scope_rule >= SCOPE_RULES)
    return refuse (path, error, "its .scope_rule, %u, is none of isosim's", (unsigned) model->scope_rule);
  if (model->promises >> ISO_PROPERTIES)
    return refuse (path, error, "its .promises, 0x%x, have a bit that is no property's", model->promises);
  return true;
}

static const IsoModel *
find_table (GModule *module, const char *path, GError **error)
{
  gpointer symbol;
  if (!g_module_symbol (module, "isosim_plugin", &symbol) || !symbol)
    return refuse (path, error, "is no plug-in of isosim: it has no symbol isosim_plugin"), NULL;
  const IsoPlugin *plugin = symbol;
  if (!check_version (plugin, path, error) || !check_texts_and_hooks (plugin->model, path, error)
      || !check_facts (plugin->model, path, error))
    return NULL;
  return plugin->model;
}

/* --- the model ----------------------------------------------------------------------------------------------- */

/* Under its path two plug-ins of one name, or one that is called as a scheduler of isosim, can stand in one table. */
static IsoModel *
copy_table (const IsoModel *table, const char *path)
{
  IsoModel *model = g_new (IsoModel, 1);
  *model = *table;
  model->name = g_strdup (path);
  model->since = 0;
  model->external = false;
  return model;
}

IsoModel *
plugin_load (const char *path, GError **error)
{
  GModule *module = can_be_shown (path, error) && is_file (path, error) ? open_module (path, error) : NULL;
  const IsoModel *table = module ? find_table (module, path, error) : NULL;
  return table ? copy_table (table, path) : NULL;
}

void
plugin_free (IsoModel *model)
{
  g_free ((char *) (guintptr) model->name);
  g_free (model);
}
