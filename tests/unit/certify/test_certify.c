/* tests/unit/certify/test_certify.c - which suites are searched for all others, and the bar that shows how far it is.
 */
#include "unit/check.h"

#include "base/progress.h"
#include "certify/certificate_cases.h"
#include "models/registry.h"
#include "search/search.h"
#include <string.h>

/* What `isosim check --certify WORD…` would do; clear *OPTIONS. */
static Certificate *
certificate_of (const char *words, CheckOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strconcat ("check --certify ", words, NULL);
  g_auto (GStrv) word = g_strsplit (line, " ", -1);
  Certificate *certificate
      = check_options_parse (options, word, NULL, &error) ? certificate_new (options, &error) : NULL;
  if (!certificate)
    FAIL ("%s: %s", words, error->message);
  return certificate;
}

static void
suites_are_as_many_as_counted_by_hand (void)
{
  static const struct
  {
    const char *words;
    unsigned of[7]; /* 1 to 7 tests */
  } counts[] = {
    { "--dist loadscope", { 1, 2, 3, 5, 7, 11, 15 } },
    { "--dist isoscope", { 1, 2, 3, 5, 7, 11, 15 } },
    { "--dist loadscope --no-loadscope-reorder", { 1, 2, 4, 8, 16, 32, 64 } },
    { "--dist isoscope --no-loadscope-reorder", { 1, 2, 3, 5, 7, 11, 15 } },
    { "--dist loadfile --collect-differs", { 1, 2, 4, 8, 16, 32, 64 } },
    { "--dist load", { 1, 1, 1, 1, 1, 1, 1 } },
    { "--dist worksteal --property hang,next", { 1, 1, 1, 1, 1, 1, 1 } },
    { "--dist load --property hang,isolation", { 1, 2, 4, 8, 16, 32, 64 } },
    { "--dist loadgroup --property once", { 1, 2, 3, 5, 7, 11, 15 } },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      unsigned of[8] = { 0 };
      g_auto (CheckOptions) options = { 0 };
      g_autofree char *words = g_strconcat (counts[i].words, " --workers 1 --tests 1..7", NULL);
      g_autoptr (Certificate) certificate = certificate_of (words, &options);
      for (guint k = 0; k < certificate->cases->len; k++)
        of[certificate_case (certificate, k)->tests]++;
      for (unsigned tests = 1; tests <= 7; tests++)
        if (of[tests] != counts[i].of[tests - 1])
          FAIL ("%s: %u suites of %u tests, expected %u", counts[i].words, of[tests], tests, counts[i].of[tests - 1]);
    }
}

static void
suites_come_from_one_scope_to_as_many_as_tests (void)
{
  static const char *const suites[] = { "a4", "a3b1", "a2b2", "a2b1c1", "a1b1c1d1" };
  g_auto (CheckOptions) options = { 0 };
  g_autoptr (Certificate) certificate = certificate_of ("--dist loadscope --workers 2 --tests 4", &options);
  EQUAL_INT (certificate->cases->len, G_N_ELEMENTS (suites));
  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    EQUAL_TEXT (certificate_case (certificate, i)->suite, suites[i]);
}

static void
a_suite_has_letters_from_a_on (void)
{
  static const struct
  {
    const char *suite;
    unsigned tests;
  } suites[] = { { "a1", 1 },  { "a4b2c1", 7 }, { "a60", 60 }, { "", 0 },    { "b1", 0 },    { "a1c1", 0 },
                 { "a0", 0 },  { "a01", 0 },    { "a", 0 },    { "a1b", 0 }, { "a-1", 0 },   { "a1 ", 0 },
                 { "a61", 0 }, { "A1", 0 },     { "a+1", 0 },  { "1", 0 },   { "a1b1a1", 0 } };
  for (gsize i = 0; i < G_N_ELEMENTS (suites); i++)
    if (case_suite_tests (suites[i].suite) != suites[i].tests)
      FAIL ("'%s' has %u tests, expected %u", suites[i].suite, case_suite_tests (suites[i].suite), suites[i].tests);
}

/* --- one suite for all --------------------------------------------------------------------------------------- */

static void
search_suite (const Certificate *certificate, const CheckOptions *options, Case one, char *suite, SearchReport *report)
{
  g_autoptr (GError) error = NULL;
  g_auto (CheckCase) single = { 0 };
  SearchPlan plan = options->plan;
  one.suite = suite;
  if (!certificate_plan (certificate, &one, &single, &plan, &error))
    FAIL ("%s: %s", suite, error->message);
  search (&plan, report);
}

/* The same sizes, largest first, with letters in order; g_free it. */
static char *
sorted (const char *suite)
{
  GString *text = g_string_new (NULL);
  char letter = 'a';
  for (unsigned size = 9; size > 0; size--)
    for (const char *at = suite; *at; at += 2)
      if ((unsigned) (at[1] - '0') == size)
        g_string_append_printf (text, "%c%u", letter++, size);
  return g_string_free (text, FALSE);
}

