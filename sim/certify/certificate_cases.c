#include "certify/certificate_cases.h"

#include "base/usage.h"
#include "check/check_suite.h"
#include "external/lookup.h"
#include "models/registry.h"
#include <string.h>

/* "3" is a range, too. */
static bool
parse_range (const char *option, const char *word, unsigned least, unsigned most, Range *range, GError **error)
{
  guint64 first = 0, last = 0;
  const char *dots = strstr (word, "..");
  g_autofree char *from = dots ? g_strndup (word, (gsize) (dots - word)) : g_strdup (word);
  if (g_ascii_string_to_unsigned (from, 10, least, most, &first, NULL)
      && g_ascii_string_to_unsigned (dots ? dots + 2 : from, 10, first, most, &last, NULL))
    {
      *range = (Range){ (unsigned) first, (unsigned) last };
      return true;
    }
  return fail (error, "%s %s: expected a number or a range as 1..3, from %u to %u", option, word, least, most);
}

static bool
set_ranges (Certificate *certificate, const CheckWords *words, GError **error)
{
  if (!words->workers)
    return fail (error, "how many workers? Say --workers N or --workers N..M");
  if (!words->tests)
    return fail (error, "how many tests? Say --tests N or --tests N..M");
  const char *crashes = words->crashes ? words->crashes : "0";
  return parse_range ("--workers", words->workers, 1, CHECK_WORKERS_MAX, &certificate->workers, error)
         && parse_range ("--crashes", crashes, 0, CHECK_CRASHES_MAX, &certificate->crashes, error)
         && parse_range ("--tests", words->tests, 1, CHECK_TESTS_MAX, &certificate->tests, error);
}

static void
add_model (Certificate *certificate, const IsoModel *model)
{
  if (!certificate_has_model (certificate, model))
    g_ptr_array_add (certificate->models, (gpointer) (guintptr) model);
}

/* "all" leaves the twins out, as everywhere. */
static bool
set_models (Certificate *certificate, const char *dist, Schedulers *schedulers, GError **error)
{
  if (!dist)
    return fail (error, "which schedulers? Say --dist NAME[,NAME], or --dist all");
  g_auto (GStrv) name = g_strsplit (dist, ",", -1);
  for (char **each = name; *each; each++)
    {
      bool all = g_str_equal (*each, "all");
      const IsoModel *found = all ? NULL : schedulers_find (schedulers, *each, NULL, error);
      if (!all && !found)
        return false;
      for (const IsoModel *const *model = models; *model; model++)
        if (*model == found || (all && !(*model)->twin))
          add_model (certificate, *model);
    }
  return certificate->models->len || fail (error, "--dist: which schedulers?");
}

bool
certificate_plan (const Certificate *certificate, const Case *one, CheckCase *single, SearchPlan *plan, GError **error)
{
  *single = certificate->rules.one;
  single->model = one->model;
  single->workers = one->workers;
  single->crashes = one->crashes;
  single->suite = check_suite_of_shape (one->suite, one->model, error);
  return single->suite && check_plan (single, plan, error);
}

/* --- suites -------------------------------------------------------------------------------------------------- */

/* Properties that a scheduler can promise, but for once, are about scopes; the others are not. */
static bool
scopes_are_asked (unsigned asked)
{
  return asked & (ISO_BIT (ISO_PROPERTIES) - 1) & ~ISO_BIT (ISO_ONCE);
}

bool
certificate_has_scopes (const Certificate *certificate, const IsoModel *model)
{
  unsigned asked = certificate->rules.one.asked;
  return model->uses_scopes || scopes_are_asked (asked ? asked : model->promises);
}

/* Where replacements collect in another order, no order stands for another. */
bool
certificate_has_orders (const Certificate *certificate, const IsoModel *model)
{
  const CheckCase *rules = &certificate->rules.one;
  bool sorts = model->shuffles || (model->sorts_scopes && rules->rules.options.loadscopereorder);
  return certificate_has_scopes (certificate, model) && (!sorts || rules->replacements_differ);
}

