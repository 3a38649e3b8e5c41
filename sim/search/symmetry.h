/* sim/search/symmetry.h - states that differ only in the names of workers, or of tests; part of the search.
 *
 * A scheduler visits workers in the order in which it lists them, and asks nothing else of their numbers. So a state
 * in which two workers have changed places, with all that belongs to them, goes on as the first one does, but for
 * names; and so it is with two tests of one scope. Of all states that are alike one stands for all: workers are
 * numbered in the order in which the scheduler lists them, tests of a scope in the order in which workers hold them.
 *
 * Which parts of its state name workers and tests a model says itself (IsoModel.parts); of one that does not, nothing
 * is taken for alike. Nor where replacements collect in another order: there a number means more than a name. Tests
 * that die or wait (SearchPlan.killer, after) keep their own. */
#ifndef ISOSIM_ALIKE_H
#define ISOSIM_ALIKE_H

#include "search/successors.h"

typedef struct Symmetry Symmetry;

/* For worlds of the same plan; WORLD is as at the start. */
Symmetry *symmetry_new (const SearchPlan *plan, const SearchState *world);
void symmetry_free (Symmetry *alike);

/* Puts the state into the form that stands for it. MOVED (NULL: nobody asks): [nodes_max] the new number of each
 * worker. */
void symmetry_canonicalize (Symmetry *alike, SearchState *world, uint32_t *moved);

#endif
