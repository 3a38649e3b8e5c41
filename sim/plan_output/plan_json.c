#include "plan_output/plan_json.h"

#include "external/external.h"
#include "run/input_summary.h"
#include "run/result_file.h"
#include "text/json.h"

/* Writes a cost with all its digits, so that equal costs are equal in the file, too. Money is a decimal number; the
 * workers' time is in minutes. */
static void
add_cost (cJSON *object, const Billing *billing, uint64_t cost)
{
  g_autofree char *money = billing->priced ? billing_dup_money (cost) : NULL;
  if (money)
    cJSON_AddRawToObject (object, "cost", money);
  else
    cJSON_AddNumberToObject (object, "cost", (double) cost / 60e6);
}

/* The confidence interval of the mean. One run has none. */
static void
add_interval (cJSON *object, const PlanRow *row)
{
  if (row->runs > 1)
    {
      json_add_whole (object, "low_us", row->low_us);
      json_add_whole (object, "high_us", row->high_us);
      return;
    }
  cJSON_AddNullToObject (object, "low_us");
  cJSON_AddNullToObject (object, "high_us");
}

static cJSON *
row_object (const PlanReport *report, const PlanRow *row)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "name", row->model->name);
  json_add_whole (object, "workers", row->workers);
  json_add_text (object, "verdict", verdict_name (row->verdict));
  json_add_whole (object, "wall_us", row->wall_us);
  cJSON_AddNumberToObject (object, "utilization", row->utilization);
  json_add_whole (object, "runs", row->runs);
  add_interval (object, row);
  json_add_whole (object, "p5_us", row->p5_us);
  json_add_whole (object, "p95_us", row->p95_us);
  json_add_whole (object, "total_us", row->total_us);
  json_add_whole (object, "worker_us", row->worker_us);
  add_cost (object, &report->question->billing, row->cost);
  cJSON_AddBoolToObject (object, "choice", row->choice);
  cJSON_AddBoolToObject (object, "frontier", row->frontier);
  json_add_whole (object, "bound_us", plan_report_bounds (report, row)->bound_us);
  return object;
}

/* --- bounds -------------------------------------------------------------------------------------------------- */

static cJSON *
schedulers_array (const PlanReport *report, unsigned constraint)
{
  const SweepPlan *sweep = &report->question->sweep;
  cJSON *names = cJSON_CreateArray ();
  for (unsigned i = 0; i < sweep->models; i++)
    if (bounds_table_constraint (&report->bounds, sweep->model[i]) == constraint)
      cJSON_AddItemToArray (names, cJSON_CreateString (sweep->model[i]->name));
  return names;
}

static cJSON *
bounds_object (const PlanReport *report, unsigned constraint, unsigned count)
{
  const Bounds *bounds = bounds_table_at (&report->bounds, constraint, count);
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "constraint", constraint_name (report->bounds.constraint[constraint]));
  cJSON_AddItemToObject (object, "schedulers", schedulers_array (report, constraint));
  json_add_whole (object, "workers", report->question->sweep.workers[count]);
  json_add_whole (object, "bound_us", bounds->bound_us);
  json_add_whole (object, "longest_first_us", bounds->longest_first_us);
  if (bounds->exact)
    json_add_whole (object, "optimum_us", bounds->optimum_us);
  else
    cJSON_AddNullToObject (object, "optimum_us");
  return object;
}

static void
add_bounds (cJSON *root, const PlanReport *report)
{
  cJSON *array = cJSON_AddArrayToObject (root, "bounds");
  for (unsigned i = 0; i < report->bounds.constraints; i++)
    for (unsigned k = 0; k < report->question->sweep.counts; k++)
      cJSON_AddItemToArray (array, bounds_object (report, i, k));
}

/* --- the recommendation --------------------------------------------------------------------------------------------
 */

static void
add_billing (cJSON *root, const PlanQuestion *question)
{
  const Billing *billing = &question->billing;
  cJSON *object = cJSON_AddObjectToObject (root, "billing");
  json_add_text (object, "cost_in", billing->priced ? "money" : "worker-minutes");
  json_add_whole (object, "startup_us", billing->startup_us);
  if (!billing->priced)
    return;
  g_autofree char *price = billing_dup_money (billing->price.money);
  cJSON_AddRawToObject (object, "price", price);
  json_add_whole (object, "price_unit_us", billing->price.unit_us);
  json_add_whole (object, "machine_cores", billing->cores);
  json_add_whole (object, "bill_by_us", billing->bill_us);
}

static cJSON *
choice_object (const PlanRow *row)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_text (object, "name", row->model->name);
  json_add_whole (object, "workers", row->workers);
  return object;
}

