#include "sweep/billing.h"

#define MINUTE_US 60e6

__extension__ typedef unsigned __int128 Wide; /* machines × time × price */

uint64_t
billing_cost (const Billing *billing, unsigned workers, uint64_t wall_us)
{
  uint64_t total_us = billing->startup_us + wall_us;
  if (!billing->priced)
    return workers * total_us;
  Wide machines = (workers + billing->cores - 1) / billing->cores;
  Wide billed_us = (Wide) ((total_us + billing->bill_us - 1) / billing->bill_us) * billing->bill_us;
  Wide parts = (machines * billed_us * billing->price.money + billing->price.unit_us / 2) / billing->price.unit_us;
  g_assert (machines * billing->cores >= workers && billed_us >= total_us);
  return parts > UINT64_MAX ? UINT64_MAX : (uint64_t) parts;
}

char *
billing_dup_money (uint64_t parts)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%" G_GUINT64_FORMAT ".%09" G_GUINT64_FORMAT, parts / QUANTITY_MONEY,
                          parts % QUANTITY_MONEY);
  while (text->str[text->len - 1] == '0')
    g_string_truncate (text, text->len - 1);
  if (text->str[text->len - 1] == '.')
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

char *
billing_dup_number (const Billing *billing, uint64_t cost)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  double number = (double) cost / (billing->priced ? (double) QUANTITY_MONEY : MINUTE_US);
  const char *format = number >= 1000 ? "%.0f" : !billing->priced ? "%.1f" : number >= 1 ? "%.2f" : "%.4f";
  return g_strdup (g_ascii_formatd (digits, sizeof digits, format, number));
}

char *
billing_dup_text (const Billing *billing, uint64_t cost)
{
  g_autofree char *number = billing_dup_number (billing, cost);
  return billing->priced ? g_strconcat ("at ", number, NULL) : g_strconcat (number, " worker-minutes", NULL);
}
