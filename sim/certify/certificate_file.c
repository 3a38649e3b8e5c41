#include "config.h"

#include "certify/certificate_file.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "models/registry.h"
#include "session/property.h"
#include "text/input_error.h"
#include <string.h>

#define CERTIFICATE_VERSION 1
#define COUNT_MAX 1e15              /* of states and transitions */
#define STEPS_MAX 1e9               /* of a schedule */
#define TIME_US_MAX 1000000000000.0 /* --time-limit, as a number */

/* --- writing ------------------------------------------------------------------------------------------------- */

static void
add_broken (cJSON *object, const CaseResult *result)
{
  cJSON *list = cJSON_AddArrayToObject (object, "broken");
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (result->steps[property])
      {
        cJSON *item = cJSON_CreateObject ();
        cJSON_AddStringToObject (item, "property", property_name (property));
        cJSON_AddNumberToObject (item, "steps", result->steps[property]);
        cJSON_AddItemToArray (list, item);
      }
}

static void
add_limits (cJSON *object, const CaseResult *result)
{
  cJSON *limits = cJSON_AddObjectToObject (object, "limits");
  cJSON_AddNumberToObject (limits, "max_states", (double) result->max_states);
  cJSON_AddNumberToObject (limits, "time_us", (double) result->time_us);
}

cJSON *
case_object (const Case *one)
{
  const CaseResult *result = &one->result;
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "dist", one->model->name);
  cJSON_AddNumberToObject (object, "workers", one->workers);
  cJSON_AddNumberToObject (object, "crashes", one->crashes);
  cJSON_AddStringToObject (object, "suite", one->suite);
  cJSON_AddStringToObject (object, "verdict", case_verdict_names[result->verdict]);
  if (result->verdict == CASE_VIOLATED)
    add_broken (object, result);
  if (result->limited)
    add_limits (object, result);
  cJSON_AddNumberToObject (object, "states", (double) result->states);
  cJSON_AddNumberToObject (object, "transitions", (double) result->transitions);
  cJSON_AddNumberToObject (object, "depth", result->depth);
  return object;
}

static void
add_range (cJSON *object, const char *name, Range range)
{
  g_autofree char *text = g_strdup_printf ("%u..%u", range.least, range.most);
  cJSON_AddStringToObject (object, name, text);
}

static cJSON *
asked_object (const Certificate *certificate)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *dist = certificate_dist (certificate);
  cJSON_AddStringToObject (object, "dist", dist);
  add_range (object, "workers", certificate->workers);
  add_range (object, "crashes", certificate->crashes);
  add_range (object, "tests", certificate->tests);
  for (unsigned i = 0; i < CERTIFICATE_FIELDS; i++)
    {
      g_autofree char *value = certificate_field_text (&certificate->rules, i);
      if (value && certificate_fields[i].is_switch)
        cJSON_AddTrueToObject (object, certificate_fields[i].name);
      else if (value)
        cJSON_AddStringToObject (object, certificate_fields[i].name, value);
    }
  return object;
}

bool
certificate_write (const Certificate *certificate, const char *path, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *before = "";
  g_string_append_printf (text, "{\n\"isosim_certificate\":%d,\n\"isosim\":\"%s\",\n\"asked\":", CERTIFICATE_VERSION,
                          PACKAGE_VERSION);
  json_append (text, asked_object (certificate));
  g_string_append (text, ",\n\"cases\":[\n");
  for (guint i = 0; i < certificate->cases->len; i++)
    if (certificate_case (certificate, i)->result.verdict != CASE_LEFT)
      {
        g_string_append (text, before);
        json_append (text, case_object (certificate_case (certificate, i)));
        before = ",\n";
      }
  g_string_append (text, *before ? "\n]}\n" : "]}\n");
  return outfile_write_text (path, text, error);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

/* A file under way, and where in it. */
typedef struct
{
  const char *path;
  unsigned number; /* of the case that is read, from 1; 0: none is */
  GError **error;
} Place;

static bool
bad_file (const Place *place, const char *what)
{
  if (place->number)
    return fail (place->error, "%s: case %u: %s", place->path, place->number, what);
  return fail (place->error, "%s: %s", place->path, what);
}

/* A whole number in *number; false: there is none, or it is out of range. */
static bool
read_large (const cJSON *object, const char *name, double least, double most, uint64_t *number)
{
  double value;
  bool ok = json_whole (object, name, least, most, &value);
  if (ok)
    *number = (uint64_t) value;
  return ok;
}

/* The same, where MOST is less than 2^32. */
static bool
read_unsigned (const cJSON *object, const char *name, double least, double most, unsigned *number)
{
  uint64_t value;
  bool ok = read_large (object, name, least, most, &value);
  if (ok)
    *number = (unsigned) value;
  return ok;
}

static bool
read_verdict (const cJSON *object, CaseVerdict *verdict)
{
  const char *name = json_string (object, "verdict");
  *verdict = CASE_VERDICTS - 1;
  while (name && *verdict > CASE_LEFT && !g_str_equal (name, case_verdict_names[*verdict]))
    (*verdict)--;
  return name && *verdict > CASE_LEFT;
}

static bool
read_property (const cJSON *item, unsigned *steps)
{
  Property property = property_find (json_string (item, "property"));
  return property < PROPERTIES && !steps[property] && read_unsigned (item, "steps", 1, STEPS_MAX, &steps[property]);
}

/* There is a list where something is property, and only there. */
static bool
read_broken (const cJSON *object, CaseResult *result)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (object, "broken"), *item;
  if (result->verdict != CASE_VIOLATED)
    return !list;
  cJSON_ArrayForEach (item, list) if (!read_property (item, result->steps)) return false;
  return cJSON_IsArray (list) && cJSON_GetArraySize (list) > 0;
}

