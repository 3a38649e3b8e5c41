/* sim/check/check_suite.h - suites that are small enough to check, and tests of theirs by name. */
#ifndef ISOSIM_CHECK_SUITE_H
#define ISOSIM_CHECK_SUITE_H

#include "models/model.h"
#include "suite/suite.h"

G_BEGIN_DECLS

/* Each returns a suite of at most CHECK_TESTS_MAX tests, which the caller owns; NULL with *error if there is none. */

/* SHAPE gives scopes with their numbers of tests: "a2b1" is a.py::a1, a.py::a2, b.py::b1. Where MODEL reads groups,
 * each nodeid ends with its own: a.py::a1@a. */
Suite *check_suite_of_shape (const char *shape, const IsoModel *model, GError **error);
Suite *check_suite_of_trace (const char *path, GError **error);
/* NODEIDS: of char *. */
Suite *check_suite_of_nodeids (const GPtrArray *nodeids, GError **error);

/* A test is named by its nodeid, by what follows its last "::" if no other test has that ("a1"), or by its number
 * ("#3" is the third). */

/* NAMES: "a1,b2". Returns [tests] 1 for each test named; the caller frees it. NULL with *error. */
uint8_t *check_suite_killers (const Suite *suite, const char *names, GError **error);
/* PAIRS: "a1:b2,b1:a1", where a1 waits for b2. Returns [tests] the test that each waits for, or ISO_NONE; the caller
 * frees it. NULL with *error. */
uint32_t *check_suite_dependencies (const Suite *suite, const char *pairs, GError **error);

G_END_DECLS

#endif
