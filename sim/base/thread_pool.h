/* sim/base/thread_pool.h - threads that share numbered tasks. Each free thread takes the next task.
 *
 * Which thread does a task, and in which order tasks end, differs from run to run. So what a task does must depend on
 * its number only; it writes its result to a place of its own, and may use room that belongs to its thread. */
#ifndef ISOSIM_THREAD_POOL_H
#define ISOSIM_THREAD_POOL_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct ThreadPool ThreadPool;

/* TASK is from 0 to the number of tasks - 1, THREAD from 0 to the number of threads - 1. Two tasks with the same THREAD
 * never run at the same time. */
typedef void (*ThreadPoolTask) (unsigned task, unsigned thread, void *data);

/* Starts THREADS - 1 threads (THREADS is at least 1): the caller of thread_pool_run() is one of them, number 0. */
ThreadPool *thread_pool_new (unsigned threads);
void thread_pool_free (ThreadPool *pool);

/* Does each task exactly once. Returns when all are done. A task must not call it. */
void thread_pool_run (ThreadPool *pool, unsigned tasks, ThreadPoolTask task, void *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ThreadPool, thread_pool_free)

G_END_DECLS

#endif
