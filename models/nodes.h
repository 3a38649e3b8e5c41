/* models/nodes.h - the nodes that a scheduler lists, in the order in which they were added, as Python's dicts keep
 * them. */
#ifndef ISOSIM_NODES_H
#define ISOSIM_NODES_H

#include "model.h"
#include "places.h"

/* Takes a node off the list; false when it is not there. */
static inline bool
nodes_remove (IsoStore *store, IsoQueue *nodes, unsigned node)
{
  uint32_t place = iso_queue_find (store, nodes, node);
  if (place == nodes->len)
    return false;
  iso_queue_remove_at (store, nodes, place);
  return true;
}

static inline bool
nodes_has (const IsoSession *session, const IsoQueue *nodes, unsigned node)
{
  return iso_queue_find (iso_store_const (session), nodes, node) < nodes->len;
}

/* The collections that load, worksteal and the loadscope family know. */
typedef struct
{
  uint32_t count;   /* registered: never falls again */
  uint32_t differs; /* one of those that arrived before the first schedule() is not the official one, the first */
} Collections;

/* What every scheduler asserts of a node that collected: that it is listed. */
static inline bool
nodes_assert_listed (IsoSession *session, const IsoQueue *nodes, unsigned node)
{
  return nodes_has (session, nodes, node)
         || iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u collected but is not listed", node);
}

static inline bool
collections_complete (const IsoSession *session, const Collections *collections)
{
  return collections->count >= iso_workers (session);
}

/* All that schedule() waits for are there, and they differ: it never deals tests. */
static inline bool
collections_disagree (const IsoSession *session, const Collections *collections)
{
  return collections->differs && collections_complete (session, collections);
}

/* Registers a node's collection; but after the first schedule() only the official one (*registered). */
static inline bool
collections_add (IsoSession *session, Collections *collections, unsigned node, bool *registered)
{
  bool official = iso_collected_suite (session, node);
  *registered = official || !collections_complete (session, collections);
  if (collections_disagree (session, collections))
    return iso_fail (session, ISO_OTHER_ERROR, "AssertionError: gw%u collected, and there is no official collection",
                     node);
  collections->differs |= *registered && !official;
  collections->count += *registered;
  return true;
}

/* The first place from FROM on in SET whose node is not shut down; END when there is none before it. NODE_AT tells a
 * place's node. The places passed over leave SET: their nodes stay shut down. */
static inline uint32_t
nodes_next_open (const IsoSession *session, uint32_t *set, const uint32_t *node_at, uint32_t from, uint32_t end)
{
  uint32_t place = places_next (set, from, end);
  while (place < end && iso_shutting_down (session, node_at[place]))
    {
      places_set (set, place, false);
      place = places_next (set, place + 1, end);
    }
  return place;
}

static inline unsigned
nodes_copy (const IsoSession *session, const IsoQueue *nodes, uint32_t *list)
{
  iso_queue_copy (iso_store_const (session), nodes, 0, list, nodes->len);
  return nodes->len;
}

#endif
