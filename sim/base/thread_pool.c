#include "base/thread_pool.h"

#include <stdbool.h>

typedef struct
{
  ThreadPool *crew;
  unsigned number;
  GThread *thread;
} Member;

struct ThreadPool
{
  unsigned members;
  Member *member;

  GMutex lock;
  GCond called, done;
  unsigned call; /* how often thread_pool_run() was called */
  unsigned busy; /* members that have not come to the end of the call */
  bool dismissed;

  unsigned tasks;
  gint next;
  ThreadPoolTask task;
  void *data;
};

static void
do_tasks (ThreadPool *crew, unsigned member)
{
  for (unsigned task = (unsigned) g_atomic_int_add (&crew->next, 1); task < crew->tasks;
       task = (unsigned) g_atomic_int_add (&crew->next, 1))
    crew->task (task, member, crew->data);
}

static void *
serve (void *data)
{
  Member *member = data;
  ThreadPool *crew = member->crew;
  unsigned seen = 0;
  g_mutex_lock (&crew->lock);
  for (;;)
    {
      while (crew->call == seen && !crew->dismissed)
        g_cond_wait (&crew->called, &crew->lock);
      if (crew->dismissed)
        break;
      seen = crew->call;
      g_mutex_unlock (&crew->lock);
      do_tasks (crew, member->number);
      g_mutex_lock (&crew->lock);
      if (--crew->busy == 0)
        g_cond_signal (&crew->done);
    }
  g_mutex_unlock (&crew->lock);
  return NULL;
}

ThreadPool *
thread_pool_new (unsigned members)
{
  ThreadPool *crew = g_new0 (ThreadPool, 1);
  crew->members = members;
  crew->member = g_new (Member, members);
  g_mutex_init (&crew->lock);
  g_cond_init (&crew->called);
  g_cond_init (&crew->done);
  for (unsigned i = 1; i < members; i++)
    {
      crew->member[i] = (Member){ crew, i, NULL };
      crew->member[i].thread = g_thread_new ("crew", serve, &crew->member[i]);
    }
  return crew;
}

void
thread_pool_free (ThreadPool *crew)
{
  g_mutex_lock (&crew->lock);
  crew->dismissed = true;
  g_cond_broadcast (&crew->called);
  g_mutex_unlock (&crew->lock);
  for (unsigned i = 1; i < crew->members; i++)
    g_thread_join (crew->member[i].thread);
  g_cond_clear (&crew->called);
  g_cond_clear (&crew->done);
  g_mutex_clear (&crew->lock);
  g_free (crew->member);
  g_free (crew);
}

void
thread_pool_run (ThreadPool *crew, unsigned tasks, ThreadPoolTask task, void *data)
{
  g_mutex_lock (&crew->lock);
  crew->tasks = tasks;
  crew->task = task;
  crew->data = data;
  crew->next = 0;
  crew->busy = crew->members - 1;
  crew->call++;
  g_cond_broadcast (&crew->called);
  g_mutex_unlock (&crew->lock);
  do_tasks (crew, 0);
  g_mutex_lock (&crew->lock);
  while (crew->busy)
    g_cond_wait (&crew->done, &crew->lock);
  g_mutex_unlock (&crew->lock);
}