/* Limits are told where one came: always of what is inconclusive, never of what holds. */
static bool
read_limits (const cJSON *object, CaseResult *result)
{
  const cJSON *limits = cJSON_GetObjectItemCaseSensitive (object, "limits");
  result->limited = limits != NULL;
  if (!limits)
    return result->verdict != CASE_LIMIT;
  return result->verdict != CASE_HOLDS && read_large (limits, "max_states", 1, COUNT_MAX, &result->max_states)
         && read_large (limits, "time_us", 0, TIME_US_MAX, &result->time_us);
}

static bool
read_result (const cJSON *object, CaseResult *result, const Place *place)
{
  if (!read_verdict (object, &result->verdict))
    return bad_file (place, "'verdict' is neither holds nor violated nor inconclusive");
  if (!read_broken (object, result))
    return bad_file (place, "'broken' does not fit the verdict, or is no list of properties and steps");
  if (!read_limits (object, result))
    return bad_file (place, "'limits' do not fit the verdict, or are no limits");
  if (!read_large (object, "states", 1, COUNT_MAX, &result->states)
      || !read_large (object, "transitions", 0, COUNT_MAX, &result->transitions)
      || !read_unsigned (object, "depth", 0, STEPS_MAX, &result->depth))
    return bad_file (place, "'states', 'transitions' and 'depth' are not all there, as whole numbers");
  return true;
}

static bool
is_in (Range range, unsigned number)
{
  return range.least <= number && number <= range.most;
}

static bool
read_case (Certificate *certificate, const cJSON *object, const Place *place)
{
  Case one = { 0 };
  const char *dist = json_string (object, "dist"), *suite = json_string (object, "suite");
  one.model = dist ? model_find (dist) : NULL;
  one.tests = suite ? case_suite_tests (suite) : 0;
  if (!one.model || !certificate_has_model (certificate, one.model)
      || !read_unsigned (object, "workers", certificate->workers.least, certificate->workers.most, &one.workers)
      || !read_unsigned (object, "crashes", certificate->crashes.least, certificate->crashes.most, &one.crashes)
      || !is_in (certificate->tests, one.tests))
    return bad_file (place, "'dist', 'workers', 'crashes' and 'suite' are none of those that were asked for");
  if (!read_result (object, &one.result, place))
    return false;
  one.suite = g_strdup (suite);
  return certificate_add (certificate, one) || bad_file (place, "it is there twice");
}

static bool
read_cases (Certificate *certificate, const cJSON *object, Place *place)
{
  const cJSON *cases = cJSON_GetObjectItemCaseSensitive (object, "cases"), *one;
  if (!cJSON_IsArray (cases) || (guint) cJSON_GetArraySize (cases) > CERTIFICATE_CASES_MAX)
    return bad_file (place, "'cases' is no list, or too long");
  cJSON_ArrayForEach (one, cases)
  {
    place->number++;
    if (!read_case (certificate, one, place))
      return false;
  }
  return true;
}

static bool
read_range (const cJSON *asked, const char *name, unsigned most, Range *range)
{
  guint64 first = 0, last = 0;
  const char *text = json_string (asked, name), *dots = text ? strstr (text, "..") : NULL;
  g_autofree char *from = dots ? g_strndup (text, (gsize) (dots - text)) : NULL;
  if (!dots || !g_ascii_string_to_unsigned (from, 10, 0, most, &first, NULL)
      || !g_ascii_string_to_unsigned (dots + 2, 10, first, most, &last, NULL))
    return false;
  *range = (Range){ (unsigned) first, (unsigned) last };
  return true;
}

static bool
read_dist (Certificate *certificate, const cJSON *asked)
{
  const char *dist = json_string (asked, "dist");
  g_auto (GStrv) name = g_strsplit (dist ? dist : "", ",", -1);
  for (char **each = name; *each; each++)
    {
      const IsoModel *model = model_find (*each);
      if (!model || certificate_has_model (certificate, model))
        return false;
      g_ptr_array_add (certificate->models, (gpointer) (guintptr) model);
    }
  return *name != NULL;
}

/* A switch is true, the others are text. */
static bool
read_field (Certificate *certificate, const cJSON *asked, unsigned i, const Place *place)
{
  const cJSON *item = cJSON_GetObjectItemCaseSensitive (asked, certificate_fields[i].name);
  const char *text = certificate_fields[i].is_switch ? (cJSON_IsTrue (item) ? "" : NULL) : cJSON_GetStringValue (item);
  return !item || (text && certificate_field_parse (&certificate->rules, i, text))
         || bad_file (place, "an option in 'asked' is not as isosim writes it");
}

