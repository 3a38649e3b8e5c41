/* models/loadscope.h - the hooks that loadscope, loadfile and loadgroup share. They differ only in how a nodeid is cut
 * into a scope. */
#ifndef ISOSIM_LOADSCOPE_H
#define ISOSIM_LOADSCOPE_H

#include "models/loadscope_common.h"

bool loadscope_add_node_collection (IsoSession *session, void *model, unsigned node);
bool loadscope_collection_is_completed (const IsoSession *session, const void *model);
bool loadscope_schedule (IsoSession *session, void *model);
bool loadscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index,
                                   uint64_t duration_us);
bool loadscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed);

#define LOADSCOPE_HOOKS                                                                                                \
  LOADSCOPE_COMMON_HOOKS, .add_node_collection = loadscope_add_node_collection,                                        \
                          .collection_is_completed = loadscope_collection_is_completed,                                \
                          .schedule = loadscope_schedule, .mark_test_complete = loadscope_mark_test_complete,          \
                          .remove_node = loadscope_remove_node

#endif
