/* tests/unit/check.c - runs CUnit suites: all, those named on the command line, or with --fast the fast ones.
 *
 * Exit status 1: a test failed, or no test ran.
 */
#include "unit/check.h"

#include <CUnit/Basic.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef enum
{
  FAST,
  SLOW
} Tier;

static const struct
{
  const char *name;
  Tier tier;
  CU_TestInfo *tests;
} suites[] = {
#define SUITE(name, tier) { #name, tier, tests_of_##name },
#include "unit/suites.h"
#undef SUITE
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
wanted (gsize suite, int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], suites[suite].name) == 0 || (strcmp (argv[i], "--fast") == 0 && suites[suite].tier == FAST))
      return true;
  return argc == 1;
}

static CU_ErrorCode
register_suite (gsize suite)
{
  CU_SuiteInfo one[] = { { suites[suite].name, NULL, NULL, NULL, NULL, suites[suite].tests }, CU_SUITE_INFO_NULL };
  return CU_register_suites (one);
}

int
main (int argc, char **argv)
{
  if (CU_initialize_registry () != CUE_SUCCESS)
    return 2;
  for (gsize suite = 0; suite < G_N_ELEMENTS (suites); suite++)
    if (wanted (suite, argc, argv) && register_suite (suite) != CUE_SUCCESS)
      return 2;
  CU_basic_set_mode (CU_BRM_VERBOSE);
  CU_basic_run_tests ();
  unsigned failures = CU_get_number_of_failures (), run = CU_get_number_of_tests_run ();
  CU_cleanup_registry ();
  return failures > 0 || run == 0;
}
