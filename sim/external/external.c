#include "external/external.h"

#include "external/external_hooks.h"
#include "models/registry.h"
#include <string.h>

#define WHO_BYTES 48 /* of the name in sentences */

/* --- names ---------------------------------------------------------------------------------------------------------
 */

bool
external_is_name (const char *name)
{
  return g_str_has_prefix (name, "exec:") || g_str_has_prefix (name, "xdist:") || g_str_has_prefix (name, "py:");
}

const char *
external_pytest_name (const IsoModel *model)
{
  return g_str_has_prefix (model->name, "xdist:") ? model->name + strlen ("xdist:") : model->name;
}

/* --- what its sessions leave ---------------------------------------------------------------------------------------
 */

void
external_measure (const IsoModel *model, bool on)
{
  External *external = (External *) (guintptr) model;
  if (!external_is_name (model->name))
    return;
  g_mutex_lock (&external->lock);
  external->measured = on;
  g_mutex_unlock (&external->lock);
}

uint64_t
external_take_spent_ns (const IsoModel *model)
{
  External *external = (External *) (guintptr) model;
  g_mutex_lock (&external->lock);
  uint64_t spent_ns = external->spent_ns;
  external->spent_ns = 0;
  g_mutex_unlock (&external->lock);
  return spent_ns;
}

char *
external_dup_trouble (const IsoModel *model)
{
  External *external = (External *) (guintptr) model;
  if (!external_is_name (model->name))
    return NULL;
  g_mutex_lock (&external->lock);
  char *trouble = g_strdup (external->trouble);
  g_mutex_unlock (&external->lock);
  return trouble;
}

/* --- the first process ---------------------------------------------------------------------------------------------
 */

static bool sentence (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Always false. */
static bool
sentence (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, text);
  return false;
}

/* The command that runs classes of pytest-xdist. */
static bool
python_words (const char *name, const char *folder, GStrv *argv, GError **error)
{
  const char *python = g_getenv ("ISOSIM_PYTHON"), *script = g_getenv ("ISOSIM_XDIST_HOST");
  script = script ? script : PKGLIBEXECDIR "/isosim-xdist-process";
  if (!g_file_test (script, G_FILE_TEST_EXISTS))
    return sentence (error, "%s is not there; 'make install' puts it there, ISOSIM_XDIST_HOST names another place",
                     script);
  const char *words[] = { python ? python : "python3", script, name, folder ? "--xdist-path" : NULL, folder, NULL };
  *argv = g_strdupv ((char **) (guintptr) words);
  return true;
}

static bool
program_words (const char *name, const char *folder, GStrv *argv, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  if (!g_str_has_prefix (name, "exec:"))
    return python_words (name, folder, argv, error);
  if (g_shell_parse_argv (name + strlen ("exec:"), NULL, argv, &wrong))
    return true;
  return sentence (error, "no command: %s", wrong->message);
}

/* Facts are those of the scheduler that it is like, or else those that the program tells. */
static bool
fill_facts (External *external, const Greeting *greeting, GError **error)
{
  IsoModel *model = &external->model;
  const IsoModel *like = greeting->like ? model_find (greeting->like) : NULL;
  const IsoModel *scopes = greeting->scopes ? model_find (greeting->scopes) : like;
  if ((greeting->like && !like) || (greeting->scopes && !scopes))
    return sentence (error, "its program says that it is like %s, which isosim does not know",
                     greeting->like && !like ? greeting->like : greeting->scopes);
  model->since = like && g_str_has_prefix (model->name, "xdist:") ? like->since : 0;
  model->promises = like ? like->promises : greeting->promises;
  model->every_worker = like ? like->every_worker : greeting->every_worker;
  model->looks_at_duration = like ? like->looks_at_duration : greeting->looks_at_duration;
  model->shuffles = like ? like->shuffles : greeting->shuffles;
  model->cuts_scopes = like && like->cuts_scopes;
  model->scope_rule = scopes ? scopes->scope_rule : SCOPE_SCOPE;
  external_set_hooks (external, like ? like->remove_pending_tests_from_node != NULL : greeting->steals);
  return true;
}

static bool
fill_model (External *external, const Greeting *greeting, GError **error)
{
  external->rule = g_strdup_printf ("what %s decides", greeting->name ? greeting->name : "a program");
  external->source = g_strdup (greeting->of ? greeting->of : external->name);
  external->model = (IsoModel){ .name = external->name, .rule = external->rule, .source = external->source };
  return fill_facts (external, greeting, error);
}

/* Starts the program for the first time: it must exist, and be able to run the scheduler. */
static bool
meet (External *external, GError **error)
{
  Greeting greeting = { 0 };
  g_autoptr (GError) wrong = NULL;
  g_autofree char *refusal = NULL;
  if (!program_words (external->name, external->folder, &external->argv, error))
    return false;
  g_autoptr (ChildProcess) process = child_process_start (external->who, (const char *const *) external->argv, &wrong);
  if (!process)
    return sentence (error, "%s%s", wrong->message,
                     g_str_has_prefix (external->name, "exec:")
                         ? ""
                         : "; install Python 3 (Debian: python3), or name it by ISOSIM_PYTHON");
  bool ok = protocol_greet (process, &greeting, &refusal);
  if (!ok)
    sentence (error, "%s", child_process_trouble (process));
  else if (refusal)
    ok = sentence (error, "%s", refusal);
  else
    ok = fill_model (external, &greeting, error);
  greeting_clear (&greeting);
  if (ok)
    g_ptr_array_add (external->idle, g_steal_pointer (&process));
  return ok;
}

static void
stop (gpointer process)
{
  child_process_stop (process);
}

/* --- its life ------------------------------------------------------------------------------------------------------
 */

static External *
make (const char *name, const char *folder)
{
  External *external = g_new0 (External, 1);
  external->name = g_strdup (name);
  external->folder = g_strdup (folder);
  external->who = strlen (name) <= WHO_BYTES ? g_strdup (name) : g_strdup_printf ("%.*s…", WHO_BYTES, name);
  external->idle = g_ptr_array_new_with_free_func (stop);
  g_mutex_init (&external->lock);
  return external;
}

IsoModel *
external_new (const char *name, const char *folder, GError **error)
{
  External *external = make (name, folder);
  if (meet (external, error))
    return &external->model;
  external_free (&external->model);
  return NULL;
}

void
external_free (IsoModel *model)
{
  External *external = (External *) (void *) model;
  g_ptr_array_unref (external->idle);
  g_clear_pointer (&external->cache, answer_cache_unref);
  g_mutex_clear (&external->lock);
  g_strfreev (external->argv);
  g_free (external->trouble);
  g_free (external->name);
  g_free (external->folder);
  g_free (external->rule);
  g_free (external->source);
  g_free (external->who);
  g_free (external);
}
