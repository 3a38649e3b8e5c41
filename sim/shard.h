/* sim/shard.h - one machine's share of a plan, where several machines simulate it.
 *
 * A cell is one scheduler, or one constraint of the bounds, at one number of workers in one run. Which shard has it
 * follows from these three numbers alone. Of the runs each shard has as many whole as all others have, so that most
 * times are drawn once; what is left over is dealt out cell by cell, so that all shards take about as long. */
#ifndef ISOSIM_SHARD_H
#define ISOSIM_SHARD_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define SHARDS_MAX 100000u

typedef struct
{
  unsigned number; /* from 1 */
  unsigned of;     /* up to SHARDS_MAX; 0 is as 1: all of the plan */
} Shard;

/* "2/8". False with *error, a sentence that begins with WHAT and the word. */
bool shard_parse (const char *what, const char *word, Shard *shard, GError **error);

/* Whether a cell of a plan of so many RUNS is the shard's. ROW: the place of its scheduler or constraint, COUNT: that
 * of its number of workers. */
static inline bool
shard_has (Shard shard, unsigned runs, unsigned run, unsigned row, unsigned count)
{
  if (shard.of < 2)
    return true;
  unsigned whole = runs - runs % shard.of;
  return (run < whole ? run : run + row + count) % shard.of == shard.number - 1;
}

G_END_DECLS

#endif
