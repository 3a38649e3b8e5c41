#include "charts/palette.h"

#include <string.h>

#define UNCOLOURED UINT8_MAX

static const uint32_t strong[PALETTE_STRONG]
    = { 0x0072b2, 0xe69f00, 0x009e73, 0xd55e00, 0x56b4e9, 0x882255, 0xcc79a7, 0x44336b };
static const uint32_t pale[PALETTE_PALE] = { 0xa3c4e6, 0xead593, 0xa2c799, 0xeebfb0, 0xb0a4d0, 0xb4dcd5 };

/* Which bars a scope has, and where the next worker's bars begin. */
typedef struct
{
  guint *first;  /* [scopes + 2] where the scope's bars begin in member */
  guint *member; /* numbers of bars */
  bool *begins;  /* [bars + 1] the bar is the first of its worker */
} Places;

static void
places_init (Places *places, const Bars *bars)
{
  guint count = bars->first[bars->nodes];
  *places = (Places){ .first = g_new0 (guint, (gsize) bars->scopes + 2),
                      .member = g_new (guint, count),
                      .begins = g_new0 (bool, (gsize) count + 1) };
  for (unsigned node = 0; node <= bars->nodes; node++)
    places->begins[bars->first[node]] = true;
  for (guint i = 0; i < count; i++)
    places->first[bars->bar[i].scope + 2]++;
  for (uint32_t scope = 0; scope < bars->scopes; scope++)
    places->first[scope + 2] += places->first[scope + 1];
  for (guint i = 0; i < count; i++)
    places->member[places->first[bars->bar[i].scope + 1]++] = i;
}

static void
places_clear (Places *places)
{
  g_free (places->first);
  g_free (places->member);
  g_free (places->begins);
}

/* How many neighbours of the scope's bars have each colour by now. */
static void
count_neighbours (const Palette *palette, const Bars *bars, const Places *places, uint32_t scope,
                  guint neighbours[UNCOLOURED + 1])
{
  memset (neighbours, 0, (UNCOLOURED + 1) * sizeof *neighbours);
  for (guint k = places->first[scope]; k < places->first[scope + 1]; k++)
    {
      guint i = places->member[k];
      if (!places->begins[i])
        neighbours[palette->of_scope[bars->bar[i - 1].scope]]++;
      if (!places->begins[i + 1])
        neighbours[palette->of_scope[bars->bar[i + 1].scope]]++;
    }
}

/* The pale colour that fewest neighbours have, the next in turn of equals. */
static uint8_t
choose_pale (const guint *neighbours, unsigned turn)
{
  uint8_t best = (uint8_t) (PALETTE_STRONG + turn % PALETTE_PALE);
  for (unsigned i = 1; i < PALETTE_PALE; i++)
    {
      uint8_t colour = (uint8_t) (PALETTE_STRONG + (turn + i) % PALETTE_PALE);
      if (neighbours[colour] < neighbours[best])
        best = colour;
    }
  return best;
}

/* From the largest scope to the smallest: where colours clash in the end, it is seen least. */
void
palette_init (Palette *palette, const Bars *bars)
{
  Places places;
  guint neighbours[UNCOLOURED + 1];
  palette->of_scope = g_new (uint8_t, bars->scopes);
  memset (palette->of_scope, UNCOLOURED, bars->scopes);
  places_init (&places, bars);
  for (uint32_t rank = 0; rank < bars->ran; rank++)
    {
      uint32_t scope = bars->largest[rank].scope;
      count_neighbours (palette, bars, &places, scope, neighbours);
      palette->of_scope[scope] = rank < PALETTE_STRONG ? (uint8_t) rank : choose_pale (neighbours, rank);
    }
  places_clear (&places);
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
