/* sim/state_space/record_log.h - records of any size, added at the end and read from the beginning.
 *
 * A log is a list of blocks, so gigabytes never move, and a record stays where it is. Logs of one thread share a stock
 * of blocks: a log that is dropped gives its blocks to the next one that grows. */
#ifndef ISOSIM_RECORD_LOG_H
#define ISOSIM_RECORD_LOG_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_LOG_BLOCK_BYTES (1u << 16)
#define RECORD_LOG_RECORD_MAX (RECORD_LOG_BLOCK_BYTES - 16)

/* Used by one thread at a time. */
typedef struct
{
  GPtrArray *free;
  uint64_t bytes; /* of all blocks, free or in a log */
} RecordStock;

void record_stock_init (RecordStock *stock);
void record_stock_clear (RecordStock *stock);

typedef struct
{
  GPtrArray *blocks;
  size_t used; /* bytes of the last block */
} RecordLog;

void record_log_init (RecordLog *log);
void record_log_clear (RecordLog *log);
/* Empties the log; its blocks go to the stock. */
void record_log_drop (RecordLog *log, RecordStock *stock);

/* Returns room for one more record of BYTES, from 1 to RECORD_LOG_RECORD_MAX, at a multiple of eight. */
unsigned char *record_log_add (RecordLog *log, RecordStock *stock, size_t bytes);

/* A place in a log; { 0, 0 } is before the first record. */
typedef struct
{
  guint block;
  size_t at;
} RecordWalk;

/* Returns the next record and sets *bytes to its size, rounded up to eight; NULL after the last. */
unsigned char *record_log_next (const RecordLog *log, RecordWalk *walk, size_t *bytes);

static inline bool
record_log_is_empty (const RecordLog *log)
{
  return log->blocks->len == 0;
}

#endif
