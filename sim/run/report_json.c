#include "run/report.h"

#include "run/input_summary.h"
#include "run/result_file.h"
#include "text/json.h"

static cJSON *
property_object (const PropertyReport *property)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "name", property->name);
  cJSON_AddBoolToObject (object, "promised", property->promised);
  cJSON_AddBoolToObject (object, "holds", property->holds);
  json_add_whole (object, "count", property->count);
  json_add_text (object, "example", property->example);
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

/* Null when only tests take time. */
static void
add_costs (cJSON *to, const Report *report, const SchedulerReport *scheduler)
{
  const TimeBreakdown *account = &scheduler->account;
  cJSON *object = report->costs ? cJSON_AddObjectToObject (to, "costs") : cJSON_AddNullToObject (to, "costs");
  if (!report->costs)
    return;
  json_add_whole (object, "whole_us", account->whole_us);
  json_add_whole (object, "start_us", account->start_us);
  json_add_whole (object, "end_us", account->end_us);
  json_add_whole (object, "tests_us", account->tests_us);
  json_add_whole (object, "setup_us", account->setup_us);
  json_add_whole (object, "overhead_us", account->overhead_us);
  json_add_whole (object, "held_us", account->held_us);
  json_add_whole (object, "idle_us", account->idle_us);
  json_add_whole (object, "fixture_setups", account->setups);
}

static cJSON *
scheduler_object (const Report *report, const SchedulerReport *scheduler)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "name", scheduler->model->name);
  json_add_text (object, "verdict", verdict_name (scheduler->verdict));
  json_add_text (object, "trouble", scheduler->trouble);
  json_add_whole (object, "wall_us", scheduler->wall_us);
  json_add_whole (object, "wall_min_us", scheduler->wall_min_us);
  json_add_whole (object, "wall_max_us", scheduler->wall_max_us);
  json_add_whole (object, "seeds", scheduler->seeds);
  if (scheduler->model->shuffles)
    cJSON_AddNumberToObject (object, "seed", (double) scheduler->seed);
  json_add_whole (object, "busy_us", scheduler->busy_us);
  cJSON_AddNumberToObject (object, "utilization", scheduler->utilization);
  add_ratio (object, "speedup", scheduler, scheduler->speedup);
  add_ratio (object, "bound_ratio", scheduler, scheduler->bound_ratio);
  json_add_whole (object, "setups", scheduler->setups);
  json_add_whole (object, "not_run", scheduler->not_run);
  if (scheduler->verdict == VERDICT_STOPPED)
    json_add_whole (object, "unstopped_us", scheduler->unstopped_us);
  add_costs (object, report, scheduler);
  cJSON *properties = cJSON_AddArrayToObject (object, "properties");
  for (unsigned i = 0; i < scheduler->properties; i++)
    cJSON_AddItemToArray (properties, property_object (&scheduler->property[i]));
  return object;
}

GString *
report_json (const Report *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  json_add_whole (root, "isosim_result", RESULT_VERSION);
  cJSON_AddItemToObject (root, "input", input_summary_json (report->path, report->trace));
  json_add_whole (root, "tests", report->tests);
  json_add_whole (root, "scopes", report->scopes);
  json_add_whole (root, "workers", report->workers);
  json_add_whole (root, "work_us", report->work_us);
  json_add_whole (root, "longest_us", report->longest_us);
  json_add_whole (root, "bound_us", report->bound_us);
  json_add_text (root, "bound", report->longest_binds ? "longest test" : "work / workers");
  cJSON *schedulers = cJSON_AddArrayToObject (root, "schedulers");
  for (unsigned i = 0; i < report->schedulers; i++)
    cJSON_AddItemToArray (schedulers, scheduler_object (report, &report->scheduler[i]));
  cJSON *notes = cJSON_AddArrayToObject (root, "notes");
  for (guint i = 0; i < report->notes->len; i++)
    cJSON_AddItemToArray (notes, cJSON_CreateString (report->notes->pdata[i]));
  json_add_text (root, "advice", report->advice);
  return json_text (root);
}
