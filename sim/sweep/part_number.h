/* sim/sweep/part_number.h - which cells of a plan are one machine's part, when several machines simulate it.
 *
 * A cell is one scheduler, or one constraint of the bounds, at one number of workers in one run. Its place alone says
 * whose it is. Every part has equally many whole runs, so that most times are drawn on one machine only. The runs left
 * over are dealt cell by cell, so that all parts take about as long. */
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

/* Parses "2/8". False with *error, a sentence that begins with WHAT and WORD. */
bool part_number_parse (const char *what, const char *word, PartNumber *shard, GError **error);

/* Whether the part has cell CELL of the CELLS of run RUN, in a plan of RUNS runs. */
static inline bool
shard_has (PartNumber shard, unsigned runs, unsigned run, unsigned cell, unsigned cells)
{
  if (shard.of < 2)
    return true;
  unsigned left = runs - runs % shard.of; /* the first run that is left over */
  if (run < left)
    return run % shard.of == shard.number - 1;
  /* Of each `of` cells in a row every part has one. Which part begins looks random; otherwise one part could get the
   * largest number of workers of every scheduler. */
  uint64_t place = (uint64_t) (run - left) * cells + cell, turn = place / shard.of;
  return (place + (uint32_t) (turn * 2654435769u) / 65536) % shard.of == shard.number - 1;
}

G_END_DECLS

#endif
