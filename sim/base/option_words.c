#include "base/option_words.h"

#include "base/usage.h"

GOptionEntry *
option_words_table (const GOptionEntry *entries)
{
  gsize count = 1;
  while (entries[count - 1].long_name)
    count++;
  return g_memdup2 (entries, count * sizeof *entries);
}

bool
option_words_parse (GOptionEntry *table, const char *usage, const char *description, int *argc, char ***argv,
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
option_words_clear (GOptionEntry *table)
{
  for (GOptionEntry *entry = table; entry->long_name; entry++)
    if (entry->arg == G_OPTION_ARG_STRING || entry->arg == G_OPTION_ARG_FILENAME)
      g_clear_pointer ((char **) entry->arg_data, g_free);
    else if (entry->arg == G_OPTION_ARG_STRING_ARRAY || entry->arg == G_OPTION_ARG_FILENAME_ARRAY)
      g_clear_pointer ((char ***) entry->arg_data, g_strfreev);
  g_free (table);
}
