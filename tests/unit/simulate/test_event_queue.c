/* tests/unit/simulate/test_event_queue.c - events leave the queue in order of time, then of insertion. */
#include "unit/check.h"

#include "simulate/event_queue.h"

static void
the_agenda_is_in_order_of_time_then_insertion (void)
{
  const uint64_t times_us[] = { 5, 3, 9, 3, 5, 1, 3, 9, 0, 5 };
  EventQueue agenda;
  Due due, before = { .time_us = 0 };
  event_queue_init (&agenda);
  for (unsigned i = 0; i < G_N_ELEMENTS (times_us); i++)
    event_queue_add (&agenda, (Due){ .time_us = times_us[i], .node = i });
  for (unsigned i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      CU_ASSERT (event_queue_take (&agenda, &due));
      if (due.time_us < before.time_us || (i > 0 && due.time_us == before.time_us && due.node < before.node))
        FAIL ("%u comes behind %u", due.node, before.node);
      EQUAL_INT (due.time_us, times_us[due.node]);
      before = due;
    }
  CU_ASSERT (!event_queue_take (&agenda, &due));
  event_queue_clear (&agenda);
}

CU_TestInfo tests_of_event_queue[] = {
  { "the agenda is in order of time then insertion", the_agenda_is_in_order_of_time_then_insertion },
  CU_TEST_INFO_NULL,
};
