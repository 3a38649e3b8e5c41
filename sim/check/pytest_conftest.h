/* sim/check/pytest_conftest.h - the conftest.py of a pytest project, which makes each process wait for its turn. */
#ifndef ISOSIM_PYTEST_CONFTEST_H
#define ISOSIM_PYTEST_CONFTEST_H

#include "search/search_plan.h"

G_BEGIN_DECLS

typedef struct
{
  const SearchPlan *plan; /* over the project's own suite. Borrowed */
  Property property;      /* that the project shows */
  unsigned holds;         /* HoldBits */
  GString *steps;         /* the lines of its SCHEDULE. Owned by the caller */
  bool deaths;            /* a worker dies; */
  bool deaths_between;    /* and one dies between tests */
  bool downs;             /* a worker is on its way down, or will be */
} Conftest;

/* Returns the file's text; the caller frees it with g_string_free(). */
GString *conftest_text (const Conftest *conftest);

G_END_DECLS

#endif
