/* sim/session/controller.h - messages in: what xdist's dsession.py (class DSession) does with what workers say.
 *
 * The functions of controller.c bear the names of DSession's methods. The controller knows workers by their messages
 * only. It answers by asking the scheduler (models/model.h), which sends commands, and by shutting nodes down.
 *
 * For example, a replacement gets its first tests like this: worker_errordown() clones the node; the new worker's
 * workerready makes worker_workerready() call add_node(); its collection makes worker_collectionfinish() call
 * add_node_collection() and, once collection_is_completed(), schedule(), in which the scheduler sends them. */
#ifndef ISOSIM_CONTROLLER_H
#define ISOSIM_CONTROLLER_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* Puts a message at the tail of the controller's queue. */
void controller_post (IsoSession *session, Message message);
/* Handles the oldest message of the queue, which must not be empty. False: the scheduler failed (IsoSession.error,
 * error_text), and the session is at its end. */
bool controller_handle (IsoSession *session);
/* Handles MESSAGE at once, for a driver that lets no message wait. False as above. */
bool controller_receive (IsoSession *session, Message message);
/* The second half of DSession.loop_once(), to be called after each message that was handled: triggers shutdown if the
 * scheduler's tests are finished, or at maxfail. */
void controller_settle (IsoSession *session);
/* Whether shutdown is triggered and no worker is left; before release 3.4 also whether maxfail is reached. */
bool controller_session_finished (const IsoSession *session);

G_END_DECLS

#endif
