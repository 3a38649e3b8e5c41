/* sim/charts/palette.h - which colour a scope has.
 *
 * The largest scopes have strong colours, each its own, so that a legend can name them; all others share pale ones,
 * given so that scopes that follow each other on a worker hardly ever have the same. Both sets differ in lightness as
 * well as in hue, for those who do not tell all hues apart. White is left to idle workers, grey to what is too short to
 * be shown. */
#ifndef ISOSIM_PALETTE_H
#define ISOSIM_PALETTE_H

#include "charts/bars.h"

G_BEGIN_DECLS

#define PALETTE_STRONG 8u
#define PALETTE_PALE 6u

typedef struct
{
  uint8_t *of_scope; /* [scopes] below PALETTE_STRONG: a strong one; above: a pale one */
} Palette;

void palette_init (Palette *palette, const Bars *bars);
void palette_clear (Palette *palette);

/* As 0xRRGGBB. */
uint32_t palette_strong (unsigned rank);
uint32_t palette_pale (unsigned number);
uint32_t palette_of_scope (const Palette *palette, uint32_t scope);
/* What stands for short runs of several scopes. */
uint32_t palette_mixture (void);
/* COLOUR of a pixel that is covered by PART of WHOLE, in PALETTE_SHADES steps, the last of which is the colour itself.
 * The first is paler, but no part is so small that it could not be seen on white. */
#define PALETTE_SHADES 6u
#define PALETTE_WHITE 0xffffffu
uint32_t palette_shade (uint32_t colour, uint64_t part, uint64_t whole);
/* Whether white text is easier to read on it than black. */
bool palette_is_dark (uint32_t colour);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Palette, palette_clear)

G_END_DECLS

#endif
