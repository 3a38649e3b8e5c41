/* traces/text/outcome.h - what became of a test, as bits and as text. */
#ifndef ISOSIM_OUTCOME_H
#define ISOSIM_OUTCOME_H

#include <glib.h>

G_BEGIN_DECLS

/* What became of a test, as bits: a test can fail in several phases. No bit at all: the file does not say. */
typedef enum
{
  OUTCOME_PASSED = 1 << 0,
  OUTCOME_SKIPPED = 1 << 1,
  OUTCOME_XFAILED = 1 << 2,
  OUTCOME_SETUP_FAILED = 1 << 3, /* each failed phase is one failed report, as --maxfail counts */
  OUTCOME_CALL_FAILED = 1 << 4,
  OUTCOME_TEARDOWN_FAILED = 1 << 5,
  OUTCOME_CRASHED = 1 << 6, /* its worker died while it ran */
  OUTCOME_XPASSED = 1 << 7
} Outcome;

/* "passed", "call-failed,teardown-failed", …; "-" for no bit. g_free it. */
char *outcome_dup_text (unsigned outcome);
/* The bits of such a text of LEN bytes, or -1 if it is none. */
int outcome_parse (const char *text, gsize len);

G_END_DECLS

#endif
