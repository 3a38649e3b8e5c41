#include "state_space/visited.h"

#include <string.h>

#define FIRST_SLOTS 256u

/* Folds the two halves of a product of 128 bits into one, so every bit of both factors reaches every bit of it. */
static inline uint64_t
folded (uint64_t x, uint64_t y)
{
  __extension__ unsigned __int128 product = (unsigned __int128) x * y;
  return (uint64_t) product ^ (uint64_t) (product >> 64);
}

/* Two hashes over the same words, independent of each other, so that the processor computes both at the same time. */
Key
key_of (const unsigned char *state, size_t bytes)
{
  const uint64_t odd = UINT64_C (0x9E3779B97F4A7C15), other = UINT64_C (0xC2B2AE3D27D4EB4F);
  uint64_t a = bytes, b = ~(uint64_t) bytes;
  for (size_t i = 0; i < bytes; i += 8)
    {
      uint64_t word;
      memcpy (&word, state + i, sizeof word);
      a = folded (a ^ word, odd);
      b = folded (b + word, other);
    }
  return (Key){ folded (a ^ odd, b | 1), folded (b ^ other, a | 1) };
}

void
visited_init (Visited *visited, bool exact)
{
  *visited = (Visited){ .exact = exact };
  for (unsigned i = 0; i < VISITED_PARTS; i++)
    {
      VisitedPart *part = &visited->part[i];
      part->mask = FIRST_SLOTS - 1;
      part->slot = g_new0 (uint64_t, FIRST_SLOTS);
      record_log_init (&part->kept);
      record_stock_init (&part->stock);
    }
}

void
visited_clear (Visited *visited)
{
  for (unsigned i = 0; i < VISITED_PARTS; i++)
    {
      VisitedPart *part = &visited->part[i];
      g_free (part->slot);
      g_free (part->key);
      g_free (part->origin);
      g_free (part->steps);
      g_free (part->flags);
      g_free (part->state);
      record_log_clear (&part->kept);
      record_stock_clear (&part->stock);
    }
}

static inline uint64_t
tag_of (Key key)
{
  return key.a & ~(uint64_t) UINT32_MAX;
}

/* A kept state follows its length. */
static bool
is_same (const unsigned char *kept, const unsigned char *state, size_t bytes)
{
  uint64_t length;
  memcpy (&length, kept, sizeof length);
  return length == bytes && memcmp (kept + sizeof length, state, bytes) == 0;
}

static bool
is_state (const VisitedPart *part, uint32_t place, Key key, const unsigned char *state, size_t bytes)
{
  return part->key[place].a == key.a && part->key[place].b == key.b
         && (!part->state || is_same (part->state[place], state, bytes));
}

/* Returns the slot of a state, or the empty slot where it belongs. */
static uint64_t
find_slot (const VisitedPart *part, Key key, const unsigned char *state, size_t bytes)
{
  uint64_t at = key.a & part->mask;
  for (; part->slot[at]; at = (at + 1) & part->mask)
    if (tag_of (key) == (part->slot[at] & ~(uint64_t) UINT32_MAX)
        && is_state (part, (uint32_t) part->slot[at] - 1, key, state, bytes))
      break;
  return at;
}

void
visited_prefetch_slot (const Visited *visited, Key key)
{
  const VisitedPart *part = &visited->part[key_part (key)];
  __builtin_prefetch (&part->slot[key.a & part->mask]);
}

void
visited_prefetch_state (const Visited *visited, Key key)
{
  const VisitedPart *part = &visited->part[key_part (key)];
  uint64_t slot = part->slot[key.a & part->mask];
  if (slot && tag_of (key) == (slot & ~(uint64_t) UINT32_MAX))
    {
      __builtin_prefetch (&part->key[(uint32_t) slot - 1]);
      __builtin_prefetch (&part->steps[(uint32_t) slot - 1]);
    }
}

static void
grow_slots (VisitedPart *part)
{
  g_assert ((part->mask & (part->mask + 1)) == 0 && part->count <= part->mask);
  g_free (part->slot);
  part->mask = part->mask * 2 + 1;
  part->slot = g_new0 (uint64_t, part->mask + 1);
  for (uint32_t place = 0; place < part->count; place++)
    {
      uint64_t at = part->key[place].a & part->mask;
      while (part->slot[at])
        at = (at + 1) & part->mask;
      part->slot[at] = tag_of (part->key[place]) | (place + 1);
    }
}

static void
grow_room (VisitedPart *part, bool exact)
{
  part->room += part->room / 2 + 64;
  g_assert (part->room < UINT32_MAX / VISITED_PARTS);
  part->key = g_renew (Key, part->key, part->room);
  part->origin = g_renew (Origin, part->origin, part->room);
  part->steps = g_renew (uint16_t, part->steps, part->room);
  part->flags = g_renew (uint8_t, part->flags, part->room);
  if (exact)
    part->state = g_renew (const unsigned char *, part->state, part->room);
}

static void
keep_bytes (VisitedPart *part, uint32_t place, const unsigned char *state, size_t bytes)
{
  uint64_t length = bytes;
  unsigned char *kept = record_log_add (&part->kept, &part->stock, sizeof length + bytes);
  memcpy (kept, &length, sizeof length);
  memcpy (kept + sizeof length, state, bytes);
  part->state[place] = kept;
}

static uint32_t
add_state (Visited *visited, VisitedPart *part, uint64_t at, Key key, const unsigned char *state, size_t bytes)
{
  uint32_t place = part->count++;
  if (place == part->room)
    grow_room (part, visited->exact);
  part->key[place] = key;
  part->flags[place] = 0;
  part->slot[at] = tag_of (key) | (place + 1);
  if (visited->exact)
    keep_bytes (part, place, state, bytes);
  /* At most three slots in four are used: probes stay short, and a slot costs eight bytes. */
  if (part->count > part->mask / 4 * 3)
    grow_slots (part);
  return place;
}

bool
visited_note (Visited *visited, Key key, const unsigned char *state, size_t bytes, Origin origin, unsigned steps,
              uint32_t *number)
{
  VisitedPart *part = &visited->part[key_part (key)];
  uint64_t at = find_slot (part, key, state, bytes);
  bool known = part->slot[at] != 0;
  uint32_t place = known ? (uint32_t) part->slot[at] - 1 : add_state (visited, part, at, key, state, bytes);
  *number = place * VISITED_PARTS + key_part (key);
  if (known && part->steps[place] <= steps)
    return false;
  g_assert (place < part->count && part->count <= part->room && steps <= UINT16_MAX);
  g_assert (!(part->flags[place] & STATE_EXPANDED));
  part->origin[place] = origin;
  part->steps[place] = (uint16_t) steps;
  return true;
}

uint64_t
visited_states (const Visited *visited)
{
  uint64_t states = 0;
  for (unsigned i = 0; i < VISITED_PARTS; i++)
    states += visited->part[i].count;
  return states;
}

uint64_t
visited_bytes (const Visited *visited)
{
  uint64_t bytes = 0;
  for (unsigned i = 0; i < VISITED_PARTS; i++)
    {
      const VisitedPart *part = &visited->part[i];
      uint64_t of_state = sizeof (Key) + sizeof (Origin) + sizeof (uint16_t) + sizeof (uint8_t);
      bytes += (part->mask + 1) * sizeof (uint64_t) + part->room * of_state + part->stock.bytes;
    }
  return bytes;
}
