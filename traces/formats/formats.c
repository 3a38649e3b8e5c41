#include "formats/format.h"

#include <stddef.h>

/* In the order in which they are asked: what begins with a mark of its own first, what any JSON object or any table
 * could be last. */
const Format *const formats[] = {
  &format_isotrace,  &format_junit,      &format_reportlog,
  &format_scenario,  &format_jsonreport, &format_timing,
  &format_durations, &format_table,      NULL,
};

Trace *
trace_read (const char *path, GError **error)
{
  g_autoptr (Input) input = input_open (path, error);
  if (!input)
    return NULL;
  gsize len;
  const char *head = input_head (input, &len);
  for (const Format *const *format = formats; *format; format++)
    if ((*format)->recognise (head, len))
      return (*format)->read (input, error);
  if (len == 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT, "%s: the file is empty", input_name (input));
  else
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT,
                 "%s: not a trace of any kind that isosim knows ('isosim list formats' names them)",
                 input_name (input));
  return NULL;
}
