#include "report.h"

#include "isotrace.h"
#include "json.h"

/* cJSON holds numbers as doubles; what is counted or timed is written whole. */
static void
add_whole (cJSON *object, const char *name, uint64_t number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  cJSON_AddRawToObject (object, name, digits);
}

/* A file's name may hold any bytes; JSON is UTF-8. */
static cJSON *
text_item (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return cJSON_CreateString (valid);
}

static void
add_text (cJSON *object, const char *name, const char *text)
{
  cJSON_AddItemToObject (object, name, text ? text_item (text) : cJSON_CreateNull ());
}

static cJSON *
input_object (const Report *report)
{
  const Trace *trace = report->trace;
  cJSON *input = cJSON_CreateObject ();
  add_text (input, "path", report->path);
  add_text (input, "format", trace->format);
  add_text (input, "order", isotrace_order_names[trace->order]);
  add_whole (input, "guessed", trace->guessed);
  add_whole (input, "merged", trace->merged);
  add_whole (input, "dropped", trace->dropped);
  add_whole (input, "mended", trace->mended);
  add_whole (input, "untimed", trace->untimed);
  cJSON *warnings = cJSON_AddArrayToObject (input, "warnings");
  for (guint i = 0; i < trace->warnings->len; i++)
    cJSON_AddItemToArray (warnings, text_item (trace->warnings->pdata[i]));
  return input;
}

static cJSON *
property_object (const PropertyReport *property)
{
  cJSON *object = cJSON_CreateObject ();
  add_text (object, "name", property->name);
  cJSON_AddBoolToObject (object, "promised", property->promised);
  cJSON_AddBoolToObject (object, "holds", property->holds);
  add_whole (object, "count", property->count);
  add_text (object, "example", property->example);
  return object;
}

static void
add_ratio (cJSON *object, const char *name, const SchedulerReport *scheduler, double ratio)
{
  if (scheduler->whole)
    cJSON_AddNumberToObject (object, name, ratio);
  else
    cJSON_AddNullToObject (object, name);
}

static cJSON *
scheduler_object (const SchedulerReport *scheduler)
{
  cJSON *object = cJSON_CreateObject ();
  add_text (object, "name", scheduler->model->name);
  add_text (object, "verdict", verdict_name (scheduler->verdict));
  add_text (object, "trouble", scheduler->trouble);
  add_whole (object, "wall_us", scheduler->wall_us);
  add_whole (object, "wall_min_us", scheduler->wall_min_us);
  add_whole (object, "wall_max_us", scheduler->wall_max_us);
  add_whole (object, "seeds", scheduler->seeds);
  if (scheduler->model->shuffles)
    cJSON_AddNumberToObject (object, "seed", (double) scheduler->seed);
  add_whole (object, "busy_us", scheduler->busy_us);
  cJSON_AddNumberToObject (object, "utilization", scheduler->utilization);
  add_ratio (object, "speedup", scheduler, scheduler->speedup);
  add_ratio (object, "bound_ratio", scheduler, scheduler->bound_ratio);
  add_whole (object, "setups", scheduler->setups);
  add_whole (object, "not_run", scheduler->not_run);
  if (scheduler->verdict == VERDICT_STOPPED)
    add_whole (object, "unstopped_us", scheduler->unstopped_us);
  cJSON *properties = cJSON_AddArrayToObject (object, "properties");
  for (unsigned i = 0; i < scheduler->properties; i++)
    cJSON_AddItemToArray (properties, property_object (&scheduler->property[i]));
  return object;
}

GString *
report_json (const Report *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddItemToObject (root, "input", input_object (report));
  add_whole (root, "tests", report->tests);
  add_whole (root, "scopes", report->scopes);
  add_whole (root, "workers", report->workers);
  add_whole (root, "work_us", report->work_us);
  add_whole (root, "longest_us", report->longest_us);
  add_whole (root, "bound_us", report->bound_us);
  add_text (root, "bound", report->longest_binds ? "longest test" : "work / workers");
  cJSON *schedulers = cJSON_AddArrayToObject (root, "schedulers");
  for (unsigned i = 0; i < report->schedulers; i++)
    cJSON_AddItemToArray (schedulers, scheduler_object (&report->scheduler[i]));
  cJSON *notes = cJSON_AddArrayToObject (root, "notes");
  for (guint i = 0; i < report->notes->len; i++)
    cJSON_AddItemToArray (notes, cJSON_CreateString (report->notes->pdata[i]));
  add_text (root, "advice", report->advice);
  return json_text (root);
}
