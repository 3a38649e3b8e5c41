/* sim/search/renaming.h - gives the workers and tests of a session other names (numbers).
 *
 * Everything that belongs to a worker moves with it: its queues, what the judge knows of it, and what the scheduler
 * keeps by node. A scheduler says itself which parts of its state name workers and tests (IsoModel.parts). */
#ifndef ISOSIM_RENAMING_H
#define ISOSIM_RENAMING_H

#include "session/session.h"

typedef struct
{
  unsigned nodes_max;
  uint32_t tests;
  uint32_t *node_to;            /* [nodes_max] new numbers; a permutation of the workers that exist */
  uint32_t *test_to;            /* [tests + 1] new numbers; the last is the end marker, which stays */
  uint32_t store_used;          /* elements of the store at the start */
  unsigned char *block, *store; /* the state before the renaming */
  IsoPart part[ISO_PARTS_MAX];
  unsigned parts;
} Renaming;

/* SESSION is as at the start. No worker and no test has another name yet. */
void renaming_init (Renaming *renaming, const IsoSession *session);
void renaming_clear (Renaming *renaming);

/* Whether the session can be renamed: no queue has moved since the start. */
bool renaming_is_possible (const Renaming *renaming, const IsoSession *session);
/* Asks the scheduler for its parts; needed once for each state, before the functions below. */
void renaming_find_parts (Renaming *renaming, const IsoSession *session);

/* Rename by test_to, and by node_to. */
void renaming_tests (const Renaming *renaming, IsoSession *session);
void renaming_nodes (const Renaming *renaming, IsoSession *session);

/* Returns the queue of NODE in an ISO_PART_BY_NODE. */
const IsoQueue *renaming_queue_of (const IsoPart *part, uint32_t node);

#endif
