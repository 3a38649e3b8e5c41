#include "charts/perfetto.h"

#include "base/outfile.h"
#include <inttypes.h>
#include <string.h>

/* All workers are threads of one process. Thread 0 would be the idle thread to some readers. */
#define PROCESS 1u
#define THREAD(node) ((node) + 1u)

typedef struct
{
  const Chart *chart;
  const ScopeTable *scopes;
  FILE *stream;
  GString *line; /* the event being put together */
  bool any;      /* an event was written */
} Writer;

/* TEXT is UTF-8, so that only quotes, backslashes and control characters need care. */
static void
append_text (GString *line, const char *text, gsize len)
{
  g_string_append_c (line, '"');
  for (gsize i = 0; i < len; i++)
    if (text[i] == '"' || text[i] == '\\')
      g_string_append_printf (line, "\\%c", text[i]);
    else if ((unsigned char) text[i] < ' ')
      g_string_append_printf (line, "\\u%04x", (unsigned) text[i]);
    else
      g_string_append_c (line, text[i]);
  g_string_append_c (line, '"');
}

static void
append_string (GString *line, const char *text)
{
  append_text (line, text, strlen (text));
}

static void
begin_event (Writer *writer, const char *phase, const char *name, gsize name_len)
{
  g_string_assign (writer->line, writer->any ? ",\n{\"ph\":\"" : "\n{\"ph\":\"");
  g_string_append (writer->line, phase);
  g_string_append_printf (writer->line, "\",\"pid\":%u,\"name\":", PROCESS);
  append_text (writer->line, name, name_len);
  writer->any = true;
}

static void
end_event (Writer *writer)
{
  g_string_append_c (writer->line, '}');
  fwrite (writer->line->str, 1, writer->line->len, writer->stream);
}

/* --- who is who ---------------------------------------------------------------------------------------------- */

static void
write_process_name (Writer *writer)
{
  g_autofree char *title = g_utf8_make_valid (writer->chart->title, -1);
  begin_event (writer, "M", "process_name", strlen ("process_name"));
  g_string_append (writer->line, ",\"args\":{\"name\":");
  append_string (writer->line, title);
  g_string_append_c (writer->line, '}');
  end_event (writer);
}

static void
write_thread (Writer *writer, unsigned node)
{
  begin_event (writer, "M", "thread_name", strlen ("thread_name"));
  g_string_append_printf (writer->line, ",\"tid\":%u,\"args\":{\"name\":\"gw%u\"}", THREAD (node), node);
  end_event (writer);
  begin_event (writer, "M", "thread_sort_index", strlen ("thread_sort_index"));
  g_string_append_printf (writer->line, ",\"tid\":%u,\"args\":{\"sort_index\":%u}", THREAD (node), node);
  end_event (writer);
}

/* --- runs ---------------------------------------------------------------------------------------------------- */

/* What follows the file: there is little room on a thread, and the file is among the arguments. */
static const char *
short_name (const char *nodeid, uint32_t *len)
{
  const char *parts = g_strstr_len (nodeid, *len, "::");
  if (!parts || parts + 2 == nodeid + *len)
    return nodeid;
  *len -= (uint32_t) (parts + 2 - nodeid);
  return parts + 2;
}

static void
append_times (const Writer *writer, unsigned node, uint64_t start_us, uint64_t us)
{
  g_string_append_printf (writer->line, ",\"tid\":%u,\"ts\":%" PRIu64 ",\"dur\":%" PRIu64, THREAD (node), start_us, us);
}

static void
append_arguments (const Writer *writer, uint32_t test, const char *scope)
{
  uint32_t len;
  const char *nodeid = suite_name (writer->chart->plan->suite, test, &len);
  g_string_append (writer->line, ",\"args\":{\"nodeid\":");
  append_text (writer->line, nodeid, len);
  g_string_append (writer->line, ",\"scope\":");
  append_string (writer->line, scope);
  g_string_append_printf (writer->line, ",\"index\":%" PRIu32, test);
}

static void
write_run (Writer *writer, const Span *span)
{
  static const char *const ends[]
      = { [SPAN_FINISHED] = "finished", [SPAN_CRASHED] = "crashed", [SPAN_CUT_OFF] = "cut off" };
  const SimulationPlan *plan = writer->chart->plan;
  uint32_t len;
  const char *name = short_name (suite_name (plan->suite, span->test, &len), &len);
  g_autofree char *scope
      = suite_dup_scope_name (plan->suite, plan->model->scope_rule, writer->scopes->of_test[span->test]);
  begin_event (writer, "X", name, len);
  g_string_append (writer->line, ",\"cat\":");
  append_string (writer->line, scope);
  append_times (writer, span->node, span->start_us, span->end_us - span->start_us);
  append_arguments (writer, span->test, scope);
  g_string_append_printf (writer->line, ",\"end\":\"%s\"}", ends[span->end]);
  end_event (writer);
}

static void
write_phase (Writer *writer, const Span *span, const char *name, uint64_t start_us, uint64_t end_us)
{
  if (start_us == end_us)
    return;
  begin_event (writer, "X", name, strlen (name));
  g_string_append (writer->line, ",\"cat\":\"phase\"");
  append_times (writer, span->node, start_us, end_us - start_us);
  end_event (writer);
}

