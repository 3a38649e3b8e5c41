#include "check/schedule_file.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "check/case_text.h"
#include "check/check_suite.h"
#include "text/input_error.h"
#include "text/json.h"
#include <string.h>

#define SCHEDULE_VERSION 1
#define SCHEDULE_STEPS_MAX 100000 /* of one file */

static const char *const action_names[] = {
  [ACTION_HANDLE] = "handle",   [ACTION_READY] = "ready", [ACTION_COLLECT] = "collect",
  [ACTION_COMMAND] = "command", [ACTION_ITEM] = "item",   [ACTION_BEGIN] = "begin",
  [ACTION_END] = "end",         [ACTION_EXIT] = "exit",   [ACTION_DIE] = "die",
};

/* --- writing ------------------------------------------------------------------------------------------------- */

/* "handle", "handle 3" for the fourth order of a shuffle; "begin gw0"; "end gw0 1" for a long run. */
static char *
action_text (Action action)
{
  GString *text = g_string_new (action_names[action.kind]);
  if (action.kind != ACTION_HANDLE)
    g_string_append_printf (text, " gw%u", action.node);
  if (action.choice)
    g_string_append_printf (text, " %u", action.choice);
  return g_string_free (text, FALSE);
}

static void
add_number (cJSON *object, const char *name, uint32_t number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  cJSON_AddStringToObject (object, name, text);
}

/* Where groups are scopes, a group that is not part of the nodeid is added to it: "x.py::t@group". */
static void
add_tests (cJSON *object, const CheckCase *one)
{
  const Suite *suite = one->suite;
  bool groups = suite->group && one->model->scope_rule == SCOPE_GROUP;
  cJSON *tests = cJSON_AddArrayToObject (object, "tests");
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      const char *group = groups ? suite->group[test] : NULL;
      g_autofree char *nodeid = suite_dup_name (suite, test);
      g_autofree char *name = g_strconcat (nodeid, group ? "@" : "", group, NULL);
      cJSON_AddItemToArray (tests, cJSON_CreateString (name));
    }
}

static void
add_deaths (cJSON *object, const CheckCase *one)
{
  if (one->crashes)
    add_number (object, "crashes", one->crashes);
  if (one->crash_states == CRASH_BIT (CRASH_RUNNING))
    return;
  g_autofree char *states = case_text_crash_states (one->crash_states);
  cJSON_AddStringToObject (object, "crash-states", states);
}

/* Killers and dependencies by number: "#1,#3" and "#1:#4". */
static void
add_special_tests (cJSON *object, const CheckCase *one)
{
  g_autoptr (GString) killers = g_string_new (NULL), depends = g_string_new (NULL);
  for (uint32_t test = 0; test < one->suite->tests; test++)
    {
      if (one->killer && one->killer[test])
        g_string_append_printf (killers, "%s#%u", killers->len ? "," : "", test + 1);
      if (one->after && one->after[test] != ISO_NONE)
        g_string_append_printf (depends, "%s#%u:#%u", depends->len ? "," : "", test + 1, one->after[test] + 1);
    }
  if (killers->len)
    cJSON_AddStringToObject (object, "killer", killers->str);
  if (depends->len)
    cJSON_AddStringToObject (object, "depends", depends->str);
}

static void
add_switch (cJSON *object, const char *name, bool on)
{
  if (on)
    cJSON_AddBoolToObject (object, name, true);
}

/* What is as by default is left out. */
static void
add_rules (cJSON *object, const CheckCase *one)
{
  if (one->rules.max_worker_restart != CHECK_RESTARTS_DEFAULT)
    add_number (object, "max-worker-restart", one->rules.max_worker_restart);
  if (one->rules.options.maxschedchunk != ISO_NONE)
    add_number (object, "maxschedchunk", one->rules.options.maxschedchunk);
  add_switch (object, "collect-differs", one->replacements_differ);
  add_switch (object, "no-loadscope-reorder", !one->rules.options.loadscopereorder);
  add_switch (object, "name-supplied", one->rules.options.name_supplied);
}

static void
add_steps (cJSON *object, const GArray *schedule)
{
  cJSON *steps = cJSON_AddArrayToObject (object, "steps");
  for (guint i = 0; i < schedule->len; i++)
    {
      g_autofree char *step = action_text (g_array_index (schedule, Action, i));
      cJSON_AddItemToArray (steps, cJSON_CreateString (step));
    }
}

