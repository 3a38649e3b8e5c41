/* sim/commands/list_command.c - `isosim list formats|presets|properties|schedulers`. */
#include "base/human.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "formats/format.h"
#include "models/registry.h"
#include "session/property.h"
#include "synthetic/presets.h"
#include <stdio.h>

static void
print_promises (const IsoModel *model)
{
  const char *separator = "promises ";
  for (Property property = 0; property < ISO_PROPERTIES; property++)
    if (model->promises & ISO_BIT (property))
      {
        printf ("%s%s", separator, property_name (property));
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

#define UNDER_PRESET "                   " /* where the second column begins */

/* With a point, whatever the locale. */
static void
print_number (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  printf ("%s", g_ascii_formatd (digits, sizeof digits, "%g", number));
}

static void
print_numbers (const char *what, const double *number, int count)
{
  printf ("%s", what);
  for (int i = 0; i < count; i++)
    {
      printf ("%s", i ? ", " : " ");
      print_number (number[i]);
    }
}

static void
print_quantiles (const Preset *preset)
{
  printf (UNDER_PRESET "times");
  for (int i = 0; i < PRESET_TIMES; i++)
    {
      g_autofree char *time = human_time (preset->time_us[i]);
      printf ("%s %s", i ? "," : "", time);
    }
  printf ("\n" UNDER_PRESET "sizes");
  for (int i = 0; i < PRESET_SIZES; i++)
    printf ("%s %u", i ? "," : "", preset->size[i]);
  printf ("\n");
}

static void
print_shares (const Preset *preset)
{
  g_autofree char *tests = human_plural (preset->tests, "test");
  printf (UNDER_PRESET "%s, ", tests);
  print_number (preset->scopes_per_module);
  printf (" scopes a module, parametrised ");
  print_number (preset->param_share);
  printf ("; rho of modules ");
  print_number (preset->rho_module);
  printf (", of scopes ");
  print_number (preset->rho_scope);
  printf ("; noise ");
  print_number (preset->run_noise_sigma);
  printf ("\n");
}

static void
print_presets_legend (void)
{
  print_numbers ("\ntimes: of a test, at the quantiles", preset_time_p, PRESET_TIMES);
  print_numbers ("\nsizes: tests of a scope, at", preset_size_p, PRESET_SIZES);
  printf ("\nrho:   share of the variance of a test's normal score of its time that lies between them\n"
          "noise: standard deviation of the logarithm of one test's time, from run to run\n");
}

static void
list_presets (bool verbose)
{
  for (const Preset *preset = presets; preset->name; preset++)
    {
      printf ("%-17s  %s\n", preset->name, preset->source);
      if (!verbose)
        continue;
      print_shares (preset);
      print_quantiles (preset);
    }
  if (verbose)
    print_presets_legend ();
}

static void
list_properties (bool verbose)
{
  for (Property property = 0; property < ISO_PROPERTIES; property++)
    printf ("%-13s  %s\n", property_name (property), property_meaning (property));
}

static const struct
{
  const char *what;
  void (*list) (bool verbose);
} lists[] = {
  { "formats", list_formats },
  { "presets", list_presets },
  { "properties", list_properties },
  { "schedulers", list_schedulers },
};

static int
list_command (const Invocation *call, GError **error)
{
  int argc = call->argc;
  char **argv = call->argv;
  gboolean verbose = FALSE;
  const GOptionEntry entries[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose, "say more of each", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context
      = g_option_context_new ("formats|presets|properties|schedulers - names what there is");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return EXIT_CANNOT;
  for (gsize i = 0; argc == 2 && i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (argv[1], lists[i].what))
      {
        lists[i].list (verbose);
        return EXIT_HOLDS;
      }
  fail (error, "list what? formats, presets, properties or schedulers");
  return EXIT_CANNOT;
}

const Command command_list = { "list", "name the schedulers, formats, presets and properties", list_command };
