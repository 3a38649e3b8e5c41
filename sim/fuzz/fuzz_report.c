/* sim/fuzz/fuzz_report.c - what a campaign tried and found, in words and as JSON. */
#include "fuzz/fuzz_campaign.h"

#include "base/human.h"
#include "base/paragraph.h"
#include "external/external.h"
#include "external/plugin_load.h"
#include "text/json.h"

static const char *const size_names[FUZZ_SIZES] = { "1", "2-9", "10-49", "50 or more" };
static const char *const name_names[FUZZ_NAMES] = {
  [FUZZ_NAME_CLASS] = "classes",        [FUZZ_NAME_CUT] = "\"::\" in brackets", [FUZZ_NAME_GROUP] = "\"@\"",
  [FUZZ_NAME_UNICODE] = "beyond ASCII", [FUZZ_NAME_BLANK] = "blanks",
};

/* A name that a file may hold: the one of the two that is isosim's own. */
static const char *
plain_name (const FuzzPlan *plan)
{
  for (int i = 1; i >= 0; i--)
    if (!external_is_name (plan->model[i]->name) && !plugin_is_named (plan->model[i]->name))
      return plan->model[i]->name;
  return NULL;
}

GString *
fuzz_scenario (const FuzzPlan *plan, const FuzzFound *found)
{
  return fuzz_case_scenario (&found->smallest, plain_name (plan));
}

/* --- text ------------------------------------------------------------------------------------------------------ */

static void
append_share (GString *line, const char *name, uint64_t count, uint64_t of)
{
  if (count)
    g_string_append_printf (line, "%s%s %.0f %%", line->len ? ", " : "", name, 100 * (double) count / (double) of);
}

static void
append_line (GString *text, const char *what, GString *line)
{
  g_autofree char *first = g_strdup_printf ("  %-9s ", what);
  paragraph_append (text, first, "            ", line->len ? line->str : "none");
  g_string_free (line, TRUE);
}

static void
append_workers (GString *text, const FuzzTally *tally)
{
  GString *line = g_string_new (NULL);
  for (unsigned workers = 1; workers <= FUZZ_WORKERS_MAX; workers++)
    {
      g_autofree char *name = g_strdup_printf ("%u:", workers);
      append_share (line, name, tally->workers[workers], tally->suites);
    }
  append_line (text, "workers", line);
}

static void
append_tally (GString *text, const FuzzTally *tally)
{
  GString *sizes = g_string_new (NULL), *names = g_string_new (NULL), *ends = g_string_new (NULL);
  GString *events = g_string_new (NULL);
  g_string_append (text, "\nWhat was tried, in parts of all suites:\n");
  append_workers (text, tally);
  for (int i = 0; i < FUZZ_SIZES; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s:", size_names[i]);
      append_share (sizes, name, tally->sizes[i], tally->suites);
    }
  append_line (text, "tests", sizes);
  for (int i = 0; i < FUZZ_NAMES; i++)
    append_share (names, name_names[i], tally->names[i], tally->suites);
  append_line (text, "nodeids", names);
  append_share (events, "crashes", tally->crashes, tally->suites);
  append_share (events, "early stops (--maxfail)", tally->stops, tally->suites);
  append_line (text, "with", events);
  for (int verdict = VERDICT_OK; verdict >= 0; verdict--)
    append_share (ends, verdict_name ((Verdict) verdict), tally->verdicts[verdict], tally->suites);
  append_line (text, "end", ends);
}

static void
append_side (GString *text, const char *label, const char *what)
{
  g_autofree char *first = g_strdup_printf ("  %s: ", label);
  paragraph_append (text, first, "      ", what);
}

char *
fuzz_dup_conditions (const FuzzCase *one)
{
  GString *text = g_string_new (NULL);
  bool crash = false;
  for (guint i = 0; i < one->tests->len; i++)
    crash |= fuzz_case_test (one, i)->crashes > 0;
  if (one->rules.options.maxschedchunk != ISO_NONE)
    g_string_append_printf (text, ", with --maxschedchunk %u", one->rules.options.maxschedchunk);
  if (one->rules.maxfail)
    g_string_append_printf (text, ", with --maxfail %u", one->rules.maxfail);
  g_string_append (text, crash ? ", with a death" : "");
  return g_string_free (text, FALSE);
}

static void
append_sides (GString *text, const FuzzPlan *plan, const FuzzFound *found)
{
  const Difference *difference = &found->difference;
  g_autofree char *alike = human_plural (difference->alike, "event");
  g_autofree char *both = g_strdup_printf ("both, after %s", alike);
  if (difference->before)
    append_side (text, both, difference->before);
  for (int i = 0; i < 2; i++)
    append_side (text, plan->label[i], difference->text[i]);
}

