/* sim/sweep/part_number.h - one machine's share of a plan, where several machines simulate it.
 *
 * A cell is one scheduler, or one constraint of the bounds, at one number of workers in one run. Which shard has it
 * follows from their places alone. Of the runs each shard has as many whole as all others have, so that most
 * times are drawn once; what is left over is dealt out cell by cell, so that all shards take about as long. */
#ifndef ISOSIM_SHARD_H
#define ISOSIM_SHARD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SHARDS_MAX 100000u

typedef struct
{
  unsigned number; /* from 1 */
  unsigned of;     /* up to SHARDS_MAX; 0 is as 1: all of the plan */
} PartNumber;

/* "2/8". False with *error, a sentence that begins with WHAT and the word. */
bool part_number_parse (const char *what, const char *word, PartNumber *shard, GError **error);

/* Whether the shard has the cell at a place among the CELLS of a run, in a plan of so many RUNS. */
static inline bool
shard_has (PartNumber shard, unsigned runs, unsigned run, unsigned cell, unsigned cells)
{
  if (shard.of < 2)
    return true;
  unsigned left = runs - runs % shard.of; /* the first run that is left over */
  if (run < left)
    return run % shard.of == shard.number - 1;
  /* Of as many cells in a row as there are shards each has one. Who begins looks random: else a shard might have the
   * largest number of workers of every scheduler. */
  uint64_t place = (uint64_t) (run - left) * cells + cell, turn = place / shard.of;
  return (place + (uint32_t) (turn * 2654435769u) / 65536) % shard.of == shard.number - 1;
}

G_END_DECLS

#endif
