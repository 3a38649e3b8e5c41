/* sim/base/thread_pool.h - threads that share tasks, as often as there is something to share: one after the other, the
 * tasks go to whoever is free. What a task does must not depend on who does it. */
#ifndef ISOSIM_CREW_H
#define ISOSIM_CREW_H

#include <glib.h>

typedef struct ThreadPool ThreadPool;

/* MEMBER is from 0 to the crew's members - 1: two tasks with the same member never run at the same time. */
typedef void (*ThreadPoolTask) (unsigned task, unsigned member, void *data);

/* The caller is a member itself: MEMBERS - 1 threads are started. */
ThreadPool *thread_pool_new (unsigned members);
void thread_pool_free (ThreadPool *crew);
/* Returns when all tasks are done. */
void thread_pool_run (ThreadPool *crew, unsigned tasks, ThreadPoolTask task, void *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ThreadPool, thread_pool_free)

#endif
