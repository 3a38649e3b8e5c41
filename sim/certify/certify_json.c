#include "certify/certify_json.h"

#include "base/usage.h"
#include "certify/certificate_file.h"
#include "certify/certificate_summary.h"

static const char *
verdict_name (int status)
{
  return status == EXIT_HOLDS      ? "holds"
         : status == EXIT_VIOLATED ? "violated"
         : status == EXIT_LIMIT    ? "inconclusive"
                                   : "interrupted";
}

/* A case, what it violates first, and the command that shows it. */
static cJSON *
first_object (const Certificate *certificate, const Case *one)
{
  cJSON *object = cJSON_CreateObject ();
  Property property = case_violated_first (&one->result);
  g_autofree char *command = case_command (certificate, one);
  cJSON_AddStringToObject (object, "suite", one->suite);
  if (property != PROPERTIES)
    {
      cJSON_AddStringToObject (object, "property", property_name (property));
      cJSON_AddNumberToObject (object, "steps", one->result.steps[property]);
    }
  cJSON_AddStringToObject (object, "command", command);
  return object;
}

static cJSON *
row_object (const Certificate *certificate, const Row *row)
{
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "scheduler", row->model->name);
  cJSON_AddNumberToObject (object, "workers", row->workers);
  cJSON_AddNumberToObject (object, "crashes", row->crashes);
  cJSON_AddNumberToObject (object, "tests", row->tests.least);
  cJSON_AddNumberToObject (object, "suites", row->cases);
  for (int verdict = CASE_HOLDS; verdict < CASE_VERDICTS; verdict++)
    cJSON_AddNumberToObject (object, case_verdict_names[verdict], row->count[verdict]);
  cJSON_AddNumberToObject (object, case_verdict_names[CASE_LEFT], row->count[CASE_LEFT]);
  cJSON_AddNumberToObject (object, "states", (double) row->states);
  cJSON_AddNumberToObject (object, "transitions", (double) row->transitions);
  if (row->first[CASE_VIOLATED])
    cJSON_AddItemToObject (object, "first_violated", first_object (certificate, row->first[CASE_VIOLATED]));
  if (row->first[CASE_LIMIT])
    cJSON_AddItemToObject (object, "first_inconclusive", first_object (certificate, row->first[CASE_LIMIT]));
  return object;
}

static void
add_rows (cJSON *root, const Certificate *certificate)
{
  cJSON *list = cJSON_AddArrayToObject (root, "rows");
  g_autoptr (GArray) rows = certificate_rows (certificate, false);
  for (guint i = 0; i < rows->len; i++)
    cJSON_AddItemToArray (list, row_object (certificate, &g_array_index (rows, Row, i)));
}

/* The smallest case in which a scheduler violates a property. */
static void
add_smallest (cJSON *list, const Certificate *certificate, const IsoModel *model, Property property)
{
  guint cases;
  const Case *smallest = certificate_smallest (certificate, model, property, &cases);
  if (!smallest)
    return;
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *command = case_command (certificate, smallest);
  cJSON_AddStringToObject (object, "scheduler", model->name);
  cJSON_AddStringToObject (object, "property", property_name (property));
  cJSON_AddNumberToObject (object, "cases", cases);
  cJSON_AddNumberToObject (object, "steps", smallest->result.steps[property]);
  cJSON_AddStringToObject (object, "command", command);
  cJSON_AddItemToArray (list, object);
}

static cJSON *
change_object (const Change *change)
{
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "change", change_names[change->kind]);
  cJSON_AddItemToObject (object, "before", case_object (change->before));
  cJSON_AddItemToObject (object, "now", case_object (change->now));
  return object;
}

static void
add_comparison (cJSON *root, const CertifyReport *report)
{
  const Comparison *comparison = report->comparison;
  cJSON *object = cJSON_AddObjectToObject (root, "against");
  cJSON_AddStringToObject (object, "file", report->against);
  cJSON_AddStringToObject (object, "isosim", report->before->version);
  cJSON_AddStringToObject (object, "verdict", verdict_name (report->against_status));
  cJSON_AddNumberToObject (object, "same", comparison->same);
  cJSON_AddNumberToObject (object, "added", comparison->added);
  cJSON_AddNumberToObject (object, "gone", comparison->gone);
  cJSON *changes = cJSON_AddArrayToObject (object, "changes");
  for (guint i = 0; i < comparison->changes->len; i++)
    cJSON_AddItemToArray (changes, change_object (&g_array_index (comparison->changes, Change, i)));
}

GString *
certify_json (const CertifyReport *report)
{
  const Certificate *certificate = report->certificate;
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict", verdict_name (report->status));
  add_rows (root, certificate);
  cJSON *violated = cJSON_AddArrayToObject (root, "broken");
  for (guint i = 0; i < certificate->models->len; i++)
    for (Property property = 0; property < PROPERTIES; property = property_next (property))
      add_smallest (violated, certificate, certificate->models->pdata[i], property);
  if (report->comparison)
    add_comparison (root, report);
  return json_text (root);
}
