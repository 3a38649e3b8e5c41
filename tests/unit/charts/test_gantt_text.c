/* tests/unit/charts/test_gantt_text.c - the text chart of small runs. */
#include "unit/check.h"

#include "charts/chart_text.h"
#include "unit/charts/drawn.h"

static void
the_text_chart_of_a_small_run (void)
{
  static const char expected[] = "small suite\n"
                                 "loadfile, 2 workers, 4 tests: 7.50 s, utilization 90.0 %\n"
                                 "\n"
                                 "s    0                   2                   4                   6\n"
                                 "gw0  BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB...............\n"
                                 "gw1  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
                                 "busy ************************************************************555555555555555\n"
                                 "\n"
                                 "A   b.py                                                          7.50 s  55.6 %\n"
                                 "B   a.py                                                          6.00 s  44.4 %\n"
                                 ".   idle, : for more than half of the time\n"
                                 "busy: tenths of the workers, rounded down; * all of them\n";
  Drawn drawn;
  if (!drawn_scenario (
          &drawn, "small suite",
          "{\"scheduler\":\"loadfile\",\"workers\":2,\"tests\":[[\"a.py::x\",4000000],[\"a.py::y\",2000000],"
          "[\"b.py::x\",7000000],[\"b.py::y\",500000]]}"))
    return;
  g_autofree char *text = drawn_written (&drawn, "chart.txt", gantt_write, NULL);
  EQUAL_TEXT (text, expected);
  drawn_clear (&drawn);
}

static void
the_text_chart_of_crashes (void)
{
  static const char expected[] = "crashes\n"
                                 "load, 1 worker, 1 replacement, 2 tests: 9 µs, utilization 100.0 %\n"
                                 "\n"
                                 "µs  0 2 4 6 8\n"
                                 "gw0  AAAA!\n"
                                 "gw1       AAAA\n"
                                 "busy *********\n"
                                 "\n"
                                 "A   a.py                                                            9 µs 100.0 %\n"
                                 ".   idle, : for more than half of the time\n"
                                 "!   the worker crashed\n"
                                 "busy: tenths of the workers, rounded down; * all of them\n";
  Drawn drawn;
  if (!drawn_scenario (&drawn, "crashes",
                       "{\"scheduler\":\"load\",\"workers\":1,\"tests\":[[\"a.py::x\",5],[\"a.py::y\",4]],"
                       "\"crash\":{\"0\":1}}"))
    return;
  g_autofree char *text = drawn_written (&drawn, "chart.txt", gantt_write, NULL);
  EQUAL_TEXT (text, expected);
  drawn_clear (&drawn);
}

static void
no_line_is_wider_than_a_terminal (void)
{
  static const char *const models_[] = { "load", "isoscope", "loadgroup" };
  g_autofree char *path = source_path ("tests/golden/suites/CaptorAB__openseries.json.gz");
  for (gsize i = 0; i < G_N_ELEMENTS (models_); i++)
    {
      Drawn drawn;
      if (!drawn_read (&drawn, path,
                       "a title that is far too long for a terminal: 中文中文中文中文中文中文中文中文中文中文",
                       models_[i], 12))
        continue;
      g_autofree char *text = drawn_written (&drawn, "chart.txt", gantt_write, NULL);
      g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
      for (char **line = lines; *line; line++)
        if (text_columns (*line) > 80)
          FAIL ("%u columns: %s", text_columns (*line), *line);
      drawn_clear (&drawn);
    }
}

static void
long_names_lose_their_middle (void)
{
  static const struct
  {
    const char *text;
    unsigned columns;
    const char *fitted;
  } cases[] = {
    { "short", 5, "short" },    { "tests/unit/test_x.py::TestX", 13, "test…y::TestX" },
    { "a\tb\nc", 9, "a?b?c" },  { "中文中文", 8, "中文中文" },
    { "中文中文", 6, "…中文" }, { "any", 1, "…" },
    { "any", 0, "" },           { "\xff\xfe", 4, "��" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fitted = text_dup_fitted (cases[i].text, cases[i].columns);
      EQUAL_TEXT (fitted, cases[i].fitted);
      CU_ASSERT (text_columns (fitted) <= cases[i].columns);
    }
}

CU_TestInfo tests_of_gantt_text[] = {
  { "the text chart of a small run", the_text_chart_of_a_small_run },
  { "the text chart of crashes", the_text_chart_of_crashes },
  { "no line is wider than a terminal", no_line_is_wider_than_a_terminal },
  { "long names lose their middle", long_names_lose_their_middle },
  CU_TEST_INFO_NULL,
};
