#include "unit/shapes.h"

Suite *
suite_of (const char *shape)
{
  GString *names = g_string_new (NULL);
  GArray *at = g_array_new (FALSE, FALSE, sizeof (uint64_t)), *lens = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  for (; *shape; shape += 2)
    for (char i = '1'; i <= shape[1]; i++)
      {
        uint64_t begin = names->len;
        g_string_append_printf (names, "%c.py::%c%c@%c", shape[0], shape[0], i, shape[0]);
        uint32_t len = (uint32_t) (names->len - begin);
        g_array_append_val (at, begin);
        g_array_append_val (lens, len);
      }
  uint32_t tests = at->len;
  char *text = g_string_free (names, FALSE);
  Suite *suite = suite_new (tests, text, (uint64_t *) (gpointer) g_array_free (at, FALSE),
                            (uint32_t *) (gpointer) g_array_free (lens, FALSE), NULL, g_free, text);
  for (int rule = 0; rule < SCOPE_RULES; rule++)
    suite_need_scopes (suite, (ScopeRule) rule);
  return suite;
}
