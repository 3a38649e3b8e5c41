/* tests/bench/measure.c */
#define _GNU_SOURCE /* wait4, environ */
#include "bench/measure.h"

#include <fcntl.h>
#include <glib.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int
by_size (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

double
median (double *seconds, unsigned runs)
{
  qsort (seconds, runs, sizeof *seconds, by_size);
  return seconds[runs / 2];
}

double
now_s (void)
{
  return (double) g_get_monotonic_time () * 1e-6;
}

static double
time_once (BenchAction what, void *data)
{
  double start = now_s ();
  what (data);
  return now_s () - start;
}

Measured
measure (BenchAction what, void *data, BenchAction floor, void *floor_data, unsigned runs)
{
  double seconds[RUNS_MAX], floors[RUNS_MAX], ratios[RUNS_MAX];
  what (data);
  floor (floor_data);
  for (unsigned i = 0; i < runs; i++)
    {
      floors[i] = time_once (floor, floor_data);
      seconds[i] = time_once (what, data);
      ratios[i] = seconds[i] / floors[i];
    }
  return (Measured){ median (seconds, runs), median (floors, runs), median (ratios, runs) };
}

/* Spawned, not forked: a fork would copy the page tables of the bench and count that. */
void
run_program (const char *const *argv, long *kib)
{
  posix_spawn_file_actions_t actions;
  int status = -1;
  pid_t pid;
  struct rusage usage;
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen (&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  int failed = posix_spawn (&pid, argv[0], &actions, NULL, (char *const *) (guintptr) argv, environ);
  posix_spawn_file_actions_destroy (&actions);
  /* A search that comes to its limit ends with 3. */
  if (failed || wait4 (pid, &status, 0, &usage) != pid || !WIFEXITED (status)
      || (WEXITSTATUS (status) != 0 && WEXITSTATUS (status) != 3))
    {
      fprintf (stderr, "bench: %s did not run\n", argv[0]);
      exit (2);
    }
  *kib = usage.ru_maxrss;
}

void
do_program (void *data)
{
  Program *program = data;
  run_program (program->argv, &program->kib);
}

void
say (const char *what, const char *figure, double ratio, const char *of, double limit)
{
  printf ("%-52s %10s  %6.2f × %-9s", what, figure, ratio, of);
  if (limit > 0)
    printf (" %-5s (at most %.4g)", ratio <= limit ? "ok" : "SHORT", limit);
  printf ("\n");
}
