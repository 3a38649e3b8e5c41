#include "compare/compare_json.h"

#include "compare/compare_words.h"
#include "text/json.h"
#include <math.h>

static cJSON *
case_name_object (const CompareReport *report, const ResultCase *one)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, report->of_traces ? "trace" : "name", one->subject);
  json_add_whole (object, "workers", one->workers);
  return object;
}

static void
add_side (cJSON *object, const char *name, const ResultCase *side)
{
  cJSON *part = cJSON_AddObjectToObject (object, name);
  json_add_text (part, "verdict", verdict_name (side->verdict));
  cJSON_AddBoolToObject (part, "broken", side->broken);
  json_add_whole (part, "wall_us", side->wall_us);
}

static cJSON *
case_object_of (const CompareReport *report, const Compared *compared)
{
  cJSON *object = case_name_object (report, compared->now);
  add_side (object, "old", compared->before);
  add_side (object, "new", compared->now);
  if (compared->timed && isfinite (compared->ratio))
    cJSON_AddNumberToObject (object, "ratio", compared->ratio);
  else
    cJSON_AddNullToObject (object, "ratio");
  json_add_text (object, "change", compared_names[compared->kind]);
  return object;
}

static void
add_alone (cJSON *root, const char *name, const CompareReport *report, const GPtrArray *cases)
{
  cJSON *list = cJSON_AddArrayToObject (root, name);
  for (guint i = 0; i < cases->len; i++)
    cJSON_AddItemToArray (list, case_name_object (report, cases->pdata[i]));
}

static void
add_counts (cJSON *root, const CompareReport *report)
{
  g_autofree char *summary = compare_summary (report);
  json_add_whole (root, "compared", report->cases->len);
  for (int kind = 0; kind < COMPARED_KINDS; kind++)
    json_add_whole (root, compared_names[kind], report->count[kind]);
  if (report->timed)
    cJSON_AddNumberToObject (root, "median_ratio", report->median);
  else
    cJSON_AddNullToObject (root, "median_ratio");
  cJSON_AddBoolToObject (root, "interrupted", report->interrupted);
  json_add_text (root, "summary", summary);
}

GString *
compare_json (const CompareReport *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  json_add_text (root, "old", report->before->label);
  json_add_text (root, "new", report->now->label);
  cJSON_AddNumberToObject (root, "max_regress", report->allowed / (100.0 * SHARE_PERCENT));
  add_counts (root, report);
  cJSON *cases = cJSON_AddArrayToObject (root, "cases");
  for (guint i = 0; i < report->cases->len; i++)
    cJSON_AddItemToArray (cases, case_object_of (report, compare_report_case (report, i)));
  add_alone (root, "only_old", report, report->gone);
  add_alone (root, "only_new", report, report->added);
  cJSON *notes = cJSON_AddArrayToObject (root, "notes");
  for (guint i = 0; i < report->notes->len; i++)
    cJSON_AddItemToArray (notes, json_text_item (report->notes->pdata[i]));
  return json_text (root);
}
