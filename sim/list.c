/* sim/list.c - `isosim list schedulers|formats|properties`. */
#include "command.h"
#include "format.h"
#include "properties.h"
#include "registry.h"
#include <stdio.h>

static void
print_promises (const IsoModel *model)
{
  const char *separator = "promises ";
  for (int property = 0; property < ISO_PROPERTIES; property++)
    if (model->promises & ISO_BIT (property))
      {
        printf ("%s%s", separator, property_name ((IsoProperty) property));
        separator = ", ";
      }
}

static void
list_schedulers (bool verbose)
{
  for (const IsoModel *const *model = models; *model; model++)
    {
      printf ("%-15s  %s\n", (*model)->name, (*model)->rule);
      if (!verbose)
        continue;
      printf ("                 follows %s%s", (*model)->source, (*model)->since > 1 ? "; " : "\n                 ");
      if ((*model)->since > 1)
        printf ("since 3.%u\n                 ", (*model)->since);
      print_promises (*model);
      printf ("\n");
    }
}

static void
list_formats (bool verbose)
{
  for (const Format *const *format = formats; *format; format++)
    printf ("%-10s  %s\n", (*format)->name, (*format)->title);
}

static void
list_properties (bool verbose)
{
  for (int property = 0; property < ISO_PROPERTIES; property++)
    printf ("%-13s  %s\n", property_name ((IsoProperty) property), property_meaning ((IsoProperty) property));
}

static const struct
{
  const char *what;
  void (*list) (bool verbose);
} lists[] = {
  { "formats", list_formats },
  { "properties", list_properties },
  { "schedulers", list_schedulers },
};

static int
list_command (int argc, char **argv, GError **error)
{
  gboolean verbose = FALSE;
  const GOptionEntry entries[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "say more of each", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("formats|properties|schedulers - names what there is");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return EXIT_CANNOT;
  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (argv[1], lists[i].what))
      {
        lists[i].list (verbose);
        return EXIT_HOLDS;
      }
  return usage_fail (error, "list what? formats, properties or schedulers");
}

const Command command_list = { "list", "name the schedulers, formats and properties", list_command };