static void
add_knee (cJSON *root, const PlanReport *report)
{
  if (!report->recommendation.knee)
    {
      cJSON_AddNullToObject (root, "knee");
      return;
    }
  cJSON *object = choice_object (report->recommendation.knee);
  double part = report->recommendation.knee->total_us
                    ? (double) report->recommendation.largest->total_us / (double) report->recommendation.knee->total_us
                    : 1;
  cJSON_AddNumberToObject (object, "share", part);
  cJSON_AddItemToObject (object, "of", choice_object (report->recommendation.largest));
  cJSON_AddItemToObject (root, "knee", object);
}

static void
add_recommendation (cJSON *root, const PlanReport *report)
{
  const PlanRow *row = report->recommendation.taken;
  if (!row)
    {
      cJSON_AddNullToObject (root, "recommendation");
      return;
    }
  cJSON *object = choice_object (row);
  g_autofree char *command
      = g_strdup_printf ("pytest -n %u --dist %s", row->workers, external_pytest_name (row->model));
  json_add_text (object, "command", command);
  json_add_whole (object, "wall_us", row->wall_us);
  json_add_whole (object, "total_us", row->total_us);
  add_cost (object, &report->question->billing, row->cost);
  json_add_text (object, "advice", report->advice);
  cJSON_AddItemToObject (root, "recommendation", object);
}

static void
add_pairs (cJSON *root, const PlanReport *report)
{
  cJSON *array = cJSON_AddArrayToObject (root, "pairs");
  for (unsigned i = 0; i < report->recommendation.pairs; i++)
    {
      const PlanPair *pair = &report->recommendation.pair[i];
      cJSON *object = choice_object (report->recommendation.taken);
      json_add_text (object, "than", pair->other->model->name);
      json_add_whole (object, "faster", pair->faster);
      json_add_whole (object, "same", pair->same);
      json_add_whole (object, "slower", pair->slower);
      cJSON_AddItemToArray (array, object);
    }
}

/* --- what was asked ------------------------------------------------------------------------------------------ */

static cJSON *
history_object (const History *history)
{
  cJSON *object = cJSON_CreateObject ();
  json_add_whole (object, "traces", history->traces);
  json_add_whole (object, "measured", history->measured);
  json_add_whole (object, "partly_known", history->partly);
  cJSON *names = cJSON_AddArrayToObject (object, "partly_known_tests");
  for (uint32_t test = 0; test < history->trace->suite->tests; test++)
    if (history->known[test] < history->traces)
      {
        g_autofree char *name = suite_dup_name (history->trace->suite, test);
        cJSON_AddItemToArray (names, json_text_item (name));
      }
  return object;
}

static const char *const sigma_sources[] = {
  [SIGMA_ASSUMED] = "assumed",
  [SIGMA_MEASURED] = "measured",
  [SIGMA_GIVEN] = "given",
};

static void
add_noise (cJSON *root, const PlanReport *report)
{
  const PlanQuestion *question = report->question;
  json_add_whole (root, "runs", question->sweep.runs ? report->sweep.runs : 0);
  cJSON *noise = question->sweep.runs ? cJSON_AddObjectToObject (root, "noise") : NULL;
  if (!noise)
    {
      cJSON_AddNullToObject (root, "noise");
      return;
    }
  cJSON_AddNumberToObject (noise, "sigma", question->sweep.sigma);
  json_add_text (noise, "source", sigma_sources[question->sigma_source]);
  cJSON_AddNumberToObject (noise, "precision", report->precision);
}

static void
add_inputs (cJSON *root, const PlanQuestion *question)
{
  cJSON *inputs = cJSON_AddArrayToObject (root, "inputs");
  for (unsigned i = 0; i < question->traces; i++)
    cJSON_AddItemToArray (inputs, input_summary_json (question->path[i], question->read[i]));
  if (question->history)
    cJSON_AddItemToObject (root, "history", history_object (question->history));
  else
    cJSON_AddNullToObject (root, "history");
}

GString *
plan_json (const PlanReport *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  const PlanQuestion *question = report->question;
  json_add_whole (root, "isosim_result", RESULT_VERSION);
  add_inputs (root, question);
  json_add_whole (root, "tests", question->trace->suite->tests);
  json_add_whole (root, "work_us", report->work_us);
  json_add_whole (root, "seed", question->sweep.seed);
  add_noise (root, report);
  add_billing (root, question);
  if (question->target_us)
    json_add_whole (root, "target_us", question->target_us);
  else
    cJSON_AddNullToObject (root, "target_us");
  cJSON *rows = cJSON_AddArrayToObject (root, "rows");
  for (unsigned i = 0; i < report->rows.len; i++)
    cJSON_AddItemToArray (rows, row_object (report, &report->rows.at[i]));
  add_bounds (root, report);
  add_knee (root, report);
  add_recommendation (root, report);
  add_pairs (root, report);
  return json_text (root);
}
