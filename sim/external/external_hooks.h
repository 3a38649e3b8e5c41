/* sim/external/external_hooks.h - the hooks of every external scheduler. */
#ifndef ISOSIM_EXTERNAL_HOOKS_H
#define ISOSIM_EXTERNAL_HOOKS_H

#include "external/external_pool.h"

/* Sets all hooks of EXTERNAL's table; remove_pending_tests_from_node only if it STEALS. */
void external_set_hooks (External *external, bool steals);

#endif
