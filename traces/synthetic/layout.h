/* traces/synthetic/layout.h - how many tests a synthetic suite has in which scope, and which scopes make a module. */
#ifndef ISOSIM_LAYOUT_H
#define ISOSIM_LAYOUT_H

#include "synthetic/presets.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  uint32_t tests, scopes, modules;
  uint32_t *size;   /* [scopes] tests of each, at least 1; TESTS in all */
  uint32_t *module; /* [scopes] which each belongs to; ascending, without gaps from 0 */
} Layout;

/* SCOPES is from 1 to TESTS, or 0: as many as the preset's sizes make of TESTS. The sizes, in order, are the preset's
 * quantiles at the middle of each rank, all multiplied by one number (near 1 when SCOPES is 0) and rounded, so that the
 * tests are exactly TESTS; then they are shuffled. */
Layout *layout_new (const Preset *preset, uint32_t tests, uint32_t scopes, uint64_t seed);
void layout_free (Layout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Layout, layout_free)

G_END_DECLS

#endif
