/* sim/search/replay.h - takes the steps of a schedule again, one after the other. */
#ifndef ISOSIM_REPLAY_H
#define ISOSIM_REPLAY_H

#include "search/search_plan.h"

G_BEGIN_DECLS

/* What is called with the session as it is before and after each action, and after the last one. Each may be NULL. */
typedef struct
{
  void (*before) (const IsoSession *session, Action action, void *data);
  void (*after) (const IsoSession *session, Action action, void *data);
  void (*end) (const IsoSession *session, void *data);
  void *data;
  Observer *observers;
  unsigned *violated; /* set to PROPERTY_BIT()s: what the last action, or the state after it, violates; no livelock */
} Replay;

/* Returns the number of actions taken: all of the schedule, or those before the first that cannot be taken. */
guint search_replay (const SearchPlan *plan, const GArray *schedule, const Replay *replay);

G_END_DECLS

#endif
