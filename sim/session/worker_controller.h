/* sim/session/worker_controller.h - commands out: how the controller's process speaks to a worker.
 *
 * xdist's workermanage.py has a WorkerController for each worker; these are its send_runtest_some, send_steal, shutdown
 * and shutting_down. A command goes into the worker's inbox, or is taken at once where the driver is prompt. */
#ifndef ISOSIM_WORKER_CONTROLLER_H
#define ISOSIM_WORKER_CONTROLLER_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* Sends COMMAND_RUN or COMMAND_STEAL with COUNT indices of the node's collection. False, and the session failed: the
 * process is gone, an index is of no test, or there are more indices than tests. A node that was sent shutdown is sent
 * it all the same, and that is counted (IsoSession.sent_wrongly). */
bool worker_controller_send (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices,
                             uint32_t count);
/* Sends shutdown, unless the node is shutting down. */
void worker_controller_shutdown (IsoSession *session, unsigned node);
/* NODE was sent shutdown, finished or died. */
bool worker_controller_shutting_down (const IsoSession *session, unsigned node);

G_END_DECLS

#endif
