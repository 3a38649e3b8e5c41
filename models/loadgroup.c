#include "models/loadscope.h"
#include "models/registry.h"

const IsoModel model_loadgroup = {
  .name = "loadgroup",
  .rule = "gives each xdist_group to one worker, and tests without a group singly, largest group first",
  .since = 1,
  .source = "LoadGroupScheduling in xdist/scheduler/loadgroup.py, 3.8",
  .scope_rule = SCOPE_GROUP,
  LOADSCOPE_HOOKS,
};
