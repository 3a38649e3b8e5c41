/* sim/commands/convert_command.c - `isosim convert IN OUT`: any trace into isosim's own format. */
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "formats/isotrace.h"
#include "run/trace_source.h"
#include <stdio.h>

static int
convert_command (const Invocation *call, GError **error)
{
  int argc = call->argc;
  char **argv = call->argv;
  g_autoptr (GOptionContext) context = g_option_context_new ("IN OUT - writes a trace in isosim's own format");
  g_option_context_set_description (context, "IN and OUT may be -, standard input and output. See isosim-trace(5).");
  if (!g_option_context_parse (context, &argc, &argv, error))
    return EXIT_CANNOT;
  usage_skip_dashes (&argc, &argv);
  if (argc != 3)
    {
      fail (error, "convert takes two files, IN and OUT (- is standard input or output)");
      return EXIT_CANNOT;
    }
  g_autoptr (Trace) trace = trace_source_read_any (argv[1], error);
  if (!trace)
    return EXIT_CANNOT;
  if (trace->scenario)
    fprintf (stderr, "isosim: warning: %s: only the tests are kept; scheduler, workers and options are not\n", argv[1]);
  g_autoptr (GString) text = isotrace_text (trace);
  return outfile_write_text (argv[2], text, error) ? EXIT_HOLDS : EXIT_CANNOT;
}

const Command command_convert = { "convert", "write a trace in isosim's own format", convert_command };
