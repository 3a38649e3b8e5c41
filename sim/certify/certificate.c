#include "certify/certificate.h"

#include "base/human.h"
#include "check/check_case.h"
#include <string.h>

const char *const case_verdict_names[CASE_VERDICTS] = {
  [CASE_LEFT] = "left",
  [CASE_HOLDS] = "holds",
  [CASE_VIOLATED] = "violated",
  [CASE_LIMIT] = "inconclusive",
};

/* --- cases --------------------------------------------------------------------------------------------------- */

static void
clear_case (gpointer data)
{
  g_free (((Case *) data)->suite);
}

Certificate *
certificate_new_empty (void)
{
  Certificate *certificate = g_new0 (Certificate, 1);
  certificate->rules = certificate_rules_default ();
  certificate->models = g_ptr_array_new ();
  certificate->cases = g_array_new (FALSE, FALSE, sizeof (Case));
  certificate->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_set_clear_func (certificate->cases, clear_case);
  return certificate;
}

void
certificate_free (Certificate *certificate)
{
  if (!certificate)
    return;
  g_free (certificate->version);
  g_ptr_array_unref (certificate->models);
  g_array_unref (certificate->cases);
  g_hash_table_unref (certificate->places);
  g_free (certificate);
}

static char *
key_of_case (const Case *one)
{
  return g_strdup_printf ("%s %u %u %s", one->model->name, one->workers, one->crashes, one->suite);
}

bool
certificate_add (Certificate *certificate, Case one)
{
  guint place = certificate->cases->len + 1;
  if (certificate_find (certificate, &one))
    return g_free (one.suite), false;
  g_hash_table_insert (certificate->places, key_of_case (&one), GUINT_TO_POINTER (place));
  g_array_append_val (certificate->cases, one);
  return true;
}

Case *
certificate_find (const Certificate *certificate, const Case *like)
{
  g_autofree char *key = key_of_case (like);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (certificate->places, key));
  return place ? certificate_case (certificate, place - 1) : NULL;
}

bool
certificate_has_model (const Certificate *certificate, const IsoModel *model)
{
  return g_ptr_array_find (certificate->models, model, NULL);
}

char *
certificate_dist (const Certificate *certificate)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < certificate->models->len; i++)
    {
      const IsoModel *model = certificate->models->pdata[i];
      g_string_append_printf (text, "%s%s", i ? "," : "", model->name);
    }
  return g_string_free (text, FALSE);
}

unsigned
case_suite_tests (const char *suite)
{
  unsigned tests = 0, letter = 0;
  for (const char *at = suite; *at; letter++)
    {
      char *end;
      guint64 size = *at == (char) ('a' + letter) && g_ascii_isdigit (at[1]) ? g_ascii_strtoull (at + 1, &end, 10) : 0;
      if (!size || size > CHECK_TESTS_MAX || letter == 26 || at[1] == '0')
        return 0;
      tests += (unsigned) size;
      at = end;
    }
  return tests;
}

char *
case_name (const Case *one)
{
  g_autofree char *workers = human_plural (one->workers, "worker");
  g_autofree char *deaths = human_plural (one->crashes, "death");
  return g_strdup_printf ("%s, %s, %s, %s", one->model->name, workers, deaths, one->suite);
}

char *
case_command (const Certificate *certificate, const Case *one)
{
  GString *text = g_string_new ("isosim check");
  g_string_append_printf (text, " --dist %s --workers %u --suite %s", one->model->name, one->workers, one->suite);
  if (one->crashes)
    g_string_append_printf (text, " --crashes %u", one->crashes);
  for (unsigned i = 0; i < CERTIFICATE_FIELDS; i++)
    {
      g_autofree char *value = certificate_field_text (&certificate->rules, i);
      if (value)
        g_string_append_printf (text, " --%s%s%s", certificate_fields[i].name, *value ? " " : "", value);
    }
  return g_string_free (text, FALSE);
}

Property
case_violated_first (const CaseResult *result)
{
  Property first = PROPERTIES;
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (result->steps[property] && (first == PROPERTIES || result->steps[property] < result->steps[first]))
      first = property;
  return first;
}
