/* sim/check/pytest_project.h - writes a pytest project whose real run under pytest-xdist follows a schedule that a
 * search found: test files, conftest.py, pytest.ini, and a README.md that says what to type and what one will see.
 *
 * A conftest.py makes each process wait for its turn, so the schedule is first turned into a prompt run
 * (sim/check/realizable_run.h), over a suite of the project's own names: test_a.py::test_a1 is the first test of the
 * first scope.
 */
#ifndef ISOSIM_PYTEST_PROJECT_H
#define ISOSIM_PYTEST_PROJECT_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* Writes it into the folder DIR, which must not exist or be empty. False with *error, a sentence, and nothing written:
 * no release of pytest-xdist has the scheduler, a run does not show the property, the schedule needs something that
 * Python code cannot hold back, or the folder cannot be written. */
bool pytest_project_write (const SearchPlan *plan, Property property, const GArray *schedule, const char *dir,
                           GError **error);

/* What can be said before a search: that the scheduler is in no release, or that DIR is not free. */
bool pytest_project_can_begin (const SearchPlan *plan, const char *dir, GError **error);

G_END_DECLS

#endif
