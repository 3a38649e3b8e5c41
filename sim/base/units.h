/* sim/base/units.h - times and prices as people type them. */
#ifndef ISOSIM_QUANTITIES_H
#define ISOSIM_QUANTITIES_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define QUANTITY_TIME_US_MAX UINT64_C (1000000000000000) /* 31 years */
#define QUANTITY_MONEY 1000000000u            /* parts of which money is counted: 1 is a thousand-millionth */
#define QUANTITY_MONEY_MAX UINT64_C (1000000) /* most that a price may be */

/* "90s", "10m", "1h30m", "0s": whole numbers with the units h, m and s, each at most once and in that order. Each of
 * these takes OPTION and WORD for the sentence in *error, and where WORD is NULL (not given) changes nothing. */
bool units_parse_time (const char *option, const char *word, uint64_t *us, GError **error);

/* Money by time. */
typedef struct
{
  uint64_t money;   /* parts (QUANTITY_MONEY) … */
  uint64_t unit_us; /* … for so long */
} Price;

/* "0.008/min", "1.2/h", "0.0001/s": a number of up to nine decimals, and a unit of time. */
bool units_parse_price (const char *option, const char *word, Price *price, GError **error);

/* Shares are counted in hundredths of a per cent. */
#define SHARE_PERCENT 100u
#define SHARE_MAX (1000u * SHARE_PERCENT)

/* "5%", "2.5%", "0.25%", up to SHARE_MAX. */
bool units_parse_share (const char *option, const char *word, unsigned *share, GError **error);

#endif
