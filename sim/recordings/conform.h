/* sim/recordings/conform.h - compares the commands of a recorded run with those that a scheduler's model sends.
 *
 * A session with the model hears the recorded messages in the recorded order. After each message, what the model sends
 * is compared with what the real controller sent before the next message. No clock runs, and no worker acts on a
 * command: workers do what their recorded messages say.
 *
 * A controller may notice that a worker is gone before it handles the worker's last message, and then counts its node
 * as shut down. The recording tells when each end arrived, to a few milliseconds. Where an end arrived at about the
 * time when a message was handled, both orders are tried, and the model is right if either gives the recorded commands.
 *
 * A second shutdown to the same node changes nothing, and releases differ in sending it. Only the first one counts. */
#ifndef ISOSIM_CONFORM_H
#define ISOSIM_CONFORM_H

#include "recordings/conformity.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* Fills CONFORMITY; conformity_clear() it in either case. TRACE must hold a recording of a run with xdist, and PATH is
 * its name in messages. Returns false with *error when the recording cannot be compared: it contradicts itself, or
 * holds what the model does not know. */
bool conform (const Trace *trace, const char *path, const ConformPlan *plan, Conformity *conformity, GError **error);

G_END_DECLS

#endif
