/* sim/external/plugin_load.h - `--dist ./my.so`: a scheduler out of a shared object (models/plugin.h).
 *
 * What was loaded stays until the program ends: reports and errors speak of a model's texts to the very end, and code
 * that is gone could not be called again. For one thread, the one that reads the command line. */
#ifndef ISOSIM_PLUGIN_LOAD_H
#define ISOSIM_PLUGIN_LOAD_H

#include "models/model.h"

G_BEGIN_DECLS

/* Whether NAME, a word of --dist, means a plug-in: it has a slash, or ends in .so. A word with a colon before its first
 * slash, as exec:./host, means something else. */
bool plugin_is_named (const char *name);

/* Loads PATH. Returns its model, under the name PATH and as one that no release has; plugin_free() it. Returns NULL
 * with *error. */
IsoModel *plugin_load (const char *path, GError **error);
/* Frees the model. The code stays loaded. */
void plugin_free (IsoModel *model);

G_END_DECLS

#endif
