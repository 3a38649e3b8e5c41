/* models/queue.h - the queues of a session: a worker's tests, a scheduler's pool, what is pending on a node.
 *
 * A queue is four numbers. Its elements lie in the session's one store, so a snapshot of all queues is two memcpy. An
 * element is an unsigned number below 2^(8 × width); the width (1, 2 or 4 bytes) follows from the size of the suite. A
 * zeroed IsoQueue is an empty queue. The store may move when a queue grows: keep no pointer into it.
 *
 * A search uses a canonical store, where equal contents are equal bytes: the first element lies at the beginning of the
 * queue's room, and room that is not used is zero. In other stores taking from the head only moves a mark. */
#ifndef ISOSIM_QUEUE_H
#define ISOSIM_QUEUE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  uint32_t at;   /* where its room begins in the store, in elements */
  uint32_t room; /* elements */
  uint32_t head; /* the first element, from at */
  uint32_t len;  /* elements held */
} IsoQueue;

/* Room that a queue gave back. */
typedef struct
{
  uint32_t at, room;
} IsoGap;

#define ISO_GAPS 32

typedef struct
{
  unsigned char *bytes;
  uint32_t used, room; /* elements */
  uint8_t width;       /* bytes an element: 1, 2 or 4 */
  bool canonical;
  uint8_t gaps; /* of gap; the smallest are forgotten when there are more */
  IsoGap gap[ISO_GAPS];
} IsoStore;

/* The program's, and through it a plug-in's (models/plugin.h); all else is compiled as hidden. */
#pragma GCC visibility push(default)

/* Makes the store hold at least WANT elements. */
void iso_store_need (IsoStore *store, uint64_t want);
/* Gives the queue room for at least ROOM elements, perhaps at another place of the store. */
void iso_queue_reserve (IsoStore *store, IsoQueue *queue, uint32_t room);
/* Moves the elements to the beginning of the queue's room and clears the rest. */
void iso_queue_tidy (IsoStore *store, IsoQueue *queue);

static inline uint32_t
iso_store_get (const IsoStore *store, uint32_t at)
{
  switch (store->width)
    {
    case 1:
      return store->bytes[at];
    case 2:
      return ((const uint16_t *) (const void *) store->bytes)[at];
    default:
      return ((const uint32_t *) (const void *) store->bytes)[at];
    }
}

static inline void
iso_store_set (IsoStore *store, uint32_t at, uint32_t value)
{
  switch (store->width)
    {
    case 1:
      g_assert (value <= UINT8_MAX);
      store->bytes[at] = (unsigned char) value;
      break;
    case 2:
      g_assert (value <= UINT16_MAX);
      ((uint16_t *) (void *) store->bytes)[at] = (uint16_t) value;
      break;
    default:
      ((uint32_t *) (void *) store->bytes)[at] = value;
    }
}

/* Returns the I-th element from the head; I is below len. */
static inline uint32_t
iso_queue_get (const IsoStore *store, const IsoQueue *queue, uint32_t i)
{
  g_assert (i < queue->len);
  return iso_store_get (store, queue->at + queue->head + i);
}

static inline void
iso_queue_push (IsoStore *store, IsoQueue *queue, uint32_t value)
{
  if (queue->head + queue->len == queue->room)
    iso_queue_reserve (store, queue, queue->len + 1);
  iso_store_set (store, queue->at + queue->head + queue->len++, value);
}

/* Drops the first COUNT elements. */
static inline void
iso_queue_drop (IsoStore *store, IsoQueue *queue, uint32_t count)
{
  g_assert (count <= queue->len);
  queue->head += count;
  queue->len -= count;
  if (store->canonical)
    iso_queue_tidy (store, queue);
  else if (queue->len == 0)
    queue->head = 0;
}

static inline uint32_t
iso_queue_pop (IsoStore *store, IsoQueue *queue)
{
  uint32_t value = iso_queue_get (store, queue, 0);
  iso_queue_drop (store, queue, 1);
  return value;
}

void iso_queue_push_many (IsoStore *store, IsoQueue *queue, const uint32_t *values, uint32_t count);
/* Puts an element before the first. */
void iso_queue_push_first (IsoStore *store, IsoQueue *queue, uint32_t value);
/* Appends 0 … count-1. */
void iso_queue_fill (IsoStore *store, IsoQueue *queue, uint32_t count);
/* Copies COUNT elements from the I-th on. */
void iso_queue_copy (const IsoStore *store, const IsoQueue *queue, uint32_t i, uint32_t *values, uint32_t count);
/* Takes COUNT elements from the head. */
void iso_queue_pop_many (IsoStore *store, IsoQueue *queue, uint32_t *values, uint32_t count);
/* Takes out the I-th element; those after it move up. */
void iso_queue_remove_at (IsoStore *store, IsoQueue *queue, uint32_t i);
/* Returns the place of the first element of that value, or len if there is none. */
uint32_t iso_queue_find (const IsoStore *store, const IsoQueue *queue, uint32_t value);
/* Cuts the queue to its first LEN elements. */
void iso_queue_cut (IsoStore *store, IsoQueue *queue, uint32_t len);
/* Empties the queue and gives its room to other queues. It can be used again, but pays for new room then. */
void iso_queue_release (IsoStore *store, IsoQueue *queue);
/* Empties the queue. */
void iso_queue_clear (IsoStore *store, IsoQueue *queue);

#pragma GCC visibility pop

#endif