/* The suites that are being added: what they begin with. */
typedef struct
{
  Certificate *certificate;
  Case like; /* but for its suite */
  GString *suite;
  bool orders;
} Dividing;

static bool
add_suite (const Dividing *dividing)
{
  Case one = dividing->like;
  one.suite = g_strdup (dividing->suite->str);
  certificate_add (dividing->certificate, one);
  return dividing->certificate->cases->len <= CERTIFICATE_CASES_MAX;
}

/* Adds each way to divide LEFT tests among scopes from LETTER on, of which the first has no more than MOST tests.
 * Returns false if there are too many cases. */
static bool
divide (const Dividing *dividing, char letter, unsigned left, unsigned most)
{
  gsize len = dividing->suite->len;
  if (left == 0)
    return add_suite (dividing);
  for (unsigned size = MIN (left, most); size > 0; size--)
    {
      g_string_append_printf (dividing->suite, "%c%u", letter, size);
      bool room = divide (dividing, (char) (letter + 1), left - size, dividing->orders ? left : size);
      g_string_truncate (dividing->suite, len);
      if (!room)
        return false;
    }
  return true;
}

static bool
add_cases_of (Certificate *certificate, Case like)
{
  g_autoptr (GString) suite = g_string_new (NULL);
  const Dividing dividing = { certificate, like, suite, certificate_has_orders (certificate, like.model) };
  if (certificate_has_scopes (certificate, like.model))
    return divide (&dividing, 'a', like.tests, like.tests);
  g_string_printf (suite, "a%u", like.tests);
  return add_suite (&dividing);
}

/* Checks, with the smallest suite, that such searches can be made. */
static bool
try_smallest (const Certificate *certificate, Case like, GError **error)
{
  char suite[] = "a1";
  SearchPlan plan = { 0 };
  g_auto (CheckCase) single = { 0 };
  like.suite = suite;
  if (!certificate_plan (certificate, &like, &single, &plan, error))
    return false;
  if (certificate->tests.most <= CERTIFICATE_SCOPED_TESTS_MAX || !certificate_has_scopes (certificate, like.model))
    return true;
  return fail (error, "--tests %u..%u: under %s suites are told apart by their scopes, of at most %u tests in all",
               certificate->tests.least, certificate->tests.most, like.model->name, CERTIFICATE_SCOPED_TESTS_MAX);
}

static bool
add_cases (Certificate *certificate, Case like, GError **error)
{
  if (!try_smallest (certificate, like, error))
    return false;
  for (like.tests = certificate->tests.least; like.tests <= certificate->tests.most; like.tests++)
    if (!add_cases_of (certificate, like))
      return fail (error, "these are more than %u searches: take smaller ranges", CERTIFICATE_CASES_MAX);
  return true;
}

static bool
add_all_cases (Certificate *certificate, GError **error)
{
  Case like = { 0 };
  for (guint i = 0; i < certificate->models->len; i++)
    for (like.workers = certificate->workers.least; like.workers <= certificate->workers.most; like.workers++)
      for (like.crashes = certificate->crashes.least; like.crashes <= certificate->crashes.most; like.crashes++)
        {
          like.model = certificate->models->pdata[i];
          if (!add_cases (certificate, like, error))
            return false;
        }
  return true;
}

Certificate *
certificate_new (const CheckOptions *options, GError **error)
{
  g_autoptr (Certificate) certificate = certificate_new_empty ();
  certificate->rules
      = (CertificateRules){ options->one, options->plan.go_on, options->plan.reductions, options->plan.exact };
  if (set_models (certificate, options->words.dist, options->schedulers, error)
      && set_ranges (certificate, &options->words, error) && add_all_cases (certificate, error))
    return g_steal_pointer (&certificate);
  return NULL;
}
