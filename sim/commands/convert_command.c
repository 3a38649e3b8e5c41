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
  if (!usage_parse_options (usage_option_table ((const GOptionEntry[]){ G_OPTION_ENTRY_NULL }),
                            "IN OUT - writes a trace in isosim's own format",
                            "IN and OUT may be -, standard input and output. See isosim-trace(5).", &argc, &argv,
                            error))
    return EXIT_CANNOT;
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
