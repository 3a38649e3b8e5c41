/* sim/recordings/verify_fixtures.h - the five promises on coordinated set-up and tear-down, by the times of those that
 * ran. */
#ifndef ISOSIM_VERIFY_FIXTURES_H
#define ISOSIM_VERIFY_FIXTURES_H

#include "models/model.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* Sets cases[ISO_SETUP_ONCE … ISO_SCOPES_APART] to arrays of sentences, one a case. WHOLE: the run came to its end, so
 * that a tear-down that is not there never was. A test counts from its call's beginning to its end: what is set up or
 * torn down in its own other phases may be the fixture itself. TRACE must hold a recording. */
void verify_fixtures (const Trace *trace, bool whole, GPtrArray *cases[ISO_PROPERTIES]);

G_END_DECLS

#endif
