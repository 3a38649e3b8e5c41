/* sim/pile.h - records that are added at the end and walked from the beginning: in blocks, so that gigabytes never
 * move, and what is given back serves whoever adds next. */
#ifndef ISOSIM_PILE_H
#define ISOSIM_PILE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PILE_BLOCK_BYTES (1u << 16)

/* What piles share. Not for several threads at a time. */
typedef struct
{
  GPtrArray *free;
  uint64_t bytes; /* of all blocks that exist */
} PileStock;

void pile_stock_init (PileStock *stock);
void pile_stock_clear (PileStock *stock);

typedef struct
{
  GPtrArray *blocks;
  size_t used; /* bytes of the last block */
} Pile;

void pile_init (Pile *pile);
void pile_clear (Pile *pile);
/* Gives its blocks back to the stock; the pile is empty. */
void pile_drop (Pile *pile, PileStock *stock);

/* A record's bytes are rounded up to eight. */
#define PILE_RECORD_MAX (PILE_BLOCK_BYTES - 16)

/* Room for one more record of that many bytes, at most PILE_RECORD_MAX. It stays where it is. */
unsigned char *pile_add (Pile *pile, PileStock *stock, size_t bytes);

/* A walk: set to {0, 0} it begins with the first record. */
typedef struct
{
  guint block;
  size_t at;
} PileWalk;

/* The next record, and in *bytes how many it has, rounded up; NULL when there is none. */
unsigned char *pile_next (const Pile *pile, PileWalk *walk, size_t *bytes);

static inline bool
pile_is_empty (const Pile *pile)
{
  return pile->blocks->len == 0;
}

#endif
