#include "formats/isotrace.h"
#include "text/escape.h"

#include "recording/recording_text.h"
#include <string.h>

const char *const isotrace_order_names[] = {
  [ORDER_COLLECTION] = "collection",
  [ORDER_FILE] = "file",
  [ORDER_SORTED] = "sorted",
};

static void
append_us (GString *text, uint64_t us)
{
  g_string_append_printf (text, "%" G_GUINT64_FORMAT "\t", us);
}

static void
append_column_names (GString *text, const Trace *trace)
{
  g_string_append (text, trace->setup_us ? "setup_us\tcall_us\tteardown_us\t" : "run_us\t");
  g_string_append (text, trace->outcome ? "outcome\t" : "");
  g_string_append (text, trace->worker ? "worker\t" : "");
  g_string_append (text, trace->start_us ? "start_us\t" : "");
  g_string_append (text, trace->suite->group ? "group\t" : "");
  g_string_append (text, "nodeid\n");
}

static void
append_times (GString *text, const Trace *trace, uint32_t test)
{
  if (!trace->setup_us)
    {
      append_us (text, trace->run_us[test]);
      return;
    }
  append_us (text, trace->setup_us[test]);
  append_us (text, trace->run_us[test] - trace->setup_us[test] - trace->teardown_us[test]);
  append_us (text, trace->teardown_us[test]);
}

static void
append_outcome (GString *text, unsigned outcome)
{
  g_autofree char *words = outcome_dup_text (outcome);
  g_string_append (text, words);
  g_string_append_c (text, '\t');
}

static void
append_worker (GString *text, int32_t worker)
{
  if (worker < 0)
    g_string_append (text, "-\t");
  else
    g_string_append_printf (text, "gw%d\t", worker);
}

static void
append_start (GString *text, uint64_t start_us)
{
  if (start_us == TRACE_US_NONE)
    g_string_append (text, "-\t");
  else
    append_us (text, start_us);
}

static void
append_group (GString *text, const char *group)
{
  if (group)
    escape_append (text, group, strlen (group));
  else
    g_string_append_c (text, '-');
  g_string_append_c (text, '\t');
}

static void
append_row (GString *text, const Trace *trace, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (trace->suite, test, &len);
  append_times (text, trace, test);
  if (trace->outcome)
    append_outcome (text, trace->outcome[test]);
  if (trace->worker)
    append_worker (text, trace->worker[test]);
  if (trace->start_us)
    append_start (text, trace->start_us[test]);
  if (trace->suite->group)
    append_group (text, trace->suite->group[test]);
  escape_append (text, name, len);
  g_string_append_c (text, '\n');
}

static void
append_remark (GString *text, const char *key, uint64_t number)
{
  if (number)
    g_string_append_printf (text, "#%s %" G_GUINT64_FORMAT "\n", key, number);
}

GString *
isotrace_text (const Trace *trace)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s%d\n#tests %u\n#order %s\n", ISOTRACE_MAGIC, ISOTRACE_VERSION, trace->suite->tests,
                          isotrace_order_names[trace->order]);
  append_remark (text, "startup_us", trace->startup_us);
  append_remark (text, "collect_us", trace->collect_us);
  if (trace->recording)
    recording_append_text (text, trace->recording);
  append_column_names (text, trace);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    append_row (text, trace, test);
  return text;
}
