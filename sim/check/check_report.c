#include "check/check_report.h"

#include "base/human.h"
#include "base/usage.h"
#include "check/schedule.h"
#include "search/replay.h"
#include "text/json.h"

bool
check_report_violated (const SearchReport *report, Property *property)
{
  for (Property each = 0; each < PROPERTIES; each = property_next (each))
    if (report->schedule[each])
      {
        if (property)
          *property = each;
        return true;
      }
  return false;
}

static const char *
verdict_of (const SearchReport *report)
{
  return check_report_violated (report, NULL) ? "violated" : report->complete ? "holds" : "inconclusive";
}

/* --- text ---------------------------------------------------------------------------------------------------- */

static void
append_violation (GString *text, const SearchPlan *plan, const SearchReport *report, Property property)
{
  g_autofree char *detail = schedule_detail (plan, report->schedule[property], property);
  g_string_append_printf (text, "violated: %s, in %u steps, the shortest schedule:\n", property_name (property),
                          report->steps[property]);
  schedule_append_text (text, plan, report->schedule[property]);
  g_string_append_printf (text, "%s\n\n", detail);
}

/* Appends how to see a schedule again. */
static void
append_again (GString *text, const CheckWords *words)
{
  g_autofree char *dist = schedulers_may_run (words->dist, "", NULL) ? NULL : g_shell_quote (words->dist);
  g_autofree char *path = words->xdist_path ? g_shell_quote (words->xdist_path) : NULL;
  if (words->save)
    g_string_append_printf (text, "Again: isosim check --replay %s%s%s%s%s\n", words->save, dist ? " --dist " : "",
                            dist ? dist : "", path ? " --xdist-path " : "", path ? path : "");
  else
    g_string_append (text, "To keep it: --save FILE; to see it again: isosim check --replay FILE\n");
}

/* "loadscope, 1 worker, 2 tests, up to 1 death: violated; 84 states, 96 transitions, 17 steps deep" */
static void
append_summary (GString *text, const SearchPlan *plan, const SearchReport *report, bool interrupted)
{
  g_autofree char *states = human_plural (report->states, "state");
  g_autofree char *transitions = human_plural (report->transitions, "transition");
  g_autofree char *workers = human_plural (plan->session.workers, "worker");
  g_autofree char *tests = human_plural (plan->session.suite->tests, "test");
  g_autofree char *deaths = plan->crashes ? human_plural (plan->crashes, "death") : NULL;
  const char *rest = report->complete                       ? ""
                     : check_report_violated (report, NULL) ? ", not all looked at"
                     : interrupted                          ? ": Ctrl-C came first"
                                                            : ": the limit came first";
  g_string_append_printf (text, "%s, %s, %s%s%s: %s; %s, %s, %u steps deep%s\n", plan->session.model->name, workers,
                          tests, deaths ? ", up to " : "", deaths ? deaths : "", verdict_of (report), states,
                          transitions, report->depth, rest);
}

GString *
check_report_text (const CheckOptions *options, const SearchReport *report, bool interrupted)
{
  GString *text = g_string_new (NULL);
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (report->schedule[property])
      append_violation (text, &options->plan, report, property);
  append_summary (text, &options->plan, report, interrupted);
  if (check_report_violated (report, NULL))
    append_again (text, &options->words);
  return text;
}

/* --- JSON ---------------------------------------------------------------------------------------------------- */

static cJSON *
schedule_array (const SearchPlan *plan, const GArray *schedule)
{
  cJSON *steps = cJSON_CreateArray ();
  g_autoptr (GPtrArray) lines = schedule_lines (plan, schedule);
  for (guint i = 0; i < lines->len; i++)
    cJSON_AddItemToArray (steps, cJSON_CreateString (lines->pdata[i]));
  return steps;
}

static cJSON *
violation_object (const SearchPlan *plan, const SearchReport *report, Property property)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *detail = schedule_detail (plan, report->schedule[property], property);
  cJSON_AddStringToObject (object, "property", property_name (property));
  cJSON_AddNumberToObject (object, "steps", report->steps[property]);
  cJSON_AddStringToObject (object, "detail", detail);
  cJSON_AddItemToObject (object, "schedule", schedule_array (plan, report->schedule[property]));
  return object;
}

GString *
check_report_json (const CheckOptions *options, const SearchReport *report)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict", verdict_of (report));
  cJSON_AddBoolToObject (root, "complete", report->complete);
  cJSON_AddNumberToObject (root, "states", (double) report->states);
  cJSON_AddNumberToObject (root, "transitions", (double) report->transitions);
  cJSON_AddNumberToObject (root, "depth", report->depth);
  cJSON *violations = cJSON_AddArrayToObject (root, "violations");
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (report->schedule[property])
      cJSON_AddItemToArray (violations, violation_object (&options->plan, report, property));
  return json_text (root);
}

/* --- replay -------------------------------------------------------------------------------------------------- */

ReplayAnswer
check_report_replay (const KeptSchedule *kept, const SearchPlan *plan)
{
  unsigned violated = 0;
  ReplayAnswer answer = { .status = EXIT_LIMIT };
  answer.taken = search_replay (plan, kept->steps, &(Replay){ .violated = &violated });
  if (answer.taken < kept->steps->len)
    {
      answer.sentence = g_strdup_printf ("step %u cannot be taken: the scheduler goes another way", answer.taken + 1);
      return answer;
    }
  bool shown = violated & PROPERTY_BIT (kept->property) || kept->property == PROPERTY_LIVELOCK;
  answer.status = shown ? EXIT_VIOLATED : EXIT_HOLDS;
  answer.sentence = shown ? schedule_detail (plan, kept->steps, kept->property)
                          : g_strdup_printf ("'%s' is not violated at its end", property_name (kept->property));
  return answer;
}

GString *
check_report_replay_text (const KeptSchedule *kept, const SearchPlan *plan, const ReplayAnswer *answer)
{
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s, a schedule that violated '%s':\n", plan->session.model->name,
                          property_name (kept->property));
  schedule_append_text (text, plan, kept->steps);
  g_string_append_printf (text, "%s\n", answer->sentence);
  return text;
}

GString *
check_report_replay_json (const KeptSchedule *kept, const SearchPlan *plan, const ReplayAnswer *answer)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  cJSON_AddStringToObject (root, "verdict",
                           answer->status == EXIT_VIOLATED ? "violated"
                           : answer->status == EXIT_HOLDS  ? "holds"
                                                           : "inconclusive");
  cJSON_AddStringToObject (root, "property", property_name (kept->property));
  cJSON_AddStringToObject (root, "detail", answer->sentence);
  cJSON_AddItemToObject (root, "schedule", schedule_array (plan, kept->steps));
  return json_text (root);
}
