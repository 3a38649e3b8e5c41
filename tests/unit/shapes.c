/* tests/unit/shapes.c */
#include "unit/shapes.h"

#include "formats/format.h"
#include "synthetic/generate.h"
#include "synthetic/presets.h"
#include "unit/check.h"
#include <glib/gstdio.h>

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

Trace *
synthetic_trace (const char *preset, uint32_t tests, uint64_t seed)
{
  const GeneratePlan plan = { preset_find (preset), .tests = tests, .seed = seed };
  return generate_trace (&plan);
}

Trace *
trace_of_text (const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("isosim-XXXXXX", &path, NULL);
  if (fd < 0 || !g_close (fd, NULL) || !g_file_set_contents (path, text, -1, NULL))
    FAIL ("cannot write a temporary file");
  Trace *trace = trace_read (path, &error);
  g_unlink (path);
  if (!trace)
    FAIL ("%s", error->message);
  return trace;
}
