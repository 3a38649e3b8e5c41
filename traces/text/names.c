#include "text/names.h"

#include <string.h>

/* Open addressing with linear probing, at most half full. A slot holds a number + 1 and half of the hash beside it, so
 * that a probe seldom has to look at a text that is not the one. */
typedef struct
{
  uint32_t number; /* plus 1; 0 is empty */
  uint32_t tag;
} Slot;

typedef struct
{
  const char *text;
  uint32_t len;
} Entry;

struct NameTable
{
  Slot *slot;
  uint64_t mask;
  Entry *entry;
  uint32_t entries, room;
};

static inline uint64_t
load64 (const char *text)
{
  uint64_t word;
  memcpy (&word, text, sizeof word);
  return word;
}

/* Sixteen bytes at a time in two lanes, whose multiplications do not wait for each other; the last bytes overlap those
 * before them. Deterministic, and only ever used to find a slot: nothing is decided by it. */
static uint64_t
hash_text (const char *text, uint32_t len)
{
  const uint64_t odd = UINT64_C (0x9E3779B97F4A7C15), other_odd = UINT64_C (0xC2B2AE3D27D4EB4F);
  uint64_t a = len * odd, b = len;
  const char *end = text + len;
  for (; end - text >= 16; text += 16)
    {
      a = (a ^ load64 (text)) * odd;
      b = (b ^ load64 (text + 8)) * other_odd;
      a ^= a >> 32;
      b ^= b >> 32;
    }
  if (len >= 16)
    {
      a = (a ^ load64 (end - 16)) * odd;
      b = (b ^ load64 (end - 8)) * other_odd;
    }
  else
    for (; text < end; text++)
      a = (a ^ (unsigned char) *text) * odd;
  a = (a ^ a >> 29 ^ b ^ b >> 31) * odd;
  return a ^ a >> 32;
}

static inline uint32_t
tag_of (uint64_t hash)
{
  return (uint32_t) (hash >> 32);
}

static uint64_t
slots_for (uint32_t entries)
{
  uint64_t slots = 64;
  while (slots < (uint64_t) entries * 2)
    slots *= 2;
  return slots;
}

NameTable *
name_table_new (uint32_t expected)
{
  NameTable *table = g_new0 (NameTable, 1);
  uint64_t slots = slots_for (expected);
  table->slot = g_new0 (Slot, slots);
  table->mask = slots - 1;
  table->room = MAX (expected, 32);
  table->entry = g_new (Entry, table->room);
  return table;
}

void
name_table_free (NameTable *table)
{
  if (!table)
    return;
  g_free (table->slot);
  g_free (table->entry);
  g_free (table);
}

static void
place (NameTable *table, uint32_t number)
{
  const Entry *entry = &table->entry[number];
  uint64_t hash = hash_text (entry->text, entry->len), at = hash & table->mask;
  while (table->slot[at].number)
    at = (at + 1) & table->mask;
  table->slot[at] = (Slot){ number + 1, tag_of (hash) };
}

static void
grow_slots (NameTable *table)
{
  uint64_t slots = (table->mask + 1) * 2;
  g_free (table->slot);
  table->slot = g_new0 (Slot, slots);
  table->mask = slots - 1;
  for (uint32_t number = 0; number < table->entries; number++)
    place (table, number);
}

uint32_t
name_table_add (NameTable *table, const char *text, uint32_t len)
{
  uint64_t hash = hash_text (text, len);
  uint32_t tag = tag_of (hash);
  uint64_t at = hash & table->mask;
  for (; table->slot[at].number; at = (at + 1) & table->mask)
    if (table->slot[at].tag == tag)
      {
        const Entry *entry = &table->entry[table->slot[at].number - 1];
        if (entry->len == len && memcmp (entry->text, text, len) == 0)
          return table->slot[at].number - 1;
      }
  uint32_t number = table->entries++;
  if (number == table->room)
    {
      table->room *= 2;
      table->entry = g_renew (Entry, table->entry, table->room);
    }
  table->entry[number] = (Entry){ text, len };
  table->slot[at] = (Slot){ number + 1, tag };
  if ((uint64_t) table->entries * 2 > table->mask + 1)
    grow_slots (table);
  return number;
}

uint32_t
name_table_size (const NameTable *table)
{
  return table->entries;
}

const char *
name_table_text (const NameTable *table, uint32_t number, uint32_t *len)
{
  *len = table->entry[number].len;
  return table->entry[number].text;
}

/* The slot of a text among those before it: its own if it is there, else a free one. */
static uint64_t
find_slot (const Slot *slot, uint64_t mask, uint64_t hash, const char *text, const uint64_t *at, const uint32_t *len,
           uint32_t i)
{
  uint64_t s = hash & mask;
  for (; slot[s].number; s = (s + 1) & mask)
    {
      uint32_t other = slot[s].number - 1;
      if (slot[s].tag == tag_of (hash) && len[other] == len[i] && memcmp (text + at[other], text + at[i], len[i]) == 0)
        break;
    }
  return s;
}

#define BATCH 32

/* In batches: the slots of the next few texts are asked for before the first of them is needed, since a large table
 * lies beyond the caches. */
uint32_t
names_find_repeated (const char *text, const uint64_t *at, const uint32_t *len, uint32_t count, uint32_t *earlier)
{
  uint64_t mask = slots_for (count) - 1, hash[BATCH];
  g_autofree Slot *slot = g_new0 (Slot, mask + 1);
  for (uint32_t first = 0; first < count; first += BATCH)
    {
      uint32_t end = MIN (first + BATCH, count);
      for (uint32_t i = first; i < end; i++)
        {
          hash[i - first] = hash_text (text + at[i], len[i]);
          __builtin_prefetch (&slot[hash[i - first] & mask]);
        }
      for (uint32_t i = first; i < end; i++)
        {
          uint64_t s = find_slot (slot, mask, hash[i - first], text, at, len, i);
          *earlier = slot[s].number - 1;
          if (slot[s].number)
            return i;
          slot[s] = (Slot){ i + 1, tag_of (hash[i - first]) };
        }
    }
  return count;
}
