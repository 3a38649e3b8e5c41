/* tests/unit/charts/test_chart_refusals.c - a chart that cannot be written says why, and leaves what was there. */
#include "unit/check.h"

#include "unit/charts/drawn.h"
#include <glib/gstdio.h>
#include <string.h>

#define SMALL "{\"scheduler\":\"load\",\"workers\":2,\"tests\":[[\"a.py::x\",9],[\"b.py::y\",4]]}"

/* WRITE to NAME must fail with a message in which EXPECTED occurs, leave what was there, and nothing else. */
static void
check_refusal (const Drawn *drawn, const char *name, bool (*write) (const char *, const Chart *, GError **),
               const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = drawn_path (drawn, name);
  g_autofree char *text = NULL;
  bool there = g_file_set_contents (path, "precious", -1, NULL);
  if (write (path, &drawn->chart, &error))
    FAIL ("%s was written", name);
  else if (!strstr (error->message, expected))
    FAIL ("expected \"%s\" in \"%s\"", expected, error->message);
  if (there && g_file_get_contents (path, &text, NULL, NULL))
    EQUAL_TEXT (text, "precious");
  EQUAL_INT (empty_folder (drawn->folder), there);
}

static void
other_endings_are_refused (void)
{
  static const char *const names[] = { "chart.pdf", "chart", "chart.svg.gz", "txt" };
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    check_refusal (&drawn, names[i], gantt_write, "must end in .svg, .png or .txt");
  drawn_clear (&drawn);
}

static void
paths_that_cannot_be_written_are_named (void)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  check_refusal (&drawn, "missing/chart.svg", gantt_write, "missing/chart.svg: No such file or directory");
  check_refusal (&drawn, "missing/chart.txt", gantt_write, "missing/chart.txt: No such file or directory");
  check_refusal (&drawn, "missing/events.json", perfetto_write, "missing/events.json: No such file or directory");
  drawn_clear (&drawn);
}

/* Puts an executable named gnuplot, or nothing, where programs are looked for. */
static void
check_with_gnuplot (const char *script, const char *expected)
{
  Drawn drawn;
  if (!drawn_scenario (&drawn, "small", SMALL))
    return;
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *programs = g_dir_make_tmp ("isosim-programs-XXXXXX", NULL);
  g_autofree char *program = g_build_filename (programs, "gnuplot", NULL);
  if (script && (!g_file_set_contents (program, script, -1, NULL) || g_chmod (program, 0755) != 0))
    FAIL ("no program");
  g_setenv ("PATH", programs, TRUE);
  check_refusal (&drawn, "chart.svg", gantt_write, expected);
  g_setenv ("PATH", path ? path : "/bin:/usr/bin", TRUE);
  g_unlink (program);
  g_rmdir (programs);
  drawn_clear (&drawn);
}

static void
what_is_wrong_with_gnuplot_is_told (void)
{
  check_with_gnuplot (NULL, "chart.svg and is not installed (a FILE ending in .txt needs none)");
  check_with_gnuplot ("#!/bin/sh\necho half of a picture\necho 'no such terminal' >&2\nexit 1\n", "no such terminal");
  check_with_gnuplot ("#!/bin/sh\nexit 1\n", "it said nothing");
  check_with_gnuplot ("#!/bin/sh\nexit 0\n", "it said nothing");
  check_with_gnuplot ("#!/bin/sh\nkill -9 $$\n", "gnuplot failed to draw");
}

CU_TestInfo tests_of_chart_refusals[] = {
  { "other endings are refused", other_endings_are_refused },
  { "paths that cannot be written are named", paths_that_cannot_be_written_are_named },
  { "what is wrong with gnuplot is told", what_is_wrong_with_gnuplot_is_told },
  CU_TEST_INFO_NULL,
};
