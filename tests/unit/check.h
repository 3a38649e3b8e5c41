/* tests/unit/check.h - what the CUnit suites share. Each test_NAME.c defines one table of tests, tests_of_NAME, and has
 * one line in suites.h.
 */
#ifndef ISOSIM_CHECK_H
#define ISOSIM_CHECK_H

#include <CUnit/CUnit.h>
#include <glib.h>
#include <stdbool.h>

#define SUITE(name, tier) extern CU_TestInfo tests_of_##name[];
#include "unit/suites.h"
#undef SUITE

/* A path below the source tree (ISOSIM_SRCDIR, or the current folder); g_free it. */
char *source_path (const char *below);

/* Fails the running test with a sentence; the test goes on. */
void check_fail (const char *file, int line, const char *format, ...) G_GNUC_PRINTF (3, 4);
#define FAIL(...) check_fail (__FILE__, __LINE__, __VA_ARGS__)
/* Both fail with a sentence that says what was expected and what came. */
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
