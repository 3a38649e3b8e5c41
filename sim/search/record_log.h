/* sim/search/record_log.h - records that are added at the end and walked from the beginning: in blocks, so that
 * gigabytes never move, and what is given back serves whoever adds next. */
#ifndef ISOSIM_PILE_H
#define ISOSIM_PILE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_LOG_BLOCK_BYTES (1u << 16)

/* What piles share. Not for several threads at a time. */
typedef struct
{
  GPtrArray *free;
  uint64_t bytes; /* of all blocks that exist */
} RecordStock;

void record_log_stock_init (RecordStock *stock);
void record_log_stock_clear (RecordStock *stock);

typedef struct
{
  GPtrArray *blocks;
  size_t used; /* bytes of the last block */
} RecordLog;

void record_log_init (RecordLog *pile);
void record_log_clear (RecordLog *pile);
/* Gives its blocks back to the stock; the pile is empty. */
void record_log_drop (RecordLog *pile, RecordStock *stock);

/* A record's bytes are rounded up to eight. */
#define RECORD_LOG_RECORD_MAX (RECORD_LOG_BLOCK_BYTES - 16)

/* Room for one more record of that many bytes, at most RECORD_LOG_RECORD_MAX. It stays where it is. */
unsigned char *record_log_add (RecordLog *pile, RecordStock *stock, size_t bytes);

/* A walk: set to {0, 0} it begins with the first record. */
typedef struct
{
  guint block;
  size_t at;
} RecordWalk;

/* The next record, and in *bytes how many it has, rounded up; NULL when there is none. */
unsigned char *record_log_next (const RecordLog *pile, RecordWalk *walk, size_t *bytes);

static inline bool
record_log_is_empty (const RecordLog *pile)
{
  return pile->blocks->len == 0;
}

#endif