static void
append_difference (GString *text, const FuzzPlan *plan, const FuzzFound *found)
{
  g_autofree char *were = human_plural (found->tests, "test"), *were_on = human_plural (found->workers, "worker");
  g_autofree char *are = human_plural (found->smallest.tests->len, "test"),
                  *are_on = human_plural (found->smallest.workers, "worker");
  g_autofree char *conditions = fuzz_dup_conditions (&found->smallest);
  g_autoptr (GString) scenario = fuzz_scenario (plan, found);
  g_autofree char *shrunk
      = found->tries ? g_strdup_printf ("; shrunk to %s on %s%s", are, are_on, conditions) : g_strdup ("");
  paragraph_append_sentence (text, "", "Suite %" G_GUINT64_FORMAT " shows it, of %s on %s%s%s", found->number + 1, were,
                             were_on, shrunk, found->repeats && !found->trouble ? ":" : ".");
  if (found->trouble)
    paragraph_append_sentence (text, "", "A program does not work any more: %s", found->trouble);
  else if (found->repeats)
    append_sides (text, plan, found);
  else
    paragraph_append (text, "", "",
                      "Tried again, it does not: one of the two does not decide the same in the same situation.");
  g_string_append_printf (text, "\n%s\n", scenario->str);
  paragraph_append (text, "", "",
                    "This line is a scenario (--save FILE keeps it): isosim --trace FILE --dist NAME --log - tells all "
                    "that one of them decides.");
}

GString *
fuzz_text (const FuzzPlan *plan, const FuzzFound *found)
{
  const FuzzTally *tally = &found->tally;
  GString *text = g_string_new (NULL);
  g_autofree char *suites = human_plural (tally->suites, "suite"), *events = human_plural (tally->events, "event"),
                  *commands = human_plural (tally->commands, "command");
  g_string_append_printf (text, "%s against %s, seed %" G_GUINT64_FORMAT "\n", plan->label[0], plan->label[1],
                          plan->seed);
  g_string_append_printf (text, "%s, %s, %s: %s\n", suites, events, commands,
                          found->differs       ? "they differ"
                          : found->interrupted ? "no difference when Ctrl-C came"
                                               : "no difference");
  if (found->differs)
    append_difference (text, plan, found);
  if (tally->suites)
    append_tally (text, tally);
  return text;
}

/* --- JSON ------------------------------------------------------------------------------------------------------ */

static cJSON *
difference_item (const FuzzPlan *plan, const FuzzFound *found)
{
  const Difference *difference = &found->difference;
  if (!found->differs)
    return cJSON_CreateNull ();
  cJSON *object = cJSON_CreateObject ();
  g_autoptr (GString) scenario = fuzz_scenario (plan, found);
  json_add_whole (object, "suite", found->number + 1);
  json_add_whole (object, "tests", found->tests);
  json_add_whole (object, "workers", found->workers);
  json_add_whole (object, "tries", found->tries);
  cJSON_AddBoolToObject (object, "repeats", found->repeats);
  json_add_text (object, "trouble", found->trouble);
  json_add_whole (object, "alike", difference->alike);
  json_add_text (object, "before", difference->before);
  json_add_text (object, "dist", difference->text[0]);
  json_add_text (object, "against", difference->text[1]);
  cJSON_AddItemToObject (object, "scenario", cJSON_Parse (scenario->str));
  return object;
}

static void
add_tally (cJSON *root, const FuzzTally *tally)
{
  cJSON *workers = cJSON_AddObjectToObject (root, "workers"), *tests = cJSON_AddObjectToObject (root, "tests");
  cJSON *nodeids = cJSON_AddObjectToObject (root, "nodeids"), *verdicts = cJSON_AddObjectToObject (root, "verdicts");
  for (unsigned i = 1; i <= FUZZ_WORKERS_MAX; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      if (tally->workers[i])
        json_add_whole (workers, name, tally->workers[i]);
    }
  for (int i = 0; i < FUZZ_SIZES; i++)
    json_add_whole (tests, size_names[i], tally->sizes[i]);
  for (int i = 0; i < FUZZ_NAMES; i++)
    json_add_whole (nodeids, name_names[i], tally->names[i]);
  for (int i = VERDICT_OK; i >= 0; i--)
    json_add_whole (verdicts, verdict_name ((Verdict) i), tally->verdicts[i]);
  json_add_whole (root, "crashes", tally->crashes);
  json_add_whole (root, "early_stops", tally->stops);
}

GString *
fuzz_json (const FuzzPlan *plan, const FuzzFound *found)
{
  g_autoptr (cJSON) root = cJSON_CreateObject ();
  json_add_text (root, "dist", plan->label[0]);
  json_add_text (root, "against", plan->label[1]);
  json_add_whole (root, "seed", plan->seed);
  json_add_whole (root, "suites", found->tally.suites);
  json_add_whole (root, "events", found->tally.events);
  json_add_whole (root, "commands", found->tally.commands);
  cJSON_AddItemToObject (root, "difference", difference_item (plan, found));
  add_tally (root, &found->tally);
  return json_text (root);
}
