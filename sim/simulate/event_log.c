#include "simulate/event_log.h"

static const char *const event_names[] = {
  [EVENT_RUN] = "run",
  [EVENT_STEAL] = "steal",
  [EVENT_SHUTDOWN] = "shutdown",
  [EVENT_START] = "start",
  [EVENT_FINISH] = "finish",
  [EVENT_CRASH] = "crash",
  [EVENT_ERRORDOWN] = "errordown",
  [EVENT_WORKERFINISHED] = "workerfinished",
  [EVENT_UNSCHEDULED] = "unscheduled",
  [EVENT_READY] = "ready",
  [EVENT_ERROR] = "error",
};

static void
append_number (GString *line, uint64_t number)
{
  char digits[20];
  gsize at = sizeof digits;
  do
    digits[--at] = (char) ('0' + number % 10);
  while (number /= 10);
  g_string_append_len (line, digits + at, (gssize) (sizeof digits - at));
}

static void
append_numbers (GString *line, const uint32_t *numbers, uint32_t count)
{
  g_string_append_c (line, '[');
  for (uint32_t i = 0; i < count; i++)
    {
      if (i)
        g_string_append_c (line, ',');
      append_number (line, numbers[i]);
    }
  g_string_append_c (line, ']');
}

static void
append_text (GString *line, const char *text)
{
  g_string_append_c (line, '"');
  for (; *text; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (line, "\\%c", *text);
    else if ((unsigned char) *text < ' ')
      g_string_append_printf (line, "\\u%04x", *text);
    else
      g_string_append_c (line, *text);
  g_string_append_c (line, '"');
}

static void
begin_line (EventLog *log, const char *name)
{
  g_string_assign (log->line, "{\"t\":");
  append_number (log->line, *log->now_us);
  g_string_append (log->line, ",\"ev\":\"");
  g_string_append (log->line, name);
  g_string_append_c (log->line, '"');
}

static void
end_line (EventLog *log)
{
  g_string_append (log->line, "}\n");
  if (!log->failed)
    log->failed = !log->write (log->to, log->line->str, log->line->len);
}

static void
on_event (Observer *observer, const Event *event)
{
  EventLog *log = (EventLog *) observer;
  GString *line = log->line;
  begin_line (log, event_names[event->kind]);
  if (event->kind == EVENT_ERROR)
    {
      g_string_append (line, ",\"error\":");
      append_text (line, event->text);
      end_line (log);
      return;
    }
  g_string_append (line, ",\"w\":");
  append_number (line, event->node);
  if (event->kind == EVENT_RUN || event->kind == EVENT_STEAL || event->kind == EVENT_UNSCHEDULED)
    {
      g_string_append (line, ",\"tests\":");
      append_numbers (line, event->tests, event->count);
    }
  else if (event->kind == EVENT_START || event->kind == EVENT_FINISH || event->kind == EVENT_CRASH)
    {
      g_string_append (line, ",\"test\":");
      append_number (line, event->test);
    }
  end_line (log);
}

void
event_log_init (EventLog *log, const uint64_t *now_us, bool (*write) (void *to, const char *text, gsize len), void *to)
{
  *log = (EventLog){
    .observer.event = on_event, .now_us = now_us, .line = g_string_sized_new (256), .write = write, .to = to
  };
}

void
event_log_end (EventLog *log, const Result *result)
{
  GString *line = log->line;
  begin_line (log, "end");
  g_string_append_printf (line, ",\"verdict\":\"%s\",\"makespan\":", verdict_name (result->verdict));
  append_number (line, result->wall_us);
  g_string_append (line, ",\"completed\":");
  append_number (line, result->completed);
  g_string_append (line, ",\"crashed\":");
  append_numbers (line, (const uint32_t *) (const void *) result->reported->data, result->reported->len);
  g_string_append (line, ",\"busy\":[");
  for (unsigned node = 0; node < result->nodes; node++)
    {
      if (node)
        g_string_append_c (line, ',');
      append_number (line, result->node_busy_us[node]);
    }
  g_string_append_c (line, ']');
  end_line (log);
}

void
event_log_clear (EventLog *log)
{
  g_string_free (log->line, TRUE);
}
