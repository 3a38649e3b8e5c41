#include "commands/command.h"

#include "base/outfile.h"
#include "external/external.h"
#include "external/plugin_load.h"
#include "models/registry.h"
#include <errno.h>
#include <stdio.h>

G_DEFINE_QUARK (isosim - usage - error, usage_error)

const Command *const commands[] = { &command_run,      &command_check,
                                    &command_compare,  &command_conform,
                                    &command_convert,  &command_fuzz,
                                    &command_generate, &command_list,
                                    &command_merge,    &command_plan,
                                    &command_predict,  &command_review,
                                    &command_verify,   NULL };

int
usage_fail (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, USAGE_ERROR, 0, sentence);
  return EXIT_CANNOT;
}

static bool
write_to_stdout (const GString *text, GError **error)
{
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return true;
  g_set_error (error, USAGE_ERROR, 0, "standard output: %s", g_strerror (errno));
  return false;
}

bool
write_text (const char *path, const GString *text, GError **error)
{
  return g_str_equal (path, "-") ? write_to_stdout (text, error) : outfile_write (path, text->str, text->len, error);
}

/* A scheduler in another process. */
static const IsoModel *
find_hosted (const char *name, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  const IsoModel *model = external_find (name, &wrong);
  if (!model)
    usage_fail (error, "--dist %s: %s", name, wrong->message);
  return model;
}

const IsoModel *
command_find_model (const char *name, GError **error)
{
  if (external_is_name (name))
    return find_hosted (name, error);
  if (plugin_is_named (name))
    return plugin_load (name, error);
  const IsoModel *model = model_find (name);
  const char *nearest = model ? NULL : model_nearest (name);
  if (!model)
    usage_fail (error, "--dist %s: no such scheduler%s%s%s", name, nearest ? "; did you mean " : "",
                nearest ? nearest : " ('isosim list schedulers' names them)", nearest ? "?" : "");
  return model;
}

/* One of the names, at its beginning. */
static bool
has_name (const char *names, const char *start)
{
  g_auto (GStrv) name = g_strsplit (names, ",", -1);
  for (char **each = name; *each; each++)
    if (g_str_has_prefix (g_strstrip (*each), start))
      return true;
  return false;
}

static bool
has_plugin (const char *names)
{
  g_auto (GStrv) name = g_strsplit (names, ",", -1);
  for (char **each = name; *each; each++)
    if (plugin_is_named (g_strstrip (*each)))
      return true;
  return false;
}

bool
command_look_in (const char *option, const char *path, const char *names, GError **error)
{
  external_look_in (path);
  if (!path || has_name (names, "xdist:") || has_name (names, "py:"))
    return true;
  return usage_fail (error, "%s: only xdist:NAME and py:MODULE:CLASS look there", option), false;
}

bool
command_use_xdist_path (const char *path, const char *names, GError **error)
{
  return command_look_in ("--xdist-path", path, names, error);
}

bool
command_may_run (const char *name, const char *path, GError **error)
{
  if (has_name (name, "exec:") || has_name (name, "py:"))
    return usage_fail (error, "%s: its scheduler is %s, a program; say --dist yourself if it is to be run", path, name),
           false;
  if (has_plugin (name))
    return usage_fail (error, "%s: its scheduler is %s, a plug-in; say --dist yourself if it is to be loaded", path,
                       name),
           false;
  return true;
}

bool
command_parse_whole (const char *option, const char *word, guint64 least, guint64 most, guint64 *number, GError **error)
{
  if (!word || g_ascii_string_to_unsigned (word, 10, least, most, number, NULL))
    return true;
  return usage_fail (error, "%s %s: expected a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, option,
                     word, least, most),
         false;
}

bool
command_parse_format (const char *word, bool *json, GError **error)
{
  *json = g_strcmp0 (word, "json") == 0;
  if (!word || *json || g_str_equal (word, "text"))
    return true;
  return usage_fail (error, "--format %s: expected text or json", word), false;
}

void
command_skip_dashes (int *argc, char ***argv)
{
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    (*argc)--, (*argv)++;
}

GStrv
command_split_short (char **argv)
{
  g_autoptr (GPtrArray) split = g_ptr_array_new ();
  for (char **word = argv; *word; word++)
    if ((g_str_has_prefix (*word, "-n") || g_str_has_prefix (*word, "-j")) && (*word)[2])
      {
        g_ptr_array_add (split, g_strndup (*word, 2));
        g_ptr_array_add (split, g_strdup (*word + 2));
      }
    else
      g_ptr_array_add (split, g_strdup (*word));
  g_ptr_array_add (split, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&split), FALSE);
}
