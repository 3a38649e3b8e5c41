/* sim/charts/axis.h - the axes of a chart: where a value stands, and which values are marked. */
#ifndef ISOSIM_AXIS_H
#define ISOSIM_AXIS_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct
{
  double lo, hi; /* lo < hi; above 0 where it is logarithmic */
  bool logarithmic;
} Axis;

typedef struct
{
  double at;
  char *label; /* owned by the array */
} Tick;

/* From LO to HI, finite and not below 0, and a bit of room at both ends; LO may be HI. */
void axis_init (Axis *axis, double lo, double hi, bool logarithmic);

/* 0 at lo, 1 at hi; below and beyond for what is not on the axis. The same on every machine. */
double axis_place (const Axis *axis, double value);

/* Of Tick, ascending, g_array_unref it. Times are microseconds: "30s", "1m 30s", "2h". */
GArray *axis_time_ticks (const Axis *axis);
/* Whole numbers: powers of two, or what lies closer. */
GArray *axis_whole_ticks (const Axis *axis);
/* "0.05", "20". */
GArray *axis_number_ticks (const Axis *axis);

/* A time of a tick or an option, whole: "1h 30m". g_free it. */
char *axis_dup_time (guint64 us);

G_END_DECLS

#endif
