#include "certify/certify.h"

#include "base/human.h"
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/progress.h"
#include "base/usage.h"
#include "certify/certificate_cases.h"
#include "certify/certificate_file.h"
#include "certify/certify_json.h"
#include "certify/certify_text.h"
#include "search/search.h"

#define KEEP_PAUSE_US G_USEC_PER_SEC /* at least, between two times that the result is kept */
#define KEEP_SHARE 20                /* and no more than a 20th of the time is spent on that */

typedef struct
{
  const CheckOptions *options;
  Certificate *certificate;
  Progress progress;
  guint at; /* the case that is searched */
  gint64 keep_at;
} Certifying;

/* --- one case ------------------------------------------------------------------------------------------------ */

/* Short, to fit into a line: "load 2w 1c a4, 1,234 states". */
static void
show (const Certifying *certifying, Progress *progress, uint64_t states)
{
  const Case *one = certificate_case (certifying->certificate, certifying->at);
  g_autofree char *count = human_plural (states, "state");
  g_autofree char *what
      = g_strdup_printf ("%s %uw %uc %s, %s", one->model->name, one->workers, one->crashes, one->suite, count);
  progress_show (progress, certifying->at, certifying->certificate->cases->len, what);
}

static void
show_progress (uint64_t states, uint64_t transitions, unsigned depth, void *data)
{
  Certifying *certifying = data;
  show (certifying, &certifying->progress, states);
}

static CaseResult
result_of (const SearchPlan *plan, const SearchReport *report)
{
  CaseResult result = { .verdict = report->complete ? CASE_HOLDS : CASE_LIMIT };
  for (Property property = 0; property < PROPERTIES; property = property_next (property))
    if (report->schedule[property])
      {
        result.verdict = CASE_VIOLATED;
        result.steps[property] = report->steps[property];
      }
  result.limited = report->limited;
  result.max_states = report->limited ? plan->max_states : 0;
  result.time_us = report->limited ? plan->time_us : 0;
  result.states = report->states;
  result.transitions = report->transitions;
  result.depth = report->depth;
  return result;
}

/* An interrupted search leaves the case as it was: it gave no answer, and reached no known limit. */
static bool
search_case (Certifying *certifying, Case *one, GError **error)
{
  SearchReport report;
  g_auto (CheckCase) single = { 0 };
  SearchPlan plan = certifying->options->plan;
  if (!certificate_plan (certifying->certificate, one, &single, &plan, error))
    return false;
  plan.interrupted = interrupt_seen;
  plan.progress = show_progress;
  plan.progress_data = certifying;
  search (&plan, &report);
  if (!interrupt_seen () || !report.limited)
    one->result = result_of (&plan, &report);
  search_report_clear (&report);
  return true;
}

/* A case is searched again if it had reached a limit that is higher now. The number of states tells whether that limit
 * was max_states or time. */
static bool
has_to_be_searched (const CheckOptions *options, const CaseResult *result)
{
  const SearchPlan *plan = &options->plan;
  if (result->verdict == CASE_LEFT || !result->limited)
    return result->verdict == CASE_LEFT;
  if (result->states > result->max_states)
    return plan->max_states > result->max_states;
  return !plan->time_us || plan->time_us > result->time_us;
}

/* --- all of them --------------------------------------------------------------------------------------------- */

/* Writes the result now and then, or NOW. */
static bool
keep (Certifying *certifying, bool now, GError **error)
{
  const char *path = certifying->options->words.result;
  gint64 began = g_get_monotonic_time ();
  if (!path || (!now && began < certifying->keep_at))
    return true;
  bool kept = certificate_write (certifying->certificate, path, error);
  gint64 ended = g_get_monotonic_time ();
  certifying->keep_at = ended + MAX (KEEP_PAUSE_US, (ended - began) * KEEP_SHARE);
  return kept;
}

