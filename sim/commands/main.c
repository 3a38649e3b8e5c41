/* sim/commands/main.c - finds the command, prints its error. */
#define _DEFAULT_SOURCE /* madvise */
#include "config.h"

#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#ifdef __GLIBC__
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#endif

/* All commands. The first is what isosim does when no command is named. */
static const Command *const commands[] = { &command_run,      &command_check,
                                           &command_compare,  &command_conform,
                                           &command_convert,  &command_fuzz,
                                           &command_generate, &command_list,
                                           &command_merge,    &command_plan,
                                           &command_predict,  &command_review,
                                           &command_verify,   NULL };

/* The command that the first word names; without a name it is run, isosim's main job. */
static const Command *
find_command (int *argc, char ***argv)
{
  for (const Command *const *command = commands; *argc > 1 && *command; command++)
    if (g_str_equal ((*argv)[1], (*command)->name))
      {
        ++*argv;
        --*argc;
        return *command;
      }
  return commands[0];
}

#define HEAP_ROOM ((size_t) 16 << 20)
#define HUGE_PAGE ((size_t) 2 << 20)

/* What one phase frees the next one takes: giving large blocks back to the system in between, as glibc does, costs a
 * page fault for every 4 KiB, which is half of the time of a short run. The first part of the heap is asked for in huge
 * pages, where the system has them: a fault for every 2 MiB. */
static void
prepare_heap (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, 1 << 30);
  mallopt (M_TRIM_THRESHOLD, 1 << 30);
  mallopt (M_TOP_PAD, 1 << 20);
  mallopt (M_ARENA_MAX, 1); /* threads too reuse what reading freed */
  char *room = malloc (HEAP_ROOM);
  if (!room)
    return;
  uintptr_t first = ((uintptr_t) room + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  madvise ((void *) first, ((uintptr_t) room + HEAP_ROOM - first) / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
  free (room);
#endif
}

/* What was printed and did not arrive is an error too. */
static int
flush_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  if (status != EXIT_CANNOT)
    fprintf (stderr, "isosim: standard output: %s\n", g_strerror (errno));
  return EXIT_CANNOT;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  prepare_heap ();
  setlocale (LC_ALL, "");
  if (argc == 2 && (g_str_equal (argv[1], "--version") || g_str_equal (argv[1], "-V")))
    {
      puts ("isosim " PACKAGE_VERSION);
      return flush_output (EXIT_HOLDS);
    }
  const Command *command = find_command (&argc, &argv);
  g_autofree char *name = g_strconcat ("isosim ", command->name, NULL); /* as --help shows it */
  g_set_prgname (command == &command_run ? "isosim" : name);
  Schedulers *schedulers = schedulers_new ();
  int status = command->run (&(Invocation){ argc, argv, schedulers, commands }, &error);
  schedulers_free (schedulers);
  if (error)
    fprintf (stderr, "isosim: %s\n", error->message);
  return flush_output (status);
}
