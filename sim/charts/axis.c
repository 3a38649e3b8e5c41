#include "charts/axis.h"

#include "text/exact.h"
#include <stdint.h>

#define TICKS_FEW 3u   /* so many say how an axis runs */
#define TICKS_MANY 10u /* more stand too close */
#define STEPS 6.0

#define MS UINT64_C (1000)
#define SECOND UINT64_C (1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

void
axis_init (Axis *axis, double lo, double hi, bool logarithmic)
{
  *axis = (Axis){ .logarithmic = logarithmic };
  if (logarithmic)
    {
      lo = MAX (lo, 1);
      hi = MAX (hi, lo);
      double room = hi / lo < 1.5 ? 1.1 : 1.08;
      axis->lo = lo / room;
      axis->hi = hi * room;
      g_assert (axis->lo > 0 && axis->lo < axis->hi);
      return;
    }
  double room = hi > lo ? (hi - lo) * 0.06 : hi > 0 ? hi * 0.1 : 1;
  axis->lo = lo - room;
  axis->hi = hi + room;
  g_assert (axis->lo < axis->hi);
}

double
axis_place (const Axis *axis, double value)
{
  if (!axis->logarithmic)
    return (value - axis->lo) / (axis->hi - axis->lo);
  return exact_log (MAX (value, 1) / axis->lo) / exact_log (axis->hi / axis->lo);
}

/* --- ticks --------------------------------------------------------------------------------------------------- */

static void
free_label (gpointer tick)
{
  g_free (((Tick *) tick)->label);
}

static GArray *
ticks_new (void)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (Tick));
  g_array_set_clear_func (ticks, free_label);
  return ticks;
}

/* Takes the label over. */
static void
add_tick (GArray *ticks, double at, char *label)
{
  Tick tick = { at, label };
  g_array_append_val (ticks, tick);
}

static char *
dup_number (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (g_ascii_formatd (digits, sizeof digits, "%.6g", number));
}

/* 1, 2, 5, 10, 20, 50 … */
static uint64_t
round_number (unsigned i)
{
  static const uint64_t factor[] = { 1, 2, 5 };
  uint64_t ten = 1;
  for (unsigned k = i / 3; k; k--)
    ten *= 10;
  return factor[i % 3] * ten;
}

/* 1, 2 or 5 times a power of ten, and at least LEAST, which is above 0. */
static double
round_step (double least)
{
  double ten = 1;
  while (ten > least)
    ten /= 10;
  while (ten * 10 <= least)
    ten *= 10;
  return ten >= least ? ten : 2 * ten >= least ? 2 * ten : 5 * ten >= least ? 5 * ten : 10 * ten;
}

/* --- times --------------------------------------------------------------------------------------------------- */

#define BELOW_SECOND 18u /* round numbers of microseconds */

#define TIME_LAST 1.8e19 /* beyond, times are not counted in 64 bits */
#define ROUND_TIMES 58u  /* up to 5e7 days; of the next ones some are no longer counted in 64 bits */

/* Times that people count in, ascending; I is below ROUND_TIMES. */
static uint64_t
round_time (unsigned i)
{
  static const uint64_t time[]
      = { SECOND,     2 * SECOND,  5 * SECOND,  10 * SECOND, 20 * SECOND, 30 * SECOND, MINUTE,   2 * MINUTE,
          5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR,        2 * HOUR,    5 * HOUR, 10 * HOUR };
  if (i < BELOW_SECOND)
    return round_number (i);
  i -= BELOW_SECOND;
  return i < G_N_ELEMENTS (time) ? time[i] : DAY * round_number (i - (unsigned) G_N_ELEMENTS (time));
}

/* WHOLE of one unit, and what is left of the next, if anything. */
static char *
dup_two (uint64_t us, uint64_t unit, const char *name, uint64_t part, const char *part_name)
{
  uint64_t left = us % unit / part;
  return left ? g_strdup_printf ("%" G_GUINT64_FORMAT "%s %" G_GUINT64_FORMAT "%s", us / unit, name, left, part_name)
              : g_strdup_printf ("%" G_GUINT64_FORMAT "%s", us / unit, name);
}

char *
axis_dup_time (guint64 us)
{
  if (us >= DAY)
    return dup_two (us, DAY, "d", HOUR, "h");
  if (us >= HOUR)
    return dup_two (us, HOUR, "h", MINUTE, "m");
  if (us >= MINUTE)
    return dup_two (us, MINUTE, "m", SECOND, "s");
  g_autofree char *number = dup_number ((double) us / (double) (us >= SECOND ? SECOND : us >= MS ? MS : 1));
  return g_strdup_printf ("%s%s", number, us >= SECOND ? "s" : us >= MS ? "ms" : "µs");
}

/* Multiples of a round time, where round times themselves lie too far apart. */
static void
add_time_steps (GArray *ticks, const Axis *axis)
{
  unsigned i = 0;
  while (i + 1 < ROUND_TIMES && (double) round_time (i) * STEPS < axis->hi - axis->lo)
    i++;
  uint64_t step = round_time (i);
  for (double us = ((double) (uint64_t) (axis->lo / (double) step) + 1) * (double) step;
       us <= MIN (axis->hi, TIME_LAST); us += (double) step)
    add_tick (ticks, us, axis_dup_time ((uint64_t) us));
}

GArray *
axis_time_ticks (const Axis *axis)
{
  unsigned first = 0, count = 0;
  GArray *ticks = ticks_new ();
  while (first < ROUND_TIMES && (double) round_time (first) < axis->lo)
    first++;
  while (first + count < ROUND_TIMES && (double) round_time (first + count) <= axis->hi)
    count++;
  if (count < TICKS_FEW)
    add_time_steps (ticks, axis);
  for (unsigned i = 0; i < count && count >= TICKS_FEW; i += (count - 1) / TICKS_MANY + 1)
    add_tick (ticks, (double) round_time (first + i), axis_dup_time (round_time (first + i)));
  return ticks;
}

/* --- numbers ------------------------------------------------------------------------------------------------- */

static void
add_number_steps (GArray *ticks, const Axis *axis, double step)
{
  double first = axis->lo <= 0 ? 0 : (double) ((uint64_t) (axis->lo / step) + 1);
  for (double i = first; i * step <= axis->hi; i++)
    add_tick (ticks, i * step, dup_number (i * step));
}

GArray *
axis_number_ticks (const Axis *axis)
{
  GArray *ticks = ticks_new ();
  add_number_steps (ticks, axis, round_step ((axis->hi - axis->lo) / STEPS));
  return ticks;
}

GArray *
axis_whole_ticks (const Axis *axis)
{
  GArray *ticks = ticks_new ();
  for (double power = 1; power <= axis->hi; power *= 2)
    if (power >= axis->lo)
      add_tick (ticks, power, dup_number (power));
  if (ticks->len >= TICKS_FEW)
    return ticks;
  g_array_set_size (ticks, 0);
  add_number_steps (ticks, axis, round_step (MAX ((axis->hi - axis->lo) / STEPS, 1)));
  return ticks;
}
