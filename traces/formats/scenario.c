#include "formats/format.h"
#include "suite/builder.h"
#include "text/input_error.h"
#include "text/json.h"
#include <math.h>
#include <string.h>

#define EXACT_MAX 9007199254740992.0 /* 2^53: beyond it a JSON number no longer tells integers apart */
#define TIME_US_MAX (TRACE_SECONDS_MAX * 1e6)

/* A scenario is being read: the keys put what they say into `scenario`, the tests go to the builder. */
typedef struct
{
  const char *name;
  Builder *builder;
  Scenario *scenario;
  const cJSON *document;
} Reading;

static bool
recognise (const char *head, gsize len)
{
  const char *tests = json_head_member (head, len, "tests");
  if (json_head_member (head, len, "scheduler"))
    return true;
  if (!tests || *tests != '[')
    return false;
  tests++;
  return tests[strspn (tests, " \t\r\n")] == '[';
}

static bool refuse (const Reading *reading, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static bool
refuse (const Reading *reading, GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_FORMAT, "%s:1: %s", reading->name, what);
  return false;
}

/* Whether the value is an integer in that range. WHAT names it in the refusal. */
static bool
take_integer (const Reading *reading, const cJSON *value, const char *what, double min, double max, double *number,
              GError **error)
{
  *number = value && cJSON_IsNumber (value) ? value->valuedouble : (double) NAN;
  if (*number >= min && *number <= max && *number == floor (*number))
    return true;
  return refuse (reading, error, "expected an integer from %.0f to %.0f for %s", min, max, what);
}

static bool
take_count (const Reading *reading, const cJSON *value, double min, double max, unsigned bit, uint32_t *count,
            GError **error)
{
  double number;
  if (!take_integer (reading, value, value->string, min, max, &number, error))
    return false;
  *count = (uint32_t) number;
  reading->scenario->set |= bit;
  return true;
}

static bool
take_bool (const Reading *reading, const cJSON *value, bool *flag, GError **error)
{
  if (!cJSON_IsBool (value))
    return refuse (reading, error, "expected true or false for %s", value->string);
  *flag = cJSON_IsTrue (value);
  return true;
}

static bool
read_scheduler (const Reading *reading, const cJSON *value, GError **error)
{
  if (!cJSON_IsString (value) || !*value->valuestring)
    return refuse (reading, error, "expected a scheduler's name for scheduler");
  reading->scenario->scheduler = g_strdup (value->valuestring);
  return true;
}

static bool
read_workers (const Reading *reading, const cJSON *value, GError **error)
{
  return take_count (reading, value, 1, TRACE_WORKERS_MAX, SCENARIO_WORKERS, &reading->scenario->workers, error);
}

static bool
read_seed (const Reading *reading, const cJSON *value, GError **error)
{
  double number;
  if (!take_integer (reading, value, "seed", -EXACT_MAX, EXACT_MAX, &number, error))
    return false;
  reading->scenario->seed = (int64_t) number;
  reading->scenario->set |= SCENARIO_SEED;
  return true;
}

static bool
read_patched (const Reading *reading, const cJSON *value, GError **error)
{
  return take_bool (reading, value, &reading->scenario->patched, error);
}

static bool
read_loadscopereorder (const Reading *reading, const cJSON *value, GError **error)
{
  return take_bool (reading, value, &reading->scenario->loadscopereorder, error);
}

static bool
read_maxschedchunk (const Reading *reading, const cJSON *value, GError **error)
{
  return take_count (reading, value, 0, SUITE_TESTS_MAX, SCENARIO_MAXSCHEDCHUNK, &reading->scenario->maxschedchunk,
                     error);
}

static bool
read_max_worker_restart (const Reading *reading, const cJSON *value, GError **error)
{
  return take_count (reading, value, 0, UINT32_MAX, SCENARIO_MAX_WORKER_RESTART, &reading->scenario->max_worker_restart,
                     error);
}

