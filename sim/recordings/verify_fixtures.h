/* sim/recordings/verify_fixtures.h - the five promises on coordinated fixtures, judged by the set-ups and tear-downs
 * that really ran. */
#ifndef ISOSIM_VERIFY_FIXTURES_H
#define ISOSIM_VERIFY_FIXTURES_H

#include "models/model.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* The clocks of two workers agree to this. A shorter overlap of two workers' times is no violation. */
#define VERIFY_SLACK_US 1000

/* Sets cases[ISO_SETUP_ONCE … ISO_SCOPES_APART] to new arrays of sentences, one for each violation. TRACE must hold a
 * recording. WHOLE says that the run came to its end; only then is a missing tear-down a violation. A test counts from
 * the start of its call to its end, since in its other phases its worker may itself set up or tear down the fixture. */
void verify_fixtures (const Trace *trace, bool whole, GPtrArray *cases[ISO_PROPERTIES]);

G_END_DECLS

#endif
