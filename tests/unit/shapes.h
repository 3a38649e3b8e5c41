/* tests/unit/shapes.h - small suites by their shape. */
#ifndef ISOSIM_SHAPES_H
#define ISOSIM_SHAPES_H

#include "suite/suite.h"

/* "a3b2": three tests of scope a, two of b: a.py::a1@a … b.py::b2@b. All scope tables are built. */
Suite *suite_of (const char *shape);

#endif
