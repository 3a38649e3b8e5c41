#include "models/loadscope.h"
#include "models/registry.h"

const IsoModel model_loadfile = {
  .name = "loadfile",
  .rule = "gives whole files to one worker each, largest first",
  .since = 1,
  .source = "LoadFileScheduling in xdist/scheduler/loadfile.py, 3.8",
  .scope_rule = SCOPE_FILE,
  LOADSCOPE_HOOKS,
};
