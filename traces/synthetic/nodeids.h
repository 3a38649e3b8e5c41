/* traces/synthetic/nodeids.h - invented nodeids for a synthetic suite.
 *
 * Modules are tests/test_<word>.py, with folders and more words when there are more than 64, in sorted order, which is
 * that of pytest's collection. A module's first scope is its functions, each further one a class Test<Word>. A test is
 * test_<verb>_<word>; those of a parametrised function differ in what stands behind it, as in [3-a]. No nodeid occurs
 * twice, no nodeid has a "::" in its brackets, and all are ASCII. */
#ifndef ISOSIM_NODEIDS_H
#define ISOSIM_NODEIDS_H

#include "suite/suite.h"
#include "synthetic/layout.h"

G_BEGIN_DECLS

/* The share PARAM_SHARE (0 to 1) of the tests, give or take one function, are parametrised. */
Suite *nodeids_suite (const Layout *layout, double param_share, uint64_t seed);

G_END_DECLS

#endif
