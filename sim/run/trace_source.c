#include "run/trace_source.h"

#include "base/usage.h"
#include "formats/format.h"
#include "text/input.h"
#include "time_model/time_model.h"
#include <stdio.h>

static bool
fits (const Trace *trace)
{
  uint64_t work = 0;
  for (uint32_t test = 0; test < trace->suite->tests && work <= COSTS_US_MAX; test++)
    work += trace->run_us[test];
  return work <= COSTS_US_MAX;
}

Trace *
trace_source_read_any (const char *path, GError **error)
{
  Trace *trace = trace_read (path, error);
  for (guint i = 0; trace && i < trace->warnings->len; i++)
    fprintf (stderr, "isosim: warning: %s\n", (const char *) trace->warnings->pdata[i]);
  return trace;
}

Trace *
trace_source_read (const char *path, GError **error)
{
  g_autoptr (Trace) trace = trace_source_read_any (path, error);
  if (trace && !fits (trace))
    {
      fail (error, "%s: its tests take more than 4e9 seconds in all", path);
      return NULL;
    }
  return g_steal_pointer (&trace);
}

char *
trace_source_dup_digest (const char *path, GError **error)
{
  g_autoptr (Input) input = input_open (path, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *chunk;
  gssize len = -1;
  while (input && (len = input_chunk (input, &chunk, error)) > 0)
    g_checksum_update (checksum, (const guchar *) chunk, len);
  return len == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

const char *
trace_source_name (const char *path)
{
  return g_strcmp0 (path, "-") == 0 ? "standard input" : path;
}