bool
schedule_file_write (const char *path, const CheckCase *one, Property property, const GArray *schedule, GError **error)
{
  g_autoptr (cJSON) object = cJSON_CreateObject ();
  cJSON_AddNumberToObject (object, "isosim_schedule", SCHEDULE_VERSION);
  cJSON_AddStringToObject (object, "property", property_name (property));
  cJSON_AddStringToObject (object, "dist", one->dist);
  add_number (object, "workers", one->workers);
  add_tests (object, one);
  add_deaths (object, one);
  add_special_tests (object, one);
  add_rules (object, one);
  add_steps (object, schedule);
  g_autoptr (GString) text = json_text (object);
  return outfile_write_text (path, text, error);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

static bool
bad_file (const char *path, GError **error, const char *what)
{
  return fail (error, "%s: %s", path, what);
}

static bool
parse_number (const char *text, guint64 most, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, 0, most, number, NULL);
}

static bool
parse_action (const char *text, Action *action)
{
  g_auto (GStrv) word = g_strsplit (text, " ", -1);
  unsigned words = g_strv_length (word), kind = 0, at = 1;
  guint64 node = 0, choice = 0;
  while (words && kind < G_N_ELEMENTS (action_names) && !g_str_equal (word[0], action_names[kind]))
    kind++;
  if (!words || kind == G_N_ELEMENTS (action_names))
    return false;
  if (kind != ACTION_HANDLE
      && (words < 2 || !g_str_has_prefix (word[at], "gw") || !parse_number (word[at++] + 2, UINT8_MAX, &node)))
    return false;
  bool has_choice = kind == ACTION_HANDLE || kind == ACTION_END;
  if (at < words && has_choice && !parse_number (word[at++], kind == ACTION_END ? 1 : UINT16_MAX, &choice))
    return false;
  *action = (Action){ (uint8_t) kind, (uint8_t) node, (uint16_t) choice };
  return at == words;
}

static bool
bad_step (const char *path, unsigned number, const char *step, GError **error)
{
  g_autofree char *shown = input_dup_shown (step, strlen (step));
  return fail (error, "%s: step %u is none that isosim knows: %s", path, number, shown);
}

static bool
read_steps (const cJSON *object, const char *path, GArray *schedule, GError **error)
{
  const cJSON *steps = cJSON_GetObjectItemCaseSensitive (object, "steps"), *step;
  if (!cJSON_IsArray (steps) || cJSON_GetArraySize (steps) > SCHEDULE_STEPS_MAX)
    return bad_file (path, error, "'steps' is no list, or too long");
  cJSON_ArrayForEach (step, steps)
  {
    Action action;
    if (!cJSON_IsString (step) || !parse_action (step->valuestring, &action))
      return bad_step (path, schedule->len + 1, cJSON_IsString (step) ? step->valuestring : "no text", error);
    g_array_append_val (schedule, action);
  }
  return true;
}

static bool
read_tests (const cJSON *object, const char *path, GPtrArray *nodeids, GError **error)
{
  const cJSON *tests = cJSON_GetObjectItemCaseSensitive (object, "tests"), *test;
  if (!cJSON_IsArray (tests))
    return bad_file (path, error, "'tests' is no list");
  cJSON_ArrayForEach (test, tests)
  {
    if (!cJSON_IsString (test) || !*test->valuestring || strlen (test->valuestring) > SUITE_NODEID_MAX)
      return bad_file (path, error, "a test has no name, or too long a name");
    g_ptr_array_add (nodeids, g_strdup (test->valuestring));
  }
  return nodeids->len || bad_file (path, error, "there are no tests");
}

static bool
are_different (const GPtrArray *nodeids, const char *path, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < nodeids->len; i++)
    if (!g_hash_table_add (seen, nodeids->pdata[i]))
      {
        g_autofree char *shown = input_dup_shown (nodeids->pdata[i], strlen (nodeids->pdata[i]));
        return fail (error, "%s: test %u, %s, is there twice", path, i + 1, shown);
      }
  return true;
}

static bool
read_property (const cJSON *object, const char *path, Property *property, GError **error)
{
  *property = property_find (json_string (object, "property"));
  return *property < PROPERTIES || bad_file (path, error, "'property' names none that isosim knows");
}

/* Sets *text, NULL if there is no such field. Returns false if it is no string, or none that a message can quote. */
static bool
read_text (const cJSON *object, const char *path, const char *name, const char **text, GError **error)
{
  *text = json_string (object, name);
  if (*text ? json_is_line (*text) : !cJSON_GetObjectItemCaseSensitive (object, name))
    return true;
  return fail (error, "%s: '%s' is no text of one line", path, name);
}

