/* tests/unit/base/test_thread_pool.c - every task is done once, whatever the number of threads. */
#include "unit/check.h"

#include "base/thread_pool.h"

#define TASKS_MAX 1000u

typedef struct
{
  gint done[TASKS_MAX]; /* the number of times that each task was done */
  gint in_use[8];       /* by thread: a task runs on it */
  gint clashes;         /* two tasks ran on one thread at the same time */
} Work;

static void
note_task (unsigned task, unsigned thread, void *data)
{
  Work *work = data;
  if (thread >= G_N_ELEMENTS (work->in_use) || g_atomic_int_add (&work->in_use[thread], 1) != 0)
    g_atomic_int_inc (&work->clashes);
  g_atomic_int_inc (&work->done[task]);
  g_atomic_int_add (&work->in_use[thread], -1);
}

static void
each_task_is_done_once (void)
{
  static const unsigned tasks[] = { 0, 1, 2, 7, TASKS_MAX };
  for (unsigned threads = 1; threads <= 8; threads++)
    {
      g_autoptr (ThreadPool) pool = thread_pool_new (threads);
      for (gsize i = 0; i < G_N_ELEMENTS (tasks); i++)
        {
          Work work = { 0 };
          thread_pool_run (pool, tasks[i], note_task, &work);
          EQUAL_INT (work.clashes, 0);
          for (unsigned task = 0; task < TASKS_MAX; task++)
            if (work.done[task] != (task < tasks[i]))
              FAIL ("%u threads, %u tasks: task %u was done %d times", threads, tasks[i], task, work.done[task]);
        }
    }
}

static void
a_pool_without_work_ends (void)
{
  for (unsigned threads = 1; threads <= 8; threads++)
    thread_pool_free (thread_pool_new (threads));
}

CU_TestInfo tests_of_thread_pool[] = {
  { "each task is done once, by any number of threads", each_task_is_done_once },
  { "a pool without work ends", a_pool_without_work_ends },
  CU_TEST_INFO_NULL,
};
