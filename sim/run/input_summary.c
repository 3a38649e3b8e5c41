#include "run/input_summary.h"

#include "base/human.h"
#include "base/paragraph.h"
#include "formats/isotrace.h"

static void
append_counted (GString *text, uint64_t count, const char *noun, const char *what)
{
  if (!count)
    return;
  g_autofree char *number = human_plural (count, noun);
  paragraph_append_sentence (text, "  ", "%s %s", number, what);
}

static const char *const order_remarks[] = {
  [ORDER_COLLECTION] = NULL,
  [ORDER_FILE] = "tests are taken in the order of the file, which may not be that of collection",
  [ORDER_SORTED] = "the file is sorted by name: that order is taken for the order of collection",
};

void
input_summary_text (GString *text, const char *path, const Trace *trace)
{
  g_autofree char *tests = human_plural (trace->suite->tests, "test");
  g_autofree char *scopes = human_plural (suite_need_scopes (trace->suite, SCOPE_SCOPE)->scopes, "scope");
  g_autofree char *work = human_time (trace_total_us (trace));
  paragraph_append_sentence (text, "", "%s: %s, %s in %s, %s in all", path, trace->format, tests, scopes, work);
  if (!trace->scenario && order_remarks[trace->order])
    paragraph_append (text, "  ", "    ", order_remarks[trace->order]);
  append_counted (text, trace->guessed, "nodeid", "put together from class and name");
  append_counted (text, trace->merged, "run",
                  "of a test that had run before: each such test counts once, with the mean");
  append_counted (text, trace->dropped, trace->dropped == 1 ? "entry" : "entrie", "left out: no name, or no test");
  append_counted (text, trace->mended, "time", "negative or beyond all reason, counted as 0");
  append_counted (text, trace->untimed, "test", "without a time, counted as 0");
}

cJSON *
input_summary_json (const char *path, const Trace *trace)
{
  cJSON *input = cJSON_CreateObject ();
  json_add_text (input, "path", path);
  json_add_text (input, "format", trace->format);
  json_add_text (input, "order", isotrace_order_names[trace->order]);
  json_add_whole (input, "guessed", trace->guessed);
  json_add_whole (input, "merged", trace->merged);
  json_add_whole (input, "dropped", trace->dropped);
  json_add_whole (input, "mended", trace->mended);
  json_add_whole (input, "untimed", trace->untimed);
  cJSON *warnings = cJSON_AddArrayToObject (input, "warnings");
  for (guint i = 0; i < trace->warnings->len; i++)
    cJSON_AddItemToArray (warnings, json_text_item (trace->warnings->pdata[i]));
  return input;
}
