/* sim/external/external_pool.h - an external scheduler, and the processes of its program.
 *
 * Each session needs a process of its own. A session that ends gives its process back, and the next session takes it.
 * So there are never more processes than sessions at the same time. The first trouble of any process is kept; from then
 * on no process is given out. All functions may be called by several threads at once. */
#ifndef ISOSIM_EXTERNAL_POOL_H
#define ISOSIM_EXTERNAL_POOL_H

#include "external/answer_cache.h"
#include "models/model.h"

typedef struct
{
  IsoModel model; /* first: a hook finds the rest by its session's model */
  char *name, *rule, *source;
  char *folder; /* in which xdist: and py: look; NULL: the installed one */
  char *who;    /* the name in sentences, shortened */
  GStrv argv;
  GMutex lock;        /* of all below */
  GPtrArray *idle;    /* of ChildProcess */
  char *trouble;      /* the first of any process; NULL: none */
  bool measured;      /* sessions that are opened now ask for the scheduler's own time */
  uint64_t spent_ns;  /* not taken yet */
  AnswerCache *cache; /* of the session that was opened last */
} External;

/* Returns an idle process, or starts one. Returns NULL if there is trouble, which is then noted. */
ChildProcess *external_take_process (External *external);
/* Takes PROCESS back: it becomes idle, or is ended if it had trouble. */
void external_give_process (External *external, ChildProcess *process);

/* Keeps TROUBLE if it is the first. */
void external_note_trouble (External *external, const char *trouble);
void external_note_spent (External *external, uint64_t ns);
/* Returns the cache for sessions that are opened with this text. It outlives a session: a schedule that was found is
 * replayed without asking again. answer_cache_unref() it. */
AnswerCache *external_cache_for (External *external, const char *opening);

#endif
