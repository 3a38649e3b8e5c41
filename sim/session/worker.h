/* sim/session/worker.h - the workers' half: what a worker process does, as in xdist's remote.py.
 *
 * A worker takes commands, holds a current and a next test, runs current, and ends. It runs current only once it holds
 * next as well, because pytest tears down the fixtures that next does not need. So the last test waits for the end
 * marker. When a step is taken is the driver's choice. */
#ifndef ISOSIM_WORKER_H
#define ISOSIM_WORKER_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* A command that lies in an inbox. Its indices are the elements from `indices` up to `end`; the next command begins at
 * `end`. */
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

/* Carries out a command. run: COUNT indices join the queue. shutdown: the end marker does. steal: the indices leave the
 * queue if all of them still wait there, and the answer is sent either way. The worker is not gone. */
void worker_accept (IsoSession *session, unsigned node, CommandKind kind, const uint32_t *indices, uint32_t count);
/* Carries out the oldest command of the inbox, which is not empty. */
void worker_take_command (IsoSession *session, unsigned node);

/* The steps of its main loop. Each may be taken only where worker_can_…() holds. */
bool worker_can_take_item (const IsoSession *session, unsigned node);
/* Takes current, or next, from the queue. It exits if current is the end marker, or if it reached maxfail. */
void worker_take_item (IsoSession *session, unsigned node);
bool worker_can_begin (const IsoSession *session, unsigned node);
/* Begins to run current; the driver's `begin` is called. */
void worker_begin (IsoSession *session, unsigned node);
/* Takes these steps as far as they go. */
void worker_advance (IsoSession *session, unsigned node);

/* The process is up and begins to collect. */
void worker_ready (IsoSession *session, unsigned node);
/* Collection is done: the worker can run tests. From WORKER_STARTING, too, where collecting takes no time. */
void worker_collected (IsoSession *session, unsigned node);
/* Ends the run of current, and next becomes current. Returns the index that was run. The caller sends the complete
 * message and calls worker_advance(). */
uint32_t worker_end_run (IsoSession *session, unsigned node);
/* Whether it exits instead of running current: that is its end marker, or it reached maxfail. It holds current. */
bool worker_ends (const IsoSession *session, unsigned node);
/* Its process, which is exiting, ends; workerfinished is sent. */
void worker_exit (IsoSession *session, unsigned node);
/* Its process dies, whatever it does; errordown is sent. */
void worker_die (IsoSession *session, unsigned node);
/* Marks it as finished or dead and does nothing else: for a driver that plays a recording. */
void worker_mark_gone (IsoSession *session, unsigned node);

G_END_DECLS

#endif