static bool
read_asked (Certificate *certificate, const cJSON *object, const Place *place)
{
  const cJSON *asked = cJSON_GetObjectItemCaseSensitive (object, "asked");
  if (!read_dist (certificate, asked))
    return bad_file (place, "'dist' in 'asked' is no list of schedulers that isosim knows");
  if (!read_range (asked, "workers", CHECK_WORKERS_MAX, &certificate->workers)
      || !read_range (asked, "crashes", CHECK_CRASHES_MAX, &certificate->crashes)
      || !read_range (asked, "tests", CHECK_TESTS_MAX, &certificate->tests))
    return bad_file (place, "'workers', 'crashes' and 'tests' in 'asked' are not all there, as ranges");
  for (unsigned i = 0; i < CERTIFICATE_FIELDS; i++)
    if (!read_field (certificate, asked, i, place))
      return false;
  return true;
}

static bool
read_object (Certificate *certificate, const cJSON *object, Place *place)
{
  double version = 0;
  if (!json_number (object, "isosim_certificate", &version) || version != CERTIFICATE_VERSION)
    return bad_file (place, "this is no result of isosim check --certify, version 1");
  certificate->version = g_strdup (json_string (object, "isosim"));
  if (!certificate->version)
    return bad_file (place, "'isosim' is missing: which version made it");
  return read_asked (certificate, object, place) && read_cases (certificate, object, place);
}

Certificate *
certificate_read (const char *path, GError **error)
{
  g_autoptr (Certificate) certificate = certificate_new_empty ();
  g_autoptr (Input) input = input_open (path, error);
  g_autoptr (cJSON) object = input ? json_read (input, error) : NULL;
  if (!object || !read_object (certificate, object, &(Place){ input_name (input), 0, error }))
    return NULL;
  return g_steal_pointer (&certificate);
}

/* --- going on ------------------------------------------------------------------------------------------------ */

/* "with --crash-states all", "without --exact"; g_free it. */
static char *
shown_field (unsigned i, const char *value)
{
  return g_strdup_printf ("%s --%s%s%s", value ? "with" : "without", certificate_fields[i].name,
                          value && *value ? " " : "", value ? value : "");
}

bool
certificate_rules_agree (const Certificate *certificate, const Certificate *kept, bool counts, const char *path,
                         GError **error)
{
  for (unsigned i = 0; i < CERTIFICATE_FIELDS; i++)
    {
      g_autofree char *before = certificate_field_text (&kept->rules, i);
      g_autofree char *now = certificate_field_text (&certificate->rules, i);
      if ((!counts && certificate_fields[i].counts_only) || g_strcmp0 (before, now) == 0)
        continue;
      g_autofree char *was = shown_field (i, before), *is = shown_field (i, now);
      return fail (error, "%s: it was made %s, and this is asked %s", path, was, is);
    }
  return true;
}

static bool
holds_range (const char *option, Range now, Range kept, const char *path, GError **error)
{
  if (now.least <= kept.least && kept.most <= now.most)
    return true;
  return fail (error, "%s: it was made with --%s %u..%u, more than the %u..%u that are asked for", path, option,
               kept.least, kept.most, now.least, now.most);
}

static bool
holds_models (const Certificate *certificate, const Certificate *kept, const char *path, GError **error)
{
  for (guint i = 0; i < kept->models->len; i++)
    {
      const IsoModel *model = kept->models->pdata[i];
      if (!certificate_has_model (certificate, model))
        return fail (error, "%s: it was made with --dist %s, which is not asked for", path, model->name);
    }
  return true;
}

static bool
is_made_alike (const Certificate *certificate, const Certificate *kept, const char *path, GError **error)
{
  g_autofree char *version = input_dup_shown (kept->version, strlen (kept->version));
  if (!g_str_equal (kept->version, PACKAGE_VERSION))
    return fail (error, "%s: isosim %s made it, and this is %s; it can be compared with --against", path, version,
                 PACKAGE_VERSION);
  return holds_models (certificate, kept, path, error)
         && holds_range ("workers", certificate->workers, kept->workers, path, error)
         && holds_range ("crashes", certificate->crashes, kept->crashes, path, error)
         && holds_range ("tests", certificate->tests, kept->tests, path, error)
         && certificate_rules_agree (certificate, kept, true, path, error);
}

static bool
take_over (const Certificate *certificate, const Certificate *kept, Place *place)
{
  for (guint i = 0; i < kept->cases->len; i++)
    {
      const Case *known = certificate_case (kept, i);
      Case *one = certificate_find (certificate, known);
      place->number = i + 1;
      if (!one)
        return bad_file (place, "its suite is none that is searched with these options");
      one->result = known->result;
    }
  return true;
}

bool
certificate_go_on (Certificate *certificate, const char *path, GError **error)
{
  g_autoptr (Certificate) kept = certificate_read (path, error);
  return kept && is_made_alike (certificate, kept, path, error)
         && take_over (certificate, kept, &(Place){ path, 0, error });
}
