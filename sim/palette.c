#include "palette.h"

#include <string.h>

#define UNCOLOURED UINT8_MAX

static const uint32_t strong[PALETTE_STRONG]
    = { 0x0072b2, 0xe69f00, 0x009e73, 0xd55e00, 0x56b4e9, 0x882255, 0xcc79a7, 0x44336b };
static const uint32_t pale[PALETTE_PALE] = { 0xa9c8e6, 0xf0dfae, 0xa8c9a0, 0xf2cfc4, 0xb3a8cf, 0xc9e3df };

static uint8_t
colour_before (const Palette *palette, const Bars *bars, unsigned node, guint i)
{
  return i > bars->first[node] ? palette->of_scope[bars->bar[i - 1].scope] : UNCOLOURED;
}

static uint8_t
colour_behind (const Palette *palette, const Bars *bars, unsigned node, guint i)
{
  return i + 1 < bars->first[node + 1] ? palette->of_scope[bars->bar[i + 1].scope] : UNCOLOURED;
}

/* The next pale colour in turn that neither neighbour has. */
static void
colour_bar (Palette *palette, const Bars *bars, unsigned node, guint i, unsigned *turn)
{
  uint8_t *colour = &palette->of_scope[bars->bar[i].scope];
  if (*colour != UNCOLOURED)
    return;
  uint8_t before = colour_before (palette, bars, node, i), behind = colour_behind (palette, bars, node, i);
  do
    *colour = (uint8_t) (PALETTE_STRONG + (*turn)++ % PALETTE_PALE);
  while (*colour == before || *colour == behind);
}

void
palette_init (Palette *palette, const Bars *bars)
{
  unsigned turn = 0;
  palette->of_scope = g_new (uint8_t, bars->scopes);
  memset (palette->of_scope, UNCOLOURED, bars->scopes);
  for (uint32_t rank = 0; rank < MIN (bars->ran, PALETTE_STRONG); rank++)
    palette->of_scope[bars->largest[rank].scope] = (uint8_t) rank;
  for (unsigned node = 0; node < bars->nodes; node++)
    for (guint i = bars->first[node]; i < bars->first[node + 1]; i++)
      colour_bar (palette, bars, node, i, &turn);
}

void
palette_clear (Palette *palette)
{
  g_free (palette->of_scope);
}

uint32_t
palette_strong (unsigned rank)
{
  return strong[rank];
}

uint32_t
palette_pale (unsigned number)
{
  return pale[number];
}

uint32_t
palette_of_scope (const Palette *palette, uint32_t scope)
{
  uint8_t colour = palette->of_scope[scope];
  return colour < PALETTE_STRONG ? strong[colour] : pale[colour - PALETTE_STRONG];
}

uint32_t
palette_mixture (void)
{
  return 0x6b7075;
}

static unsigned
channel (uint32_t colour, unsigned shift)
{
  return colour >> shift & 0xff;
}

#define FAINTEST 2u /* steps below the first shade down to white */

uint32_t
palette_shade (uint32_t colour, uint64_t part, uint64_t whole)
{
  unsigned step = (unsigned) ((part * PALETTE_SHADES + whole - 1) / whole);
  uint32_t shade = 0;
  for (unsigned shift = 0; shift < 24 && step; shift += 8)
    shade |= (uint32_t) (0xff - (0xff - channel (colour, shift)) * (step + FAINTEST) / (PALETTE_SHADES + FAINTEST))
             << shift;
  return step ? shade : PALETTE_WHITE;
}

/* By the usual weights of red, green and blue in lightness, in thousandths. */
bool
palette_is_dark (uint32_t colour)
{
  return channel (colour, 16) * 299 + channel (colour, 8) * 587 + channel (colour, 0) * 114 < 128 * 1000;
}
