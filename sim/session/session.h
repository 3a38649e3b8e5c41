/* sim/session/session.h - one test session of pytest-xdist, without a clock: making, resetting, saving, restoring.
 *
 * The rules are those of release 3.8. controller.h has what xdist's dsession.py decides, worker.h what its remote.py
 * does, session_state.h the structures of both. What is free in reality is the driver's choice: when a worker acts,
 * when a message is handled, how long a run takes, how tests are shuffled. A simulation chooses by time; a search tries
 * every choice. */
#ifndef ISOSIM_SESSION_H
#define ISOSIM_SESSION_H

#include "session/session_state.h"
#include <stdarg.h>

G_BEGIN_DECLS

/* Returns a session whose workers exist and are starting; session_free() it. PLAN, DRIVER and OBSERVERS outlive it. The
 * suite has the scope tables of SCOPE_SCOPE and of the model's rule. */
IsoSession *session_new (const SessionPlan *plan, Driver *driver, Observer *observers);
/* Makes it as session_new() left it, for another run of the same plan. */
void session_reset (IsoSession *session);
void session_free (IsoSession *session);

/* Bytes that session_save() writes: those of the block and of the store. */
size_t session_state_bytes (const IsoSession *session);
void session_save (const IsoSession *session, unsigned char *bytes);
/* Reads what session_save() wrote, for this session or another one of the same plan. */
void session_restore (IsoSession *session, const unsigned char *bytes);

/* Notes why the session fails; always false. The last one counts. */
bool session_fail (IsoSession *session, IsoErrorKind kind, const char *format, ...) G_GNUC_PRINTF (3, 4);
bool session_fail_va (IsoSession *session, IsoErrorKind kind, const char *format, va_list args) G_GNUC_PRINTF (3, 0);

/* Hooks that do nothing, for a driver that looks by itself at what can happen: `sent`, `leave` and `start`; `begin`. */
void driver_wait (Driver *driver, IsoSession *session, unsigned node);
void driver_wait_run (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSession, session_free)

G_END_DECLS

#endif
