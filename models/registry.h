/* models/registry.h - the one list of schedulers. */
#ifndef ISOSIM_REGISTRY_H
#define ISOSIM_REGISTRY_H

#include "models/model.h"

G_BEGIN_DECLS

extern const IsoModel model_each;
extern const IsoModel model_isoscope;
extern const IsoModel model_isoscope_fixed;
extern const IsoModel model_load;
extern const IsoModel model_loadfile;
extern const IsoModel model_loadgroup;
extern const IsoModel model_loadscope;
extern const IsoModel model_loadscope_fixed;
extern const IsoModel model_worksteal;

/* In the order in which tables show them, ended by NULL. */
extern const IsoModel *const models[];

/* The model of that name, or NULL. */
const IsoModel *model_find (const char *name);

/* Whether the model follows the Python class of that name: its source begins with it. */
bool model_is_class (const IsoModel *model, const char *name);

/* The name of the list that is nearest to NAME, or NULL when none is near. */
const char *model_nearest (const char *name);

G_END_DECLS

#endif
