/* sim/check/pytest_project.h - writes a pytest project whose real run under pytest-xdist follows a schedule: test
 * files, conftest.py, pytest.ini, and a README.md that says what to type and what one will see.
 *
 * The schedule becomes a realizable run first (sim/check/realizable_run.h), over a suite of the project's own names
 * (sim/check/pytest_names.h). */
#ifndef ISOSIM_PYTEST_PROJECT_H
#define ISOSIM_PYTEST_PROJECT_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* Writes the project into the folder DIR, which must not exist or be empty. Returns false with *error, and writes
 * nothing, if no release of pytest-xdist has the scheduler, no run shows the property, the schedule needs what Python
 * code cannot force, or the folder cannot be written. */
bool pytest_project_write (const SearchPlan *plan, Property property, const GArray *schedule, const char *dir,
                           GError **error);

/* Checks what is known before a search: that a release has the scheduler, and that DIR can be used. */
bool pytest_project_can_begin (const SearchPlan *plan, const char *dir, GError **error);

G_END_DECLS

#endif
