#include "state_space/record_log.h"

#include <string.h>

/* In a block each record follows its length. A length of 0 ends every block but the last, which ends at log->used. */

void
record_stock_init (RecordStock *stock)
{
  *stock = (RecordStock){ g_ptr_array_new_with_free_func (g_free), 0 };
}

void
record_stock_clear (RecordStock *stock)
{
  g_assert (stock->free->len * (uint64_t) RECORD_LOG_BLOCK_BYTES <= stock->bytes);
  g_ptr_array_unref (stock->free);
}

void
record_log_init (RecordLog *log)
{
  *log = (RecordLog){ g_ptr_array_new_with_free_func (g_free), 0 };
}

void
record_log_clear (RecordLog *log)
{
  g_ptr_array_unref (log->blocks);
}

void
record_log_drop (RecordLog *log, RecordStock *stock)
{
  while (log->blocks->len)
    g_ptr_array_add (stock->free, g_ptr_array_steal_index_fast (log->blocks, log->blocks->len - 1));
  log->used = 0;
  g_assert (stock->free->len * (uint64_t) RECORD_LOG_BLOCK_BYTES <= stock->bytes);
}

static void
write_length (RecordLog *log, uint64_t bytes)
{
  unsigned char *block = log->blocks->pdata[log->blocks->len - 1];
  g_assert (log->used + sizeof bytes + bytes <= RECORD_LOG_BLOCK_BYTES);
  memcpy (block + log->used, &bytes, sizeof bytes);
}

static void
add_block (RecordLog *log, RecordStock *stock)
{
  guint free = stock->free->len;
  if (log->blocks->len)
    write_length (log, 0);
  stock->bytes += free ? 0 : RECORD_LOG_BLOCK_BYTES;
  g_ptr_array_add (log->blocks,
                   free ? g_ptr_array_steal_index_fast (stock->free, free - 1) : g_malloc (RECORD_LOG_BLOCK_BYTES));
  log->used = 0;
}

unsigned char *
record_log_add (RecordLog *log, RecordStock *stock, size_t bytes)
{
  bytes = (bytes + 7) & ~(size_t) 7;
  g_assert (bytes && bytes <= RECORD_LOG_RECORD_MAX);
  /* Eight bytes are left for the length that ends the block. */
  if (log->blocks->len == 0 || log->used + sizeof (uint64_t) + bytes + sizeof (uint64_t) > RECORD_LOG_BLOCK_BYTES)
    add_block (log, stock);
  write_length (log, bytes);
  unsigned char *record = (unsigned char *) log->blocks->pdata[log->blocks->len - 1] + log->used + sizeof (uint64_t);
  log->used += sizeof (uint64_t) + bytes;
  return record;
}

unsigned char *
record_log_next (const RecordLog *log, RecordWalk *walk, size_t *bytes)
{
  uint64_t length = 0;
  if (walk->block == log->blocks->len)
    return NULL;
  bool is_last = walk->block + 1 == log->blocks->len;
  const unsigned char *block = log->blocks->pdata[walk->block];
  g_assert (walk->at <= (is_last ? log->used : RECORD_LOG_BLOCK_BYTES - sizeof length));
  if (!is_last || walk->at < log->used)
    memcpy (&length, block + walk->at, sizeof length);
  if (length == 0)
    {
      *walk = (RecordWalk){ walk->block + 1, 0 };
      return record_log_next (log, walk, bytes);
    }
  walk->at += sizeof length + length;
  *bytes = length;
  return (unsigned char *) log->blocks->pdata[walk->block] + walk->at - length;
}