static bool
search_all (Certifying *certifying, GError **error)
{
  bool ok = true;
  progress_begin (&certifying->progress, false);
  for (; ok && certifying->at < certifying->certificate->cases->len && !interrupt_seen (); certifying->at++)
    {
      Case *one = certificate_case (certifying->certificate, certifying->at);
      if (!has_to_be_searched (certifying->options, &one->result))
        continue;
      show (certifying, &certifying->progress, 0);
      ok = search_case (certifying, one, error) && keep (certifying, false, error);
    }
  progress_end (&certifying->progress);
  return ok && keep (certifying, true, error);
}

/* Takes over what --result has, and checks that it can be written. */
static bool
prepare (Certifying *certifying, GError **error)
{
  const char *path = certifying->options->words.result;
  if (!path)
    return true;
  if (g_str_equal (path, "-"))
    return fail (error, "--result -: a file is needed, to be written again and again");
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !certificate_go_on (certifying->certificate, path, error))
    return false;
  return certificate_write (certifying->certificate, path, error);
}

/* --- the answer ---------------------------------------------------------------------------------------------- */

static bool
was (const Certificate *before, const Case *one, CaseVerdict verdict)
{
  const Case *old = before ? certificate_find (before, one) : NULL;
  return old && old->result.verdict == verdict;
}

static int
status_of (const Certificate *certificate, const Certificate *before)
{
  int status = EXIT_HOLDS;
  for (guint i = 0; i < certificate->cases->len; i++)
    {
      const Case *one = certificate_case (certificate, i);
      if (one->result.verdict == CASE_LEFT)
        return EXIT_INTERRUPTED;
      if (one->result.verdict == CASE_VIOLATED && !was (before, one, CASE_VIOLATED))
        status = EXIT_VIOLATED;
      if (one->result.verdict == CASE_LIMIT && status == EXIT_HOLDS && !was (before, one, CASE_LIMIT))
        status = EXIT_LIMIT;
    }
  return status;
}

static int
print_report (const Certifying *certifying, const Certificate *before, GError **error)
{
  g_auto (Comparison) comparison = { 0 };
  CertifyReport report = { .certificate = certifying->certificate, .against = certifying->options->words.against };
  report.before = before;
  bool whole = !interrupt_seen ();
  report.status = whole ? status_of (report.certificate, NULL) : EXIT_INTERRUPTED;
  report.against_status = whole ? status_of (report.certificate, before) : EXIT_INTERRUPTED;
  if (before)
    {
      certificate_compare (before, certifying->certificate, &comparison);
      report.comparison = &comparison;
    }
  g_autoptr (GString) text = certifying->options->json ? certify_json (&report) : certify_text (&report);
  return outfile_write_text ("-", text, error) ? report.against_status : EXIT_CANNOT;
}

/* Reads --against into *before. It must have the same rules, and a case in common. */
static bool
read_before (const Certifying *certifying, Certificate **before, GError **error)
{
  const char *path = certifying->options->words.against;
  if (!path)
    return true;
  *before = certificate_read (path, error);
  if (!*before || !certificate_rules_agree (certifying->certificate, *before, false, path, error))
    return false;
  for (guint i = 0; i < (*before)->cases->len; i++)
    if (certificate_find (certifying->certificate, certificate_case (*before, i)))
      return true;
  return fail (error, "%s: it holds none of the cases that are asked for", path);
}

/* Prints what was found even if it could not be written. */
int
certify (const CheckOptions *options, GError **error)
{
  g_autoptr (Certificate) certificate = certificate_new (options, error), before = NULL;
  Certifying certifying = { .options = options, .certificate = certificate };
  if (!certificate || !read_before (&certifying, &before, error) || !prepare (&certifying, error))
    return EXIT_CANNOT;
  interrupt_watch ();
  bool ok = search_all (&certifying, error);
  int status = print_report (&certifying, before, ok ? error : NULL);
  return ok ? status : EXIT_CANNOT;
}
