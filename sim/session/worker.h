/* sim/session/worker.h - what a worker process does (xdist's remote.py): takes commands, holds current and next, runs,
 * ends.
 *
 * A worker runs its current test only once it also holds what follows it: pytest must know the next item to decide
 * which fixtures to tear down. When and whether each step is taken is the driver's choice. */
#ifndef ISOSIM_WORKER_H
#define ISOSIM_WORKER_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* A command that lies in an inbox: its indices are the elements from INDICES to before END, where the next begins. */
typedef struct
{
  CommandKind kind;
  uint32_t indices, end;
} Command;

/* The command that begins AT. */
static inline Command
worker_command_at (const IsoSession *session, const Worker *worker, uint32_t at)
{
  CommandKind kind = (CommandKind) iso_queue_get (&session->store, &worker->inbox, at);
  if (kind == COMMAND_SHUTDOWN)
    return (Command){ kind, at + 1, at + 1 };
  return (Command){ kind, at + 2, at + 2 + iso_queue_get (&session->store, &worker->inbox, at + 1) };
}

/* Takes a command into the queue: COUNT indices for run and steal, which is answered; none for shutdown. */
void worker_accept (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count);
/* Takes the oldest command of the inbox; the inbox must not be empty. */
void worker_take_command (IsoSession *session, unsigned node);
/* The single steps of its main loop, each to be called only when it can be taken. */
bool worker_can_take_item (const IsoSession *session, unsigned node);
/* Takes current, or next, from the queue; an end marker as current, or a stop, makes it exit. */
void worker_take_item (IsoSession *session, unsigned node);
bool worker_can_begin (const IsoSession *session, unsigned node);
/* Begins to run current. */
void worker_begin (IsoSession *session, unsigned node);
/* All of these as far as they go. */
void worker_advance (IsoSession *session, unsigned node);
/* The process is up and begins to collect. */
void worker_ready (IsoSession *session, unsigned node);
/* Collection is done: the worker can take tests. */
void worker_collected (IsoSession *session, unsigned node);
/* The run of current ended: next becomes current; unless that is the end marker, the worker advances. The index that
 * was run. The caller sends the complete message, and then calls worker_advance() for the end marker. */
uint32_t worker_end_run (IsoSession *session, unsigned node);
/* What it holds as current is its end marker, or it reached maxfail. */
bool worker_ends (const IsoSession *session, unsigned node);
/* The process that took its end marker is down; workerfinished is sent. */
void worker_exit (IsoSession *session, unsigned node);
/* The process dies, in whatever state; errordown is sent. */
void worker_die (IsoSession *session, unsigned node);
/* Marks it as finished or dead, and nothing else: for a driver that plays a recording. */
void worker_mark_gone (IsoSession *session, unsigned node);

G_END_DECLS

#endif
