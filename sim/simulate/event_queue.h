/* sim/simulate/event_queue.h - what happens next, for the costed driver: a heap of events.
 *
 * Events are ordered by time, then by insertion, as in clock.h. A worker may have several, and messages take time,
 * which clock.h cannot hold. */
#ifndef ISOSIM_EVENT_QUEUE_H
#define ISOSIM_EVENT_QUEUE_H

#include "session/session_state.h"

G_BEGIN_DECLS

typedef enum
{
  DUE_WORKER,    /* what node does reaches its next point */
  DUE_COMMAND,   /* a command reaches node */
  DUE_MESSAGE,   /* a message reaches the controller */
  DUE_CONTROLLER /* the controller has handled a message */
} DueKind;

typedef struct
{
  uint64_t time_us;
  uint64_t number; /* of insertion */
  DueKind kind;
  unsigned node;
  Message message;
} Due;

typedef struct
{
  GArray *heap; /* of Due; the earliest first */
  uint64_t inserted;
  uint64_t now_us; /* the time of the event taken last */
} EventQueue;

void event_queue_init (EventQueue *queue);
void event_queue_reset (EventQueue *queue);
void event_queue_clear (EventQueue *queue);

/* Adds an event, not before the one that was taken last. Its `number` is set here. */
void event_queue_add (EventQueue *queue, Due due);
/* Takes the earliest event; false if there is none. */
bool event_queue_take (EventQueue *queue, Due *due);

G_END_DECLS

#endif
