/* What `isosim check --certify` is asked for, and which suites that are. */
#include "base/usage.h"
#include "certify/certificate.h"
#include "external/lookup.h"
#include "session/property.h"

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
certificate_plan (const CheckOptions *options, const Case *one, CheckOptions *plan, GError **error)
{
  const CheckWords *words = &options->words;
  *plan = (CheckOptions){ .schedulers = options->schedulers, .plan = options->plan, .json = options->json };
  plan->words = (CheckWords){ .dist = g_strdup (one->model->name),
                              .workers = g_strdup_printf ("%u", one->workers),
                              .crashes = g_strdup_printf ("%u", one->crashes),
                              .suite = g_strdup (one->suite),
                              .crash_states = g_strdup (words->crash_states),
                              .property = g_strdup (words->property),
                              .max_worker_restart = g_strdup (words->max_worker_restart),
                              .maxschedchunk = g_strdup (words->maxschedchunk),
                              .collect_differs = words->collect_differs,
                              .no_reorder = words->no_reorder,
                              .name_supplied = words->name_supplied };
  return check_options_plan (plan, NULL, error);
}

static char *
names_of_bits (unsigned bits, unsigned count, const char *(*name) (unsigned i))
{
  GString *text = g_string_new (NULL);
  for (unsigned i = 0; i < count; i++)
    if (bits >> i & 1)
      g_string_append_printf (text, "%s%s", text->len ? "," : "", name (i));
  return g_string_free (text, FALSE);
}

static const char *
crash_state_name (unsigned i)
{
  return crash_state_names[i];
}

static const char *
reduction_name (unsigned i)
{
  return check_reduction_names[i];
}

static char *
properties_asked (unsigned asked)
{
  GString *text = g_string_new (NULL);
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (asked & PROPERTY_BIT (property))
      g_string_append_printf (text, "%s%s", text->len ? "," : "", property_name (property));
  return g_string_free (text, FALSE);
}

static char *
crash_states_asked (unsigned states)
{
  return states == CRASH_ANY ? g_strdup ("all") : names_of_bits (states, CRASH_STATES, crash_state_name);
}

static char *
reductions_asked (unsigned reductions)
{
  return reductions ? names_of_bits (reductions, 3, reduction_name) : g_strdup ("none");
}

static char *
number_asked (uint32_t number)
{
  return g_strdup_printf ("%u", number);
}

/* The options as they are meant, so that what is typed in another way is the same: all that is by default is left out.
 * PLAN is a search's with them. */
static void
set_options (Certificate *certificate, const CheckWords *words, const SearchPlan *plan)
{
  const bool switches[] = { words->collect_differs, words->no_reorder, words->name_supplied, words->go_on };
  char **option = certificate->option;
  if (plan->crash_states != CRASH_BIT (CRASH_RUNNING))
    option[ASKED_CRASH_STATES] = crash_states_asked (plan->crash_states);
  if (words->max_worker_restart)
    option[ASKED_MAX_WORKER_RESTART] = number_asked (plan->session.rules.max_worker_restart);
  if (words->maxschedchunk)
    option[ASKED_MAXSCHEDCHUNK] = number_asked (plan->session.rules.options.maxschedchunk);
  if (words->property)
    option[ASKED_PROPERTY] = properties_asked (plan->asked);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    option[ASKED_COLLECT_DIFFERS + i] = switches[i] ? g_strdup ("") : NULL;
  if (plan->reductions != REDUCE_ALL)
    option[ASKED_REDUCE] = reductions_asked (plan->reductions);
  option[ASKED_EXACT] = words->exact ? g_strdup ("") : NULL;
}

/* --- suites -------------------------------------------------------------------------------------------------- */

/* All judged properties speak of scopes; the others do not. */
static bool
scopes_are_asked (const char *property)
{
  g_auto (GStrv) name = g_strsplit (property ? property : "", ",", -1);
  for (Property judged = ISO_ONCE + 1; judged < ISO_PROPERTIES; judged++)
    if (g_strv_contains ((const char *const *) name, property_name (judged)))
      return true;
  return false;
}

bool
certificate_has_scopes (const Certificate *certificate, const IsoModel *model)
{
  bool promised = !certificate->option[ASKED_PROPERTY] && model->promises & ~ISO_BIT (ISO_ONCE);
  return model->uses_scopes || promised || scopes_are_asked (certificate->option[ASKED_PROPERTY]);
}

/* Where replacements collect in another order, nothing is taken for granted. */
bool
certificate_has_orders (const Certificate *certificate, const IsoModel *model)
{
  bool sorts = model->shuffles || (model->sorts_scopes && !certificate->option[ASKED_NO_REORDER]);
  return certificate_has_scopes (certificate, model) && (!sorts || certificate->option[ASKED_COLLECT_DIFFERS]);
}

/* Suites under way: what they begin with, and of what. */
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

/* Adds each way to divide LEFT tests among scopes from LETTER on, of which the first has no more than MOST. False:
 * there are too many. */
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

/* Whether such searches can be made at all: their smallest is put together. */
static bool
try_smallest (Certificate *certificate, const CheckOptions *options, Case like, GError **error)
{
  char suite[] = "a1";
  g_auto (CheckOptions) plan = { 0 };
  like.suite = suite;
  if (!certificate_plan (options, &like, &plan, error))
    return false;
  if (!certificate->cases->len)
    set_options (certificate, &options->words, &plan.plan);
  if (certificate->tests.most <= CERTIFICATE_SCOPED_TESTS_MAX || !certificate_has_scopes (certificate, like.model))
    return true;
  return fail (error, "--tests %u..%u: under %s suites are told apart by their scopes, of at most %u tests in all",
               certificate->tests.least, certificate->tests.most, like.model->name, CERTIFICATE_SCOPED_TESTS_MAX);
}

static bool
add_cases (Certificate *certificate, const CheckOptions *options, Case like, GError **error)
{
  if (!try_smallest (certificate, options, like, error))
    return false;
  for (like.tests = certificate->tests.least; like.tests <= certificate->tests.most; like.tests++)
    if (!add_cases_of (certificate, like))
      return fail (error, "these are more than %u searches: take smaller ranges", CERTIFICATE_CASES_MAX);
  return true;
}

static bool
add_all_cases (Certificate *certificate, const CheckOptions *options, GError **error)
{
  Case like = { 0 };
  for (guint i = 0; i < certificate->models->len; i++)
    for (like.workers = certificate->workers.least; like.workers <= certificate->workers.most; like.workers++)
      for (like.crashes = certificate->crashes.least; like.crashes <= certificate->crashes.most; like.crashes++)
        {
          like.model = certificate->models->pdata[i];
          if (!add_cases (certificate, options, like, error))
            return false;
        }
  return true;
}

Certificate *
certificate_new (const CheckOptions *options, GError **error)
{
  g_autoptr (Certificate) certificate = certificate_new_empty ();
  if (set_models (certificate, options->words.dist, options->schedulers, error)
      && set_ranges (certificate, &options->words, error) && add_all_cases (certificate, options, error))
    return g_steal_pointer (&certificate);
  return NULL;
}
