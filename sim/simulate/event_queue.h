/* sim/simulate/event_queue.h - what is due, by time, where things take time: any number of events, also several a
 * worker.
 *
 * The order is total: time, then order of insertion, as sim/simulate/clock.h has it. That clock holds one event a
 * worker and messages that are due now, which is all that a run without costs needs, and is faster at it. */
#ifndef ISOSIM_EVENT_QUEUE_H
#define ISOSIM_EVENT_QUEUE_H

#include "session/session_state.h"

G_BEGIN_DECLS

typedef enum
{
  DUE_WORKER,    /* what node does comes to its next point */
  DUE_COMMAND,   /* a command reaches node */
  DUE_MESSAGE,   /* a message reaches the controller */
  DUE_CONTROLLER /* the controller is done with a message */
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

/* Its number of insertion is set here. */
void event_queue_add (EventQueue *queue, Due due);
/* Takes the earliest; false when there is none. */
bool event_queue_take (EventQueue *queue, Due *due);

G_END_DECLS

#endif
