#include "models/queue.h"

#include <glib.h>
#include <string.h>

static inline void *
element (const IsoStore *store, uint32_t at)
{
  return store->bytes + (size_t) at * store->width;
}

void
iso_store_need (IsoStore *store, uint64_t want)
{
  if (want <= store->room)
    return;
  g_assert (want < UINT32_MAX / 2);
  uint64_t room = MAX (want, (uint64_t) store->room + store->room / 2);
  store->bytes = g_realloc (store->bytes, room * store->width);
  memset (element (store, store->room), 0, (room - store->room) * store->width);
  store->room = (uint32_t) room;
}

/* Returns an empty queue of that room: the smallest gap that is large enough, or the end of the store. */
static IsoQueue
take_room (IsoStore *store, uint32_t room)
{
  int best = -1;
  for (int i = 0; i < store->gaps; i++)
    if (store->gap[i].room >= room && (best < 0 || store->gap[i].room < store->gap[best].room))
      best = i;
  if (best >= 0)
    {
      IsoGap gap = store->gap[best];
      store->gap[best] = store->gap[--store->gaps];
      g_assert (gap.at + gap.room <= store->used && gap.room >= room);
      return (IsoQueue){ .at = gap.at, .room = gap.room };
    }
  iso_store_need (store, (uint64_t) store->used + room);
  if (store->canonical)
    memset (element (store, store->used), 0, (size_t) room * store->width);
  store->used += room;
  g_assert (store->used <= store->room);
  return (IsoQueue){ .at = store->used - room, .room = room };
}

/* Notes the queue's room as a gap. If there are too many gaps, the smallest is forgotten. */
static void
give_room (IsoStore *store, const IsoQueue *queue)
{
  IsoGap gap = { queue->at, queue->room };
  int smallest = 0;
  g_assert (gap.at + gap.room <= store->used && store->gaps <= ISO_GAPS);
  if (store->gaps < ISO_GAPS)
    {
      store->gap[store->gaps++] = gap;
      return;
    }
  for (int i = 1; i < ISO_GAPS; i++)
    if (store->gap[i].room < store->gap[smallest].room)
      smallest = i;
  if (store->gap[smallest].room < gap.room)
    store->gap[smallest] = gap;
}

void
iso_queue_tidy (IsoStore *store, IsoQueue *queue)
{
  g_assert (queue->head + queue->len <= queue->room);
  if (queue->head == 0 && !store->canonical)
    return;
  memmove (element (store, queue->at), element (store, queue->at + queue->head), (size_t) queue->len * store->width);
  queue->head = 0;
  if (store->canonical)
    memset (element (store, queue->at + queue->len), 0, (size_t) (queue->room - queue->len) * store->width);
}

void
iso_queue_reserve (IsoStore *store, IsoQueue *queue, uint32_t room)
{
  if (queue->len + (uint64_t) room / 2 <= queue->room && room <= queue->room)
    {
      /* At least half of the room is free before the head. Moving what the queue holds costs less than was taken. */
      iso_queue_tidy (store, queue);
      return;
    }
  IsoQueue moved = take_room (store, MAX (room, MAX (8, queue->room * 2)));
  g_assert (moved.room >= room && moved.room >= queue->len);
  g_assert (moved.at >= queue->at + queue->room || moved.at + moved.room <= queue->at);
  memcpy (element (store, moved.at), element (store, queue->at + queue->head), (size_t) queue->len * store->width);
  moved.len = queue->len;
  if (store->canonical)
    memset (element (store, queue->at), 0, (size_t) queue->room * store->width);
  else
    give_room (store, queue);
  *queue = moved;
}

void
iso_queue_release (IsoStore *store, IsoQueue *queue)
{
  iso_queue_clear (store, queue);
  if (store->canonical)
    return;
  give_room (store, queue);
  *queue = (IsoQueue){ 0, 0, 0, 0 };
}

void
iso_queue_push_many (IsoStore *store, IsoQueue *queue, const uint32_t *values, uint32_t count)
{
  if (queue->head + (uint64_t) queue->len + count > queue->room)
    iso_queue_reserve (store, queue, queue->len + count);
  uint32_t at = queue->at + queue->head + queue->len;
  if (store->width == sizeof *values)
    memcpy (element (store, at), values, (size_t) count * sizeof *values);
  else
    for (uint32_t i = 0; i < count; i++)
      iso_store_set (store, at + i, values[i]);
  queue->len += count;
}

void
iso_queue_push_first (IsoStore *store, IsoQueue *queue, uint32_t value)
{
  iso_queue_push (store, queue, value);
  uint32_t at = queue->at + queue->head;
  memmove (element (store, at + 1), element (store, at), (size_t) (queue->len - 1) * store->width);
  iso_store_set (store, at, value);
}

void
iso_queue_fill (IsoStore *store, IsoQueue *queue, uint32_t count)
{
  if (queue->head + (uint64_t) queue->len + count > queue->room)
    iso_queue_reserve (store, queue, queue->len + count);
  g_assert (queue->head + queue->len + count <= queue->room);
  for (uint32_t i = 0; i < count; i++)
    iso_store_set (store, queue->at + queue->head + queue->len + i, i);
  queue->len += count;
}

void
iso_queue_copy (const IsoStore *store, const IsoQueue *queue, uint32_t i, uint32_t *values, uint32_t count)
{
  g_assert (i <= queue->len && count <= queue->len - i);
  uint32_t at = queue->at + queue->head + i;
  if (store->width == sizeof *values)
    memcpy (values, element (store, at), (size_t) count * sizeof *values);
  else
    for (uint32_t k = 0; k < count; k++)
      values[k] = iso_store_get (store, at + k);
}

void
iso_queue_pop_many (IsoStore *store, IsoQueue *queue, uint32_t *values, uint32_t count)
{
  iso_queue_copy (store, queue, 0, values, count);
  iso_queue_drop (store, queue, count);
}

void
iso_queue_remove_at (IsoStore *store, IsoQueue *queue, uint32_t i)
{
  g_assert (i < queue->len);
  if (i == 0)
    {
      iso_queue_drop (store, queue, 1);
      return;
    }
  uint32_t at = queue->at + queue->head + i;
  memmove (element (store, at), element (store, at + 1), (size_t) (queue->len - i - 1) * store->width);
  queue->len--;
  if (store->canonical)
    iso_store_set (store, queue->at + queue->len, 0);
}

uint32_t
iso_queue_find (const IsoStore *store, const IsoQueue *queue, uint32_t value)
{
  uint32_t i = 0;
  while (i < queue->len && iso_store_get (store, queue->at + queue->head + i) != value)
    i++;
  return i;
}

void
iso_queue_cut (IsoStore *store, IsoQueue *queue, uint32_t len)
{
  g_assert (len <= queue->len);
  if (store->canonical)
    memset (element (store, queue->at + len), 0, (size_t) (queue->len - len) * store->width);
  queue->len = len;
}

void
iso_queue_clear (IsoStore *store, IsoQueue *queue)
{
  iso_queue_drop (store, queue, queue->len);
}
