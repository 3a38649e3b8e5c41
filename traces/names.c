#include "names.h"

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
  uint32_t tag; /* kept for growing */
  uint64_t hash;
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

/* Multiply and fold, eight bytes at a time. Deterministic, and only ever used to find a slot: nothing is decided by it.
 */
static uint64_t
hash_text (const char *text, uint32_t len)
{
  const uint64_t odd = UINT64_C (0x9E3779B97F4A7C15);
  uint64_t hash = len * odd;
  for (; len >= 8; text += 8, len -= 8)
    {
      hash = (hash ^ load64 (text)) * odd;
      hash ^= hash >> 32;
    }
  uint64_t rest = 0;
  for (uint32_t i = 0; i < len; i++)
    rest |= (uint64_t) (unsigned char) text[i] << 8 * i;
  hash = (hash ^ rest) * odd;
  return hash ^ hash >> 29;
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
  uint64_t at = entry->hash & table->mask;
  while (table->slot[at].number)
    at = (at + 1) & table->mask;
  table->slot[at] = (Slot){ number + 1, entry->tag };
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
  uint32_t tag = (uint32_t) (hash >> 32);
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
  table->entry[number] = (Entry){ text, len, tag, hash };
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
