/* tests/unit/compare/test_compare.c - which of two results is the worse one. */
#include "unit/check.h"

#include "compare/compare_github.h"
#include "compare/compare_json.h"
#include "compare/compare_text.h"
#include "compare/compare_words.h"
#include <string.h>

static Results *
results_of_one (ResultCase one)
{
  Results *results = results_new ("a file");
  one.subject = g_strdup ("load");
  one.workers = 2;
  results_add (results, one);
  return results;
}

static ComparedKind
kind_of_two (ResultCase before, ResultCase now, unsigned allowed)
{
  g_auto (CompareReport) report = { 0 };
  g_autoptr (Results) old = results_of_one (before);
  g_autoptr (Results) new = results_of_one (now);
  bool ok = compare_report_fill (&report, old, new, allowed, NULL);
  return ok ? compare_report_case (&report, 0)->kind : COMPARED_KINDS;
}

/* 5 % of 19 µs are less than one, of 20 µs are one. */
static void
a_case_is_slower_beyond_the_share_to_the_microsecond (void)
{
  static const struct
  {
    uint64_t before_us, now_us;
    unsigned allowed;
    ComparedKind kind;
  } cases[] = {
    { 100, 105, 500, COMPARED_SAME },
    { 100, 106, 500, COMPARED_SLOWER },
    { 105, 100, 500, COMPARED_SAME },
    { 106, 100, 500, COMPARED_FASTER },
    { 19, 20, 500, COMPARED_SLOWER },
    { 20, 21, 500, COMPARED_SAME },
    { 100, 100, 0, COMPARED_SAME },
    { 100, 101, 0, COMPARED_SLOWER },
    { 100, 99, 0, COMPARED_FASTER },
    { 10000, 10001, 1, COMPARED_SAME },
    { 9999, 10000, 1, COMPARED_SLOWER },
    { 0, 0, 500, COMPARED_SAME },
    { 0, 1, SHARE_MAX, COMPARED_SLOWER },
    { 1, 0, 500, COMPARED_FASTER },
    { 10, 110, SHARE_MAX, COMPARED_SAME },
    { 10, 111, SHARE_MAX, COMPARED_SLOWER },
    { RESULT_US_MAX, RESULT_US_MAX, SHARE_MAX, COMPARED_SAME },
    { 1, RESULT_US_MAX, SHARE_MAX, COMPARED_SLOWER },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ResultCase before = { .verdict = VERDICT_OK, .wall_us = cases[i].before_us };
      ResultCase now = { .verdict = VERDICT_OK, .wall_us = cases[i].now_us };
      ComparedKind kind = kind_of_two (before, now, cases[i].allowed);
      if (kind != cases[i].kind)
        FAIL ("case %u: %s, expected %s", (unsigned) i, kind < COMPARED_KINDS ? compared_names[kind] : "none",
              compared_names[cases[i].kind]);
    }
}

static void
a_worse_verdict_counts_whatever_the_time (void)
{
  static const struct
  {
    ResultCase before, now;
    ComparedKind kind;
  } cases[] = {
    { { .verdict = VERDICT_OK, .wall_us = 9 }, { .verdict = VERDICT_HANG, .wall_us = 1 }, COMPARED_WORSE },
    { { .verdict = VERDICT_HANG, .wall_us = 1 }, { .verdict = VERDICT_OK, .wall_us = 9 }, COMPARED_BETTER },
    { { .verdict = VERDICT_HANG, .wall_us = 1 }, { .verdict = VERDICT_HANG, .wall_us = 9 }, COMPARED_SAME },
    { { .verdict = VERDICT_HANG, .wall_us = 1 }, { .verdict = VERDICT_ERROR, .wall_us = 1 }, COMPARED_WORSE },
    { { .verdict = VERDICT_STOPPED, .wall_us = 1 }, { .verdict = VERDICT_STOPPED, .wall_us = 9 }, COMPARED_SLOWER },
    { { .verdict = VERDICT_OK, .wall_us = 9 },
      { .verdict = VERDICT_OK, .wall_us = 1, .broken = true },
      COMPARED_WORSE },
    { { .verdict = VERDICT_OK, .wall_us = 9, .broken = true },
      { .verdict = VERDICT_OK, .wall_us = 9 },
      COMPARED_BETTER },
    { { .verdict = VERDICT_OK, .wall_us = 1, .broken = true },
      { .verdict = VERDICT_OK, .wall_us = 9 },
      COMPARED_SLOWER },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ComparedKind kind = kind_of_two (cases[i].before, cases[i].now, 500);
      if (kind != cases[i].kind)
        FAIL ("case %u: %s, expected %s", (unsigned) i, kind < COMPARED_KINDS ? compared_names[kind] : "none",
              compared_names[cases[i].kind]);
    }
}

static void
the_median_leaves_out_what_has_no_ratio (void)
{
  static const uint64_t before_us[] = { 100, 100, 100, 100, 0 }, now_us[] = { 130, 90, 100, 110, 7 };
  g_auto (CompareReport) report = { 0 };
  g_autoptr (Results) old = results_new ("old");
  g_autoptr (Results) new = results_new ("new");
  for (unsigned i = 0; i < G_N_ELEMENTS (now_us); i++)
    {
      results_add (old, (ResultCase){ g_strdup ("load"), i + 1, VERDICT_OK, false, before_us[i] });
      results_add (new, (ResultCase){ g_strdup ("load"), i + 1, VERDICT_OK, false, now_us[i] });
    }
  CU_ASSERT_TRUE (compare_report_fill (&report, old, new, 500, NULL));
  EQUAL_INT (report.timed, 4);
  CU_ASSERT_TRUE (report.median > 1.0499 && report.median < 1.0501);
  EQUAL_INT (report.count[COMPARED_SLOWER], 3);
  EQUAL_INT (compare_report_case (&report, 0)->now->workers, 5);
  EQUAL_INT (compare_report_case (&report, 1)->now->workers, 1);
  EQUAL_INT (compare_report_case (&report, 4)->now->workers, 2);
}

static void
a_case_is_there_once (void)
{
  g_autoptr (Results) results = results_of_one ((ResultCase){ .verdict = VERDICT_OK });
  CU_ASSERT_FALSE (results_add (results, (ResultCase){ g_strdup ("load"), 2, VERDICT_OK, false, 1 }));
  CU_ASSERT_TRUE (results_add (results, (ResultCase){ g_strdup ("load"), 3, VERDICT_OK, false, 1 }));
  EQUAL_INT (results->cases->len, 2);
}

CU_TestInfo tests_of_compare[] = {
  { "a case is slower beyond the share, to the microsecond", a_case_is_slower_beyond_the_share_to_the_microsecond },
  { "a worse verdict counts whatever the time", a_worse_verdict_counts_whatever_the_time },
  { "the median leaves out what has no ratio", the_median_leaves_out_what_has_no_ratio },
  { "a case is there once", a_case_is_there_once },
  CU_TEST_INFO_NULL,
};
