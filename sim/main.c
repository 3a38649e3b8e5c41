/* sim/main.c - finds the command, prints its error. */
#include "config.h"

#include "command.h"
#include <locale.h>
#include <stdio.h>

static const Command *const commands[] = { &command_run, &command_convert, &command_list };

/* The command that the first word names; without a name it is run, isosim's main job. */
static const Command *
find_command (int *argc, char ***argv)
{
  for (gsize i = 0; *argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal ((*argv)[1], commands[i]->name))
      {
        ++*argv;
        --*argc;
        return commands[i];
      }
  return &command_run;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  setlocale (LC_ALL, "");
  if (argc == 2 && (g_str_equal (argv[1], "--version") || g_str_equal (argv[1], "-V")))
    {
      puts ("isosim " PACKAGE_VERSION);
      return EXIT_HOLDS;
    }
  const Command *command = find_command (&argc, &argv);
  g_set_prgname (command == &command_run ? "isosim" : NULL);
  int status = command->run (argc, argv, &error);
  if (error)
    fprintf (stderr, "isosim: %s\n", error->message);
  return status;
}
