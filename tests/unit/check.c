/* tests/unit/check.c - runs every CUnit suite, or those named on the command line; exit status 1 when a test failed. */
#include "unit/check.h"

#include <CUnit/Basic.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static CU_SuiteInfo suites[] = {
  { "names", NULL, NULL, NULL, NULL, names_tests },
  { "suite", NULL, NULL, NULL, NULL, suite_tests_ },
  { "draws", NULL, NULL, NULL, NULL, draws_tests },
  { "input", NULL, NULL, NULL, NULL, input_tests },
  { "builder", NULL, NULL, NULL, NULL, builder_tests_ },
  { "readers", NULL, NULL, NULL, NULL, reader_tests },
  { "recording", NULL, NULL, NULL, NULL, recording_tests },
  { "costs", NULL, NULL, NULL, NULL, costs_tests },
  { "junit", NULL, NULL, NULL, NULL, junit_tests },
  { "data", NULL, NULL, NULL, NULL, data_tests },
  { "generate", NULL, NULL, NULL, NULL, generate_tests },
  { "session", NULL, NULL, NULL, NULL, session_tests },
  { "prompt run", NULL, NULL, NULL, NULL, prompt_run_tests },
  { "search", NULL, NULL, NULL, NULL, search_tests },
  { "certify", NULL, NULL, NULL, NULL, certify_tests },
  { "simulate", NULL, NULL, NULL, NULL, simulate_tests },
  { "golden", NULL, NULL, NULL, NULL, golden_tests },
  { "plan", NULL, NULL, NULL, NULL, plan_tests },
  { "noise", NULL, NULL, NULL, NULL, noise_tests },
  { "recommend", NULL, NULL, NULL, NULL, recommend_tests },
  { "plan_chart", NULL, NULL, NULL, NULL, plan_chart_tests },
  { "charts", NULL, NULL, NULL, NULL, charts_tests },
  { "compare", NULL, NULL, NULL, NULL, compare_tests },
  { "human", NULL, NULL, NULL, NULL, human_tests },
  { "paragraph", NULL, NULL, NULL, NULL, paragraph_tests },
  { "startup model", NULL, NULL, NULL, NULL, startup_model_tests },
  { "statistics", NULL, NULL, NULL, NULL, statistics_tests },
  { "thread pool", NULL, NULL, NULL, NULL, thread_pool_tests },
  CU_SUITE_INFO_NULL,
};

char *
source_path (const char *below)
{
  const char *top = g_getenv ("ISOSIM_SRCDIR");
  return g_build_filename (top ? top : ".", below, NULL);
}

void
check_fail (const char *file, int line, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *sentence = g_strdup_vprintf (format, args);
  va_end (args);
  printf ("\n    %s:%d: %s", file, line, sentence);
  CU_assertImplementation (CU_FALSE, (unsigned) line, sentence, file, "", CU_FALSE);
}

static bool
wanted (const char *suite, int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], suite) == 0)
      return true;
  return argc == 1;
}

static CU_ErrorCode
register_suite (const CU_SuiteInfo *info)
{
  CU_SuiteInfo one[2] = { *info, CU_SUITE_INFO_NULL };
  return CU_register_suites (one);
}

int
main (int argc, char **argv)
{
  if (CU_initialize_registry () != CUE_SUCCESS)
    return 2;
  for (const CU_SuiteInfo *suite = suites; suite->pName; suite++)
    if (wanted (suite->pName, argc, argv) && register_suite (suite) != CUE_SUCCESS)
      return 2;
  CU_basic_set_mode (CU_BRM_VERBOSE);
  CU_basic_run_tests ();
  unsigned failures = CU_get_number_of_failures (), run = CU_get_number_of_tests_run ();
  CU_cleanup_registry ();
  return failures > 0 || run == 0;
}
