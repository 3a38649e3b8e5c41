#include "simulate/event_queue.h"

void
event_queue_init (EventQueue *queue)
{
  queue->heap = g_array_new (FALSE, FALSE, sizeof (Due));
  queue->inserted = queue->now_us = 0;
}

void
event_queue_reset (EventQueue *queue)
{
  g_array_set_size (queue->heap, 0);
  queue->inserted = queue->now_us = 0;
}

void
event_queue_clear (EventQueue *queue)
{
  g_array_unref (queue->heap);
}

static bool
is_before (const Due *a, const Due *b)
{
  return a->time_us != b->time_us ? a->time_us < b->time_us : a->number < b->number;
}

void
event_queue_add (EventQueue *queue, Due due)
{
  g_assert (due.time_us >= queue->now_us);
  due.number = queue->inserted++;
  g_array_append_val (queue->heap, due);
  Due *heap = (Due *) (gpointer) queue->heap->data;
  guint at = queue->heap->len - 1;
  for (; at > 0 && is_before (&due, &heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = due;
}

bool
event_queue_take (EventQueue *queue, Due *due)
{
  guint len = queue->heap->len, at = 0;
  Due *heap = (Due *) (gpointer) queue->heap->data;
  if (!len)
    return false;
  *due = heap[0];
  g_assert (due->time_us >= queue->now_us && due->number < queue->inserted);
  queue->now_us = due->time_us;
  Due last = heap[--len];
  g_array_set_size (queue->heap, len);
  for (guint child = 1; child < len; child = 2 * at + 1)
    {
      child += child + 1 < len && is_before (&heap[child + 1], &heap[child]);
      if (!is_before (&heap[child], &last))
        break;
      heap[at] = heap[child];
      at = child;
    }
  if (len)
    heap[at] = last;
  return true;
}
