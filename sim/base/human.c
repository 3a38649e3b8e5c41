#include "base/human.h"

#include <string.h>

#define SECOND UINT64_C (1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)

/* Returns NUMBER in UNIT with three figures: 4.31, 12.3, 850. */
static char *
three_figures (uint64_t number, uint64_t unit, const char *name)
{
  unsigned decimals = number >= 100 * unit ? 0 : number >= 10 * unit ? 1 : 2;
  uint64_t scale = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
  uint64_t scaled = (number * scale + unit / 2) / unit;
  if (decimals == 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", scaled, name);
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT " %s", scaled / scale, (int) decimals,
                          scaled % scale, name);
}

static char *
two_units (uint64_t us, uint64_t big, const char *big_name, uint64_t small, const char *small_name)
{
  uint64_t in_small = (us + small / 2) / small, per_big = big / small;
  return g_strdup_printf ("%" G_GUINT64_FORMAT "%s %" G_GUINT64_FORMAT "%s", in_small / per_big, big_name,
                          in_small % per_big, small_name);
}

static char *
hours (uint64_t us)
{
  uint64_t seconds = (us + SECOND / 2) / SECOND;
  return g_strdup_printf ("%" G_GUINT64_FORMAT "h %" G_GUINT64_FORMAT "m %" G_GUINT64_FORMAT "s", seconds / 3600,
                          seconds / 60 % 60, seconds % 60);
}

/* A time takes the larger unit as soon as the smaller one would round up to it: never "60.0 s" or "60m 0s". */
char *
human_time (uint64_t us)
{
  if (us < 1000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " µs", us);
  if (us < SECOND - 500)
    return three_figures (us, 1000, "ms");
  if (us < MINUTE - SECOND / 20)
    return three_figures (us, SECOND, "s");
  if (us < HOUR - SECOND / 2)
    return two_units (us, MINUTE, "m", SECOND, "s");
  if (us < DAY - SECOND / 2)
    return hours (us);
  if (us < YEAR - HOUR / 2)
    return two_units (us, DAY, "d", HOUR, "h");
  return two_units (us, YEAR, "y", DAY, "d");
}

char *
human_count (uint64_t count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  GString *text = g_string_new (NULL);
  gsize len = strlen (digits);
  for (gsize i = 0; i < len; i++)
    {
      if (i && (len - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
human_plural (uint64_t count, const char *noun)
{
  g_autofree char *number = human_count (count);
  return g_strdup_printf ("%s %s%s", number, noun, count == 1 ? "" : "s");
}

char *
human_longer (uint64_t us, uint64_t best_us)
{
  double ratio = best_us ? (double) us / (double) best_us : 1.0;
  if (ratio < 1.0005)
    return g_strdup ("as long");
  char number[32];
  if (ratio >= 1.995)
    return g_strdup_printf ("%s times as long", g_ascii_formatd (number, sizeof number, "%.1f", ratio));
  const char *format = ratio < 1.0995 ? "%.1f" : "%.0f";
  return g_strdup_printf ("%s %% longer", g_ascii_formatd (number, sizeof number, format, (ratio - 1) * 100));
}

int
human_padding (const char *text, int columns)
{
  glong width = g_utf8_strlen (text, -1);
  return width < columns ? columns - (int) width : 0;
}
