#include "base/units.h"

#include "base/usage.h"
#include <string.h>

#define SECOND_US UINT64_C (1000000)

/* --- times --------------------------------------------------------------------------------------------------- */

static const struct
{
  char letter;
  uint64_t us;
} time_units[] = { { 'h', 3600 * SECOND_US }, { 'm', 60 * SECOND_US }, { 's', SECOND_US } };

/* Parses the number at *AT and moves *AT after it. Returns false when there is none, or it is too large for a time. */
static bool
take_number (const char **at, uint64_t *number)
{
  const char *begin = *at;
  *number = 0;
  for (; g_ascii_isdigit (**at) && *number <= QUANTITY_TIME_US_MAX; ++*at)
    *number = *number * 10 + (uint64_t) (**at - '0');
  return *at > begin && *number <= QUANTITY_TIME_US_MAX / SECOND_US;
}

static bool
read_time (const char *word, uint64_t *us)
{
  gsize unit = 0;
  const char *at = word;
  for (*us = 0; *at; at++, unit++)
    {
      uint64_t number;
      if (!take_number (&at, &number))
        return false;
      while (unit < G_N_ELEMENTS (time_units) && time_units[unit].letter != *at)
        unit++;
      if (unit == G_N_ELEMENTS (time_units))
        return false;
      *us += number * time_units[unit].us;
    }
  return at > word && *us <= QUANTITY_TIME_US_MAX;
}

bool
units_parse_time (const char *option, const char *word, uint64_t *us, GError **error)
{
  uint64_t read;
  if (!word)
    return true;
  if (!read_time (word, &read))
    return fail (error, "%s %s: expected a time with its units, as 90s, 10m or 1h30m, up to 31 years", option, word);
  *us = read;
  return true;
}

/* --- prices -------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  uint64_t us;
} price_units[] = { { "s", SECOND_US }, { "m", 60 * SECOND_US }, { "min", 60 * SECOND_US }, { "h", 3600 * SECOND_US } };

/* Parses the decimals after a point, as parts of money, and moves *AT after them. */
static bool
take_decimals (const char **at, uint64_t *parts)
{
  uint64_t worth = QUANTITY_MONEY;
  const char *begin = *at;
  for (*parts = 0; g_ascii_isdigit (**at); ++*at)
    {
      worth /= 10;
      if (!worth)
        return false;
      *parts += worth * (uint64_t) (**at - '0');
    }
  return *at > begin;
}

/* Parses the number at *AT, and moves *AT after it. */
static bool
take_money (const char **at, uint64_t *money)
{
  uint64_t whole, parts = 0;
  if (!take_number (at, &whole) || whole > QUANTITY_MONEY_MAX)
    return false;
  if (**at == '.')
    {
      ++*at;
      if (!take_decimals (at, &parts))
        return false;
    }
  *money = whole * QUANTITY_MONEY + parts;
  return true;
}

static uint64_t
price_unit_us (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (price_units); i++)
    if (strcmp (price_units[i].name, name) == 0)
      return price_units[i].us;
  return 0;
}

bool
units_parse_price (const char *option, const char *word, Price *price, GError **error)
{
  const char *at = word;
  if (!word)
    return true;
  bool read = take_money (&at, &price->money);
  if (read && *at == '\0')
    return fail (error, "%s %s: a price is for some time: say %s/min, or /h, or /s", option, word, word);
  price->unit_us = read && *at == '/' ? price_unit_us (at + 1) : 0;
  if (price->unit_us)
    return true;
  return fail (error,
               "%s %s: expected a number of up to 9 decimals up to a million, and a unit of time, as 0.008/min, 0.5/h",
               option, word);
}

bool
units_parse_share (const char *option, const char *word, unsigned *share, GError **error)
{
  const char *c = word;
  guint64 number = 0;
  unsigned decimals = 0;
  if (!word)
    return true;
  for (; g_ascii_isdigit (*c) && number <= SHARE_MAX; c++)
    number = number * 10 + (guint64) g_ascii_digit_value (*c);
  if (c > word && *c == '.' && g_ascii_isdigit (c[1]))
    for (c++; g_ascii_isdigit (*c) && decimals < 2; c++, decimals++)
      number = number * 10 + (guint64) g_ascii_digit_value (*c);
  for (; decimals < 2; decimals++)
    number *= 10;
  *share = (unsigned) MIN (number, SHARE_MAX);
  if (c > word && g_str_equal (c, "%") && number <= SHARE_MAX)
    return true;
  return fail (error, "%s %s: expected a share from 0%% to 1000%% with its %%, as 5%% or 2.5%%", option, word);
}
