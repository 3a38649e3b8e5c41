/* tests/unit/shapes.h - small suites and traces. */
#ifndef ISOSIM_SHAPES_H
#define ISOSIM_SHAPES_H

#include "suite/trace.h"

/* "a3b2": three tests of scope a, two of b: a.py::a1@a … b.py::b2@b. All scope tables are built. */
Suite *suite_of (const char *shape);
/* A synthetic trace of a preset; trace_free it. */
Trace *synthetic_trace (const char *preset, uint32_t tests, uint64_t seed);
/* The trace that a text of any format holds; trace_free it. */
Trace *trace_of_text (const char *text);

#endif
