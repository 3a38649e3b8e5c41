/* tests/unit/base/test_human.c - times and numbers as people read them: a longer time never looks shorter. */
#include "unit/check.h"

#include "base/human.h"
#include <string.h>

/* The time that TEXT, made by human_time(), shows, in microseconds. */
static double
shown_us (const char *text)
{
  static const struct
  {
    const char *unit;
    double us;
  } units[] = { { " µs", 1 }, { " ms", 1e3 }, { " s", 1e6 },  { "s", 1e6 },
                { "m", 6e7 }, { "h", 36e8 },  { "d", 864e8 }, { "y", 365 * 864e8 } };
  double sum = 0;
  while (*text)
    {
      char *end;
      double number = g_ascii_strtod (text, &end);
      gsize i = 0;
      while (i < G_N_ELEMENTS (units) && !g_str_has_prefix (end, units[i].unit))
        i++;
      if (i == G_N_ELEMENTS (units))
        return -1;
      sum += number * units[i].us;
      text = end + strlen (units[i].unit);
      text += *text == ' ';
    }
  return sum;
}

static void
times_are_right_and_ascend (void)
{
  double before = 0;
  for (uint64_t us = 1; us < UINT64_C (1) << 56; us += us / 97 + 1)
    {
      g_autofree char *text = human_time (us);
      double shown = shown_us (text);
      if (shown < before || shown < (double) us * 0.98 || shown > (double) us * 1.02)
        FAIL ("%" G_GUINT64_FORMAT " µs is shown as %s", us, text);
      if (g_str_has_prefix (text, "60m") || g_str_has_prefix (text, "60.0 s") || strstr (text, " 60s"))
        FAIL ("%s should take the next unit", text);
      before = shown;
    }
}

static void
counts_have_commas (void)
{
  static const struct
  {
    uint64_t count;
    const char *text;
  } cases[] = {
    { 0, "0 tests" }, { 1, "1 test" }, { 999, "999 tests" }, { 1000, "1,000 tests" }, { 1234567, "1,234,567 tests" }
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = human_plural (cases[i].count, "test");
      EQUAL_TEXT (text, cases[i].text);
    }
}

static void
longer_is_a_share_then_a_multiple (void)
{
  static const struct
  {
    uint64_t us;
    const char *text;
  } cases[] = { { 1000, "as long" },
                { 1030, "3.0 % longer" },
                { 1500, "50 % longer" },
                { 2000, "2.0 times as long" },
                { 12340, "12.3 times as long" } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = human_longer (cases[i].us, 1000);
      EQUAL_TEXT (text, cases[i].text);
    }
}

CU_TestInfo tests_of_human[] = {
  { "times are right within 2 %, and ascend", times_are_right_and_ascend },
  { "counts have commas, and nouns an s", counts_have_commas },
  { "longer is a share, then a multiple", longer_is_a_share_then_a_multiple },
  CU_TEST_INFO_NULL,
};
