/* models/nodes.h - the nodes that a scheduler lists, in the order in which they were added, as Python's dicts keep
 * them. */
#ifndef ISOSIM_NODES_H
#define ISOSIM_NODES_H

#include "model.h"

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

static inline unsigned
nodes_copy (const IsoSession *session, const IsoQueue *nodes, uint32_t *list)
{
  iso_queue_copy (iso_store_const (session), nodes, 0, list, nodes->len);
  return nodes->len;
}

#endif
