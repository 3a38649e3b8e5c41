/* sim/check/case_text.h - the values of a case (sim/check/check_case.h) as text, in both directions: as options give
 * them, and as schedule files and certificates keep them. Messages name the option. */
#ifndef ISOSIM_CASE_TEXT_H
#define ISOSIM_CASE_TEXT_H

#include "check/check_case.h"

G_BEGIN_DECLS

/* NULL: not given, and the case keeps what it has. Borrowed. */
typedef struct
{
  const char *workers, *crashes;                  /* whole numbers */
  const char *crash_states;                       /* "idle,running", or "all" */
  const char *property;                           /* "hang,lost" */
  const char *max_worker_restart, *maxschedchunk; /* whole numbers */
  const char *killer;                             /* "a1,b2": tests, as find_test() in check_suite.h finds them */
  const char *depends;                            /* "a1:b2" */
} CaseText;

/* Parses what does not depend on the suite or the scheduler: all but killer and depends. */
bool case_text_parse (const CaseText *text, CheckCase *one, GError **error);
/* Parses killer and depends; the suite is set. */
bool case_text_parse_tests (const CaseText *text, CheckCase *one, GError **error);

/* Reduction bits of "workers,tests,steps", "all" or "none". */
bool case_text_parse_reductions (const char *list, unsigned *bits, GError **error);

/* Each returns the text that gives these bits; g_free it. */
char *case_text_crash_states (unsigned bits);
char *case_text_properties (unsigned bits);
char *case_text_reductions (unsigned bits);

G_END_DECLS

#endif
