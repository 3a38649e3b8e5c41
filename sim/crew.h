/* sim/crew.h - threads that share tasks, as often as there is something to share: one after the other, the tasks go to
 * whoever is free. What a task does must not depend on who does it. */
#ifndef ISOSIM_CREW_H
#define ISOSIM_CREW_H

#include <glib.h>

typedef struct Crew Crew;

/* MEMBER is from 0 to the crew's members - 1: two tasks with the same member never run at the same time. */
typedef void (*CrewTask) (unsigned task, unsigned member, void *data);

/* The caller is a member itself: MEMBERS - 1 threads are started. */
Crew *crew_new (unsigned members);
void crew_free (Crew *crew);
/* Returns when all tasks are done. */
void crew_run (Crew *crew, unsigned tasks, CrewTask task, void *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Crew, crew_free)

#endif