/* Inside the run, whose event stands before them. How far a run came that did not finish is not known. */
static void
write_phases (Writer *writer, const Span *span)
{
  const Trace *trace = writer->chart->trace;
  if (!trace->setup_us || span->end != SPAN_FINISHED)
    return;
  uint64_t call_us = span->start_us + MIN (trace->setup_us[span->test], span->end_us - span->start_us);
  uint64_t teardown_us = span->end_us - MIN (trace->teardown_us[span->test], span->end_us - call_us);
  write_phase (writer, span, "setup", span->start_us, call_us);
  write_phase (writer, span, "call", call_us, teardown_us);
  write_phase (writer, span, "teardown", teardown_us, span->end_us);
}

static void
write_crash (Writer *writer, const Span *span)
{
  if (span->end != SPAN_CRASHED)
    return;
  uint32_t len;
  const char *nodeid = suite_name (writer->chart->plan->suite, span->test, &len);
  begin_event (writer, "i", "worker crashed", strlen ("worker crashed"));
  g_string_append_printf (writer->line,
                          ",\"s\":\"t\",\"tid\":%u,\"ts\":%" PRIu64 ",\"args\":{\"nodeid\":", THREAD (span->node),
                          span->end_us);
  append_text (writer->line, nodeid, len);
  g_string_append_c (writer->line, '}');
  end_event (writer);
}

/* --- the counter --------------------------------------------------------------------------------------------- */

static int
compare_times (const void *a, const void *b)
{
  uint64_t left = *(const uint64_t *) a, right = *(const uint64_t *) b;
  return left < right ? -1 : left > right;
}

/* Returns the ends of all spans in order. Their starts are in order already. */
static uint64_t *
sorted_ends (const Timeline *timeline)
{
  uint64_t *ends = g_new (uint64_t, (gsize) timeline->spans->len + 1);
  for (guint i = 0; i < timeline->spans->len; i++)
    ends[i] = timeline_span (timeline, i)->end_us;
  qsort (ends, timeline->spans->len, sizeof *ends, compare_times);
  return ends;
}

static void
write_count (Writer *writer, uint64_t us, guint busy)
{
  begin_event (writer, "C", "busy workers", strlen ("busy workers"));
  g_string_append_printf (writer->line, ",\"ts\":%" PRIu64 ",\"args\":{\"busy\":%u}", us, busy);
  end_event (writer);
}

/* Writes an event for each change of the number. A run that ends when another begins changes nothing. */
static void
write_counts (Writer *writer)
{
  const Timeline *timeline = writer->chart->timeline;
  g_autofree uint64_t *ends = sorted_ends (timeline);
  guint started = 0, ended = 0, shown = 0, spans = timeline->spans->len;
  while (ended < spans)
    {
      uint64_t us = ends[ended];
      if (started < spans)
        us = MIN (us, timeline_span (timeline, started)->start_us);
      while (started < spans && timeline_span (timeline, started)->start_us == us)
        started++;
      while (ended < spans && ends[ended] == us)
        ended++;
      g_assert (ended <= started);
      if (started - ended != shown)
        write_count (writer, us, started - ended);
      shown = started - ended;
    }
}

/* --- the whole ----------------------------------------------------------------------------------------------- */

static void
write_other_data (Writer *writer)
{
  const Chart *chart = writer->chart;
  g_autofree char *title = g_utf8_make_valid (chart->title, -1);
  g_string_assign (writer->line, "\n],\"displayTimeUnit\":\"ms\",\"otherData\":{\"title\":");
  append_string (writer->line, title);
  g_string_append_printf (writer->line,
                          ",\"scheduler\":\"%s\",\"workers\":\"%u\",\"wall_us\":\"%" PRIu64 "\",\"verdict\":\"%s\"}}\n",
                          chart->plan->model->name, chart->timeline->workers, chart->result->wall_us,
                          verdict_name (chart->result->verdict));
  fwrite (writer->line->str, 1, writer->line->len, writer->stream);
}

static void
write_events (Writer *writer)
{
  const Timeline *timeline = writer->chart->timeline;
  fputs ("{\"traceEvents\":[", writer->stream);
  write_process_name (writer);
  for (unsigned node = 0; node < timeline->presences->len; node++)
    write_thread (writer, node);
  for (guint i = 0; i < timeline->spans->len; i++)
    {
      write_run (writer, timeline_span (timeline, i));
      write_phases (writer, timeline_span (timeline, i));
      write_crash (writer, timeline_span (timeline, i));
    }
  write_counts (writer);
  write_other_data (writer);
}

bool
perfetto_write (const char *path, const Chart *chart, GError **error)
{
  g_auto (Outfile) out = { 0 };
  if (!outfile_open (&out, path, error))
    return false;
  Writer writer = {
    .chart = chart, .scopes = chart_scopes (chart), .stream = out.stream, .line = g_string_sized_new (512), .any = false
  };
  write_events (&writer);
  g_string_free (writer.line, TRUE);
  return outfile_commit (&out, error);
}
