#include "base/usage.h"

G_DEFINE_QUARK (isosim - usage - error, usage_error)

bool
fail (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, USAGE_ERROR, 0, sentence);
  return false;
}

bool
usage_parse_whole (const char *option, const char *word, guint64 least, guint64 most, guint64 *number, GError **error)
{
  if (!word || g_ascii_string_to_unsigned (word, 10, least, most, number, NULL))
    return true;
  return fail (error, "%s %s: expected a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, option, word,
               least, most);
}

bool
usage_parse_format (const char *word, bool *json, GError **error)
{
  *json = g_strcmp0 (word, "json") == 0;
  if (!word || *json || g_str_equal (word, "text"))
    return true;
  return fail (error, "--format %s: expected text or json", word);
}

void
usage_skip_dashes (int *argc, char ***argv)
{
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    (*argc)--, (*argv)++;
}

GStrv
usage_split_short (char **argv)
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

GOptionEntry *
usage_option_table (const GOptionEntry *entries)
{
  gsize count = 1;
  while (entries[count - 1].long_name)
    count++;
  return g_memdup2 (entries, count * sizeof *entries);
}

bool
usage_parse_options (GOptionEntry *table, const char *usage, const char *description, int *argc, char ***argv,
                     GError **error)
{
  g_autofree GOptionEntry *entries = table;
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, description);
  if (!g_option_context_parse (context, argc, argv, error))
    return false;
  usage_skip_dashes (argc, argv);
  return true;
}

void
usage_free_words (GOptionEntry *table)
{
  for (GOptionEntry *entry = table; entry->long_name; entry++)
    if (entry->arg == G_OPTION_ARG_STRING || entry->arg == G_OPTION_ARG_FILENAME)
      g_clear_pointer ((char **) entry->arg_data, g_free);
    else if (entry->arg == G_OPTION_ARG_STRING_ARRAY || entry->arg == G_OPTION_ARG_FILENAME_ARRAY)
      g_clear_pointer ((char ***) entry->arg_data, g_strfreev);
  g_free (table);
}
