#include "run/result_file.h"

#include "base/usage.h"
#include "suite/trace.h"
#include "text/json.h"
#include <string.h>

/* --- results ------------------------------------------------------------------------------------------------- */

Results *
results_new (const char *label)
{
  Results *results = g_new (Results, 1);
  *results = (Results){ .label = g_strdup (label),
                        .cases = g_array_new (FALSE, FALSE, sizeof (ResultCase)),
                        .places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  for (int fact = 0; fact < FACTS; fact++)
    results->fact[fact] = FACT_NONE;
  return results;
}

void
results_free (Results *results)
{
  for (guint i = 0; i < results->cases->len; i++)
    g_free (results_case (results, i)->subject);
  g_array_unref (results->cases);
  g_hash_table_unref (results->places);
  g_free (results->label);
  g_free (results);
}

static char *
dup_key (const ResultCase *one)
{
  return g_strdup_printf ("%u %s", one->workers, one->subject);
}

bool
results_add (Results *results, ResultCase one)
{
  if (!g_hash_table_insert (results->places, dup_key (&one), GUINT_TO_POINTER (results->cases->len + 1)))
    {
      g_free (one.subject);
      return false;
    }
  g_array_append_val (results->cases, one);
  return true;
}

const ResultCase *
results_find (const Results *results, const ResultCase *like)
{
  g_autofree char *key = dup_key (like);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (results->places, key));
  return place ? results_case (results, place - 1) : NULL;
}

/* --- a file -------------------------------------------------------------------------------------------------- */

/* A file under way, and where in it. */
typedef struct
{
  Results *results;
  const char *list; /* what its cases are in: rows or schedulers */
  unsigned number;  /* of the case that is read, from 1; 0: none is */
  unsigned workers; /* of all cases; 0: each tells its own */
  GError **error;
} Reading;

static bool
bad_file (const Reading *reading, const char *what)
{
  if (reading->number)
    return fail (reading->error, "%s: %s, number %u: %s", reading->results->label, reading->list, reading->number,
                 what);
  return fail (reading->error, "%s: %s", reading->results->label, what);
}

static bool
read_verdict (const cJSON *object, Verdict *verdict)
{
  const char *name = json_string (object, "verdict");
  for (int i = VERDICT_ERROR; name && i <= VERDICT_OK; i++)
    if (g_str_equal (name, verdict_name ((Verdict) i)))
      return *verdict = (Verdict) i, true;
  return false;
}

/* A name that can stand in a message and in a table. */
static bool
is_name (const char *name)
{
  if (!name || !*name || strlen (name) > RESULT_NAME_MAX)
    return false;
  for (; *name; name = g_utf8_find_next_char (name, NULL))
    if (g_unichar_iscntrl (g_utf8_get_char (name)))
      return false;
  return true;
}

/* Whether a promised property is told not to hold. */
static bool
breaks_promise (const cJSON *object)
{
  const cJSON *properties = cJSON_GetObjectItemCaseSensitive (object, "properties"), *property;
  cJSON_ArrayForEach (property, properties)
  {
    if (cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (property, "promised"))
        && cJSON_IsFalse (cJSON_GetObjectItemCaseSensitive (property, "holds")))
      return true;
  }
  return false;
}

static bool
read_workers (const cJSON *object, const Reading *reading, unsigned *workers)
{
  double number = reading->workers;
  if (!reading->workers && !json_whole (object, "workers", 1, TRACE_WORKERS_MAX, &number))
    return false;
  *workers = (unsigned) number;
  return true;
}

static bool
read_case (const cJSON *object, const Reading *reading)
{
  ResultCase one = { 0 };
  double wall_us = 0;
  const char *name = json_string (object, "name");
  if (!is_name (name))
    return bad_file (reading, "'name' is not the name of a scheduler");
  if (!read_workers (object, reading, &one.workers))
    return bad_file (reading, "'workers' is no number of workers");
  if (!read_verdict (object, &one.verdict))
    return bad_file (reading, "'verdict' is none that isosim knows");
  if (!json_whole (object, "wall_us", 0, RESULT_US_MAX, &wall_us))
    return bad_file (reading, "'wall_us' is no whole number from 0 to 2^53");
  one.wall_us = (uint64_t) wall_us;
  one.broken = breaks_promise (object);
  one.subject = g_strdup (name);
  return results_add (reading->results, one) || bad_file (reading, "it is there twice");
}

static bool
read_cases (const cJSON *list, Reading *reading)
{
  const cJSON *one;
  if ((guint) cJSON_GetArraySize (list) > RESULT_CASES_MAX)
    return bad_file (reading, "it has more than " G_STRINGIFY (RESULT_CASES_MAX) " cases");
  cJSON_ArrayForEach (one, list)
  {
    reading->number++;
    if (!read_case (one, reading))
      return false;
  }
  return true;
}

/* What is not there, or no number, is not told. */
static void
read_facts (const cJSON *object, Results *results)
{
  static const char *const names[] = { [FACT_TESTS] = "tests", [FACT_RUNS] = "runs", [FACT_SEED] = "seed" };
  double number;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (json_whole (object, names[i], 0, 0x1p63, &number))
      results->fact[i] = number;
  const cJSON *noise = cJSON_GetObjectItemCaseSensitive (object, "noise");
  if (cJSON_IsObject (noise) && json_number (noise, "sigma", &number) && number >= 0)
    results->fact[FACT_SIGMA] = number;
}

/* A file that does not tell its version is read as one of version 1. */
static bool
is_of_this_version (const cJSON *object, const Reading *reading)
{
  double version = RESULT_VERSION;
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (object, "isosim_result");
  if (!item || (json_number (object, "isosim_result", &version) && version == RESULT_VERSION))
    return true;
  return bad_file (reading,
                   "it is a result of another version; this isosim reads version " G_STRINGIFY (RESULT_VERSION));
}

static bool
read_object (const cJSON *object, Reading *reading)
{
  const cJSON *rows = cJSON_GetObjectItemCaseSensitive (object, "rows");
  const cJSON *schedulers = cJSON_GetObjectItemCaseSensitive (object, "schedulers");
  double workers = 0;
  if (!is_of_this_version (object, reading))
    return false;
  read_facts (object, reading->results);
  reading->list = "rows";
  if (cJSON_IsArray (rows))
    return read_cases (rows, reading);
  reading->list = "schedulers";
  if (!cJSON_IsArray (schedulers) || !json_whole (object, "workers", 1, TRACE_WORKERS_MAX, &workers))
    return bad_file (reading, "this is no result of isosim plan --export-json or isosim --format json");
  reading->workers = (unsigned) workers;
  return read_cases (schedulers, reading);
}

Results *
result_file_read (const char *path, GError **error)
{
  g_autoptr (Input) input = input_open (path, error);
  g_autoptr (cJSON) object = input ? json_read (input, error) : NULL;
  if (!object)
    return NULL;
  g_autoptr (Results) results = results_new (input_name (input));
  return read_object (object, &(Reading){ .results = results, .error = error }) ? g_steal_pointer (&results) : NULL;
}
