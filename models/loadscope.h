/* models/loadscope.h - the hooks that loadscope, loadfile and loadgroup share: they differ only in how a nodeid is cut.
 */
#ifndef ISOSIM_LOADSCOPE_H
#define ISOSIM_LOADSCOPE_H

#include "models/model.h"

size_t loadscope_size (const Suite *suite, unsigned nodes_max);
void loadscope_init (IsoSession *session, void *model);
bool loadscope_add_node (IsoSession *session, void *model, unsigned node);
bool loadscope_add_node_collection (IsoSession *session, void *model, unsigned node);
bool loadscope_collection_is_completed (const IsoSession *session, const void *model);
bool loadscope_schedule (IsoSession *session, void *model);
bool loadscope_mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index,
                                   uint64_t duration_us);
bool loadscope_remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed);
bool loadscope_tests_finished (const IsoSession *session, const void *model);
unsigned loadscope_nodes (const IsoSession *session, const void *model, uint32_t *list);
unsigned loadscope_parts (const IsoSession *session, void *model, IsoPart *parts);

#define LOADSCOPE_HOOKS                                                                                                \
  .promises = ISO_BIT (ISO_ONCE) | ISO_BIT (ISO_SCOPE), .uses_scopes = true, .sorts_scopes = true,                     \
  .size = loadscope_size, .add_node = loadscope_add_node, .add_node_collection = loadscope_add_node_collection,        \
  .collection_is_completed = loadscope_collection_is_completed, .schedule = loadscope_schedule,                        \
  .mark_test_complete = loadscope_mark_test_complete, .remove_node = loadscope_remove_node,                            \
  .tests_finished = loadscope_tests_finished, .nodes = loadscope_nodes, .parts = loadscope_parts

#endif
