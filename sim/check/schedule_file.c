#include "check/schedule_file.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "external/lookup.h"
#include "session/property.h"
#include "text/json.h"
#include <string.h>

#define SCHEDULE_VERSION 1
#define SCHEDULE_STEPS_MAX 100000 /* a file may hold */

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
add_if_given (cJSON *object, const char *name, const char *word)
{
  if (word)
    cJSON_AddStringToObject (object, name, word);
}

/* A group that is known apart from the nodeid stands behind it, where groups are scopes. */
static void
add_tests (cJSON *object, const CheckOptions *options)
{
  const Suite *suite = options->suite;
  bool groups = suite->group && options->plan.session.model->scope_rule == SCOPE_GROUP;
  cJSON *tests = cJSON_AddArrayToObject (object, "tests");
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      const char *group = groups ? suite->group[test] : NULL;
      g_autofree char *nodeid = suite_dup_name (suite, test);
      g_autofree char *name = g_strconcat (nodeid, group ? "@" : "", group, NULL);
      cJSON_AddItemToArray (tests, cJSON_CreateString (name));
    }
}

/* Killers and dependencies by number, as --killer and --depends take them. */
static void
add_special_tests (cJSON *object, const CheckOptions *options)
{
  g_autoptr (GString) killers = g_string_new (NULL), depends = g_string_new (NULL);
  for (uint32_t test = 0; test < options->suite->tests; test++)
    {
      if (options->killer && options->killer[test])
        g_string_append_printf (killers, "%s#%u", killers->len ? "," : "", test + 1);
      if (options->after && options->after[test] != ISO_NONE)
        g_string_append_printf (depends, "%s#%u:#%u", depends->len ? "," : "", test + 1, options->after[test] + 1);
    }
  add_if_given (object, "killer", killers->len ? killers->str : NULL);
  add_if_given (object, "depends", depends->len ? depends->str : NULL);
}

static void
add_switch (cJSON *object, const char *name, gboolean on)
{
  if (on)
    cJSON_AddBoolToObject (object, name, true);
}

bool
schedule_file_write (const char *path, const CheckOptions *options, Property broken, const GArray *schedule,
                     GError **error)
{
  const CheckWords *words = &options->words;
  g_autoptr (cJSON) object = cJSON_CreateObject ();
  cJSON_AddNumberToObject (object, "isosim_schedule", SCHEDULE_VERSION);
  cJSON_AddStringToObject (object, "property", property_name (broken));
  cJSON_AddStringToObject (object, "dist", words->dist);
  cJSON_AddStringToObject (object, "workers", words->workers);
  add_tests (object, options);
  add_if_given (object, "crashes", words->crashes);
  add_if_given (object, "crash-states", words->crash_states);
  add_special_tests (object, options);
  add_if_given (object, "max-worker-restart", words->max_worker_restart);
  add_if_given (object, "maxschedchunk", words->maxschedchunk);
  add_switch (object, "collect-differs", words->collect_differs);
  add_switch (object, "no-loadscope-reorder", words->no_reorder);
  add_switch (object, "name-supplied", words->name_supplied);
  cJSON *steps = cJSON_AddArrayToObject (object, "steps");
  for (guint i = 0; i < schedule->len; i++)
    {
      g_autofree char *step = action_text (g_array_index (schedule, Action, i));
      cJSON_AddItemToArray (steps, cJSON_CreateString (step));
    }
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
read_property (const cJSON *object, const char *path, Property *broken, GError **error)
{
  *broken = property_find (json_string (object, "property"));
  return *broken < PROPERTIES || bad_file (path, error, "'property' names none that isosim knows");
}

/* False: it is there, and no string, or none that a message can quote. */
static bool
read_text (const cJSON *object, const char *path, const char *name, char **word, GError **error)
{
  const char *text = json_string (object, name);
  g_free (*word);
  *word = g_strdup (text);
  if (text ? json_is_line (text) : !cJSON_GetObjectItemCaseSensitive (object, name))
    return true;
  return fail (error, "%s: '%s' is no text of one line", path, name);
}

static bool
read_switch (const cJSON *object, const char *path, const char *name, gboolean *on, GError **error)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, name);
  *on = cJSON_IsTrue (item);
  return !item || cJSON_IsBool (item) || fail (error, "%s: '%s' is neither true nor false", path, name);
}

/* What the command line would say; the file's words are taken over, others are as they were. */
static bool
read_words (const cJSON *object, const char *path, CheckWords *words, GError **error)
{
  const struct
  {
    const char *name;
    char **word;
  } texts[] = {
    { "dist", &words->dist },
    { "workers", &words->workers },
    { "crashes", &words->crashes },
    { "crash-states", &words->crash_states },
    { "killer", &words->killer },
    { "depends", &words->depends },
    { "max-worker-restart", &words->max_worker_restart },
    { "maxschedchunk", &words->maxschedchunk },
    { "property", &words->property },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!read_text (object, path, texts[i].name, texts[i].word, error))
      return false;
  return read_switch (object, path, "collect-differs", &words->collect_differs, error)
         && read_switch (object, path, "no-loadscope-reorder", &words->no_reorder, error)
         && read_switch (object, path, "name-supplied", &words->name_supplied, error);
}

/* --dist beside --replay lets a program run, or a plug-in be loaded, that the file names. */
static bool
is_dist (const CheckOptions *options, const char *dist, const char *path, GError **error)
{
  const char *own = options->words.dist;
  return g_strcmp0 (own, dist) == 0
         || fail (error, "%s: its scheduler is %s, not %s", path, own ? own : "not told", dist);
}

static bool
read_object (const cJSON *object, const char *path, CheckOptions *options, Property *broken, GArray *schedule,
             GError **error)
{
  double version = 0;
  g_autoptr (GPtrArray) nodeids = g_ptr_array_new_with_free_func (g_free);
  if (!json_number (object, "isosim_schedule", &version) || version != SCHEDULE_VERSION)
    return bad_file (path, error, "this is no schedule of isosim check, version 1");
  g_autofree char *dist = g_steal_pointer (&options->words.dist);
  if (!read_words (object, path, &options->words, error)
      || (dist                  ? !is_dist (options, dist, path, error)
          : options->words.dist ? !schedulers_may_run (options->words.dist, path, error)
                                : false)
      || !read_property (object, path, broken, error) || !read_tests (object, path, nodeids, error)
      || !are_different (nodeids, path, error) || !read_steps (object, path, schedule, error))
    return false;
  if (check_options_plan (options, nodeids, error))
    return true;
  g_prefix_error (error, "%s: ", path);
  return false;
}

bool
schedule_file_read (const char *path, CheckOptions *options, Property *broken, GArray **schedule, GError **error)
{
  g_autoptr (Input) input = input_open (path, error);
  g_autoptr (cJSON) object = input ? json_read (input, error) : NULL;
  if (!object)
    return false;
  *schedule = g_array_new (FALSE, FALSE, sizeof (Action));
  if (read_object (object, input_name (input), options, broken, *schedule, error))
    return true;
  g_clear_pointer (schedule, g_array_unref);
  return false;
}