static bool
read_switch (const cJSON *object, const char *path, const char *name, bool *on, GError **error)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);
  *on = cJSON_IsTrue (item);
  return !item || cJSON_IsBool (item) || fail (error, "%s: '%s' is neither true nor false", path, name);
}

static bool
read_texts (const cJSON *object, const char *path, CaseText *text, GError **error)
{
  const struct
  {
    const char *name;
    const char **text;
  } fields[] = {
    { "workers", &text->workers },
    { "crashes", &text->crashes },
    { "crash-states", &text->crash_states },
    { "killer", &text->killer },
    { "depends", &text->depends },
    { "max-worker-restart", &text->max_worker_restart },
    { "maxschedchunk", &text->maxschedchunk },
    { "property", &text->property },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!read_text (object, path, fields[i].name, fields[i].text, error))
      return false;
  return true;
}

static bool
read_switches (const cJSON *object, const char *path, CheckCase *one, GError **error)
{
  bool no_reorder;
  if (!read_switch (object, path, "collect-differs", &one->replacements_differ, error)
      || !read_switch (object, path, "no-loadscope-reorder", &no_reorder, error)
      || !read_switch (object, path, "name-supplied", &one->rules.options.name_supplied, error))
    return false;
  one->rules.options.loadscopereorder = !no_reorder;
  return true;
}

/* A file may name a program or a plug-in only if the user names it, too. */
static bool
read_dist (const cJSON *object, const char *path, const ScheduleLookup *lookup, CheckCase *one, GError **error)
{
  const char *dist;
  if (!read_text (object, path, "dist", &dist, error))
    return false;
  if (lookup->dist && g_strcmp0 (lookup->dist, dist) != 0)
    return fail (error, "%s: its scheduler is %s, not %s", path, dist ? dist : "not told", lookup->dist);
  if (dist && !lookup->dist && !schedulers_may_run (dist, path, error))
    return false;
  one->dist = g_strdup (dist);
  return dist || bad_file (path, error, "which scheduler? Say --dist NAME");
}

/* The scheduler, the suite, and all that depends on them. */
static bool
complete_case (const CaseText *text, const GPtrArray *nodeids, const ScheduleLookup *lookup, CheckCase *one,
               GError **error)
{
  if (!schedulers_use_folder ("--xdist-path", lookup->folder, one->dist, error))
    return false;
  one->model = schedulers_find (lookup->schedulers, one->dist, lookup->folder, error);
  one->suite = one->model ? check_suite_of_nodeids (nodeids, error) : NULL;
  if (!one->suite || !case_text_parse (text, one, error))
    return false;
  if (!one->workers)
    return fail (error, "how many workers? Say --workers N");
  return case_text_parse_tests (text, one, error);
}

static bool
read_object (const cJSON *object, const char *path, const ScheduleLookup *lookup, KeptSchedule *kept, SearchPlan *plan,
             GError **error)
{
  double version = 0;
  CaseText text;
  g_autoptr (GPtrArray) nodeids = g_ptr_array_new_with_free_func (g_free);
  if (!json_number (object, "isosim_schedule", &version) || version != SCHEDULE_VERSION)
    return bad_file (path, error, "this is no schedule of isosim check, version 1");
  if (!read_dist (object, path, lookup, &kept->one, error) || !read_texts (object, path, &text, error)
      || !read_switches (object, path, &kept->one, error) || !read_property (object, path, &kept->property, error)
      || !read_tests (object, path, nodeids, error) || !are_different (nodeids, path, error)
      || !read_steps (object, path, kept->steps, error))
    return false;
  if (complete_case (&text, nodeids, lookup, &kept->one, error) && check_plan (&kept->one, plan, error))
    return true;
  g_prefix_error (error, "%s: ", path);
  return false;
}

void
kept_schedule_clear (KeptSchedule *kept)
{
  check_case_clear (&kept->one);
  g_clear_pointer (&kept->steps, g_array_unref);
}

bool
schedule_file_read (const char *path, const ScheduleLookup *lookup, KeptSchedule *kept, SearchPlan *plan,
                    GError **error)
{
  *kept = (KeptSchedule){ .one = check_case_default () };
  g_autoptr (Input) input = input_open (path, error);
  g_autoptr (cJSON) object = input ? json_read (input, error) : NULL;
  kept->steps = g_array_new (FALSE, FALSE, sizeof (Action));
  if (object && read_object (object, input_name (input), lookup, kept, plan, error))
    return true;
  kept_schedule_clear (kept);
  return false;
}
