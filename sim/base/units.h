/* sim/base/units.h - times, prices and shares as people type them.
 *
 * Each function parses WORD, the value of OPTION. NULL means that the option was not given, and changes nothing. It
 * returns false with *error, a sentence that begins with both, when it cannot. */
#ifndef ISOSIM_UNITS_H
#define ISOSIM_UNITS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define QUANTITY_TIME_US_MAX UINT64_C (1000000000000000) /* 31 years */
#define QUANTITY_MONEY 1000000000u                       /* the parts of one unit of money */
#define QUANTITY_MONEY_MAX UINT64_C (1000000)            /* the highest price */

/* "90s", "10m", "1h30m", "0s": whole numbers with the units h, m and s, each at most once and in that order. */
bool units_parse_time (const char *option, const char *word, uint64_t *us, GError **error);

/* Money for a time. */
typedef struct
{
  uint64_t money;   /* in parts of QUANTITY_MONEY … */
  uint64_t unit_us; /* … for this time */
} Price;

/* "0.008/min", "1.2/h", "0.0001/s": a number with up to nine decimals, and a unit of time. */
bool units_parse_price (const char *option, const char *word, Price *price, GError **error);

/* Shares are counted in hundredths of a per cent. */
#define SHARE_PERCENT 100u
#define SHARE_MAX (1000u * SHARE_PERCENT)

/* "5%", "2.5%", "0.25%", up to SHARE_MAX. */
bool units_parse_share (const char *option, const char *word, unsigned *share, GError **error);

#endif