static bool
read_limit (const Reading *reading, const cJSON *value, GError **error)
{
  double number;
  if (!take_integer (reading, value, "limit", 0, EXACT_MAX, &number, error))
    return false;
  builder_warn (reading->builder, 1, "limit is the oracle's own safeguard and is ignored");
  return true;
}

/* One [nodeid, microseconds]. */
static bool
read_test (const Reading *reading, const cJSON *test, uint32_t index, GError **error)
{
  const cJSON *nodeid = cJSON_GetArrayItem (test, 0);
  if (!cJSON_IsArray (test) || !cJSON_IsString (nodeid) || cJSON_GetArraySize (test) != 2)
    return refuse (reading, error, "expected [nodeid, microseconds] for tests[%u]", index);
  g_autofree char *what = g_strdup_printf ("the microseconds of tests[%u]", index);
  double us;
  if (!take_integer (reading, nodeid->next, what, 0, TIME_US_MAX, &us, error))
    return false;
  uint32_t number = builder_test (reading->builder, nodeid->valuestring, strlen (nodeid->valuestring), 1, error);
  if (number == SUITE_NONE)
    return false;
  if (number < index)
    {
      g_autofree char *shown = input_dup_shown (nodeid->valuestring, strlen (nodeid->valuestring));
      return refuse (reading, error, "tests[%u] repeats the nodeid of tests[%u], %s", index, number, shown);
    }
  builder_set_item_index (reading->builder, number, number);
  builder_add_time_us (reading->builder, number, PHASE_WHOLE, (uint64_t) us);
  return true;
}

static bool
read_tests (const Reading *reading, const cJSON *value, GError **error)
{
  if (!cJSON_IsArray (value) || !value->child)
    return refuse (reading, error, "expected a list of [nodeid, microseconds], at least one, for tests");
  uint32_t index = 0;
  const cJSON *test;
  cJSON_ArrayForEach (test, value)
  {
    if (!read_test (reading, test, index++, error))
      return false;
  }
  return true;
}

/* The test's index from a key of crash, as drive.py writes it: in decimal, without a sign or zeros before it. */
static bool
parse_index (const char *text, uint32_t tests, uint32_t *index)
{
  gsize len = strlen (text);
  if (len == 0 || len > 9 || strspn (text, "0123456789") != len || (*text == '0' && len > 1))
    return false;
  *index = (uint32_t) g_ascii_strtoull (text, NULL, 10);
  return *index < tests;
}

/* What crash and failures count, and how many they may be. */
typedef struct
{
  const char *key, *noun;
  double most;
} Counted;

/* "test index": times. COUNTS are those that were read before. */
static bool
read_count (const Reading *reading, const cJSON *value, const Counted *counted, const ScenarioCount *counts,
            ScenarioCount *count, GError **error)
{
  uint32_t tests = builder_tests (reading->builder);
  if (!parse_index (value->string, tests, &count->test))
    {
      g_autofree char *shown = input_dup_shown (value->string, strlen (value->string));
      return refuse (reading, error, "expected a test's index from 0 to %u in %s, not \"%s\"", tests - 1, counted->key,
                     shown);
    }
  for (const ScenarioCount *other = counts; other < count; other++)
    if (other->test == count->test)
      return refuse (reading, error, "%s names the test %u twice", counted->key, count->test);
  g_autofree char *what = g_strdup_printf ("the %s of test %u", counted->noun, count->test);
  double times;
  if (!take_integer (reading, value, what, 0, counted->most, &times, error))
    return false;
  count->times = (uint32_t) times;
  return true;
}

/* All of them; those of 0 times are left out. */
static bool
read_counts (const Reading *reading, const cJSON *value, const Counted *counted, ScenarioCount **counts,
             uint32_t *number, GError **error)
{
  if (!cJSON_IsObject (value))
    return refuse (reading, error, "expected {\"test index\": times} for %s", counted->key);
  *counts = g_new0 (ScenarioCount, (gsize) cJSON_GetArraySize (value));
  const cJSON *entry;
  cJSON_ArrayForEach (entry, value)
  {
    if (!read_count (reading, entry, counted, *counts, *counts + *number, error))
      return false;
    *number += (*counts)[*number].times > 0;
  }
  return true;
}

