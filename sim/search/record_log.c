#include "search/record_log.h"

#include <string.h>

/* A block: records one after the other, each behind its length; a length of 0 ends a block that is not the last. */

void
record_log_stock_init (RecordStock *stock)
{
  *stock = (RecordStock){ g_ptr_array_new_with_free_func (g_free), 0 };
}

void
record_log_stock_clear (RecordStock *stock)
{
  g_ptr_array_unref (stock->free);
}

void
record_log_init (RecordLog *pile)
{
  *pile = (RecordLog){ g_ptr_array_new_with_free_func (g_free), 0 };
}

void
record_log_clear (RecordLog *pile)
{
  g_ptr_array_unref (pile->blocks);
}

void
record_log_drop (RecordLog *pile, RecordStock *stock)
{
  while (pile->blocks->len)
    g_ptr_array_add (stock->free, g_ptr_array_steal_index_fast (pile->blocks, pile->blocks->len - 1));
  pile->used = 0;
}

static void
write_length (RecordLog *pile, uint64_t bytes)
{
  unsigned char *block = pile->blocks->pdata[pile->blocks->len - 1];
  memcpy (block + pile->used, &bytes, sizeof bytes);
}

static void
add_block (RecordLog *pile, RecordStock *stock)
{
  guint free = stock->free->len;
  if (pile->blocks->len)
    write_length (pile, 0);
  stock->bytes += free ? 0 : RECORD_LOG_BLOCK_BYTES;
  g_ptr_array_add (pile->blocks,
                   free ? g_ptr_array_steal_index_fast (stock->free, free - 1) : g_malloc (RECORD_LOG_BLOCK_BYTES));
  pile->used = 0;
}

unsigned char *
record_log_add (RecordLog *pile, RecordStock *stock, size_t bytes)
{
  bytes = (bytes + 7) & ~(size_t) 7;
  g_assert (bytes && bytes <= RECORD_LOG_RECORD_MAX);
  /* Eight bytes stay for the length that ends the block. */
  if (pile->blocks->len == 0 || pile->used + sizeof (uint64_t) + bytes + sizeof (uint64_t) > RECORD_LOG_BLOCK_BYTES)
    add_block (pile, stock);
  write_length (pile, bytes);
  unsigned char *record = (unsigned char *) pile->blocks->pdata[pile->blocks->len - 1] + pile->used + sizeof (uint64_t);
  pile->used += sizeof (uint64_t) + bytes;
  return record;
}

unsigned char *
record_log_next (const RecordLog *pile, RecordWalk *walk, size_t *bytes)
{
  uint64_t length = 0;
  if (walk->block == pile->blocks->len)
    return NULL;
  bool is_last = walk->block + 1 == pile->blocks->len;
  const unsigned char *block = pile->blocks->pdata[walk->block];
  if (!is_last || walk->at < pile->used)
    memcpy (&length, block + walk->at, sizeof length);
  if (length == 0)
    {
      *walk = (RecordWalk){ walk->block + 1, 0 };
      return record_log_next (pile, walk, bytes);
    }
  walk->at += sizeof length + length;
  *bytes = length;
  return (unsigned char *) pile->blocks->pdata[walk->block] + walk->at - length;
}
