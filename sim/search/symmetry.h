/* sim/search/symmetry.h - symmetry reduction: one canonical state stands for all states that differ only in names.
 *
 * A scheduler visits workers in the order in which it lists them, and asks nothing else of their numbers. So when two
 * workers swap places, with all that belongs to them, the session goes on as before but for names. The same holds of
 * two tests of one scope. In the canonical form workers are numbered in the order in which the scheduler lists them,
 * and tests of a scope in the order in which workers hold them.
 *
 * There is no symmetry under a scheduler that does not say where its state names workers and tests (IsoModel.parts),
 * nor where replacements collect in another order. Special tests (search_special_tests()) keep their names. */
#ifndef ISOSIM_SYMMETRY_H
#define ISOSIM_SYMMETRY_H

#include "search/search_plan.h"

typedef struct Symmetry Symmetry;

/* For sessions of this plan; SESSION is as at the start. */
Symmetry *symmetry_new (const SearchPlan *plan, const IsoSession *session);
void symmetry_free (Symmetry *symmetry);

/* Puts the session into its canonical form. NODE_TO, unless NULL, is set to [nodes_max] the new number of each worker.
 * In the canonical form all keep their numbers. */
void symmetry_canonicalize (Symmetry *symmetry, IsoSession *session, uint32_t *node_to);

#endif