static bool
verdicts_differ (const SearchReport *a, const SearchReport *b)
{
  return a->complete != b->complete || memcmp (a->steps, b->steps, sizeof a->steps) != 0;
}

static bool
reports_differ (const SearchReport *a, const SearchReport *b)
{
  return verdicts_differ (a, b) || a->states != b->states || a->transitions != b->transitions || a->depth != b->depth;
}

/* Returns the number of CERTIFICATE's suites, which are all there are, that differ from the suite that stands for them.
 * They are searched by the rules of RULES. */
static unsigned
count_differing (const Certificate *rules, const CheckOptions *options, const Certificate *certificate,
                 bool by_one_scope)
{
  unsigned differing = 0;
  for (guint i = 0; i < certificate->cases->len; i++)
    {
      const Case *one = certificate_case (certificate, i);
      SearchReport report, stands;
      g_autofree char *other = by_one_scope ? g_strdup_printf ("a%u", one->tests) : sorted (one->suite);
      search_suite (rules, options, *one, one->suite, &report);
      search_suite (rules, options, *one, other, &stands);
      differing += by_one_scope ? verdicts_differ (&report, &stands) : reports_differ (&report, &stands);
      search_report_clear (&report);
      search_report_clear (&stands);
    }
  return differing;
}

/* Their default properties, in all suites of a test's own scopes: with collect-differs only the list of suites is
 * made. */
static void
one_suite_stands_for_those_that_are_not_searched (void)
{
  for (const IsoModel *const *model = models; *model; model++)
    {
      g_auto (CheckOptions) all = { 0 }, plain = { 0 };
      g_autofree char *words
          = g_strdup_printf ("--dist %s --workers 2 --tests 1..4 --crashes 1 --jobs 1 --continue", (*model)->name);
      g_autofree char *in_all_orders
          = g_strconcat (words, (*model)->uses_scopes ? " --collect-differs" : " --property scope", NULL);
      g_autoptr (Certificate) every = certificate_of (in_all_orders, &all);
      g_autoptr (Certificate) few = certificate_of (words, &plain);
      EQUAL_INT (every->cases->len, 1 + 2 + 4 + 8);
      EQUAL_INT (few->cases->len, (*model)->uses_scopes ? 1 + 2 + 3 + 5 : 4);
      unsigned differing = count_differing (few, &plain, every, !(*model)->uses_scopes);
      if (differing)
        FAIL ("%s: %u suites are not like the one that stands for them", (*model)->name, differing);
    }
}

static void
none_stands_for_another_where_the_order_counts (void)
{
  g_auto (CheckOptions) options = { 0 };
  g_autoptr (Certificate) certificate = certificate_of (
      "--dist loadscope --workers 2 --tests 1..4 --crashes 1 --jobs 1 --no-loadscope-reorder", &options);
  CU_ASSERT (count_differing (certificate, &options, certificate, false) > 0);
}

/* --- progress ------------------------------------------------------------------------------------------------ */

static void
a_line_of_progress_fills_the_terminal (void)
{
  static const struct
  {
    unsigned done, all;
    gint64 elapsed_us;
    bool even;
    unsigned columns;
    const char *line;
  } lines[] = {
    { 0, 4, 1000000, false, 50, "[----------] 0 of 4, 1.00 s: a case              " },
    { 3, 4, 90000000, false, 50, "[#######---] 3 of 4, 1m 30s: a case              " },
    { 3, 4, 90000000, true, 50, "[#######---] 3 of 4, 1m 30s, 30.0 s left: a case " },
    { 0, 4, 90000000, true, 40, "[----------] 0 of 4, 1m 30s: a case    " },
    { 4, 4, 2000000, true, 40, "[##########] 4 of 4, 2.00 s: a case    " },
    { 3, 4, 90000000, false, 11, "[#######--" },
    { 0, 0, 1000000, false, 2, "[" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line
          = progress_line (lines[i].done, lines[i].all, lines[i].elapsed_us, lines[i].even, "a case", lines[i].columns);
      EQUAL_TEXT (line, lines[i].line);
    }
}

CU_TestInfo tests_of_certify[] = {
  { "suites are as many as counted by hand", suites_are_as_many_as_counted_by_hand },
  { "suites come from one scope to as many as tests", suites_come_from_one_scope_to_as_many_as_tests },
  { "a suite has letters from a on", a_suite_has_letters_from_a_on },
  { "one suite stands for those that are not searched", one_suite_stands_for_those_that_are_not_searched },
  { "none stands for another where the order counts", none_stands_for_another_where_the_order_counts },
  { "a line of progress fills the terminal", a_line_of_progress_fills_the_terminal },
  CU_TEST_INFO_NULL,
};
