/* sim/sweep/part_number.h - which part of a plan one machine simulates, if several machines share the plan.
 *
 * A cell is one scheduler, or one constraint of the bounds, at one number of workers in one run. Its place alone
 * decides which part it belongs to. Every part first gets the same number of whole runs, so that most times are drawn
 * only once. The cells of the remaining runs are dealt out one by one, so that all parts take about the same time. */
#ifndef ISOSIM_PART_NUMBER_H
#define ISOSIM_PART_NUMBER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

G_BEGIN_DECLS

#define PARTS_MAX 100000u

typedef struct
{
  unsigned number; /* from 1 to OF */
  unsigned of;     /* up to PARTS_MAX; 0 and 1 both mean the whole plan */
} PartNumber;

/* Parses WORD, such as "2/8". Returns false with *error, a sentence that begins with WHAT and the word. */
bool part_number_parse (const char *what, const char *word, PartNumber *part, GError **error);

/* Returns whether the part has a cell: CELL is its index among the CELLS of a run, RUN the index of its run among the
 * RUNS of the plan. Exactly one of the parts has it. */
static inline bool
part_has (PartNumber part, unsigned runs, unsigned run, unsigned cell, unsigned cells)
{
  if (part.of < 2)
    return true;
  unsigned whole = runs - runs % part.of; /* the runs that are given out whole; the others are dealt out by cell */
  if (run < whole)
    return run % part.of == part.number - 1;
  /* Each turn gives one cell to every part. The part that begins a turn is pseudo-random. Otherwise one part could get
   * the largest number of workers of every scheduler. */
  uint64_t place = (uint64_t) (run - whole) * cells + cell, turn = place / part.of;
  return (place + (uint32_t) (turn * 2654435769u) / 65536) % part.of == part.number - 1;
}

G_END_DECLS

#endif
