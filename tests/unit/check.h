/* tests/unit/check.h - what the CUnit suites share. Each tests/test_*.c exports one table of tests, listed in
 * tests/unit/check.c.
 */
#ifndef ISOSIM_CHECK_H
#define ISOSIM_CHECK_H

#include <CUnit/CUnit.h>
#include <glib.h>
#include <stdbool.h>

extern CU_TestInfo names_tests[];
extern CU_TestInfo suite_tests_[];
extern CU_TestInfo draws_tests[];
extern CU_TestInfo input_tests[];
extern CU_TestInfo builder_tests_[];
extern CU_TestInfo reader_tests[];
extern CU_TestInfo recording_tests[];
extern CU_TestInfo costs_tests[];
extern CU_TestInfo junit_tests[];
extern CU_TestInfo data_tests[];
extern CU_TestInfo generate_tests[];
extern CU_TestInfo prompt_run_tests[];
extern CU_TestInfo search_tests[];
extern CU_TestInfo certify_tests[];
extern CU_TestInfo session_tests[];
extern CU_TestInfo simulate_tests[];
extern CU_TestInfo golden_tests[];
extern CU_TestInfo charts_tests[];
extern CU_TestInfo compare_tests[];
extern CU_TestInfo plan_tests[];
extern CU_TestInfo noise_tests[];
extern CU_TestInfo recommend_tests[];
extern CU_TestInfo plan_chart_tests[];
extern CU_TestInfo human_tests[];
extern CU_TestInfo paragraph_tests[];
extern CU_TestInfo startup_model_tests[];
extern CU_TestInfo statistics_tests[];
extern CU_TestInfo thread_pool_tests[];

/* A path below the source tree (ISOSIM_SRCDIR, or the current folder); g_free it. */
char *source_path (const char *below);

/* Fails the running test with a sentence, and goes on. */
void check_fail (const char *file, int line, const char *format, ...) G_GNUC_PRINTF (3, 4);
#define FAIL(...) check_fail (__FILE__, __LINE__, __VA_ARGS__)
/* Both say what was expected and what came. */
#define EQUAL_INT(got, want)                                                                                           \
  do                                                                                                                   \
    {                                                                                                                  \
      gint64 got_ = (gint64) (got), want_ = (gint64) (want);                                                           \
      if (got_ != want_)                                                                                               \
        FAIL (#got " is %" G_GINT64_FORMAT ", expected %" G_GINT64_FORMAT, got_, want_);                               \
    }                                                                                                                  \
  while (0)
#define EQUAL_TEXT(got, want)                                                                                          \
  do                                                                                                                   \
    {                                                                                                                  \
      const char *got_ = (got), *want_ = (want);                                                                       \
      if (g_strcmp0 (got_, want_) != 0)                                                                                \
        FAIL (#got " is \"%s\", expected \"%s\"", got_ ? got_ : "(null)", want_ ? want_ : "(null)");                   \
    }                                                                                                                  \
  while (0)

#endif
