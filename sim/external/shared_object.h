/* sim/external/shared_object.h - whether a shared object was cut off, as one that is still being copied or linked.
 *
 * The system maps a shared object without looking how long it is, and a program dies of what is missing. */
#ifndef ISOSIM_SHARED_OBJECT_H
#define ISOSIM_SHARED_OBJECT_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* False if the file at PATH is a shared object of this system, and shorter than the parts of it that are to be mapped.
 * All else is true: what is wrong with another file the system says itself. */
bool shared_object_is_whole (const char *path);

G_END_DECLS

#endif
