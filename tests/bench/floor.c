#include "bench/floor.h"

typedef struct
{
  uint64_t end_us;
  uint32_t worker;
} Slot;

uint64_t
floor_run (const uint64_t *run_us, uint32_t tests, unsigned workers)
{
  static Slot heap[FLOOR_WORKERS_MAX];
  uint64_t last_us = 0;
  for (unsigned i = 0; i < workers; i++)
    heap[i] = (Slot){ 0, i };
  for (uint32_t test = 0; test < tests; test++)
    {
      Slot slot = heap[0];
      slot.end_us += run_us[test];
      last_us = slot.end_us > last_us ? slot.end_us : last_us;
      unsigned at = 0, child;
      while ((child = 2 * at + 1) < workers)
        {
          child += child + 1 < workers && heap[child + 1].end_us < heap[child].end_us;
          if (heap[child].end_us >= slot.end_us)
            break;
          heap[at] = heap[child];
          at = child;
        }
      heap[at] = slot;
    }
  return last_us;
}
