/* sim/check/check_suite.h - the suite that `isosim check` is about, and those of its tests that the command line names.
 */
#ifndef ISOSIM_CHECK_SUITE_H
#define ISOSIM_CHECK_SUITE_H

#include "check/check_options.h"

G_BEGIN_DECLS

/* The suite of these nodeids (of char *), or where NODEIDS is NULL that of --suite or --trace, into the options and
 * their plan, whose model is set. False with *error when there is none, or one too large to check. */
bool check_suite_set (CheckOptions *options, const GPtrArray *nodeids, GError **error);

/* Into the plan of a suite that is set, what --killer and --depends say; false with *error when they name no test. */
bool check_suite_set_killers (CheckOptions *options, GError **error);
bool check_suite_set_dependencies (CheckOptions *options, GError **error);

G_END_DECLS

#endif
