#include "base/thread_pool.h"

#include <stdbool.h>

typedef struct
{
  ThreadPool *pool;
  unsigned number;
  GThread *thread;
} Thread;

struct ThreadPool
{
  unsigned threads;
  Thread *thread;

  GMutex lock;
  GCond called, done;
  unsigned call;  /* the number of calls of thread_pool_run() */
  unsigned busy;  /* threads that still work on this call */
  bool dismissed; /* threads end */

  unsigned tasks;
  gint next; /* the first task that no thread has taken */
  ThreadPoolTask task;
  void *data;
};

static void
do_tasks (ThreadPool *pool, unsigned thread)
{
  for (unsigned task = (unsigned) g_atomic_int_add (&pool->next, 1); task < pool->tasks;
       task = (unsigned) g_atomic_int_add (&pool->next, 1))
    pool->task (task, thread, pool->data);
}

static void *
serve (void *data)
{
  Thread *self = data;
  ThreadPool *pool = self->pool;
  unsigned seen = 0;
  g_mutex_lock (&pool->lock);
  for (;;)
    {
      while (pool->call == seen && !pool->dismissed)
        g_cond_wait (&pool->called, &pool->lock);
      if (pool->dismissed)
        break;
      g_assert (pool->call == seen + 1);
      seen = pool->call;
      g_mutex_unlock (&pool->lock);
      do_tasks (pool, self->number);
      g_mutex_lock (&pool->lock);
      if (--pool->busy == 0)
        g_cond_signal (&pool->done);
    }
  g_mutex_unlock (&pool->lock);
  return NULL;
}

ThreadPool *
thread_pool_new (unsigned threads)
{
  ThreadPool *pool = g_new0 (ThreadPool, 1);
  pool->threads = threads;
  pool->thread = g_new (Thread, threads);
  g_mutex_init (&pool->lock);
  g_cond_init (&pool->called);
  g_cond_init (&pool->done);
  for (unsigned i = 1; i < threads; i++)
    {
      pool->thread[i] = (Thread){ pool, i, NULL };
      pool->thread[i].thread = g_thread_new ("isosim", serve, &pool->thread[i]);
    }
  return pool;
}

void
thread_pool_free (ThreadPool *pool)
{
  g_mutex_lock (&pool->lock);
  pool->dismissed = true;
  g_cond_broadcast (&pool->called);
  g_mutex_unlock (&pool->lock);
  for (unsigned i = 1; i < pool->threads; i++)
    g_thread_join (pool->thread[i].thread);
  g_cond_clear (&pool->called);
  g_cond_clear (&pool->done);
  g_mutex_clear (&pool->lock);
  g_free (pool->thread);
  g_free (pool);
}

void
thread_pool_run (ThreadPool *pool, unsigned tasks, ThreadPoolTask task, void *data)
{
  g_mutex_lock (&pool->lock);
  g_assert (pool->busy == 0 && !pool->dismissed);
  pool->tasks = tasks;
  pool->task = task;
  pool->data = data;
  pool->next = 0;
  pool->busy = pool->threads - 1;
  pool->call++;
  g_cond_broadcast (&pool->called);
  g_mutex_unlock (&pool->lock);
  do_tasks (pool, 0);
  g_mutex_lock (&pool->lock);
  while (pool->busy)
    g_cond_wait (&pool->done, &pool->lock);
  g_assert ((unsigned) pool->next == tasks + pool->threads); /* each thread looked once more, and found none */
  g_mutex_unlock (&pool->lock);
}
