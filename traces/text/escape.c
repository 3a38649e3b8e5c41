#include "text/escape.h"

/* Control characters would break lines and fields, # would begin a comment for gnuplot and pandas, a leading " a
 * quotation for pandas and spreadsheets, and % begins an escape. */
void
escape_append (GString *text, const char *name, gsize len)
{
  for (gsize i = 0; i < len; i++)
    {
      unsigned char c = (unsigned char) name[i];
      if (c < ' ' || c == 0x7f || c == '%' || c == '#' || (c == '"' && i == 0) || (c == '-' && len == 1))
        g_string_append_printf (text, "%%%02X", c);
      else
        g_string_append_c (text, name[i]);
    }
}