static bool
read_crash (const Reading *reading, const cJSON *value, GError **error)
{
  const Counted counted = { "crash", "crashes", UINT32_MAX };
  return read_counts (reading, value, &counted, &reading->scenario->crash, &reading->scenario->crashes, error);
}

static bool
read_maxfail (const Reading *reading, const cJSON *value, GError **error)
{
  return take_count (reading, value, 1, G_MAXINT32, SCENARIO_MAXFAIL, &reading->scenario->maxfail, error);
}

static bool
read_failures (const Reading *reading, const cJSON *value, GError **error)
{
  const Counted counted = { "failures", "failures", 3 };
  return read_counts (reading, value, &counted, &reading->scenario->failure, &reading->scenario->failing, error);
}

/* In the order of reading: crash and failures need the tests. */
static const struct
{
  const char *name;
  bool (*read) (const Reading *reading, const cJSON *value, GError **error);
} keys[] = {
  { "scheduler", read_scheduler },
  { "workers", read_workers },
  { "tests", read_tests },
  { "crash", read_crash },
  { "maxfail", read_maxfail },
  { "failures", read_failures },
  { "seed", read_seed },
  { "patched", read_patched },
  { "maxschedchunk", read_maxschedchunk },
  { "loadscopereorder", read_loadscopereorder },
  { "max_worker_restart", read_max_worker_restart },
  { "limit", read_limit },
};

static bool
is_key (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (name, keys[i].name) == 0)
      return true;
  return false;
}

static bool
check_keys (const Reading *reading, GError **error)
{
  const cJSON *member;
  cJSON_ArrayForEach (member, reading->document)
  {
    g_autofree char *shown = input_dup_shown (member->string, strlen (member->string));
    if (!is_key (member->string))
      return refuse (reading, error, "a scenario has no key \"%s\"", shown);
    if (cJSON_GetObjectItemCaseSensitive (reading->document, member->string) != member)
      return refuse (reading, error, "the key \"%s\" stands here twice", shown);
  }
  return true;
}

static bool
read_keys (const Reading *reading, GError **error)
{
  if (!check_keys (reading, error))
    return false;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const cJSON *value = cJSON_GetObjectItemCaseSensitive (reading->document, keys[i].name);
      if (value && !cJSON_IsNull (value) && !keys[i].read (reading, value, error))
        return false;
    }
  return builder_tests (reading->builder) > 0 || refuse (reading, error, "a scenario needs a list of tests");
}

/* The first line alone, when it is a whole document: what follows it in a golden file is a log of decisions. Else all
 * of the text. */
static cJSON *
parse_scenario (const char *text, gsize len, const char *name, GError **error)
{
  const char *newline = memchr (text, '\n', len);
  g_autoptr (cJSON) first = newline ? json_parse (text, (gsize) (newline - text), name, 0, NULL) : NULL;
  return first ? g_steal_pointer (&first) : json_parse (text, len, name, 0, error);
}

static Trace *
read_trace (Input *input, GError **error)
{
  gsize len;
  const char *name = input_name (input);
  g_autofree char *text = input_take_all (input, &len, error);
  if (!text)
    return NULL;
  g_autoptr (cJSON) document = parse_scenario (text, len, name, error);
  if (!document)
    return NULL;
  g_autoptr (Builder) builder = builder_new (format_scenario.title, name);
  Scenario *scenario = g_new0 (Scenario, 1);
  scenario->loadscopereorder = true;
  builder_set_scenario (builder, scenario);
  const Reading reading = { name, builder, scenario, document };
  return read_keys (&reading, error) ? builder_finish (builder, false, error) : NULL;
}

const Format format_scenario = { "scenario", "isosim scenario", recognise, read_trace };
